"""Limits, trends and comparisons of values as pages show them: the one way 指标监测 and 地区画像 take."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from components.comparison_mark import Comparison, compared_in_words
from components.numbers import shown
from components.selection import Selection
from components.trend_arrow import Trend
from methods.benchmark_comparison import compared_with_benchmark
from methods.judged_trend import judged_trend
from methods.value_limits import with_limits
from pages.quality_marks import hides, marked, marks_of
from queries.annual_points import annual_points
from queries.view_of import Record, View

NO_POINTS = Trend("too few points")


def limited(frame: pd.DataFrame, indicator: Record) -> pd.DataFrame:
    """Values of one indicator with `methods.value_limits`."""
    return with_limits(
        frame, proportion=bool(indicator["proportion"]), unit=indicator["unit"],
        multiplier=np.nan if indicator["multiplier"] is None else indicator["multiplier"],
    )  # fmt: skip


def limited_each(frame: pd.DataFrame, indicators: Mapping[str, Record]) -> pd.DataFrame:
    """The same where each row names its `indicator`."""
    known = {
        code: (bool(i["proportion"]), i["unit"], np.nan if i["multiplier"] is None else i["multiplier"])
        for code, i in indicators.items()
    }
    told = [known[code] for code in frame["indicator"]]
    proportion, unit, multiplier = zip(*told, strict=True) if told else ((), (), ())
    return with_limits(frame, proportion=proportion, unit=unit, multiplier=multiplier)


def trends_of(
    view: View, selection: Selection, indicators: Mapping[str, Record], areas: tuple[str, ...],
    *, ends: Mapping[str, int], breakdown: str = "all",
) -> dict[tuple[str, str], Trend]:  # fmt: skip
    """The trend of the yearly values of areas by (indicator, area), up to the year in `ends` of each indicator, which
    is the year of the value that the arrow stands beside. Who has no value has no entry."""
    named = tuple(indicators) if len(indicators) == 1 else None  # all of an area cost no more than some
    until = str(max(ends.values(), default=0)).zfill(4)
    found = view.ask(annual_points, areas=areas, indicators=named, until=until, breakdown=breakdown)
    last = found["indicator"].map(dict(ends))
    found = found[(found["year"] <= last) & last.notna()]
    if hides(selection):
        marks = marks_of(view, tuple(indicators), areas=areas, breakdown=breakdown)
        periods = found.assign(period=found["year"].astype(str))
        found = marked(periods, marks, selection, breakdown=breakdown)
        found = found[found["value"].notna()]
    return judged_points(limited_each(found, indicators))


def judged_points(points: pd.DataFrame) -> dict[tuple[str, str], Trend]:
    """Trends of `annual_points` with limits. Published and demonstration years are never mixed, a made-up point would
    bend a published line: the newest value's kind is judged, and published years where that has too few."""
    if points.empty:
        return {}
    keys = pd.MultiIndex.from_arrays([points["indicator"], points["area"]])
    place, names = pd.factorize(keys)  # ordered by indicator, area and year: a series is a run of rows
    kinds = points["demonstration"].to_numpy(dtype=bool)
    newest = np.zeros(len(names), dtype=bool)
    newest[place] = kinds  # of rows with one place the last one stays
    found = dict(zip(names, _of_kind(points, place, kinds == newest[place], newest), strict=True))
    short = np.array([trend.method == "" for trend in found.values()]) & newest
    second = short[place] & ~kinds
    if second.any():
        published = _of_kind(points, place, second, np.zeros(len(names), dtype=bool))
        found |= {name: trend for name, trend in zip(names, published, strict=True) if trend.method}
    return found


def _of_kind(points: pd.DataFrame, place: np.ndarray, rows: np.ndarray, invented: np.ndarray) -> list[Trend]:
    """The trend at each place from `rows` alone."""
    years = np.arange(points["year"].min(), points["year"].max() + 1)
    column = points["year"].to_numpy() - years[0]
    grids = np.full((3, len(invented), len(years)), np.nan)
    for grid, name in zip(grids, ("value", "lower", "upper"), strict=True):
        grid[place[rows], column[rows]] = points[name].to_numpy(dtype=float)[rows]
    judged = judged_trend(grids[0], grids[1], grids[2], years).fillna({"first": 0, "last": 0})
    told = zip(judged["trend"], judged["method"], judged["points"], judged["first"], judged["last"], strict=True)
    return [
        Trend(trend, method, int(n), int(first), int(last), bool(made))
        for (trend, method, n, first, last), made in zip(told, invented.tolist(), strict=True)
    ]


def comparisons(
    rows: pd.DataFrame, indicator: Record, against: str, benchmark: float | None
) -> dict[str, Comparison]:  # fmt: skip
    """Each area of `rows` (with `limits`) that has a value, against the value of an area that contains it."""
    held = rows[rows["value"].notna()]
    goal = np.nan if benchmark is None else benchmark
    answers = compared_with_benchmark(held["lower"], held["upper"], goal, direction=indicator["direction"])

    def words(value: float) -> str:
        return shown(value, indicator)

    return {
        area: compared_in_words(
            str(answer), lower=low, upper=high, benchmark=goal, against=against, source=source, shown=words
        )
        for area, answer, low, high, source in zip(
            held["area"], answers, held["lower"], held["upper"], held["limits"], strict=True
        )
    }


def compared_row(row: Any, indicator: Record, against: str, benchmark: float) -> Comparison:
    """The same for one record (value, lower, upper, limits)."""
    return compared_rows([(row, indicator, against, benchmark)])[0]


def compared_rows(wanted: list[tuple[Any, Record, str, float]]) -> list[Comparison]:
    """The same for many records of different indicators: the arithmetic once for each direction."""
    directions = [indicator["direction"] for _, indicator, _, _ in wanted]
    answers = np.full(len(wanted), "", dtype=object)
    for direction in set(directions):
        places = [n for n, one in enumerate(directions) if one == direction]
        lower, upper, goal = np.array(
            [(wanted[n][0]["lower"], wanted[n][0]["upper"], wanted[n][3]) for n in places], dtype=float
        ).T
        answers[places] = compared_with_benchmark(lower, upper, goal, direction=direction)
    return [
        compared_in_words(
            str(answer), lower=row["lower"], upper=row["upper"], benchmark=goal, against=against,
            source=row.get("limits", ""), shown=partial(shown, indicator=indicator),
        )
        for answer, (row, indicator, against, goal) in zip(answers, wanted, strict=True)
    ]  # fmt: skip
