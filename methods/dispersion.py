"""How far areas lie apart: range, ratio of the ends, coefficient of variation."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike


def dispersion(values: ArrayLike, population: ArrayLike | None = None) -> pd.DataFrame:
    """One row per group of areas. values, population: (groups, areas).

    Columns: n (values present), minimum, maximum, range, ratio (maximum ÷ minimum, NaN where the minimum is not
    positive), mean, variation (per cent of the mean; NaN where that is not positive), method. With `population` mean
    and variation are weighted by it (between-group variance: Σp(y−μ)²), and areas without people stand outside them;
    without it each area counts once (standard deviation with n − 1). NaN with fewer than two values.
    WHO 2013, Handbook on Health Inequality Monitoring, ch. 4; Schlotheuber & Hosseinpoor 2022, Int J Environ Res
    Public Health 19:3697.
    """
    y = np.atleast_2d(np.asarray(values, dtype=float))
    there = ~np.isnan(y)
    n = there.sum(axis=1)
    low = np.where(n > 1, np.where(there, y, np.inf).min(axis=1, initial=np.inf), np.nan)
    high = np.where(n > 1, np.where(there, y, -np.inf).max(axis=1, initial=-np.inf), np.nan)
    share = np.where(there, 1.0, 0.0) if population is None else _people(population, y.shape)
    share = np.where(there, share, 0.0)
    counted = (share > 0).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = share / share.sum(axis=1, keepdims=True)
        mean = np.where(counted > 1, np.where(there, share * np.nan_to_num(y), 0.0).sum(axis=1), np.nan)
        variance = np.where(there, share * (np.nan_to_num(y) - mean[:, None]) ** 2, 0.0).sum(axis=1)
        if population is None:
            variance *= n / (n - 1)
        variation = np.where(mean > 0, np.sqrt(variance) / mean * 100, np.nan)
        ratio = np.where(low > 0, high / low, np.nan)
    return pd.DataFrame({
        "n": n, "minimum": low, "maximum": high, "range": high - low, "ratio": ratio, "mean": mean,
        "variation": variation, "method": "each area once" if population is None else "weighted by population",
    })  # fmt: skip


def _people(population: ArrayLike, shape: tuple[int, ...]) -> np.ndarray:
    people = np.broadcast_to(np.atleast_2d(np.asarray(population, dtype=float)), shape)
    if np.any(people < 0):
        raise ValueError("a population is negative")
    return np.nan_to_num(people)
