"""`/api/v1/assessment/ranking` and `/api/v1/assessment/items` as CSV and XLSX: results of a scheme, never called
official where the scheme is not."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from flask import Response, request

from access.current import current_viewer
from access.moment import moment
from api.assessment_request import AssessmentRequest, assessment_request, ranking_of
from api.blueprint import blueprint
from api.data_version import marked, unchanged
from api.plain_rows import plain_rows
from api.table_file import TableColumn, csv_table, write_xlsx, xlsx_answer
from components.figure_frame import STANDING_NOTE
from components.score_explained import REASONS, SCORINGS
from components.warning_lights import WORDS, light_word
from queries.ask import ask
from queries.items_of_area import items_of_area

RANKING = (
    TableColumn("rank", "位次", 6), TableColumn("rank_low", "位次下限（95%）", 9),
    TableColumn("rank_high", "位次上限（95%）", 9),
    TableColumn("set_low", "可证位次下限", 9), TableColumn("set_high", "可证位次上限", 9),
    TableColumn("bracket", "不可区分括号起", 9), TableColumn("bracket_last", "不可区分括号止", 9),
    TableColumn("ranked", "参与排名数", 9),
    TableColumn("area", "行政区划代码", 10), TableColumn("name", "地区", 18), TableColumn("parent_name", "上级", 12),
    TableColumn("total", "总分", 9), TableColumn("total_low", "总分下限（95%）", 9),
    TableColumn("total_high", "总分上限（95%）", 9), TableColumn("grade", "等次", 9),
    TableColumn("crosses", "区间跨等次线", 9), TableColumn("coverage", "覆盖率（%）", 9),
    TableColumn("reason", "不排名的原因", 30), TableColumn("warning", "总体预警", 11),
    TableColumn("items_green", "达标或按进度（项）", 9), TableColumn("items_amber", "关注（项）", 9),
    TableColumn("items_red", "预警（项）", 9), TableColumn("items_grey", "缺失（项）", 9),
    TableColumn("previous_phase_total", "上阶段总分", 9), TableColumn("previous_year_total", "上年同期总分", 9),
    TableColumn("official", "方案性质", 24), TableColumn("demonstration", "演示数据", 8),
)  # fmt: skip
ITEMS = (
    TableColumn("place", "编号", 6), TableColumn("indicator", "指标代码", 10), TableColumn("name", "指标", 36),
    TableColumn("dimension", "维度", 14), TableColumn("weight", "权重", 7), TableColumn("scoring", "计分方法", 28),
    TableColumn("value", "数值", 10), TableColumn("lower", "下限", 10), TableColumn("upper", "上限", 10),
    TableColumn("unit", "计量单位", 9), TableColumn("value_period", "数值时期", 9), TableColumn("carried", "沿用", 6),
    TableColumn("target", "目标", 9), TableColumn("target_year", "目标年", 8), TableColumn("baseline", "基期值", 9),
    TableColumn("baseline_year", "基期年", 8), TableColumn("expected", "当年应达", 10), TableColumn("met", "达标", 6),
    TableColumn("on_track", "按进度", 7), TableColumn("attainment", "完成度", 8), TableColumn("score", "得分", 8),
    TableColumn("lost", "失分（占总分）", 9), TableColumn("gain_per_unit", "改善1单位可得", 9),
    TableColumn("light", "状态", 11), TableColumn("reason", "未评分的原因", 24), TableColumn("doubtful", "存疑", 6),
    TableColumn("official", "方案性质", 24), TableColumn("demonstration", "演示数据", 8),
)  # fmt: skip


@blueprint.get("/assessment/ranking.csv")
def ranking_csv() -> Response:
    """The assessed areas inside `parent`, ranked ones first, headings and words in Chinese."""
    return _ranking("csv")


@blueprint.get("/assessment/ranking.xlsx")
def ranking_xlsx() -> Response:
    """The same in sheet 考核排名, what it is in sheet 说明."""
    return _ranking("xlsx")


@blueprint.get("/assessment/items.csv")
def items_csv() -> Response:
    """The report card of one `area`: what every item came to."""
    return _items("csv")


@blueprint.get("/assessment/items.xlsx")
def items_xlsx() -> Response:
    """The same in sheet 成绩单, what it is in sheet 说明."""
    return _items("xlsx")


def _ranking(ending: str) -> Response:
    viewer = current_viewer()
    wanted = assessment_request("parent", "group", viewer=viewer)
    if held := unchanged(wanted.version, viewer):
        return held
    frame = ranking_of(wanted, viewer)
    rows = [
        row | {"grade": row["rank_grade"] or row["grade"], "coverage": row["coverage"] * 100,
               "warning": WORDS.get(row["warning"]), "official": wanted.official}
        for row in plain_rows(frame)
    ]  # fmt: skip
    return assessment_file(ending, RANKING, rows, wanted, "考核排名")


def _items(ending: str) -> Response:
    viewer = current_viewer()
    wanted = assessment_request("area", viewer=viewer)
    if held := unchanged(wanted.version, viewer):
        return held
    frame = ask(items_of_area, viewer=viewer, version=wanted.version, **wanted.asked, area=wanted.area["code"])
    rows = [
        row | {"light": light_word(row["light"], row["met"], row["score"], row["reason"]),
               "reason": REASONS.get(row["reason"], row["reason"]),
               "scoring": SCORINGS.get(row["scoring"], row["scoring"]), "official": wanted.official}
        for row in plain_rows(frame)
    ]  # fmt: skip
    return assessment_file(ending, ITEMS, rows, wanted, "成绩单")


def assessment_file(
    ending: str, columns: Sequence[TableColumn], rows: list[dict[str, Any]], wanted: AssessmentRequest, sheet: str,
    *, state: str | None = None,
) -> Response:  # fmt: skip
    """The rows as CSV or XLSX that says what it is; `state` as of `api.data_version.marked`."""
    group = "" if wanted.group == "all" else f"　{wanted.group}"
    title = f"{wanted.area['name']}{group}　{wanted.phase['period_label']}　{wanted.scheme['name']}　{sheet}"
    name = f"{title}_{wanted.official}_{wanted.version}".replace("　", "_")
    if ending == "csv":
        answer = csv_table(columns, rows, name)
    else:
        file = BytesIO()
        write_xlsx(columns, rows, _facts(title, wanted, any(row["demonstration"] for row in rows)), file, sheet=sheet)
        answer = xlsx_answer(file, name)
    return marked(answer, wanted.version, current_viewer(), state=state)


def _facts(title: str, wanted: AssessmentRequest, demonstration: bool) -> list[tuple[str, str]]:
    """The lines of sheet 说明."""
    lines = [
        ("标题", title),
        ("方案", f"{wanted.scheme['name']}（{wanted.scheme['version']}）"),
        (
            "方案性质",
            f"{wanted.official}。国家未公布统一计分公式。" if not wanted.scheme["official"] else wanted.official,
        ),
        ("方案说明", str(wanted.scheme["note"])),
        ("方案来源", str(wanted.scheme["source"])),
        (
            "口径",
            "缺失不计零分，只减覆盖率；位次区间为95%，把数值误差、权重和标准化方法随机变动后重新排名得到；"
            "可证位次只计抽样误差，两两检验，全部地区同时成立；共有同一括号编号的地区不能区分名次。",
        ),
        ("存疑数据", "不计入" if wanted.variant == "trusted" else "计入"),
    ]
    if demonstration:
        lines.append(("演示数据", "“演示数据”列为“是”的由程序生成，仅供演示，不得引用。"))
    return [
        *lines,
        ("数据截止", str(wanted.phase["end_date"])),
        ("数据版本", wanted.version),
        ("查询地址", request.url),
        ("生成时间", f"{moment():%Y-%m-%d %H:%M}"),
        ("附注", STANDING_NOTE),
    ]
