"""Intervals of values: those that were reported, else made from numerator and denominator where that says something."""

import numpy as np
import pandas as pd

from methods.byar import byar
from methods.wilson import wilson

# Deaths and cases among people: rare events. Stocks per head (医师 per 1,000) are counted, not drawn: no interval.
EVENT_UNITS = ("‰", "1/10万")


def with_intervals(rows: pd.DataFrame) -> pd.DataFrame:
    """Columns lower, upper for `rows` of value, lower, upper, numerator, denominator, proportion, unit, multiplier.

    Wilson's where the indicator is a proportion, Byar's where it is a rate of events; an interval that does not hold
    the value (a rounded one may lie outside by a digit) is left out.
    """
    lower, upper = rows["lower"].to_numpy(dtype=float).copy(), rows["upper"].to_numpy(dtype=float).copy()
    value = rows["value"].to_numpy(dtype=float)
    cases = rows["numerator"].to_numpy(dtype=float)
    all_of = rows["denominator"].to_numpy(dtype=float)
    multiplier = rows["multiplier"].to_numpy(dtype=float)
    bare = np.isnan(lower) & np.isnan(upper) & ~np.isnan(value) & (cases >= 0) & (all_of > 0)
    share = bare & rows["proportion"].to_numpy(dtype=bool) & (cases <= all_of)
    rate = bare & ~rows["proportion"].to_numpy(dtype=bool) & rows["unit"].isin(EVENT_UNITS).to_numpy()
    for chosen, method in ((share, wilson), (rate, byar)):
        if chosen.any():
            made = method(cases[chosen], all_of[chosen], multiplier=1)
            lower[chosen] = made["lower"].to_numpy() * multiplier[chosen]
            upper[chosen] = made["upper"].to_numpy() * multiplier[chosen]
    made_up = share | rate
    outside = made_up & ~((lower <= value) & (value <= upper))
    lower[outside] = upper[outside] = np.nan
    return pd.DataFrame({"lower": lower, "upper": upper}, index=rows.index)
