"""Wilson score limits of a proportion."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import ndtri


def wilson(
    numerator: ArrayLike, denominator: ArrayLike, *, multiplier: float = 100, confidence: float = 0.95
) -> pd.DataFrame:
    """Proportions numerator / denominator × `multiplier` with Wilson's score limits.

    Columns: value, lower, upper (in units of `multiplier`), method. A missing count or a denominator of 0 gives NaN,
    never 0. Raises ValueError where a numerator is negative or exceeds its denominator.
    Wilson 1927, J Am Stat Assoc 22:209–212; Newcombe 1998, Stat Med 17:857–872, method 3.
    """
    x, n = np.broadcast_arrays(np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float))
    if np.any(x < 0) or np.any(x > n):
        raise ValueError("a numerator is negative or exceeds its denominator: this is no proportion")
    n = np.where(n > 0, n, np.nan)
    z = ndtri(0.5 + confidence / 2)
    p = x / n
    middle = p + z**2 / (2 * n)
    half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    scale = multiplier / (1 + z**2 / n)
    # The limits touch 0 and 1 exactly at x = 0 and x = n; rounding must not carry them beyond.
    lower = np.clip((middle - half) * scale, 0, multiplier)
    upper = np.clip((middle + half) * scale, 0, multiplier)
    return pd.DataFrame({"value": p * multiplier, "lower": lower, "upper": upper, "method": "Wilson"})
