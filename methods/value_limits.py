"""Limits of values: those that were reported, else made from numerator and denominator where that says something."""

import numpy as np
import pandas as pd

from methods.byar import byar
from methods.wilson import wilson

EVENT_UNITS = ("‰", "1/10万")  # deaths and cases among people; stocks per head (医师 per 1,000) are counted, not drawn
METHODS = ("reported", "Wilson", "Byar", "exact Poisson", "")


def with_limits(frame: pd.DataFrame, *, proportion: bool, unit: str, multiplier: float | None) -> pd.DataFrame:
    """`frame` (value, lower, upper, numerator, denominator) with limits where they can be known, and their `limits`.

    Reported limits stay. Else Wilson's where the numerator is part of the denominator, Byar's (exact Poisson below ten
    events) for rates of events; anything else has none, nor has a value that lies outside the limits of its own counts.
    `limits`: one of METHODS, how the row came by them. Of a count of everybody they say what chance alone could do;
    no sampling error is in it.
    """
    lower, upper = (frame[name].to_numpy(dtype=float, copy=True) for name in ("lower", "upper"))
    value, cases, people = (frame[name].to_numpy(dtype=float) for name in ("value", "numerator", "denominator"))
    told = np.where(np.isnan(lower) | np.isnan(upper), "", "reported").astype(object)
    bare = np.isnan(lower) & np.isnan(upper) & ~np.isnan(value) & (cases >= 0) & (people > 0)
    chosen = bare & (cases <= people) if proportion else bare & (unit in EVENT_UNITS)
    if chosen.any():
        made = (wilson if proportion else byar)(cases[chosen], people[chosen], multiplier=multiplier or 1.0)
        slack = 1e-9 * np.abs(value[chosen])
        holds = ((made["lower"] <= value[chosen] + slack) & (value[chosen] - slack <= made["upper"])).to_numpy()
        rows = np.flatnonzero(chosen)[holds]
        lower[rows], upper[rows] = made["lower"].to_numpy()[holds], made["upper"].to_numpy()[holds]
        told[rows] = made["method"].to_numpy(dtype=object)[holds]
    return frame.assign(lower=lower, upper=upper, limits=told)
