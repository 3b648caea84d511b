"""The gap between two groups (urban and rural, east and west): difference and ratio with their intervals."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike


def group_gap(
    value: ArrayLike, lower: ArrayLike, upper: ArrayLike, other: ArrayLike, other_lower: ArrayLike,
    other_upper: ArrayLike,
) -> pd.DataFrame:  # fmt: skip
    """value − other and value ÷ other, one row per pair, limits recovered from those of the two (MOVER).

    Difference: d − √((a−l)² + (U−b)²) and d + √((u−a)² + (b−L)²); ratio by the same on the log scale.
    For Wilson limits this is Newcombe's hybrid score interval. Both groups must be independent and of one confidence.
    Columns: difference, lower, upper, ratio, ratio_lower, ratio_upper, method. Limits are NaN where one is missing,
    the ratio where a value is not positive; its limits also where one of theirs is not.
    Zou & Donner 2008, Stat Med 27:1693–1702; Newcombe 1998, Stat Med 17:873–890, method 10.
    """
    a, la, ua, b, lb, ub = np.broadcast_arrays(
        *(np.atleast_1d(np.asarray(x, dtype=float)) for x in (value, lower, upper, other, other_lower, other_upper))
    )
    difference, low, high = _mover(a, la, ua, b, lb, ub)
    ratio, ratio_low, ratio_high = np.exp(_mover(*(np.log(np.where(x > 0, x, np.nan)) for x in (a, la, ua, b, lb, ub))))
    return pd.DataFrame({
        "difference": difference, "lower": low, "upper": high,
        "ratio": ratio, "ratio_lower": ratio_low, "ratio_upper": ratio_high, "method": "MOVER",
    })  # fmt: skip


def _mover(a, la, ua, b, lb, ub) -> np.ndarray:
    gap = a - b
    return np.stack([gap, gap - np.hypot(a - la, ub - b), gap + np.hypot(ua - a, b - lb)])
