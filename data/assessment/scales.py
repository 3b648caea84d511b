"""The ways in which drawn values become scores: the scheme's own, and other normalisations beside it."""

from collections.abc import Callable
from functools import partial

import numpy as np

from data.assessment.aims import Aims
from data.assessment.figures import Figures
from data.assessment.phases import Stage
from data.assessment.scheme import BY_NUMBER, GIVEN, Item, Scheme
from methods.fixed_base_range import fixed_base_range
from methods.goalpost import goalpost
from methods.mean_difference import mean_difference
from methods.normalisations import log_scale, range_scale, standard_scale
from methods.range_score import range_score
from methods.rank_bands import Scale
from methods.target_score import target_scale

Part = tuple[list[int], Callable[[np.ndarray], np.ndarray]]


def drawn_scales(
    values: np.ndarray, stage: Stage, scheme: Scheme, figures: Figures, aim: Aims, ways: list[str]
) -> list[Scale]:
    """`scales` of `methods.rank_bands`, the scheme's own first. values: (areas, items), NaN where not scored."""
    own = own_scale(values, stage, scheme, figures, aim, ways)
    scales = [own, *(_other(name, values, own, ways) for name in scheme.bands.normalisations)]
    return [log_scale(scale) for scale in scales] if scheme.aggregation == "geometric" else scales


def own_scale(values: np.ndarray, stage: Stage, scheme: Scheme, figures: Figures, aim: Aims, ways: list[str]) -> Scale:
    """The scheme's own scores as a function of values; of items that are given it answers NaN."""
    parts: list[Part] = []
    shares = sorted({item.share for item in scheme.items if item.scoring in BY_NUMBER})
    for share in shares:
        columns = [n for n, item in enumerate(scheme.items) if item.scoring in BY_NUMBER and item.share == share]
        parts.append((columns, _by_target(columns, share, stage, aim, ways)))
    for number, item in enumerate(scheme.items):
        if item.scoring not in (*BY_NUMBER, *GIVEN):
            parts.append(([number], item_scale(item, number, values[:, [number]], figures, ways)))
    if len(parts) == 1 and len(parts[0][0]) == len(scheme.items):
        return parts[0][1]
    return partial(_together, parts=parts)


def _together(values: np.ndarray, parts: list[Part]) -> np.ndarray:
    scores = np.full(values.shape, np.nan)
    for columns, scale in parts:
        scores[..., columns] = scale(values[..., columns])
    return scores


def _by_target(columns: list[int], share: float, stage: Stage, aim: Aims, ways: list[str]) -> Scale:
    def of(name: str) -> np.ndarray:
        return getattr(aim, name)[:, columns]

    way = np.broadcast_to(np.asarray(ways, dtype=object)[columns], of("target").shape)
    return target_scale(
        stage.time, of("baseline"), of("baseline_year"), of("operator"), of("target"), of("target_high"),
        of("target_year"), way, attainment_share=share,
    )  # fmt: skip


def item_scale(item: Item, number: int, values: np.ndarray, figures: Figures, ways: list[str]) -> Scale:
    """The scale of an item without a target. values: (areas, 1), those that the areas have."""
    sign = [-1.0 if ways[number] == "lower" else 1.0]
    if item.scoring == "goalpost":
        return lambda x: 100 * goalpost(x, item.worst, item.best)  # type: ignore[arg-type]
    if item.scoring == "range":
        return lambda x: range_score(x, item.low, item.high, item.zero_below, item.zero_above)  # type: ignore[arg-type]
    if item.scoring == "z_composite":
        return standard_scale(values, sign)
    if item.scoring == "mean_difference":
        mean = np.nanmean(values, axis=0) if (~np.isnan(values)).any() else np.array([np.nan])
        return lambda x: mean_difference(x, sign, mean=mean)
    if item.base_year is not None:
        base = figures.of_year(item.base_year).value[:, [number]]
        low, high = np.fmin.reduce(base, axis=0), np.fmax.reduce(base, axis=0)
    else:
        low, high = (np.array([limit]) for limit in sorted((float(item.worst or 0), float(item.best or 0))))
    return lambda x: fixed_base_range(x, sign, lowest=low, highest=high)


def _other(name: str, values: np.ndarray, own: Scale, ways: list[str]) -> Scale:
    """Another normalisation; items without a better end keep the scheme's own scale."""
    sign = np.where(np.asarray(ways) == "lower", -1.0, 1.0)
    scale = (standard_scale if name == "standard" else range_scale)(values, sign)
    kept = [n for n, way in enumerate(ways) if way == "range"]
    if not kept:
        return scale

    def mixed(x: np.ndarray) -> np.ndarray:
        scores = scale(x)
        scores[..., kept] = own(x)[..., kept]
        return scores

    return mixed
