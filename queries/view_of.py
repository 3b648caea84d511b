"""What a selection means in a release: the records behind its codes, and what had to be replaced and why."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from access.viewer import Viewer
from data.areas import read_changes
from data.warehouse import resolve_version
from queries.areas_register import areas_register
from queries.ask import ask, keep
from queries.coverage import coverage
from queries.indicator_definitions import indicator_definitions
from queries.levels_of_indicators import levels_of_indicators

NATION = "100000"
LAYER_NAMES = {"province": "省", "prefecture": "市", "county": "县"}
DEFAULT_INDICATOR = "LE"
Record = dict[str, Any]


@dataclass
class View:
    """`indicator`, `area` and `period` are records (dicts of dim columns; period: code, label, end_date, kind, real).

    `periods` holds the periods that have figures in this layer and breakdown, the oldest first; `notices` says in the
    reader's words what was asked for and could not be shown.
    """

    version: str
    viewer: Viewer
    indicator: Record
    area: Record
    ancestors: list[Record]  # the nation first, without the area itself
    layer: str
    layers: list[str]  # the layers that the area has
    period: Record | None
    periods: list[Record]
    breakdown: str
    breakdowns: list[tuple[str, str]]  # code, label
    demonstration: bool
    notices: list[str] = field(default_factory=list)

    def ask(self, question, **arguments: Any) -> pd.DataFrame:
        """`queries.ask.ask` at this view's version for its viewer."""
        return ask(question, viewer=self.viewer, version=self.version, **arguments)


def view_of(selection: Any, *, viewer: Viewer, default_layer: str | None = None, real_first: bool = False) -> View:
    """The view that `selection` (indicator, area, layer, period, breakdown, v) asks for. Raises WarehouseError only.

    Without a period it takes the latest year; with `real_first` the latest with published figures.
    """
    notices: list[str] = []
    version = resolve_version(selection.v)
    if selection.v and version != selection.v:
        notices.append(f"数据版本 {selection.v} 已不再保留，现显示当前版本 {version}。")
    indicators = records(indicator_definitions, viewer=viewer, version=version, key="code")
    areas = records(areas_register, viewer=viewer, version=version, key="code")
    indicator = _indicator(selection.indicator, indicators, notices)
    area = _area(selection.area, areas, viewer, notices)
    layers = layers_of(area, areas)
    layer = _layer(selection.layer or default_layer, layers, area, notices)
    held = ask(coverage, viewer=viewer, version=version, indicator=indicator["code"])
    breakdown, breakdowns = _breakdown(selection.breakdown, held, notices)
    levels = {"province": ["province"], "prefecture": ["prefecture"], "county": ["county"]}[layer]
    here = held[(held["breakdown"] == breakdown) & (held["with_value"] > 0)]
    at_layer = here[here["level"].isin(levels)]
    periods = _periods(at_layer if len(at_layer) else here)
    period = _period(selection.period, periods, notices, real_first)
    used = here[here["period"] == period["code"]] if period else here
    ancestors = [
        areas[c] for c in (NATION, area["province_code"], area["prefecture_code"]) if c in areas and c != area["code"]
    ]
    return View(
        version, viewer, indicator, area, ancestors, layer, layers, period, periods, breakdown, breakdowns,
        bool(used["demonstration"].sum() > 0), notices,
    )  # fmt: skip


def records(question, *, viewer: Viewer, version: str, key: str) -> dict[Any, Record]:
    """A small dimension as records by their key; kept per version, because every page reads it."""

    def made() -> dict[Any, Record]:
        answer = ask(question, viewer=viewer, version=version)
        # pandas keeps missing text as NaN, which is true; a record says None
        rows: list[Any] = answer.astype(object).where(answer.notna(), None).to_dict("records")
        return {row[key]: row for row in rows}

    return keep(f"{question.__name__} by {key}", made, viewer=viewer, version=version)


def mapped_indicators(*, viewer: Viewer, version: str) -> set[str]:
    """Codes of the indicators that have a value below the nation; kept per version, as `records` are."""

    def made() -> set[str]:
        held = ask(levels_of_indicators, viewer=viewer, version=version)
        return set(held.loc[held["level"] != "nation", "indicator"])

    return keep("mapped indicators", made, viewer=viewer, version=version)


def _indicator(code: str | None, indicators: dict[str, Record], notices: list[str]) -> Record:
    if code and code not in indicators:
        notices.append(f"没有代码为 {code} 的指标，已改为默认指标。可在数据目录中查找。")
    return indicators.get(code or "") or indicators.get(DEFAULT_INDICATOR) or next(iter(indicators.values()))


def _area(code: str, areas: dict[str, Record], viewer: Viewer, notices: list[str]) -> Record:
    if code in areas:
        return areas[code]
    home = NATION if NATION in areas else next((a for a in viewer.areas if a in areas), next(iter(areas)))
    change = read_changes().get(code)
    if change and change.new in areas:
        notices.append(f"{code} 已于{change.year}年调整（{change.note}），现显示{areas[change.new]['name']}。")
        return areas[change.new]
    if code != NATION:
        notices.append(f"没有代码为 {code} 的地区，或不在您的查看范围内，已改为{areas[home]['name']}。")
    return areas[home]


def layers_of(area: Record, areas: dict[str, Record]) -> list[str]:
    """The map layers inside an area, the natural one first: an empty list for a county."""
    if area["level"] == "nation":
        return ["province", "prefecture", "county"]
    if area["level"] == "province":
        with_counties = any(
            a["level"] == "prefecture" and a["province_code"] == area["code"] and a["has_statistics"]
            for a in areas.values()
        )
        return ["prefecture", "county"] if with_counties else ["county"]
    if area["level"] == "prefecture":
        has_counties = any(a["parent_code"] == area["code"] and a["in_county_layer"] for a in areas.values())
        return ["county"] if has_counties else []
    return []


def _layer(asked: str | None, layers: list[str], area: Record, notices: list[str]) -> str:
    if not layers:
        return "county"
    if asked and asked not in layers:
        if asked != "province":
            notices.append(f"{area['name']}没有{LAYER_NAMES[asked]}级下级，已改为{LAYER_NAMES[layers[0]]}级。")
        return layers[0]
    return asked or layers[0]


def _breakdown(asked: str, held: pd.DataFrame, notices: list[str]) -> tuple[str, list[tuple[str, str]]]:
    found = list(dict.fromkeys(zip(held["breakdown"], held["breakdown_label"], strict=True)))
    codes = [code for code, _ in found]
    if asked in codes or not codes:
        return asked, found
    notices.append("该指标没有所选人群的数据，已改为合计。")
    return ("all" if "all" in codes else codes[0]), found


def _periods(held: pd.DataFrame) -> list[Record]:
    rows = held.drop_duplicates("period_id").sort_values("period_id")
    real = set(held.loc[held["observations"] > held["demonstration"], "period_id"])
    return [
        {
            "code": r.period,
            "label": r.period_label,
            "end_date": r.end_date,
            "kind": r.period_kind,
            "real": r.period_id in real,
        }
        for r in rows.itertuples()
    ]


def _period(asked: str | None, periods: list[Record], notices: list[str], real_first: bool) -> Record | None:
    by_code = {p["code"]: p for p in periods}
    if asked in by_code:
        return by_code[asked]
    if not periods:
        return None
    years = [p for p in periods if p["kind"] == "year"]
    real = [p for p in years if p["real"]] if real_first else []
    chosen = (real or years or periods)[-1]
    if asked:
        notices.append(f"{asked} 没有该指标的数据，已改为{chosen['label']}。")
    return chosen
