"""Everything that 指标监测 draws one indicator in one area from: asked once, then only read."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from components.numbers import is_missing
from components.provenance import batch_ids
from components.selection import Selection
from methods.leading_target import leading_target
from methods.progress import progress
from queries.areas_register import areas_register
from queries.batches import batches
from queries.series_of_areas import series_of_areas
from queries.series_of_breakdowns import series_of_breakdowns
from queries.targets_of_indicators import targets_of_indicators
from queries.values_of_areas import values_of_areas
from queries.values_of_children import values_of_children
from queries.view_of import NATION, Record, View, records

TARGET_YEARS = (2030, 2022)
LAYERS = ("province", "prefecture", "county")


@dataclass
class Depth:
    """`parent` and `layer` say which areas are ranked: for an area without parts of its own, its siblings.
    `siblings` (with `sibling_layer`) are the areas beside it, where it is one of a layer; empty for the nation.

    `series`, `groups`, `children`, `references`, `targets` and `batches` are answers of the queries of those names;
    `references` are the area itself, its ancestors and the compared areas.
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

    @property
    def indicator(self) -> Record:
        return self.view.indicator

    @cached_property
    def own(self) -> pd.DataFrame:
        """The area's values up to the period of the view, the oldest first."""
        rows = self.series[(self.series["area"] == self.view.area["code"]) & self.series["value"].notna()]
        return rows[rows["end_date"] <= self.view.period["end_date"]] if self.view.period else rows

    @cached_property
    def national(self) -> float | None:
        """The nation's value in the period of the view."""
        found = self.references.loc[self.references["area"] == NATION, "value"]
        return float(found.iloc[0]) if len(found) and not is_missing(found.iloc[0]) else None

    @cached_property
    def leads(self) -> dict[int, pd.DataFrame]:
        """The leading targets of the area and of the nation by year."""
        here = self.targets[self.targets["area"].isin([self.view.area["code"], NATION])]
        return {int(year): leading_target(here, int(year)) for year in sorted(here["year"].unique())}

    @cached_property
    def target(self) -> pd.DataFrame:
        """The target that the area is measured by (`leading`)."""
        return leading(self)


def depth_of(view: View, selection: Selection) -> Depth:
    code, period = view.indicator["code"], view.period["code"] if view.period else ""
    parent = view.area if view.layers or not view.ancestors else view.ancestors[-1]
    layer = "prefecture" if not view.layers and view.area["level"] == "prefecture" else view.layer
    named = tuple(dict.fromkeys((view.area["code"], *(a["code"] for a in view.ancestors), *selection.compare)))
    kind = view.period["kind"] if view.period else "year"
    ask = {"indicator": code, "breakdown": view.breakdown}
    series = view.ask(series_of_areas, areas=named, kind=kind, **ask)
    groups = view.ask(series_of_breakdowns, indicator=code, area=view.area["code"])
    children = view.ask(values_of_children, parent=parent["code"], layer=layer, period=period, **ask)
    children.loc[~children["has_statistics"], "value"] = float("nan")
    beside = view.area["level"] if view.area["level"] in LAYERS and view.ancestors else ""
    siblings = children.iloc[:0]
    if beside:
        above = view.ancestors[-1]["code"]
        siblings = view.ask(values_of_children, parent=above, layer=beside, period=period, **ask)
    references = view.ask(values_of_areas, areas=named, period=period, **ask)
    return Depth(
        view, selection, records(areas_register, viewer=view.viewer, version=view.version, key="code"), parent, layer,
        series, groups, children, siblings, beside, references, view.ask(targets_of_indicators, indicators=(code,)),
        view.ask(batches, ids=batch_ids([series, groups, children, references])),
    )  # fmt: skip


def leading(depth: Depth) -> pd.DataFrame:
    """The target that the area is measured by, in the columns of `methods.progress`: one row, or none.

    The baseline of an area below the nation is its own value in the baseline year; a national one would judge it by
    where others started.
    """
    area = depth.view.area["code"]
    years = [year for year in TARGET_YEARS if len(depth.leads.get(year, ()))]
    if not years:
        return depth.targets.iloc[:0]
    found = depth.leads[years[0]]
    found = found[found["area"] == (area if area in set(found["area"]) else NATION)]
    found = found.rename(columns={"value": "target_value", "value_high": "target_high", "year": "target_year"})
    if found["area"].iloc[0] != area:
        own = depth.own
        at = own.loc[own["year"] == found["baseline_year"].iloc[0], "value"]
        found = found.assign(baseline_value=at.iloc[0] if len(at) else float("nan"))
    return found.assign(direction=depth.indicator["direction"])


def standing(depth: Depth) -> dict | None:
    """How the area's latest value stands to its target: the row of `methods.progress` as a dict, None without one."""
    target, own = depth.target, depth.own
    if target.empty or own.empty or depth.view.breakdown != "all" or not _yearly(depth):
        return None
    recent = [*own["value"].tail(3)[::-1], float("nan"), float("nan")]
    frame = target.assign(
        value=recent[0], previous_value=recent[1], before_value=recent[2], year=int(own["year"].iloc[-1])
    )
    return progress(frame).iloc[0].to_dict()


def expected_ends(depth: Depth) -> dict | None:
    """The two ends of the expected path: start_year, start, target_year, target, baseline, verified; None without."""
    target = depth.target
    if target.empty or depth.view.breakdown != "all" or is_missing(target["baseline_value"].iloc[0]):
        return None
    row = target.iloc[0]
    latest = depth.own["value"].iloc[-1] if len(depth.own) else row["baseline_value"]
    ends = progress(pd.concat([target.assign(value=latest, year=row[k]) for k in ("baseline_year", "target_year")]))[
        "expected"
    ].tolist()
    return {
        "start_year": float(row["baseline_year"]), "start": ends[0], "target_year": float(row["target_year"]),
        "target": ends[1], "baseline": float(row["baseline_value"]), "verified": bool(row["verified"]),
    }  # fmt: skip


def _yearly(depth: Depth) -> bool:
    return depth.view.period is not None and depth.view.period["kind"] == "year"
