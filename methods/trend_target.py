"""Targets that ask for a movement instead of a number: 持续提高, 下降, 上升趋势减缓."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

# What each word asks of the points, and how many of them that takes.
POINTS = {"rising": 2, "falling": 2, "keeps_rising": 3, "keeps_falling": 3, "slowing": 3}
# The wordings of the plans. 改善 is rising or falling by the indicator's direction: ask with that word.
WORDINGS = {
    "上升": "rising", "有所提高": "rising", "提高": "rising", "下降": "falling", "有所下降": "falling",
    "持续提高": "keeps_rising", "持续上升": "keeps_rising", "持续下降": "keeps_falling",
    "上升趋势减缓": "slowing", "持续减缓": "slowing",
}  # fmt: skip


def trend_target(values: ArrayLike, times: ArrayLike, kind: str) -> pd.DataFrame:
    """Whether each area moves as asked. values: (areas, points), oldest first; times: (points,), years.

    rising, falling: the last point against the first (the baseline, or the earliest known). keeps_…: the last two
    steps go that way. slowing: the last step per year is smaller than the one before it; a fall counts as slowed.
    Missing points are left out. Columns: met (True, False, or None with too few points), score (100, 0, NaN),
    step, step_before (per year), points. Raises ValueError for an unknown kind.
    The reading of the wordings is the product's default: the plans do not define them. No test of chance is made; see
    `methods.recent_trend` for one.
    """
    if kind not in POINTS:
        raise ValueError(f"unknown trend {kind!r}; known: {', '.join(POINTS)}")
    x, t = np.atleast_2d(np.asarray(values, dtype=float)), np.asarray(times, dtype=float)
    present = ~np.isnan(x)
    n = present.sum(axis=1)
    width = max(3, x.shape[1])
    order = np.argsort(present, axis=1, kind="stable")  # the known points last, in their order
    known = np.full((len(x), width), np.nan)
    when = np.full((len(x), width), np.nan)
    known[:, width - x.shape[1] :] = np.take_along_axis(x, order, axis=1)
    when[:, width - x.shape[1] :] = np.take_along_axis(np.broadcast_to(t, x.shape), order, axis=1)
    steps = np.diff(known[:, -3:], axis=1) / np.diff(when[:, -3:], axis=1)
    first = known[np.arange(len(x)), np.clip(width - n, 0, width - 1)]
    change = known[:, -1] - first
    met = {
        "rising": change > 0, "falling": change < 0, "keeps_rising": (steps > 0).all(axis=1),
        "keeps_falling": (steps < 0).all(axis=1), "slowing": steps[:, 1] < steps[:, 0],
    }[kind]  # fmt: skip
    enough = n >= POINTS[kind]
    return pd.DataFrame({
        "met": np.where(enough, met, None), "score": np.where(enough, 100.0 * met, np.nan),
        "step": steps[:, 1], "step_before": steps[:, 0], "points": n,
    })  # fmt: skip
