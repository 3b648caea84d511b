"""`/api/v1/indicators.csv` and `.xlsx`: the catalogue to take away."""

import csv
from io import BytesIO, StringIO

import xlsxwriter
from flask import Response, request, send_file

from access.current import current_viewer
from access.moment import moment
from api.blueprint import asked, blueprint
from api.catalogue_rows import COLUMNS, catalogue_rows
from api.csv_file import BYTE_ORDER_MARK
from api.data_version import asked_version, marked, unchanged
from api.formula_guard import guarded

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Row = list[str | int]


@blueprint.get("/indicators.csv")
def indicators_csv() -> Response:
    """Definitions, targets and reach of all indicators that the viewer may see, as CSV for spreadsheets."""
    viewer = current_viewer()
    version = asked_version(asked("v").get("v"))
    if held := unchanged(version, viewer):
        return held
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.words for column in COLUMNS])
    writer.writerows(_safe(catalogue_rows(viewer=viewer, version=version)))
    answer = Response(BYTE_ORDER_MARK + text.getvalue().encode(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="indicators-{version}.csv"'
    return marked(answer, version, viewer)


@blueprint.get("/indicators.xlsx")
def indicators_xlsx() -> Response:
    """The same with a sheet 说明."""
    viewer = current_viewer()
    version = asked_version(asked("v").get("v"))
    if held := unchanged(version, viewer):
        return held
    rows = _safe(catalogue_rows(viewer=viewer, version=version))
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        _write(book, rows)
        about = book.add_worksheet("说明")
        about.set_column(0, 0, 14)
        about.set_column(1, 1, 90)
        for place, line in enumerate(_facts(version, len(rows))):
            about.write_row(place, 0, line)
    file.seek(0)
    answer = send_file(file, mimetype=XLSX_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="indicators-{version}.xlsx"'
    return marked(answer, version, viewer)


def _safe(rows: list[Row]) -> list[Row]:
    return [[guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]


def _write(book: xlsxwriter.Workbook, rows: list[Row]) -> None:
    sheet = book.add_worksheet("指标目录")
    sheet.freeze_panes(1, 2)
    bold = book.add_format({"bold": True, "bottom": 1})
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.words, bold)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(number, place, cell)
            elif cell:
                sheet.write_string(number, place, cell)


def _facts(version: str, count: int) -> list[tuple[str, str]]:
    return [
        ("标题", f"健康中国数据驾驶舱　指标目录（{count}项）"),
        ("核验", "“待核验”表示定义或目标尚未与官方出版物核对，不作官方口径。"),
        ("演示数据", "“其中演示数据条数”列为由程序生成的数据，仅供演示，不得引用。"),
        ("数据版本", version),
        ("查询地址", request.url),
        ("生成时间", moment().strftime("%Y-%m-%d %H:%M")),
    ]
