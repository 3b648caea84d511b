"""Exact (Garwood) limits of a count of events."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import gammaincinv


def exact_poisson(
    events: ArrayLike, denominator: ArrayLike = 1.0, *, multiplier: float = 1, confidence: float = 0.95
) -> pd.DataFrame:
    """Rates events / denominator × `multiplier` with exact Poisson limits.

    Limits of a count x: ½χ²(α/2; 2x) and ½χ²(1 − α/2; 2x + 2); the lower one of 0 events is 0.
    Columns: value, lower, upper (in units of `multiplier`), method. A missing count or a denominator of 0 gives NaN,
    never 0. Raises ValueError for a negative count.
    Garwood 1936, Biometrika 28:437–442.
    """
    x, n = np.broadcast_arrays(np.asarray(events, dtype=float), np.asarray(denominator, dtype=float))
    if np.any(x < 0):
        raise ValueError("a count of events is negative")
    lower, upper = exact_limits(x, confidence)
    scale = multiplier / np.where(n > 0, n, np.nan)
    return pd.DataFrame({"value": x * scale, "lower": lower * scale, "upper": upper * scale, "method": "exact Poisson"})


def exact_limits(events: np.ndarray, confidence: float = 0.95) -> np.ndarray:
    """The limits of the counts themselves: [lower, upper] along a new first axis."""
    tail = (1 - confidence) / 2
    lower = np.where(events == 0, 0.0, gammaincinv(np.where(events == 0, 1, events), tail))
    return np.stack([lower, gammaincinv(events + 1, 1 - tail)])
