"""定基极差法: scaling by the extremes of a base period, so that years stay comparable; for indices like HCPI."""

import numpy as np
from numpy.typing import ArrayLike

from methods.goalpost import goalpost

FLOOR = 1.0  # a geometric mean ends at 0 for a single 0: the worst area of the base year would lose everything


def fixed_base_range(
    values: ArrayLike, directions: ArrayLike, *, base: ArrayLike | None = None, lowest: ArrayLike | None = None,
    highest: ArrayLike | None = None, floor: float = FLOOR,
) -> np.ndarray:  # fmt: skip
    """100·(x − min)/(max − min), from the other end where lower is better; values: (areas, indicators).

    The extremes are those of the base period's areas (`base`, same indicators), or `lowest` and `highest` as a scheme
    fixes them. Nothing is cut off above 100: progress beyond the base period's best shows; below `floor` values are
    lifted to it. NaN where the value is missing, or an indicator did not vary in the base period.
    Weighted geometric mean of the levels: `methods.weighted_total` with aggregation "geometric", level by level.
    王荣荣、张毓辉、王秀峰 2019, 中国卫生政策研究 12(9):36–40 (HCPI; its bounds and floor are not published).
    """
    if base is None and (lowest is None or highest is None):
        raise ValueError("either the base period's values or both fixed bounds are needed")
    x, g = np.asarray(values, dtype=float), np.asarray(directions, dtype=float)
    known = np.full_like(x, np.nan) if base is None else np.asarray(base, dtype=float)
    low = np.fmin.reduce(known, axis=0) if lowest is None else np.asarray(lowest, dtype=float)
    high = np.fmax.reduce(known, axis=0) if highest is None else np.asarray(highest, dtype=float)
    worst, best = np.where(g > 0, low, high), np.where(g > 0, high, low)
    return np.maximum(100 * goalpost(x, worst, best, clip=False), floor)
