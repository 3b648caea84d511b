"""Everything that 指标监测 draws one indicator in one area from: asked once, then only read."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from components.numbers import is_missing
from components.provenance import batch_ids
from components.ranking_table import MOST_ROWS
from components.selection import Selection
from components.trend_arrow import Trend
from methods.leading_target import leading_target
from methods.progress import progress
from methods.ranks import competition_ranks
from methods.rare_events import too_few_events
from methods.standing import judged_standing
from pages.judged_points import NO_POINTS, limited, trends_of
from pages.quality_marks import marked, marks_of
from queries.areas_register import areas_register
from queries.batches import batches
from queries.series_of_areas import series_of_areas
from queries.series_of_breakdowns import series_of_breakdowns
from queries.standing_of_areas import standing_of_areas
from queries.targets_of_indicators import targets_of_indicators
from queries.values_of_areas import values_of_areas
from queries.values_of_children import values_of_children
from queries.view_of import NATION, Record, View, records

TARGET_YEARS = (2030, 2022)
LAYERS = ("province", "prefecture", "county")


@dataclass
class Depth:
    """`parent` and `layer` say which areas are ranked: for an area without parts that have figures, its siblings.
    `siblings` (with `sibling_layer`) are the areas beside it, where it is one of a layer; empty for the nation.

    `series`, `groups`, `children`, `references`, `targets` and `batches` are answers of the queries of those names;
    `references` are the area itself, its ancestors and the compared areas. Frames have `doubt` and `doubt_finding`
    (`methods.doubtful`); where the address hides them, values in doubt are missing. `children`, `siblings`,
    `references` and `own` have the limits of `methods.value_limits`.
    """

    view: View
    selection: Selection
    areas: dict[str, Record]
    parent: Record
    layer: str
    series: pd.DataFrame
    groups: pd.DataFrame
    children: pd.DataFrame
    siblings: pd.DataFrame
    sibling_layer: str
    references: pd.DataFrame
    targets: pd.DataFrame
    batches: pd.DataFrame
    marks: pd.DataFrame  # of the values of `references` in all periods and groups

    @property
    def indicator(self) -> Record:
        return self.view.indicator

    @cached_property
    def own(self) -> pd.DataFrame:
        """The area's values up to the period of the view, the oldest first."""
        rows = self.series[(self.series["area"] == self.view.area["code"]) & self.series["value"].notna()]
        rows = rows[rows["end_date"] <= self.view.period["end_date"]] if self.view.period else rows
        return limited(rows, self.indicator)

    @cached_property
    def ranking(self) -> pd.DataFrame:
        """The children with `rank` and `few` (too few events for a rank), in order of rank; unranked ones last."""
        return ranked(self.children, self.indicator)

    @cached_property
    def trends(self) -> dict[str, Trend]:
        """By area, of everything that the page names: of yearly values up to the year shown, else of none."""
        if self.view.period is None or self.view.period["kind"] != "year":
            return {}
        named = dict.fromkeys([self.view.area["code"], *self.references["area"], *self.ranking["area"].head(MOST_ROWS)])
        code = self.indicator["code"]
        found = trends_of(
            self.view, self.selection, {code: self.indicator}, tuple(named),
            ends={code: int(self.view.period["code"])}, breakdown=self.view.breakdown,
        )  # fmt: skip
        return {area: found.get((code, area), NO_POINTS) for area in named}

    @cached_property
    def national(self) -> float | None:
        """The nation's value in the period of the view."""
        found = self.references.loc[self.references["area"] == NATION, "value"]
        return float(found.iloc[0]) if len(found) and not is_missing(found.iloc[0]) else None

    @cached_property
    def leads(self) -> dict[int, Record]:
        """The leading target of each year: the area's own where it has one, else the nation's."""
        found: dict[int, Record] = {}
        for area in dict.fromkeys((NATION, self.view.area["code"])):
            here = self.targets[self.targets["area"] == area]
            for year in here["year"].unique():
                found |= {int(year): record for record in records_of(leading_target(here, int(year)))}
        return dict(sorted(found.items()))

    @cached_property
    def target(self) -> Record | None:
        """The target that the area is measured by."""
        return next((self.leads[year] for year in TARGET_YEARS if year in self.leads), None)

    @cached_property
    def standing(self) -> Record | None:
        """Where the area's newest published value (else its newest demonstration value) stands to that target: a row
        of `methods.standing`. None for groups of people and shorter periods, which no target is set for."""
        found = self._judged
        return next(iter(records_of(found)), None)

    @cached_property
    def _judged(self) -> pd.DataFrame:
        if self.target is None or self.view.breakdown != "all" or self.view.period is None:
            return pd.DataFrame()
        if self.view.period["kind"] != "year":
            return pd.DataFrame()
        code = self.indicator["code"]
        found = self.view.ask(
            standing_of_areas,
            areas=(self.view.area["code"],),
            baselines=((code, int(self.target["baseline_year"])),),
            until=self.view.period["code"],
        )
        found = marked(found, self.marks, self.selection, indicator=code, breakdown="all")
        found = found[found["value"].notna()]
        directions = {code: self.indicator["direction"]}
        return judged_standing(found, {code: self.target}, directions, self.target["area"])

    @cached_property
    def expected_ends(self) -> Record | None:
        """The ends of the expected path: start_year, start, target_year, target, baseline, verified; None without."""
        if self._judged.empty or self.target is None or is_missing(self._judged["baseline_value"].iloc[0]):
            return None
        row = self._judged.iloc[0]
        years = [float(row["baseline_year"]), float(row["target_year"])]
        ends = progress(pd.concat([self._judged] * 2).assign(year=years))["expected"].tolist()
        return {
            "start_year": years[0], "start": ends[0], "target_year": years[1], "target": ends[1],
            "baseline": float(row["baseline_value"]), "verified": bool(self.target["verified"]),
        }  # fmt: skip


def ranked(rows: pd.DataFrame, indicator: Record) -> pd.DataFrame:
    """`values_of_children` with `rank` and `few`, as `Depth.ranking` says."""
    few = too_few_events(rows["numerator"].to_numpy(), indicator["unit"], indicator["aggregation"])
    ranks = competition_ranks(
        rows["value"], direction=indicator["direction"], ranked=rows["has_statistics"].to_numpy(dtype=bool) & ~few
    )
    return rows.assign(rank=ranks, few=few).sort_values("rank", kind="stable", na_position="last")


def records_of(frame: pd.DataFrame) -> list[Any]:
    return frame.to_dict("records")


def depth_of(view: View, selection: Selection) -> Depth:
    code, period = view.indicator["code"], view.period["code"] if view.period else ""
    parent = view.area if view.layers or not view.ancestors else view.ancestors[-1]
    layer = "prefecture" if not view.layers and view.area["level"] == "prefecture" else view.layer
    named = tuple(dict.fromkeys((view.area["code"], *(a["code"] for a in view.ancestors), *selection.compare)))
    kind = view.period["kind"] if view.period else "year"
    ask = {"indicator": code, "breakdown": view.breakdown}
    marks = marks_of(view, (code,), areas=named)

    def in_period(frame: pd.DataFrame) -> pd.DataFrame:
        here = marks_of(view, (code,), periods=(period,), areas=frame["area"].tolist(), breakdown=view.breakdown)
        return limited(marked(frame, here, selection, period=period, **ask), view.indicator)

    series = marked(view.ask(series_of_areas, areas=named, kind=kind, **ask), marks, selection, **ask)
    groups = marked(view.ask(series_of_breakdowns, indicator=code, area=view.area["code"]), marks, selection,
                    indicator=code)  # fmt: skip
    children = view.ask(values_of_children, parent=parent["code"], layer=layer, period=period, **ask)
    children.loc[~children["has_statistics"], "value"] = float("nan")
    children = in_period(children)
    beside = view.area["level"] if view.area["level"] in LAYERS and view.ancestors else ""
    siblings = children.iloc[:0]
    if beside:
        above = view.ancestors[-1]["code"]
        siblings = in_period(view.ask(values_of_children, parent=above, layer=beside, period=period, **ask))
        if selection.layer is None and children["value"].isna().all() and siblings["value"].notna().any():
            parent, layer, children = view.ancestors[-1], beside, siblings  # figures end at this level
    references = in_period(view.ask(values_of_areas, areas=named, period=period, **ask))
    return Depth(
        view, selection, records(areas_register, viewer=view.viewer, version=view.version, key="code"), parent, layer,
        series, groups, children, siblings, beside, references, view.ask(targets_of_indicators, indicators=(code,)),
        view.ask(batches, ids=batch_ids([series, groups, children, references])), marks,
    )  # fmt: skip
