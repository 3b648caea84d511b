"""A quality notice as a sheet for paper: A4 across, headings on every page, a line per problem, none cut off."""

from dataclasses import dataclass
from typing import IO, Any

import xlsxwriter

from api.formula_guard import guarded
from api.table_file import TableColumn, write_rows
from components.figure_frame import STANDING_NOTE

PROBLEMS = (
    TableColumn("number", "序", 5), TableColumn("area_name", "地区", 11), TableColumn("form_name", "报表", 13),
    TableColumn("indicator_name", "指标", 16), TableColumn("period_label", "时期", 11),
    TableColumn("breakdown_label", "人群", 7), TableColumn("severity", "程度", 7), TableColumn("rule", "规则", 6),
    TableColumn("sentence", "问题", 32), TableColumn("observed", "上报值", 10), TableColumn("expected", "参照值", 10),
    TableColumn("file_name", "文件", 16), TableColumn("row_number", "行", 7), TableColumn("advice", "处理建议", 24),
    TableColumn("deadline", "办理期限", 11), TableColumn("state", "状态", 8), TableColumn("explanation", "说明", 20),
)  # fmt: skip
LATE = (
    TableColumn("number", "序", 5), TableColumn("area_name", "地区", 16), TableColumn("organisation", "报送单位", 24),
    TableColumn("form_name", "报表", 26), TableColumn("period_label", "时期", 14), TableColumn("due", "截止", 12),
    TableColumn("received", "收到", 12), TableColumn("late_days", "迟报天数", 9), TableColumn("state", "情况", 9),
    TableColumn("expected", "应报", 9), TableColumn("reported", "已报", 9),
)  # fmt: skip
DEMONSTRATION = "演示数据：由程序生成，仅供演示，不得引用。"


@dataclass(frozen=True)
class Notice:
    """Rows are plain records; `lines` stand below the title."""

    title: str
    lines: list[str]
    demonstration: bool
    problems: list[dict[str, Any]]
    problems_in_all: int
    late: list[dict[str, Any]]
    late_in_all: int


def write_notice(notice: Notice, target: IO[bytes]) -> None:
    """Sheet 问题 with the problems, sheet 迟报未报 where there is any; each is complete on paper by itself."""
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        more = notice.problems_in_all - len(notice.problems)
        _sheet(book, notice, "问题", PROBLEMS, notice.problems, more, "没有发现需要更正的问题。")
        if notice.late:
            told = [
                row | {"number": n, "state": "未报" if row["received"] is None else "迟报"}
                for n, row in enumerate(notice.late, 1)
            ]
            _sheet(book, notice, "迟报未报", LATE, told, notice.late_in_all - len(told), "")


def _sheet(
    book: xlsxwriter.Workbook,
    notice: Notice,
    name: str,
    columns: tuple[TableColumn, ...],
    rows: list[dict[str, Any]],
    more: int,
    nothing: str,
) -> None:
    sheet = book.add_worksheet(name)
    last = len(columns) - 1
    title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    line = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.merge_range(0, 0, 0, last, guarded(notice.title), title)
    sheet.set_row(0, 26)
    told = [DEMONSTRATION, *notice.lines] if notice.demonstration else notice.lines
    for place, words in enumerate(told, 1):
        sheet.merge_range(place, 0, place, last, guarded(words), line)
    head = len(told) + 1
    end = write_rows(book, sheet, head, columns, rows, wrapped=True)
    notes = [nothing] if not rows else [f"另有{more}条未列出，请缩小范围后再取。"] if more > 0 else []
    for place, words in enumerate([*(n for n in notes if n), STANDING_NOTE]):
        sheet.merge_range(end + place, 0, end + place, last, words, line)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.freeze_panes(head + 1, 0)
    mark = "演示数据　" if notice.demonstration else ""
    sheet.set_footer(f"&L{mark}{notice.title}&R第&P页 共&N页")
