"""Limits of a count of rare events, and of the rate it makes: Byar's, exact Poisson for few events."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import chi2, norm

FEW = 10  # below this Byar's approximation is not close enough; public health practice switches to the exact limits


def byar(
    events: ArrayLike, denominator: ArrayLike = 1.0, *, multiplier: float = 1, confidence: float = 0.95
) -> pd.DataFrame:
    """Rates events / denominator × `multiplier` with Byar's limits, exact Poisson limits below 10 events.

    Columns: value, lower, upper (in units of `multiplier`), method. Without a denominator the limits are of the count
    itself. A missing count or a denominator of 0 gives NaN, never 0. Raises ValueError for a negative count.
    Breslow & Day 1987, Statistical Methods in Cancer Research II, p. 69; Garwood 1936, Biometrika 28:437–442.
    """
    x, n = np.broadcast_arrays(np.asarray(events, dtype=float), np.asarray(denominator, dtype=float))
    if np.any(x < 0):
        raise ValueError("a count of events is negative")
    few = x < FEW
    lower, upper = np.where(few, _exact(x, confidence), _approximate(x, confidence))
    scale = multiplier / np.where(n > 0, n, np.nan)
    method = np.where(few, "exact Poisson", "Byar")
    return pd.DataFrame({"value": x * scale, "lower": lower * scale, "upper": upper * scale, "method": method})


def _approximate(x: np.ndarray, confidence: float) -> np.ndarray:
    """Byar: x (1 − 1/(9x) − z/(3√x))³, and the same of x + 1 with + z."""
    z = norm.ppf(0.5 + confidence / 2)
    below, above = np.maximum(x, FEW), x + 1  # where there are few events the exact limits are taken instead
    lower = below * (1 - 1 / (9 * below) - z / (3 * np.sqrt(below))) ** 3
    return np.stack([lower, above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3])


def _exact(x: np.ndarray, confidence: float) -> np.ndarray:
    """Garwood: halves of the χ² quantiles with 2x and 2x + 2 degrees of freedom; the lower one of 0 events is 0."""
    tail = (1 - confidence) / 2
    lower = np.where(x > 0, chi2.ppf(tail, 2 * np.maximum(x, 0.5)) / 2, 0.0)
    return np.stack([lower, chi2.ppf(1 - tail, 2 * x + 2) / 2])
