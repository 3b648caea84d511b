"""Ranks that an area could have, given the intervals of the values ranked: Monte Carlo."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from methods.ranks import competition_ranks
from methods.ranks_in_draws import band_of_draws, ranks_in_draws
from methods.uncertain_values import deviations

SEED = 2019_0715  # the day 健康中国行动 was issued; fixed, so that the same figures always give the same bands


def rank_intervals(
    values: Sequence[float] | np.ndarray, lower: Sequence[float] | np.ndarray, upper: Sequence[float] | np.ndarray, *,
    direction: str, ranked: Sequence[bool] | np.ndarray, draws: int = 1000, seed: int = SEED, confidence: float = 0.95,
) -> pd.DataFrame:  # fmt: skip
    """Competition rank of each area with the interval of its ranks over `draws` of all values.

    values with 95 % limits: (areas,). A draw moves every value by a normal deviate whose spread on either side is that
    side's limit; a value without limits stays as it is. `direction` "lower" ranks the lowest first.
    Columns: rank, lower, upper, method. Areas not ranked or without a value have NaN and take no place.
    The band holds the rank itself and at least `confidence` of the draws. It says how far noise could move an area, not
    a test that two areas differ: for that see `methods.rank_confidence_sets`.
    Marshall & Spiegelhalter 1998, BMJ 316:1701–1704; Goldstein & Spiegelhalter 1996, JRSS A 159:385–443.
    """
    x = np.asarray(values, dtype=float)
    rank = competition_ranks(x, direction=direction, ranked=list(ranked))
    inside = ~np.isnan(rank)
    low, high = np.full(len(x), np.nan), np.full(len(x), np.nan)
    if inside.any():
        centre, half, skew = deviations(x[inside], np.asarray(lower, float)[inside], np.asarray(upper, float)[inside])
        noise = np.random.default_rng(seed).standard_normal((draws, len(centre)))
        drawn = centre + noise * half + np.abs(noise) * skew
        ranks = ranks_in_draws(-drawn if direction == "lower" else drawn)
        low[inside], high[inside] = band_of_draws(ranks, rank[inside], confidence)
    return pd.DataFrame({"rank": rank, "lower": low, "upper": high, "method": f"Monte Carlo, {draws} draws"})
