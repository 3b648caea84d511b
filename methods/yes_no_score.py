"""Points of an item that is either achieved or not."""

import numpy as np
from numpy.typing import ArrayLike


def yes_no_score(values: ArrayLike) -> np.ndarray:
    """100 for 1 (实现), 0 for 0, NaN where missing. Raises ValueError for any other value."""
    x = np.asarray(values, dtype=float)
    if not np.all(np.isnan(x) | (x == 0) | (x == 1)):
        raise ValueError("a yes/no item is 1 (achieved) or 0 (not achieved)")
    return 100 * x
