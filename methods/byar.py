"""Limits of a count of rare events, and of the rate it makes: Byar's, exact Poisson for few events."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import ndtri

from methods.exact_poisson import exact_limits

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
    lower, upper = np.where(few, exact_limits(x, confidence), byar_limits(x, confidence))
    scale = multiplier / np.where(n > 0, n, np.nan)
    method = np.where(few, "exact Poisson", "Byar")
    return pd.DataFrame({"value": x * scale, "lower": lower * scale, "upper": upper * scale, "method": method})


def byar_limits(events: np.ndarray, confidence: float = 0.95) -> np.ndarray:
    """Byar's [lower, upper] of a count: x (1 − 1/(9x) − z/(3√x))³, and the same of x + 1 with + z. For 10 and more."""
    z = ndtri(0.5 + confidence / 2)
    below, above = np.maximum(events, FEW), events + 1  # where there are few events the exact limits are taken instead
    lower = below * (1 - 1 / (9 * below) - z / (3 * np.sqrt(below))) ** 3
    return np.stack([lower, above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3])
