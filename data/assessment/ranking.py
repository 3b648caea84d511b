"""Totals of a phase, and ranks with their bands inside the nation, provinces, prefectures and comparison groups."""

import math
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from data.assessment.figures import Places
from data.assessment.scheme import Scheme
from methods.brackets import brackets
from methods.grades import grades_by_cut_off, grades_by_quota, straddles
from methods.population_class import class_words, population_class
from methods.rank_bands import RankBands, Scale, rank_bands
from methods.rank_confidence_sets import rank_confidence_sets
from methods.ranks_in_draws import band_of_draws, ranks_in_draws
from methods.weighted_total import weighted_total

NATION = 100_000
ALL = "all"
SETS_UP_TO = 60  # areas of a ranking with confidence sets: 60 take 40 ms, 333 more than a second
FEW_DRAWS = 200  # of the values alone, for the interval of the total, where areas are many


@dataclass(frozen=True)
class Totals:
    """(areas,) each; `dimensions` (areas, dimensions). low and high: 95 % from the intervals of the values alone, NaN
    without bands; error: the standard deviation of the same draws."""

    total: np.ndarray
    coverage: np.ndarray
    ranked: np.ndarray
    dimensions: np.ndarray
    low: np.ndarray
    high: np.ndarray
    error: np.ndarray


class Group(NamedTuple):
    """Areas that are ranked together: level and key of the parent, name of the group, their positions."""

    kind: str
    parent: int
    name: str
    members: np.ndarray


def totals_of(score: np.ndarray, scheme: Scheme) -> Totals:
    """Totals and those of the dimensions. score: (areas, items), NaN where not scored."""
    weights = np.array([item.weight for item in scheme.items])
    total_of = partial(weighted_total, aggregation=scheme.aggregation, least_coverage=scheme.minimum_coverage)
    found = total_of(score, weights)
    parts = []
    for name in scheme.dimensions:
        columns = [n for n, item in enumerate(scheme.items) if item.dimension == name]
        parts.append(total_of(score[:, columns], weights[columns])["total"].to_numpy())
    total = found["total"].to_numpy()
    ranked = found["ranked"].to_numpy() & ~np.isnan(total)
    blank = np.full((3, len(total)), np.nan)
    return Totals(total, found["coverage"].to_numpy(), ranked, np.column_stack(parts), *blank)


def with_interval(made: Totals, own: RankBands, scheme: Scheme) -> Totals:
    """`made` with the interval that `own`, draws of the values alone, gives its totals."""
    drawn = np.exp(own.drawn) if scheme.aggregation == "geometric" else own.drawn
    low, high, error = (np.full(len(made.total), np.nan) for _ in range(3))
    low[made.ranked], high[made.ranked] = np.percentile(drawn, (2.5, 97.5), axis=0)
    low[made.ranked] = np.minimum(low[made.ranked], made.total[made.ranked])
    high[made.ranked] = np.maximum(high[made.ranked], made.total[made.ranked])
    error[made.ranked] = drawn.std(axis=0)
    return Totals(made.total, made.coverage, made.ranked, made.dimensions, low, high, error)


def drawn_totals(
    values: np.ndarray, lower: np.ndarray, upper: np.ndarray, given: np.ndarray, scales: list[Scale], scheme: Scheme
) -> tuple[RankBands, RankBands]:
    """(everything drawn anew, the values alone). `given`: scores that are not drawn, as `rank_bands` wants them."""
    weights = np.array([item.weight for item in scheme.items])
    bands = scheme.bands
    few = bands.draws if len(values) <= SETS_UP_TO else FEW_DRAWS
    draw = partial(rank_bands, values, lower, upper, weights, given=given, least_coverage=scheme.minimum_coverage)
    whole = draw(scales, draws=bands.draws, weight_spread=bands.weight_spread)
    return whole, draw(scales[:1], draws=few, weight_spread=0.0)


RANKED = ("place", "rank", "ranked", "rank_low", "rank_high", "set_low", "set_high", "bracket", "bracket_last", "grade",
          "crosses")  # fmt: skip


def rankings(made: Totals, drawn: np.ndarray | None, scheme: Scheme, groups: list[Group]) -> pd.DataFrame:
    """One row per area, parent and comparison group in which it is ranked. `drawn`: (draws, ranked areas) or None.

    Columns: parent_id, comparison_group, place (position of the area), rank, ranked, rank_low, rank_high, set_low,
    set_high, bracket, bracket_last, grade, crosses.
    """
    position = np.cumsum(made.ranked) - 1
    parts: dict[str, list[np.ndarray]] = {name: [] for name in ("parent_id", "comparison_group", *RANKED)}
    for group in groups:
        inside = group.members[made.ranked[group.members]]
        if not len(inside):
            continue
        picked = None if drawn is None else np.ascontiguousarray(drawn[:, position[inside]])
        part = _ranking(made, inside, picked, scheme, group)
        part |= {"parent_id": np.full(len(inside), group.parent), "comparison_group": np.full(len(inside), group.name)}
        for name, values in part.items():
            parts[name].append(values)
    return pd.DataFrame({name: np.concatenate(values) for name, values in parts.items() if values})


def groups_of(scheme: Scheme, places: Places, year: int) -> list[Group]:
    """All parents and comparison groups in which areas are ranked."""
    found = [Group("nation", NATION, ALL, np.arange(len(places)))]
    for name in scheme.comparison_groups:
        labels = places.region if name == "macro_region" else _population_classes(scheme, places, year)
        for label in sorted({text for text in labels if text}):
            found.append(Group("nation", NATION, label, np.flatnonzero(labels == label)))
    for kind, keys in (("province", places.province), ("prefecture", places.prefecture)):
        if kind == scheme.level:
            continue
        below = np.where(keys == places.ids, 0, keys)  # an area is not ranked inside itself
        order = np.argsort(below, kind="stable")
        names, starts = np.unique(below[order], return_index=True)
        for key, members in zip(names, np.split(order, starts[1:]), strict=True):
            if key > 0:
                found.append(Group(kind, int(key), ALL, members))
    return found


def _population_classes(scheme: Scheme, places: Places, year: int) -> np.ndarray:
    """By the population of the year, or the latest one before it (where there is none before, the first one)."""
    known = [past for past in sorted(places.population) if past <= year] or sorted(places.population)[:1]
    size = np.full(len(places), np.nan)
    for past in known:
        size = np.where(np.isnan(places.population[past]), size, places.population[past])
    classes = [population_class(number, scheme.level) for number in size]
    return np.array([None if bounds is None else class_words(*bounds) for bounds in classes], dtype=object)


def _ranking(
    made: Totals, inside: np.ndarray, drawn: np.ndarray | None, scheme: Scheme, group: Group
) -> dict[str, np.ndarray]:
    total, count = made.total[inside], len(inside)
    rank = ranks_in_draws(total)
    blank = np.full(count, np.nan)
    table = dict.fromkeys(RANKED, blank) | {"place": inside, "rank": rank, "ranked": np.full(count, count)}
    table |= {"grade": np.full(count, None, dtype=object), "crosses": np.zeros(count, dtype=bool)}
    if drawn is not None:
        table["rank_low"], table["rank_high"] = band_of_draws(ranks_in_draws(drawn), rank)
        table["bracket"], table["bracket_last"] = _bracket_numbers(total, drawn)
        if group.name == ALL and group.kind != "prefecture" and count <= SETS_UP_TO:
            found = rank_confidence_sets(total, made.error[inside], direction="higher")
            table["set_low"], table["set_high"] = found["lower"].to_numpy(), found["upper"].to_numpy()
    grading = scheme.grading
    if grading.by == "cut_off":
        table["grade"] = grades_by_cut_off(total, grading.names, grading.cut_offs)
        table["crosses"] = straddles(made.low[inside], made.high[inside], grading.cut_offs)
    elif grading.by == "quota" and group.kind == scheme.parent and group.name == ALL:
        table["grade"] = grades_by_quota(total, grading.names, grading.quota)
        if drawn is not None:
            by_place = grades_by_quota(-np.arange(count), grading.names, grading.quota)
            low, high = (table[name].astype(int) - 1 for name in ("rank_low", "rank_high"))
            table["crosses"] = by_place[low] != by_place[high]
    return table


def _bracket_numbers(total: np.ndarray, drawn: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last bracket of every area, numbered from 1 at the top."""
    order, runs = brackets(total, drawn)
    first, last = np.zeros(len(total), dtype=int), np.zeros(len(total), dtype=int)
    for number, run in enumerate(runs, 1):
        members = order[run.start : run.stop]
        first[members] = np.where(first[members] == 0, number, first[members])
        last[members] = number
    return first, last


def reason_of(coverage: float, total: float, minimum: float) -> str | None:
    """Why an area has no rank, in the reader's words; None where it has one."""
    if math.isnan(total):
        return "没有可评分的指标，不参与排名"
    if coverage < minimum - 1e-9:
        return f"覆盖率{math.floor(coverage * 1000) / 10:g}%，低于{minimum * 100:g}%，不参与排名"
    return None
