"""均差法: every area by its relative distance from the mean of all areas."""

import numpy as np
from numpy.typing import ArrayLike


def mean_difference(
    values: ArrayLike, directions: ArrayLike, *, mean: ArrayLike | None = None, centre: float = 100.0
) -> np.ndarray:
    """centre · (1 + g·(x − x̄)/|x̄|): 100 is the average area, 110 is a tenth better. values: (areas, indicators).

    `directions`: +1 or −1 per indicator. `mean` (default: the plain mean of the areas present) may be the national
    value. NaN where the value is missing or the mean is 0, to which no distance is relative. Indicators that vary much
    weigh more than others: nothing evens out their spread. Published uses differ in the divisor; this is the plain one.
    """
    x = np.asarray(values, dtype=float)
    if mean is None:
        present = ~np.isnan(x)
        count = present.sum(axis=0)
        centre_of = np.where(count > 0, np.where(present, x, 0.0).sum(axis=0) / np.maximum(count, 1), np.nan)
    else:
        centre_of = np.asarray(mean, dtype=float)
    unit = np.where(centre_of == 0, np.nan, np.abs(centre_of))
    return centre * (1 + np.asarray(directions, dtype=float) * (x - centre_of) / unit)
