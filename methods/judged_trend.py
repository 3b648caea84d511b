"""Which test of a trend a series allows, and what it says: the arrow beside a figure."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from methods.mann_kendall import FEWEST_POINTS, mann_kendall
from methods.recent_trend import POINTS, recent_trend

METHODS = ("weighted least squares", "Mann–Kendall", "")


def judged_trend(values: ArrayLike, lower: ArrayLike, upper: ArrayLike, times: ArrayLike) -> pd.DataFrame:
    """One row per area. values and their 95 % limits: (areas, points), oldest first, NaN where missing; times: of the
    points (years), ascending.

    The last five points with limits decide by `recent_trend` where they are equally far apart; else all points by
    `mann_kendall` where there are eight; else there are too few. A series that only lacks limits is never judged by
    five bare points.
    Columns: trend (increasing, decreasing, none, too few points), method (of METHODS), points (that decided, or that
    there are), first, last (their times; NaN without a point), per_time (slope in units of the value per unit of time).
    """
    x, low, high = np.broadcast_arrays(*(np.atleast_2d(np.asarray(a, dtype=float)) for a in (values, lower, upper)))
    t = np.asarray(times, dtype=float)
    there = ~np.isnan(x)
    five = there & (high > low)
    five &= np.cumsum(five[:, ::-1], axis=1)[:, ::-1] <= POINTS
    told = _spans(five, t)
    step = _even_step(five, t)
    short = ~np.isnan(step)
    every = _spans(there, t)
    long = ~short & (every["points"] >= FEWEST_POINTS).to_numpy()
    trend, slope = np.full(len(x), "too few points", dtype=object), np.full(len(x), np.nan)
    if short.any():
        found = recent_trend(x[short], low[short], high[short])
        trend[short], slope[short] = found["trend"], found["slope"] / step[short]
    if long.any():
        found = mann_kendall(x[long], t)
        trend[long], slope[long] = found["trend"], found["slope"]
    spans = {name: np.where(short, told[name], every[name]) for name in ("points", "first", "last")}
    method = np.select([short, long], METHODS[:2], default=METHODS[2])
    return pd.DataFrame({"trend": trend, "method": method, **spans, "per_time": slope})


def _spans(used: np.ndarray, times: np.ndarray) -> pd.DataFrame:
    points = used.sum(axis=1)
    first, last = (np.where(points > 0, times[ends], np.nan) if len(times) else np.full(len(used), np.nan)
                   for ends in (_first(used), used.shape[1] - 1 - _first(used[:, ::-1])))  # fmt: skip
    return pd.DataFrame({"points": points, "first": first, "last": last})


def _first(used: np.ndarray) -> np.ndarray:
    return used.argmax(axis=1) if used.shape[1] else np.zeros(len(used), dtype=int)


def _even_step(five: np.ndarray, times: np.ndarray) -> np.ndarray:
    """The distance between neighbours of five points; NaN where there are fewer or they are unequally far apart."""
    step = np.full(len(five), np.nan)
    enough = np.flatnonzero(five.sum(axis=1) == POINTS)
    if len(enough):
        places = np.broadcast_to(times, five.shape)[enough][five[enough]].reshape(-1, POINTS)
        gaps = np.diff(places, axis=1)
        step[enough] = np.where(np.ptp(gaps, axis=1) == 0, gaps[:, 0], np.nan)
    return step
