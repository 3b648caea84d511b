"""Counts in charts: 26.67亿人次 rather than 2,666,918,402 on an axis."""

from typing import Any

import pandas as pd

MEASURED = ("value", "lower", "upper")


def large_units(indicator: dict[str, Any], *frames: pd.DataFrame) -> tuple[dict[str, Any], float]:
    """The indicator with the unit and decimals that suit `frames` (column value), and what values are divided by.

    Only counts change (aggregation "sum", no decimals of their own): told in 亿 from 1亿 on, in 万 from 1万 on.
    """
    sizes = [float(size) for f in frames if len(f) and (size := f["value"].abs().max()) == size]
    largest = max(sizes, default=0.0)
    if indicator["aggregation"] != "sum" or indicator["decimals"] or largest < 1e4:
        return indicator, 1.0
    word, divisor, decimals = ("亿", 1e8, 2) if largest >= 1e8 else ("万", 1e4, 1)
    return indicator | {"unit": word + indicator["unit"], "decimals": decimals}, divisor


def divided(frame: pd.DataFrame, divisor: float) -> pd.DataFrame:
    """`frame` with value, lower and upper in larger units."""
    return frame if divisor == 1 else frame.assign(**{name: frame[name] / divisor for name in MEASURED})
