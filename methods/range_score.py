"""Points of a value that should lie inside a range: full inside, falling on both sides."""

import numpy as np
from numpy.typing import ArrayLike

from methods.goalpost import goalpost


def range_score(
    values: ArrayLike, low: ArrayLike, high: ArrayLike, zero_below: ArrayLike, zero_above: ArrayLike
) -> np.ndarray:
    """100 from `low` to `high`, falling in a straight line to 0 at `zero_below` and `zero_above`. Arrays broadcast.

    NaN where anything is missing. Raises ValueError unless zero_below < low ≤ high < zero_above.
    For a range target with a baseline see `methods.target_score`; this is for schemes that fix the bounds.
    """
    bottom, a, b, top = (np.asarray(x, dtype=float) for x in (zero_below, low, high, zero_above))
    if np.any(bottom >= a) or np.any(a > b) or np.any(b >= top):
        raise ValueError("the bounds of a range must ascend: zero_below < low ≤ high < zero_above")
    return 100 * np.minimum(goalpost(values, bottom, a), goalpost(values, top, b))
