"""The yearly pace that still reaches a target, beside the pace kept so far."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

GROWTHS = ("linear", "compound")


def required_pace(
    value: ArrayLike, year: ArrayLike, target: ArrayLike, target_year: ArrayLike, sign: ArrayLike
) -> pd.DataFrame:
    """(T − x)/(Y − t) in units per year; 0 where the target is met already: only keeping it is asked.

    `sign` is +1 where higher is better, −1 where lower is. Columns: required, years_left, compound (the same as a
    yearly rate, (T/x)^(1/years) − 1; NaN where a value is not positive), reachable. An unmet target whose year has
    come is not reachable: required is NaN. NaN where anything is missing.
    """
    x, t, goal, end, g = np.broadcast_arrays(
        *(np.atleast_1d(np.asarray(a, dtype=float)) for a in (value, year, target, target_year, sign))
    )
    left = end - t
    met = g * (x - goal) >= 0
    known = ~(np.isnan(x) | np.isnan(goal) | np.isnan(left))
    reachable = known & (met | (left > 0))
    years = np.where(left > 0, left, np.nan)
    base = np.where((x > 0) & (goal > 0), x, np.nan)
    with np.errstate(invalid="ignore"):
        compound = (goal / base) ** (1 / years) - 1
    return pd.DataFrame({
        "required": np.where(reachable, np.where(met, 0.0, (goal - x) / years), np.nan),
        "years_left": np.where(known, np.maximum(left, 0), np.nan),
        "compound": np.where(reachable, np.where(met, 0.0, compound), np.nan),
        "reachable": reachable,
    })  # fmt: skip


def pace_ratio(
    baseline: ArrayLike, baseline_year: ArrayLike, value: ArrayLike, year: ArrayLike, target: ArrayLike,
    target_year: ArrayLike, *, growth: str = "linear",
) -> np.ndarray:  # fmt: skip
    """The pace since the baseline ÷ the pace that the plan asked from it: 1 is on the path, 0.5 half as fast.

    `growth` linear: units per year; compound: yearly rates of growth (both values positive, else NaN). NaN where the
    plan asks no change, no year has passed, or anything is missing.
    Statistics Canada / Open SDG, progress measurement (compound); SDG Index trend (linear).
    """
    if growth not in GROWTHS:
        raise ValueError(f"unknown growth {growth!r}; known: {', '.join(GROWTHS)}")
    b, y0, x, t, goal, end = (np.asarray(a, float) for a in (baseline, baseline_year, value, year, target, target_year))
    passed, planned = np.where(t > y0, t - y0, np.nan), np.where(end > y0, end - y0, np.nan)
    if growth == "linear":
        made, asked = (x - b) / passed, (goal - b) / planned
    else:
        start, now, then = (np.where(a > 0, a, np.nan) for a in (b, x, goal))
        made, asked = (now / start) ** (1 / passed) - 1, (then / start) ** (1 / planned) - 1
    return made / np.where(asked == 0, np.nan, asked)
