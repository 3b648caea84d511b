"""A table with Chinese headings as CSV or XLSX: what spreadsheets would run as a formula is made text."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import IO, Any, NamedTuple
from urllib.parse import quote

import xlsxwriter
from flask import Response, send_file

from api.csv_file import BYTE_ORDER_MARK
from api.formula_guard import guarded

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TableColumn(NamedTuple):
    """A column of a file: the field of its rows, its heading and its width in a sheet."""

    name: str
    words: str
    width: int = 12


def csv_table(columns: Sequence[TableColumn], rows: Iterable[dict[str, Any]], filename: str) -> Response:
    answer = Response(csv_bytes(columns, rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = disposition(filename, "csv")
    return answer


def csv_bytes(columns: Sequence[TableColumn], rows: Iterable[dict[str, Any]]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.words for column in columns])
    for row in rows:
        writer.writerow([_cell(row[column.name]) for column in columns])
    return BYTE_ORDER_MARK + text.getvalue().encode()


def write_xlsx(
    columns: Sequence[TableColumn],
    rows: Iterable[dict[str, Any]],
    facts: Sequence[tuple[str, str]],
    target: IO[bytes],
    *,
    sheet: str,
) -> None:
    """The table in a sheet of the name `sheet`, what it is in sheet 说明."""
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        table = book.add_worksheet(sheet)
        table.freeze_panes(1, 0)
        write_rows(book, table, 0, columns, rows)
        about = book.add_worksheet("说明")
        about.set_column(0, 0, 14)
        about.set_column(1, 1, 90)
        for place, (what, words) in enumerate(facts):
            about.write_string(place, 0, what)
            about.write_string(place, 1, guarded(words))


def xlsx_answer(file: BytesIO, filename: str) -> Response:
    file.seek(0)
    answer = send_file(file, mimetype=XLSX_TYPE)
    answer.headers["Content-Disposition"] = disposition(filename, "xlsx")
    return answer


def write_rows(
    book: xlsxwriter.Workbook, sheet: Any, first: int, columns: Sequence[TableColumn], rows: Iterable[dict[str, Any]],
    *, wrapped: bool = False,
) -> int:  # fmt: skip
    """Headings in row `first`, the rows below. Returns the number of the row after the last."""
    edge = {"border": 1, "text_wrap": True, "valign": "top"} if wrapped else {}
    head = book.add_format(edge | {"bold": True, "bottom": 1})
    plain, dates = book.add_format(edge), book.add_format(edge | {"num_format": "yyyy-mm-dd"})
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(first, place, column.words, head)
    for row in rows:
        first += 1
        for place, column in enumerate(columns):
            _write(sheet, first, place, row[column.name], plain, dates)
    return first + 1


def _write(sheet: Any, row: int, place: int, value: Any, plain: Any, dates: Any) -> None:
    if value is None:
        sheet.write_blank(row, place, None, plain)
    elif isinstance(value, bool):
        sheet.write_string(row, place, "是" if value else "否", plain)
    elif isinstance(value, int | float):
        sheet.write_number(row, place, value, plain)
    elif isinstance(value, date) and not isinstance(value, datetime):
        sheet.write_datetime(row, place, value, dates)
    else:
        sheet.write_string(row, place, _text(value), plain)


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else _text(value) if not isinstance(value, int | float) else value


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone().strftime("%Y-%m-%d %H:%M")
    return guarded(str(value))


def disposition(name: str, ending: str) -> str:
    """`name` is Chinese; programs that know no other get one in ASCII."""
    plain = "".join(c for c in name if c.isascii() and (c.isalnum() or c in ".-_")).strip("-_.") or "quality"
    return f"attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{quote(f'{name}.{ending}', safe='')}"
