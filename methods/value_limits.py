"""Limits of values: those that were reported, else made from numerator and denominator where that says something."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from methods.byar import byar
from methods.wilson import wilson

EVENT_UNITS = ("‰", "1/10万")  # deaths and cases among people; stocks per head (医师 per 1,000) are counted, not drawn
METHODS = ("reported", "Wilson", "Byar", "exact Poisson", "")


def with_limits(frame: pd.DataFrame, *, proportion: ArrayLike, unit: ArrayLike, multiplier: ArrayLike) -> pd.DataFrame:
    """`frame` (value, lower, upper, numerator, denominator) with limits where they can be known, and their `limits`.

    `proportion` (the numerator is part of the denominator), `unit` and `multiplier` are of the indicator: one for all
    rows or one a row. Reported limits stay. Else Wilson's for a proportion, Byar's (exact Poisson below ten events) for
    rates of events; anything else has none, nor has a value that lies outside the limits of its own counts.
    `limits`: one of METHODS, how the row came by them. Of a count of everybody they say what chance alone could do;
    no sampling error is in it.
    """
    lower, upper = (frame[name].to_numpy(dtype=float, copy=True) for name in ("lower", "upper"))
    value, cases, people = (frame[name].to_numpy(dtype=float) for name in ("value", "numerator", "denominator"))
    share = np.broadcast_to(np.asarray(proportion, dtype=bool), len(frame))
    rate = ~share & np.broadcast_to(np.isin(np.asarray(unit, dtype=object), EVENT_UNITS), len(frame))
    scale = np.broadcast_to(np.asarray(multiplier, dtype=float), len(frame))
    told = np.where(np.isnan(lower) | np.isnan(upper), "", "reported").astype(object)
    bare = np.isnan(lower) & np.isnan(upper) & ~np.isnan(value) & (cases >= 0) & (people > 0) & ~np.isnan(scale)
    for chosen, method in ((bare & share & (cases <= people), wilson), (bare & rate, byar)):
        rows = np.flatnonzero(chosen)
        if not len(rows):
            continue
        made = method(cases[rows], people[rows], multiplier=1)
        low, high = made["lower"].to_numpy() * scale[rows], made["upper"].to_numpy() * scale[rows]
        slack = 1e-9 * np.abs(value[rows])
        holds = (low <= value[rows] + slack) & (value[rows] - slack <= high)
        rows = rows[holds]
        lower[rows], upper[rows], told[rows] = low[holds], high[holds], made["method"].to_numpy(dtype=object)[holds]
    return frame.assign(lower=lower, upper=upper, limits=told)
