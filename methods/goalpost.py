"""Goalpost scaling: where a value stands between a post that earns nothing and one that earns everything."""

import numpy as np
from numpy.typing import ArrayLike


def goalpost(values: ArrayLike, worst: ArrayLike, best: ArrayLike, *, clip: bool = True) -> np.ndarray:
    """clip((x − worst)/(best − worst), 0, 1): 0 at `worst`, 1 at `best`, whichever of them is larger. Arrays broadcast.

    Where both posts are one value the scale has no direction and the result is NaN; so is anything missing. Without
    `clip` values beyond the posts earn less than 0 or more than 1.
    Sachs et al., Sustainable Development Report, methodology (bounds fixed over time); UNDP, HDI technical notes.
    """
    x, low, high = (np.asarray(a, dtype=float) for a in (values, worst, best))
    width = high - low
    with np.errstate(over="ignore"):  # posts closer than any number can tell make a step
        share = (x - low) / np.where(width == 0, np.nan, width)
    return np.clip(share, 0.0, 1.0) if clip else share
