"""Ranks of a composite score, and the ranks it could have had: values, weights and normalisation drawn anew.

Each draw takes every value anew from its interval, every weight from ± a quarter of itself, and one of the
normalisations; areas are scored, weighted and ranked again. 1,000 draws of 2,850 × 26 cells are 74 million values, so
the draws are taken in blocks that fit the processor's cache: memory does not grow with their number.
Saisana, Saltelli, Tarantola 2005, JRSS A 168:307–323; OECD/JRC 2008, Handbook on Composite Indicators, ch. 7.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from methods.ranks_in_draws import band_of_draws, ranks_in_draws
from methods.uncertain_values import deviations
from methods.weighted_total import LEAST_COVERAGE, weighted_total

SEED = 2019_0715  # the day 健康中国行动 was issued; fixed, so that the same figures always give the same bands
WEIGHT_SPREAD = 0.25
_BLOCK = 160_000  # cells of a block, 1.3 MB: halves and doubles of it are no faster

Scale = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class RankBands:
    """total, rank, lower, upper: (areas,), NaN where an area is not ranked; coverage: (areas,).

    drawn: (draws, ranked areas) totals of every draw, for `methods.brackets`; only totals of one draw may be compared.
    """

    total: np.ndarray
    coverage: np.ndarray
    rank: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    drawn: np.ndarray
    method: str


def rank_bands(
    values: np.ndarray, lower: np.ndarray, upper: np.ndarray, weights: np.ndarray, scales: Sequence[Scale], *,
    given: np.ndarray | None = None, ranked: np.ndarray | None = None, draws: int = 1000, seed: int = SEED,
    weight_spread: float = WEIGHT_SPREAD, confidence: float = 0.95, least_coverage: float = LEAST_COVERAGE,
) -> RankBands:  # fmt: skip
    """values with 95 % limits: (areas, indicators); weights: (indicators,); scales: how values become scores.

    `scales[0]` is the scheme's own: it gives total and rank; draws take turns among all of them. A scale maps
    (…, areas, indicators) to scores of the same shape, the higher the better, cell by cell. `given` holds scores that
    are not drawn (yes/no, trend), NaN elsewhere; they stand in every scale. Cells that scales[0] leaves NaN are not
    scored in any draw. `ranked` is false for areas that are never ranked; areas covered less than `least_coverage` are
    not ranked either. weight_spread 0 keeps the weights; values without limits stay as they are.
    The band holds the rank itself and at least `confidence` of the draws. The same arguments give the same bands.
    """
    x = np.asarray(values, dtype=float)
    fixed = np.full(x.shape, np.nan) if given is None else np.asarray(given, dtype=float)
    point = np.where(np.isnan(fixed), scales[0](x), fixed)
    totals = weighted_total(point, weights, least_coverage=least_coverage)
    total, coverage = totals["total"].to_numpy(), totals["coverage"].to_numpy()
    inside = totals["ranked"].to_numpy() & ~np.isnan(total)
    if ranked is not None:
        inside &= np.asarray(ranked, dtype=bool)
    rank, low, high = np.full((3, len(x)), np.nan)
    drawn = np.empty((draws, int(inside.sum())))
    if inside.any():
        cells = _Cells.of(x, np.asarray(lower, float), np.asarray(upper, float), point, fixed)
        _draw(cells, np.asarray(weights, dtype=float), scales, inside, weight_spread, seed, drawn)
        rank[inside] = ranks_in_draws(total[inside])
        low[inside], high[inside] = band_of_draws(ranks_in_draws(drawn), rank[inside], confidence)
    what = f"Monte Carlo, {draws} draws; weights ±{weight_spread:.0%}; {len(scales)} normalisation(s)"
    return RankBands(total, coverage, rank, low, high, drawn, what)


@dataclass(frozen=True)
class _Cells:
    """What is drawn: (areas, indicators) each."""

    centre: np.ndarray
    half: np.ndarray
    skew: np.ndarray
    scored: np.ndarray
    given: np.ndarray

    @classmethod
    def of(cls, x: np.ndarray, lower: np.ndarray, upper: np.ndarray, point: np.ndarray, given: np.ndarray) -> "_Cells":
        centre, half, skew = deviations(x, lower, upper)
        drawable = np.isnan(given) & ~np.isnan(x)
        centre, half, skew = (np.where(drawable, part, 0.0) for part in (centre, half, skew))
        return cls(centre, half, skew, ~np.isnan(point), given)


def _draw(
    cells: _Cells, weights: np.ndarray, scales: Sequence[Scale], inside: np.ndarray, spread: float, seed: int,
    drawn: np.ndarray,
) -> None:  # fmt: skip
    draws, (areas, indicators) = len(drawn), cells.centre.shape
    rng = np.random.default_rng(seed)
    varied = weights * rng.uniform(1 - spread, 1 + spread, (draws, indicators))
    weight_of = varied @ cells.scored[inside].T.astype(float)
    fixed, blank = ~np.isnan(cells.given), ~cells.scored
    size = 2 * max(1, _BLOCK // max(2 * areas * indicators, 1))  # even: deviates come in pairs
    for number, scale in enumerate(scales):
        mine = np.arange(number, draws, len(scales))
        for start in range(0, len(mine), size):
            rows = mine[start : start + size]
            # Each deviate serves twice, turned round: drawing them is half the work; both tails mirror each other
            half = rng.standard_normal(((len(rows) + 1) // 2, areas, indicators))
            noise = np.concatenate([half, -half])[: len(rows)]
            values = cells.centre + noise * cells.half
            if cells.skew.any():
                values += np.abs(noise, out=noise) * cells.skew
            scores = scale(values)
            np.copyto(scores, cells.given, where=fixed)
            np.copyto(scores, 0.0, where=blank)
            drawn[rows] = (scores @ varied[rows][:, :, None])[:, inside, 0] / weight_of[rows]
