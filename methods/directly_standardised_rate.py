"""Rates of areas as they would be with one common age structure."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from methods.byar import byar_limits
from methods.rare_events import FEWEST_EVENTS


def directly_standardised_rate(
    events: ArrayLike, population: ArrayLike, standard: ArrayLike, *, multiplier: float = 100_000,
    confidence: float = 0.95,
) -> pd.DataFrame:  # fmt: skip
    """Directly standardised rates Σ w·x/n ÷ Σ w with Dobson's limits, one row per area; suppressed below 10 events.

    events, population: (areas, ages); standard: (ages,), any unit. With O = Σx and Var(DSR) = Σ w²x/n² ÷ (Σw)²:
    limit = DSR + √(Var(DSR)/O) · (Byar's limit of O − O).
    Columns: value, lower, upper (per `multiplier`), events, method. NaN where an age is missing or has no population
    though the standard counts it; NaN and method "suppressed" below ten events. Raises ValueError for negative
    counts, or a standard that does not match the ages.
    Dobson, Kuulasmaa, Eberle, Scherer 1991, Stat Med 10:457–462; Breslow & Day 1987 (Byar).
    """
    x, n = np.broadcast_arrays(np.atleast_2d(np.asarray(events, float)), np.atleast_2d(np.asarray(population, float)))
    w = np.asarray(standard, dtype=float)
    if w.shape != x.shape[-1:] or not np.all(w >= 0) or not w.sum() > 0:
        raise ValueError("the standard population must give one weight, not negative, for every age")
    if np.any(x < 0) or np.any(n < 0):
        raise ValueError("a count of events or people is negative")
    counted = w > 0
    x, n, w = x[:, counted], np.where(n > 0, n, np.nan)[:, counted], w[counted] / w.sum()
    total = x.sum(axis=1)
    value = (w * x / n).sum(axis=1)
    spread = np.sqrt((w**2 * x / n**2).sum(axis=1) / np.where(total > 0, total, np.nan))
    lower, upper = value + spread * (byar_limits(total, confidence) - total)
    shown = np.where(total < FEWEST_EVENTS, np.nan, multiplier)
    method = np.where(total < FEWEST_EVENTS, "suppressed", "Dobson")
    return pd.DataFrame(
        {"value": value * shown, "lower": lower * shown, "upper": upper * shown, "events": total, "method": method}
    )
