"""Intervals of values: those that were reported, else made from numerator and denominator where that says something."""

from dataclasses import dataclass

import numpy as np

from data.assessment.scheme import Scheme
from data.definitions import read_indicators
from methods.byar import byar
from methods.wilson import wilson

# Deaths and cases among people: rare events. Stocks per head (医师 per 1,000) are counted, not drawn: no interval.
EVENT_UNITS = ("‰", "1/10万")


@dataclass(frozen=True)
class IntervalKinds:
    """By item: a proportion, a rate of events, and how values follow from numerator and denominator."""

    proportion: np.ndarray
    rate: np.ndarray
    multiplier: np.ndarray


def interval_kinds(scheme: Scheme) -> IntervalKinds:
    known = read_indicators()
    listed = [known[item.indicator] if item.indicator else None for item in scheme.items]
    share = [bool(one and one.proportion) for one in listed]
    rate = [bool(one and not one.proportion and one.unit in EVENT_UNITS) for one in listed]
    return IntervalKinds(
        np.array(share), np.array(rate), np.array([(one.multiplier if one else None) or 1.0 for one in listed])
    )


def with_intervals(of: dict[str, np.ndarray], kinds: IntervalKinds, item: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(lower, upper) of observations given as columns; `item`: the position of each one's item.

    Wilson's where the indicator is a proportion, Byar's where it is a rate of events; an interval that does not hold
    the value (a rounded one may lie outside by a digit) is left out.
    """
    value, cases, all_of = of["value"], of["numerator"], of["denominator"]
    lower, upper = of["lower"].copy(), of["upper"].copy()
    bare = np.isnan(lower) & np.isnan(upper) & ~np.isnan(value) & (cases >= 0) & (all_of > 0)
    share, rate = bare & kinds.proportion[item] & (cases <= all_of), bare & kinds.rate[item]
    for chosen, method in ((share, wilson), (rate, byar)):
        if chosen.any():
            made = method(cases[chosen], all_of[chosen], multiplier=1)
            lower[chosen] = made["lower"].to_numpy() * kinds.multiplier[item[chosen]]
            upper[chosen] = made["upper"].to_numpy() * kinds.multiplier[item[chosen]]
    outside = (share | rate) & ~((lower <= value) & (value <= upper))
    lower[outside] = upper[outside] = np.nan
    return lower, upper
