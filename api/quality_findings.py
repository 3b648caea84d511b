"""`/api/v1/quality/findings` as JSON (a page at a time), CSV and XLSX."""

from datetime import datetime
from io import BytesIO
from typing import Any

from flask import Response, request

from access.current import current_viewer
from access.moment import moment
from access.viewer import Viewer
from api.blueprint import blueprint, json_answer
from api.data_version import marked, unchanged
from api.finding_rows import FIELDS, Found, found
from api.problems import Problem, bad_request
from api.quality_request import ALL_FORMS, QualityRequest, quality_request
from api.table_file import TableColumn, csv_table, write_xlsx, xlsx_answer
from components.figure_frame import STANDING_NOTE
from components.findings_table import STATES
from components.grade_mark import DIMENSIONS, SEVERITIES
from data.periods import parse_period
from queries.areas_register import areas_register
from queries.forms_register import forms_register
from queries.view_of import LAYER_NAMES, records
from state.store import StateError, revision

NAMED = ("area", "form", "period", "rule", "dimension", "severity", "indicator", "state", "v")
MOST_JSON = 1_000
MOST_FILE = 50_000
SHEET = "问题清单"
WIDTHS = {"rule_name": 24, "sentence": 60, "advice": 40, "indicator_name": 26, "file_name": 26, "organisation": 18,
          "explanation": 40, "form_name": 22, "detail": 20}  # fmt: skip
COLUMNS = [TableColumn(name, words, WIDTHS.get(name, 11)) for name, words in FIELDS.items()]
WORDS: dict[str, dict[str, str]] = {
    "severity": SEVERITIES, "scored_as": DIMENSIONS, "state": STATES | {"unknown": "未知"},
    "level": {"nation": "全国", "zone": "功能区"} | {k: f"{v}级" for k, v in LAYER_NAMES.items()},
}  # fmt: skip


@blueprint.get("/quality/findings")
@blueprint.get("/quality/findings.json")
def findings_json() -> Response:
    """At most MOST_JSON findings, the worst first; with a state that people gave them."""
    viewer = current_viewer()
    wanted = quality_request(*NAMED, "limit", "offset", viewer=viewer)
    state = state_now()
    if held := unchanged(wanted.version, viewer, state=state):
        return held
    limit = wanted.limit if wanted.limit is not None else 100
    if not 1 <= limit <= MOST_JSON:
        detail = f"limit要在1到{MOST_JSON}之间；更多的行请用offset分页，或取CSV"
        raise bad_request([{"parameter": "limit", "value": str(limit), "detail": detail}])
    page = _found(wanted, viewer, limit)
    body = {
        "data_version": wanted.version, "title": title_of(wanted, viewer), "count": page.total, "limit": limit,
        "offset": wanted.offset, "demonstration": any(row["demonstration"] for row in page.rows),
        "note": STANDING_NOTE, "findings": page.rows,
    }  # fmt: skip
    return marked(json_answer(body), wanted.version, viewer, state=state)


@blueprint.get("/quality/findings.csv")
def findings_csv() -> Response:
    """All of them, headings and words in Chinese."""
    return _file("csv")


@blueprint.get("/quality/findings.xlsx")
def findings_xlsx() -> Response:
    """All of them in sheet 问题清单, what they are in sheet 说明."""
    return _file("xlsx")


def state_now() -> str:
    """What besides the version the answer depends on: what people said."""
    try:
        return f"state {revision()}"
    except StateError:
        return f"state unknown {datetime.now().isoformat()}"


def _file(ending: str) -> Response:
    viewer = current_viewer()
    wanted = quality_request(*NAMED, viewer=viewer)
    state = state_now()
    if held := unchanged(wanted.version, viewer, state=state):
        return held
    page = _found(wanted, viewer, MOST_FILE)
    if page.total > MOST_FILE:
        detail = f"共{page.total}条，超过一次下载的上限{MOST_FILE}条；请用area、form、period或severity缩小范围"
        raise bad_request([{"parameter": "area", "value": "", "detail": detail}])
    title = title_of(wanted, viewer)
    rows = [in_words(row) for row in page.rows]
    name = f"{title}_{wanted.version}"
    if ending == "csv":
        answer = csv_table(COLUMNS, rows, name)
    else:
        demonstration = any(row["demonstration"] for row in page.rows)
        file = BytesIO()
        write_xlsx(COLUMNS, rows, facts_of(title, wanted.version, demonstration, request.url), file, sheet=SHEET)
        answer = xlsx_answer(file, name)
    return marked(answer, wanted.version, viewer, state=state)


def in_words(row: dict[str, Any]) -> dict[str, Any]:
    """A row with Chinese words for codes; the row number of what has no row is empty."""
    told = {name: words.get(row[name], row[name]) for name, words in WORDS.items()}
    return row | told | {"row_number": row["row_number"] or None}


def facts_of(title: str, version: str, demonstration: bool, address: str) -> list[tuple[str, str]]:
    """The lines of sheet 说明."""
    lines = [
        ("标题", title),
        ("口径", "按质量规则逐项核查；阈值除规则注明“公布”外均为产品默认值，非官方标准。"),
        ("状态", "待处理、已说明（附说明）、已更正（附更正批次）；说明只对当时的数值有效。"),
    ]
    if demonstration:
        lines.append(("演示数据", "“演示数据”列为“是”的由程序生成，仅供演示，不得引用。"))
    return [
        *lines,
        ("数据版本", version),
        ("查询地址", address),
        ("生成时间", f"{moment():%Y-%m-%d %H:%M}"),
        ("附注", STANDING_NOTE),
    ]


def _found(wanted: QualityRequest, viewer: Viewer, limit: int) -> Found:
    try:
        return found(wanted, viewer, limit=limit)
    except StateError as error:
        raise Problem(503, "state-unavailable", "处理状态不可用", f"{error}去掉参数 state 可取全部问题。") from error


def title_of(wanted: QualityRequest, viewer: Viewer, what: str = "数据质量问题") -> str:
    """`四川省　卫统1-9　2026年9月　数据质量问题`."""
    at: dict[str, Any] = {"viewer": viewer, "version": wanted.version}
    areas = records(areas_register, **at, key="code")
    forms = records(forms_register, **at, key="form")
    parts = [str(areas[wanted.area]["name"]) if wanted.area in areas else wanted.area]
    if wanted.form and wanted.form != ALL_FORMS:
        parts.append(str(forms[wanted.form]["name"]))
    if wanted.period:
        parts.append(parse_period(wanted.period).label)
    return "　".join([*parts, what])
