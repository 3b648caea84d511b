"""Life expectancy from deaths and population by age: an abridged life table with its interval."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import ndtri

# The table of 5-year ages that public health practice uses: under 1, 1–4, 5–9, …, 90 and over.
ABRIDGED_AGES = (0, 1, *range(5, 91, 5))
SMALLEST_POPULATION = 5_000  # Eayres & Williams 2004: below about 5,000 person-years the interval itself misleads
_FIRST_YEAR, _OTHERWISE = 0.1, 0.5  # share of the interval that those who die in it have lived


def life_expectancy(
    deaths: ArrayLike, population: ArrayLike, *, ages: tuple[int, ...] = ABRIDGED_AGES, at: int = 0,
    confidence: float = 0.95,
) -> pd.DataFrame:  # fmt: skip
    """Years of life left at age `at`, one row per area: Chiang's abridged life table (II), variance of Silcocks.

    deaths, population: (areas, ages), person-years of the same span; `ages` are the lower ends, the last one open.
    q = nM/(1 + n(1−a)M) with a = 0.1 in the first year and 0.5 later, q = 1 in the open age, whose person-years are
    l/M. Var(e) = Σ l²[(1−a)n + e′]²·q²(1−q)/d ÷ l(at)², for the open age l²/(d·M²).
    Columns: value, lower, upper (years), method. NaN where an age is missing, nobody died in the open age, or fewer
    than 5,000 people live there ("too few people"). Raises ValueError for negative counts or more deaths than people.
    Chiang 1968; Silcocks, Jenner, Reza 2001, JECH 55:38–43; Eayres & Williams 2004, JECH 58:243–249.
    """
    d, n = np.broadcast_arrays(np.atleast_2d(np.asarray(deaths, float)), np.atleast_2d(np.asarray(population, float)))
    if d.shape[1] != len(ages) or at not in ages:
        raise ValueError("deaths and population need one column for every age, and `at` must be one of the ages")
    if np.any(d < 0) or np.any(n < 0) or np.any(d > n):
        raise ValueError("a count is negative, or more people died at an age than lived at it")
    value, variance = _table(d, np.where(n > 0, n, np.nan), np.asarray(ages, dtype=float))
    place = ages.index(at)
    few = n.sum(axis=1) < SMALLEST_POPULATION
    years = np.where(few, np.nan, value[:, place])
    reach = ndtri(0.5 + confidence / 2) * np.sqrt(variance[:, place])
    method = np.where(few, "too few people", "Chiang II, Silcocks")
    return pd.DataFrame({"value": years, "lower": years - reach, "upper": years + reach, "method": method})


def _table(d: np.ndarray, n: np.ndarray, ages: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Life expectancy at each age and its variance, (areas, ages)."""
    width = np.append(np.diff(ages), np.inf)
    lived = np.where(ages == 0, _FIRST_YEAR, _OTHERWISE)
    rate = d / n
    with np.errstate(invalid="ignore", divide="ignore"):
        q = width * rate / (1 + width * (1 - lived) * rate)
        q[:, -1] = np.where(np.isnan(rate[:, -1]), np.nan, 1.0)
        alive = np.cumprod(np.column_stack([np.ones(len(q)), 1 - q[:, :-1]]), axis=1)
        rate_open = np.where(rate[:, -1] > 0, rate[:, -1], np.nan)
        closed = width[:-1] * (alive[:, 1:] + lived[:-1] * (alive[:, :-1] - alive[:, 1:]))
        years = np.column_stack([closed, alive[:, -1] / rate_open])
        left = years[:, ::-1].cumsum(axis=1)[:, ::-1] / alive
        spread = np.where(d[:, :-1] > 0, q[:, :-1] ** 2 * (1 - q[:, :-1]) / d[:, :-1], 0.0)
        part = alive[:, :-1] ** 2 * ((1 - lived[:-1]) * width[:-1] + left[:, 1:]) ** 2 * spread
        last = alive[:, -1] ** 2 / (d[:, -1] * rate_open**2)
        return left, np.column_stack([part, last])[:, ::-1].cumsum(axis=1)[:, ::-1] / alive**2
