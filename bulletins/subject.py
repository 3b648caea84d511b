"""What a bulletin is about, asked once: the area's figures, those beside and inside it, its targets and its trends."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from access.viewer import Viewer
from components.selection import Selection
from data.periods import PeriodError, parse_period
from methods.doubtful import doubtful, without_doubtful
from methods.leading_target import DEFAULT_BASELINE_YEAR, leading_target
from methods.standing import judged_standing
from queries.areas_register import areas_register
from queries.asked_marks import asked_marks
from queries.batches import batches
from queries.findings import findings
from queries.histories_of_areas import histories_of_areas
from queries.indicator_definitions import indicator_definitions
from queries.standing_of_areas import standing_of_areas
from queries.targets_of_indicators import targets_of_indicators
from queries.values_of_parts import values_of_parts
from queries.view_of import NATION, Record, View, records, view_of
from state.open_marks import open_marks

TARGET_YEAR = 2030
PATH = "/bulletin"
LAYER_WORDS = {"province": "省（区、市）", "prefecture": "市（州）", "county": "县（市、区）"}


@dataclass
class Subject:
    """`period` is a record (code, label, kind, year). `history` holds every value of the area, the nation and the
    parent up to it; `latest` by (indicator, area) the row that stands for the area in the bulletin, all in the
    reference period of the area itself: the latest published value, else the latest demonstration value. `children`
    are the values of the areas inside it (of a county: of the counties beside it) in those periods. `judged` holds
    rows of `methods.standing` by indicator, `targets` the leading targets of 2030."""

    view: View
    selection: Selection
    period: Record
    areas: dict[str, Record]
    indicators: dict[str, Record]
    above: Record | None
    inside: Record
    layer: str
    history: pd.DataFrame
    latest: dict[tuple[str, str], Record]
    children: pd.DataFrame
    targets: dict[str, Record]
    judged: dict[str, Record]
    notices: list[str] = field(default_factory=list)

    @property
    def area(self) -> Record:
        return self.view.area

    @property
    def code(self) -> str:
        return str(self.view.area["code"])

    @property
    def place(self) -> str:
        """The area as sentences begin with it."""
        return "全国" if self.code == NATION else str(self.area["name"])

    @property
    def beside(self) -> bool:
        """Whether `children` are areas beside this one, not inside it."""
        return self.inside["code"] != self.code

    @property
    def layer_words(self) -> str:
        return LAYER_WORDS[self.layer]

    def own(self, indicator: str) -> Record | None:
        return self.latest.get((indicator, self.code))

    def ask(self, question: Any, **arguments: Any) -> pd.DataFrame:
        return self.view.ask(question, **arguments)

    @cached_property
    def batches(self) -> pd.DataFrame:
        return self.ask(batches)

    @cached_property
    def unverified(self) -> frozenset[int]:
        """Files of published figures that nobody has checked against their publication yet."""
        known = self.batches
        return frozenset(known.loc[~known["verified"] & ~known["demonstration"], "batch_id"].astype(int))

    @cached_property
    def of_children(self) -> dict[str, pd.DataFrame]:
        """`children` by indicator."""
        return {str(code): rows for code, rows in self.children.groupby("indicator", sort=False)}

    @cached_property
    def past(self) -> dict[tuple[str, str], list[Record]]:
        """`history` with a value, by indicator and area, the oldest first: records, since a frame for each of some
        300 series takes a second of processor time."""
        found: dict[tuple[str, str], list[Record]] = {}
        for row in _rows(self.history[self.history["value"].notna()]):
            found.setdefault((row["indicator"], row["area"]), []).append(row)
        return found


def subject_of(params: dict[str, Any], *, viewer: Viewer) -> Subject:
    """What an address (area, period, v, quality) asks for; what cannot be followed is replaced and told in `notices`.
    Raises WarehouseError only."""
    asked, notices = Selection.from_params(params)
    plain = asked.change(indicator=None, period=None, breakdown="all", layer=None)
    view = _with_statistics(view_of(plain, viewer=viewer), plain, notices)
    areas = records(areas_register, viewer=viewer, version=view.version, key="code")
    indicators = records(indicator_definitions, viewer=viewer, version=view.version, key="code")
    above = next((a for a in reversed(view.ancestors) if a["code"] != NATION), None)
    named = tuple(dict.fromkeys((view.area["code"], NATION, *([above["code"]] if above else []))))
    kind, until = _kind_and_end(asked.period, notices)
    history = view.ask(histories_of_areas, areas=named, kind=kind, until=until)
    if until and history["area"].ne(view.area["code"]).all():
        notices.append(f"{view.area['name']}没有{asked.period}的数据，已改为最近的年份。")
        kind, until = "year", None
        history = view.ask(histories_of_areas, areas=named)
    history = _marked(view, history, asked)
    period = _period(view, history, asked.period if until else None, kind, notices)
    history = history[history["end_date"] <= period["end_date"]].reset_index(drop=True)
    latest = _latest(history, view.area["code"], named, period["code"] if kind != "year" else None)
    inside, layer = _inside(view)
    pairs = tuple((code, row["period"]) for (code, area), row in latest.items() if area == view.area["code"])
    children = view.ask(values_of_parts, parent=inside["code"], layer=layer, periods=pairs)
    targets = _targets(view) if kind == "year" else {}
    return Subject(
        view, asked.change(area=view.area["code"]), period, areas, indicators, above, inside, layer, history, latest,
        children, targets, _judged(view, targets, indicators, period["code"], latest), notices,
    )  # fmt: skip


def _with_statistics(view: View, asked: Selection, notices: list[str]) -> View:
    """The view itself; of an area outside the statistics that of what is above it, and the notices say so."""
    notices += view.notices
    if view.area["has_statistics"]:
        return view
    above = next((a["code"] for a in reversed(view.ancestors) if a["has_statistics"]), NATION)
    found = view_of(asked.change(area=above), viewer=view.viewer)
    notices.append(f"{view.area['name']}不在全国性统计指标的范围内，没有统计报告，已改为{found.area['name']}。")
    return found


def _kind_and_end(asked: str | None, notices: list[str]) -> tuple[str, str | None]:
    """The kind of periods to read and their last; of no period the years, to the end."""
    if asked is None:
        return "year", None
    try:
        return parse_period(asked).kind, asked
    except PeriodError:
        notices.append("网址中的“时期”无法识别，已改用最近的年份。")
        return "year", None


def _marked(view: View, history: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    codes, where = tuple(history["indicator"].unique()), tuple(history["area"].unique())
    found = asked_marks(codes, viewer=view.viewer, version=view.version, areas=where, breakdown="all")
    if found is None:
        return history.assign(doubt="", doubt_finding="")
    marks = open_marks(found, lambda keys: view.ask(findings, keys=keys, limit=None))
    told = doubtful(history, marks, breakdown="all")
    return without_doubtful(told) if selection.quality == "hide" else told


def _period(view: View, history: pd.DataFrame, asked: str | None, kind: str, notices: list[str]) -> Record:
    """The period asked for, or the last one that the area has figures for."""
    own = history[(history["area"] == view.area["code"]) & history["value"].notna()]
    rows = own if len(own) else history
    if asked and kind == "year":
        # a year without new figures is a bulletin of what was known by then
        if len(own) and not int(own["year"].min()) <= int(asked) <= int(own["year"].max()):
            notices.append(f"{asked}年没有{view.area['name']}的数据，已改为{int(own['year'].max())}年。")
        else:
            parsed = parse_period(asked)
            return {"code": asked, "label": parsed.label, "kind": kind, "year": parsed.year, "end_date": parsed.end}
    elif asked and asked in set(rows["period"]):
        rows = rows[rows["period"] == asked]
    elif asked and len(rows):
        notices.append(f"{asked}没有{view.area['name']}的数据，已改为最近的一期。")
    if rows.empty:
        parsed = parse_period("2025")
        return {"code": "2025", "label": parsed.label, "kind": "year", "year": 2025, "end_date": parsed.end}
    last = rows.sort_values("end_date").iloc[-1]
    return {
        "code": last["period"], "label": last["period_label"], "kind": kind, "year": int(last["year"]),
        "end_date": last["end_date"],
    }  # fmt: skip


def _latest(history: pd.DataFrame, own: str, named: tuple[str, ...], only: str | None) -> dict[tuple[str, str], Record]:
    """The row of each indicator and area in the area's own reference period; with `only` in that period alone."""
    found: dict[tuple[str, str], Record] = {}
    every = _rows(history)
    by_key = {(r["indicator"], r["area"], r["period"]): r for r in every}
    mine: dict[str, list[Record]] = {}
    for row in every:
        if row["area"] == own and row["value"] == row["value"] and (only is None or row["period"] == only):
            mine.setdefault(row["indicator"], []).append(row)
    for code, rows in mine.items():
        published = [r for r in rows if not r["demonstration"]]
        period = (published or rows)[-1]["period"]
        for area in named:
            row = by_key.get((code, area, period))
            if row is not None:
                found[(code, area)] = row
    return found


def _rows(frame: pd.DataFrame) -> list[Any]:
    return frame.to_dict("records")


def _inside(view: View) -> tuple[Record, str]:
    """Whose areas are listed, and of which layer: a county has none inside it, those beside it stand in."""
    if view.layers:
        return view.area, view.layers[0]
    parent = view.ancestors[-1] if view.ancestors else view.area
    return parent, "prefecture" if view.area["level"] == "prefecture" else "county"


def _targets(view: View) -> dict[str, Record]:
    """The leading target of 2030 of each indicator: the area's own where it has one, else the nation's."""
    rows = view.ask(targets_of_indicators)
    found: dict[str, Record] = {}
    for area in dict.fromkeys((NATION, view.area["province_code"], view.area["code"])):
        found |= {t["indicator"]: t for t in _rows(leading_target(rows[rows["area"] == area], TARGET_YEAR))}
    return found


def _judged(
    view: View, targets: dict[str, Record], indicators: dict[str, Record], until: str,
    latest: dict[tuple[str, str], Record],
) -> dict[str, Record]:  # fmt: skip
    """Where the area's values stand to their targets, by indicator; only of values that the bulletin shows."""
    if not targets:
        return {}
    aimed = {code: t for code, t in targets.items() if code in indicators}
    baselines = tuple((code, int(t["baseline_year"] or DEFAULT_BASELINE_YEAR)) for code, t in aimed.items())
    area = view.area["code"]
    standing = view.ask(standing_of_areas, areas=(area,), baselines=baselines, until=until)
    if standing.empty:
        return {}
    directions = {code: i["direction"] for code, i in indicators.items()}
    rows = _rows(judged_standing(standing, aimed, directions, NATION))
    shown = {code: row["period"] for (code, at), row in latest.items() if at == area}
    return {r["indicator"]: r for r in rows if shown.get(r["indicator"]) == r["period"] and not np.isnan(r["value"])}
