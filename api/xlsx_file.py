"""Observations as XLSX: sheet 数据 with the tidy columns, sheet 说明 with what the file is. Written row by row."""

from collections.abc import Iterable
from typing import IO, Any

import pandas as pd
import xlsxwriter

from api.file_facts import FileFacts
from api.formula_guard import guarded, guarded_texts
from api.observation_columns import COLUMNS, NAMES

MOST_ROWS = 1_000_000  # a sheet holds 1,048,576
WIDTHS = {"indicator_name": 26, "area_name": 16, "source": 34, "organisation": 18, "note": 24, "mark": 10}


def write_xlsx(pages: Iterable[pd.DataFrame], facts: FileFacts, target: IO[bytes] | str) -> None:
    """Numbers are numbers, dates are dates, what is missing is an empty cell with its reason in `status`."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        dates = book.add_format({"num_format": "yyyy-mm-dd"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("数据")
        sheet.freeze_panes(1, 0)
        for place, name in enumerate(NAMES):
            sheet.set_column(place, place, WIDTHS.get(name, 12))
            sheet.write_string(0, place, name, bold)
        row = 1
        for page in pages:
            for values in guarded_texts(facts.read(page)).itertuples(index=False, name=None):
                _write_row(sheet, row, values, dates)
                row += 1
        about = book.add_worksheet("说明")
        about.set_column(0, 0, 16)
        about.set_column(1, 1, 96)
        fields = [(f"字段 {column.name}", column.words) for column in COLUMNS]
        for place, (what, words) in enumerate([*facts.rows(), *fields]):
            about.write_string(place, 0, what, wrapped)
            about.write_string(place, 1, guarded(words), wrapped)


def _write_row(sheet: Any, row: int, values: tuple[Any, ...], dates: Any) -> None:
    for place, (value, column) in enumerate(zip(values, COLUMNS, strict=True)):
        if value is None or value is pd.NaT or value != value:  # NaN is not itself
            continue
        if column.kind in ("number", "integer"):
            sheet.write_number(row, place, value)
        elif column.kind == "boolean":
            sheet.write_boolean(row, place, bool(value))
        elif column.kind == "date":
            sheet.write_datetime(row, place, value, dates)
        else:
            sheet.write_string(row, place, str(value))
