"""`/api/v1/quality/scores` and `/api/v1/quality/history` as CSV and XLSX: the scorecard of 数据质量, and its heat map
over all periods; grades are the product's default."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from flask import Response, request

from access.current import current_viewer
from access.moment import moment
from access.viewer import Viewer
from api.blueprint import blueprint
from api.data_version import marked, unchanged
from api.plain_rows import plain_rows
from api.problems import bad_request
from api.quality_request import ALL_FORMS, QualityRequest, quality_request
from api.quality_scores import NAMED, scores_asked
from api.table_file import TableColumn, csv_table, write_xlsx, xlsx_answer
from components.figure_frame import STANDING_NOTE
from components.grade_mark import DIMENSIONS
from data.quality.scheme import read_scheme
from queries.areas_register import areas_register
from queries.ask import ask
from queries.quality_of_children_over_time import quality_of_children_over_time
from queries.view_of import records

_AREA = (TableColumn("area", "行政区划代码", 10), TableColumn("name", "地区", 18))
SCORES = (
    *_AREA, TableColumn("parent_name", "上级", 12), TableColumn("grade", "等级", 6), TableColumn("total", "总分", 8),
    *(TableColumn(name, words, 10) for name, words in DIMENSIONS.items()),
    TableColumn("previous_total", "上期总分", 9), TableColumn("hard_failed", "未通过的硬规则", 9),
    TableColumn("capped", "因硬规则最高为C", 9), TableColumn("findings", "问题数", 8),
    TableColumn("severe", "硬规则和严重问题数", 10), TableColumn("demonstration", "演示数据", 8),
)  # fmt: skip
HISTORY = (
    *_AREA, TableColumn("period", "时期", 9), TableColumn("period_label", "时期名称", 12),
    TableColumn("grade", "等级", 6), TableColumn("total", "总分", 8),
)  # fmt: skip
Record = dict[str, Any]


@blueprint.get("/quality/scores.csv")
def scores_csv() -> Response:
    """What `/quality/scores` answers, headings in Chinese."""
    return _scores("csv")


@blueprint.get("/quality/scores.xlsx")
def scores_xlsx() -> Response:
    """The same in sheet 质量评分, what it is in sheet 说明."""
    return _scores("xlsx")


@blueprint.get("/quality/history.csv")
def history_csv() -> Response:
    """Scores of the areas below `parent` in all periods of a form: of the total, and of a `dimension`."""
    return _history("csv")


@blueprint.get("/quality/history.xlsx")
def history_xlsx() -> Response:
    """The same in sheet 各期得分, what it is in sheet 说明."""
    return _history("xlsx")


def _scores(ending: str) -> Response:
    viewer = current_viewer()
    wanted = quality_request(*NAMED, viewer=viewer, several_areas=True)
    if held := unchanged(wanted.version, viewer):
        return held
    rows, form, period = scores_asked(wanted, viewer)
    return _file(ending, SCORES, plain_rows(rows), wanted, viewer, "质量评分", f"{form}　{period}")


def _history(ending: str) -> Response:
    viewer = current_viewer()
    wanted = quality_request("form", "parent", "layer", "dimension", "v", viewer=viewer)
    if wanted.parent is None or wanted.layer is None:
        raise bad_request([{"parameter": "parent", "value": "", "detail": "须写明parent（上级地区）"}])
    if held := unchanged(wanted.version, viewer):
        return held
    form, dimension = wanted.form or ALL_FORMS, wanted.dimension
    frame = ask(
        quality_of_children_over_time, viewer=viewer, version=wanted.version, form=form, parent=wanted.parent,
        layer=wanted.layer, dimension=dimension,
    )  # fmt: skip
    areas = records(areas_register, viewer=viewer, version=wanted.version, key="code")
    rows = [row | {"name": areas[row["area"]]["name"]} for row in plain_rows(frame)]
    columns = HISTORY if dimension is None else (*HISTORY, TableColumn("score", DIMENSIONS[dimension], 10))
    return _file(ending, columns, rows, wanted, viewer, "各期得分", form)


def _file(
    ending: str, columns: Sequence[TableColumn], rows: list[Record], wanted: QualityRequest, viewer: Viewer,
    sheet: str, what: str,
) -> Response:  # fmt: skip
    areas = records(areas_register, viewer=viewer, version=wanted.version, key="code")
    title = f"{areas[wanted.parent or wanted.area]['name']}　{what.replace(ALL_FORMS, '全部报表')}　{sheet}"
    name = f"{title}_{wanted.version}".replace("　", "_")
    if ending == "csv":
        return marked(csv_table(columns, rows, name), wanted.version, viewer)
    facts = [
        ("标题", title),
        ("评分方案", f"{read_scheme().name}，产品默认值，非官方标准"),
        ("口径", "得分0–100；空白为没有评分，不是零分；等级由总分划定，有硬规则未通过者最高为C。"),
        ("数据版本", wanted.version),
        ("查询地址", request.url),
        ("生成时间", f"{moment():%Y-%m-%d %H:%M}"),
        ("附注", STANDING_NOTE),
    ]
    if any(row.get("demonstration") for row in rows):
        facts.insert(3, ("演示数据", "“演示数据”列为“是”的由程序生成，仅供演示，不得引用。"))
    file = BytesIO()
    write_xlsx(columns, rows, facts, file, sheet=sheet)
    return marked(xlsx_answer(file, name), wanted.version, viewer)
