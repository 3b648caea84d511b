"""Control limits of a funnel plot: how far from the average chance alone carries an area of a given size.

Construction: every limit is the *value at which an area's own interval just touches the average*. An area outside the
funnel is then one whose Wilson (proportions) or exact Poisson (rates, ratios) interval excludes the average, so that
funnel, table and map say the same. Limits drawn around the average instead (some systems take Wilson's interval of
the average) differ in small areas; `round_the_average` gives those.
Spiegelhalter 2005, Stat Med 24:1185–1202; Dover & Schopflocher 2011, Popul Health Metr 9:58.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import gammainc, ndtri, pdtrik

from methods.exact_poisson import exact_limits
from methods.wilson import wilson

LEVELS = (0.95, 0.998)


def funnel_of_proportions(
    average: float, denominator: ArrayLike, *, multiplier: float = 100, round_the_average: bool = False
) -> pd.DataFrame:
    """Limits at 95 % and 99.8 % for each denominator n: θ ∓ z√(θ(1−θ)/n), held inside 0 and `multiplier`.

    That is Wilson's interval turned round: the p whose upper (lower) Wilson limit equals θ. `average` is in units of
    `multiplier`. With `round_the_average` the limits are Wilson's own, of θ at n.
    Columns: lower_95, upper_95, lower_998, upper_998 (units of `multiplier`), method. NaN where n is 0 or missing.
    Raises ValueError for an average outside 0 and `multiplier`.
    """
    theta = average / multiplier
    if not 0 <= theta <= 1:
        raise ValueError(f"the average {average} is no proportion of {multiplier}")
    n = np.atleast_1d(np.asarray(denominator, dtype=float))
    n = np.where(n > 0, n, np.nan)
    columns: dict[str, object] = {}
    for name, level in zip(("95", "998"), LEVELS, strict=True):
        if round_the_average:
            limits = wilson(theta * n, n, multiplier=multiplier, confidence=level)
            lower, upper = limits["lower"].to_numpy(), limits["upper"].to_numpy()
        else:
            reach = ndtri(0.5 + level / 2) * np.sqrt(theta * (1 - theta) / n)
            lower, upper = np.clip([theta - reach, theta + reach], 0, 1) * multiplier
        columns |= {f"lower_{name}": lower, f"upper_{name}": upper}
    return pd.DataFrame(columns | {"method": "Wilson of the average" if round_the_average else "inverse Wilson"})


def funnel_of_rates(average: float, population: ArrayLike, *, multiplier: float = 100_000) -> pd.DataFrame:
    """Limits of a rate for each population, from the Poisson distribution with E = average · population / multiplier.

    The lower limit is the count whose exact upper limit equals E, the upper one that whose exact lower limit does:
    quantiles of the Poisson distribution, interpolated between counts; where no count is low enough the lower is 0.
    Columns as of `funnel_of_proportions`, in units of `multiplier`. NaN where the population is 0 or missing.
    Raises ValueError for a negative average.
    """
    if not average >= 0:
        raise ValueError("the average rate is negative or missing")
    n = np.atleast_1d(np.asarray(population, dtype=float))
    n = np.where(n > 0, n, np.nan)
    expected = average / multiplier * n
    columns: dict[str, object] = {}
    for name, level in zip(("95", "998"), LEVELS, strict=True):
        tail = (1 - level) / 2
        reachable = np.exp(-expected) < tail  # even no event at all is likelier than the tail: the lower limit is 0
        lower = np.where(reachable, pdtrik(tail, np.where(reachable, expected, 10.0)), 0.0)
        # From x events on P(X ≥ x) is inside the tail: the smallest x is one more than the quantile.
        lonely = np.exp(-expected) >= 1 - tail  # a single event is outside: the limit lies between 0 and 1
        above = pdtrik(1 - tail, np.where(lonely, 10.0, expected)) + 1
        upper = np.where(lonely, _below_one(expected, tail), above)
        columns |= {f"lower_{name}": lower / n * multiplier, f"upper_{name}": upper / n * multiplier}
    return pd.DataFrame(columns | {"method": "inverse exact Poisson"})


def _below_one(expected: np.ndarray, tail: float) -> np.ndarray:
    """The x in 0–1 with P(Gamma(x) ≤ E) = tail, by bisection: the exact lower limit of x "events" is then E."""
    low, high = np.full_like(expected, 1e-12), np.ones_like(expected)
    for _ in range(50):
        middle = (low + high) / 2
        wide = gammainc(middle, expected) > tail
        low, high = np.where(wide, middle, low), np.where(wide, high, middle)
    return np.where(expected > 0, high, 0.0)


def funnel_of_ratios(observed: ArrayLike, *, multiplier: float = 100) -> pd.DataFrame:
    """Limits of a standardised ratio (observed / expected × `multiplier`) by the observed events O.

    The ratios at which O's exact interval just touches the expected count: O/U and O/L with exact Poisson limits L, U.
    Columns as of `funnel_of_proportions`. At 0 events both limits are 0 and infinite; NaN where O is missing.
    """
    x = np.atleast_1d(np.asarray(observed, dtype=float))
    if np.any(x < 0):
        raise ValueError("a count of events is negative")
    columns: dict[str, object] = {}
    for name, level in zip(("95", "998"), LEVELS, strict=True):
        low, high = exact_limits(x, level)
        above = np.where(x > 0, x / np.where(low > 0, low, np.nan), np.where(np.isnan(x), np.nan, np.inf))
        columns |= {f"lower_{name}": x / high * multiplier, f"upper_{name}": above * multiplier}
    return pd.DataFrame(columns | {"method": "inverse exact Poisson"})
