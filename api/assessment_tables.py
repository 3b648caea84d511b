"""`/api/v1/assessment/warnings` and `/api/v1/assessment/matrix` as CSV and XLSX: what 预警办理 and 指标矩阵 list."""

from typing import Any

from flask import Response

from access.current import current_viewer
from access.viewer import Viewer
from api.assessment_files import assessment_file
from api.assessment_request import AssessmentRequest, assessment_request, ranking_of
from api.blueprint import blueprint
from api.data_version import unchanged
from api.plain_rows import plain_rows
from api.quality_findings import state_now
from api.table_file import TableColumn
from components.score_explained import target_words
from components.warning_lights import light_word
from components.warnings_table import LIGHTS, done_words
from queries.ask import ask
from queries.assessment_of_children import assessment_of_children
from queries.items_of_area import items_of_area
from queries.items_of_children import items_of_children
from queries.warnings_of_areas import warnings_of_areas
from state.store import StateError
from state.warning_chains import with_chains, without_chains

Record = dict[str, Any]
UNKNOWN = "未知"
WARNINGS = (
    TableColumn("light", "程度", 7), TableColumn("area", "行政区划代码", 10), TableColumn("name", "地区", 18),
    TableColumn("above", "上级", 12), TableColumn("place", "编号", 6), TableColumn("indicator", "指标代码", 10),
    TableColumn("item", "指标", 36), TableColumn("dimension", "维度", 14), TableColumn("value", "数值", 10),
    TableColumn("unit", "计量单位", 9), TableColumn("value_period", "数值时期", 9), TableColumn("carried", "沿用", 6),
    TableColumn("target", "目标", 10), TableColumn("target_year", "目标年", 8), TableColumn("expected", "当年应达", 10),
    TableColumn("score", "得分", 8), TableColumn("lost", "失分（占总分）", 9), TableColumn("doubtful", "存疑", 6),
    TableColumn("chain", "办理进展", 16), TableColumn("day", "办理日期", 11), TableColumn("official", "方案性质", 24),
    TableColumn("demonstration", "演示数据", 8),
)  # fmt: skip
PLACES = (
    TableColumn("rank", "位次", 6), TableColumn("area", "行政区划代码", 10), TableColumn("name", "地区", 18),
    TableColumn("parent_name", "上级", 12),
)  # fmt: skip
TAIL = (TableColumn("official", "方案性质", 24), TableColumn("demonstration", "演示数据", 8))


@blueprint.get("/assessment/warnings.csv")
def warnings_csv() -> Response:
    """Red and amber lights of the areas inside `parent`, and how far the chain of each has come."""
    return _warnings("csv")


@blueprint.get("/assessment/warnings.xlsx")
def warnings_xlsx() -> Response:
    """The same in sheet 预警清单, what it is in sheet 说明."""
    return _warnings("xlsx")


@blueprint.get("/assessment/matrix.csv")
def matrix_csv() -> Response:
    """A row per area inside `parent`, a column per item: what it came to in a word."""
    return _matrix("csv")


@blueprint.get("/assessment/matrix.xlsx")
def matrix_xlsx() -> Response:
    """The same in sheet 指标矩阵, what it is in sheet 说明."""
    return _matrix("xlsx")


def _warnings(ending: str) -> Response:
    viewer = current_viewer()
    wanted = assessment_request("parent", viewer=viewer)
    state = state_now()
    if held := unchanged(wanted.version, viewer, state=state):
        return held
    rows = [_warning(row) | {"official": wanted.official} for row in _told(wanted, viewer)]
    return assessment_file(ending, WARNINGS, rows, wanted, "预警清单", state=state)


def _told(wanted: AssessmentRequest, viewer: Viewer) -> list[Record]:
    """The warnings with their chains, 未知 where the store cannot be read."""
    at: dict[str, Any] = {"viewer": viewer, "version": wanted.version}
    phase = {"scheme": wanted.scheme["scheme"], "period": wanted.phase["period"]}
    found = plain_rows(ask(warnings_of_areas, **at, **phase, parent=wanted.area["code"]))
    areas = plain_rows(ask(assessment_of_children, **at, **phase, parent=wanted.area["code"]))
    items = plain_rows(ask(items_of_area, **at, **phase, area=areas[0]["area"])) if areas else []
    try:
        return with_chains(found, areas, items, scheme=phase["scheme"])
    except StateError:
        return [row | {"chain": UNKNOWN} for row in without_chains(found, areas)]


def _warning(row: Record) -> Record:
    aimed = row["item"] is not None and row["value"] is not None
    told = {"light": LIGHTS.get(row["light"]), "item": row["item"] or "总分", "chain": done_words(row)}
    return row | told | {"target": target_words(row) if aimed else None}


def _matrix(ending: str) -> Response:
    viewer = current_viewer()
    wanted = assessment_request("parent", "group", viewer=viewer)
    if held := unchanged(wanted.version, viewer):
        return held
    places = plain_rows(ranking_of(wanted, viewer))
    at: dict[str, Any] = {"viewer": viewer, "version": wanted.version, **wanted.asked}
    items = plain_rows(ask(items_of_area, **at, area=places[0]["area"])) if places else []
    columns = [TableColumn(f"item {i['item_number']}", f"{i['place']} {i['name']}", 12) for i in items]
    words, generated = _words(wanted, viewer)
    nothing = {column.name: light_word("grey", None, None) for column in columns}
    rows = [
        place | nothing | words.get(place["area"], {})
        | {"official": wanted.official, "demonstration": place["area"] in generated}
        for place in places
    ]  # fmt: skip
    return assessment_file(ending, (*PLACES, *columns, *TAIL), rows, wanted, "指标矩阵")


def _words(wanted: AssessmentRequest, viewer: Viewer) -> tuple[dict[str, Record], set[str]]:
    """The words of each area by column, and the areas with a generated value."""
    phase: dict[str, Any] = {"scheme": wanted.scheme["scheme"], "period": wanted.phase["period"]}
    found: dict[str, Record] = {}
    generated: set[str] = set()
    frame = ask(items_of_children, viewer=viewer, version=wanted.version, **phase, parent=wanted.area["code"])
    for row in plain_rows(frame):
        left_out = row["doubtful"] and wanted.variant == "trusted"
        light, reason = ("grey", "withheld") if left_out else (row["light"], row["reason"])
        word = light_word(light, row["met"], row["score"], reason)
        found.setdefault(row["area"], {})[f"item {row['item_number']}"] = word
        if row["demonstration"]:
            generated.add(row["area"])
    return found, generated
