"""Read a CSV, XLSX or Parquet file into the table `raw`: every column as text, rows in the order of the file."""

import csv
import zipfile
from datetime import date, datetime
from pathlib import Path

import duckdb
from python_calamine import CalamineError, CalamineWorkbook

from data.loading.encodings import encoding_of, utf8_copy
from data.loading.header import OBSERVATIONS, Layout, checked_header
from data.loading.refusals import FileRefused, Reject, says_full
from data.loading.staging import Database

KINDS = (".csv", ".xlsx", ".parquet")
BROKEN_ROWS_SHOWN = 100_000
BEYOND = "beyond"  # a cell to the right of the last column


def read_into_raw(
    connection: Database, path: Path, scratch: Path, layout: Layout = OBSERVATIONS
) -> tuple[int, list[Reject]]:
    """Fill `raw` (all columns of the layout as text, missing ones null; rowid 0 is the first row after the header).

    Texts may be empty or null. Returns the number of rows and, for CSV, the rows whose shape is wrong.
    Raises FileRefused.
    """
    columns = ", ".join(f"{name} VARCHAR" for name in (*layout.columns, BEYOND))
    connection.execute(f"CREATE OR REPLACE TABLE raw ({columns})")
    if path.suffix.lower() == ".parquet":
        rejects = _read_parquet(connection, path, layout)
    elif path.suffix.lower() == ".xlsx":
        rejects = _read_csv(connection, path, _xlsx_as_csv(path, scratch / "sheet.csv", layout), layout)
    else:
        text = path if encoding_of(path) == "utf-8-sig" else utf8_copy(path, scratch / "utf8.csv")
        rejects = _read_csv(connection, path, text, layout)
    (count,) = connection.execute("SELECT count(*) FROM raw").fetchone() or (0,)
    if count == 0 and not rejects:
        raise FileRefused(path, "只有表头，没有数据行")
    return count, rejects


def _read_csv(connection: Database, path: Path, text: Path, layout: Layout) -> list[Reject]:
    try:
        with text.open(encoding="utf-8-sig", newline="") as file:
            names = next(csv.reader(file, strict=True), [])
    except csv.Error:
        raise FileRefused(path, "第1行的引号不成对，无法读出列名") from None
    header = checked_header(path, names, layout)
    try:
        _scan_csv(connection, text, header, parallel=True)
    except duckdb.Error as error:
        if "parallel=false" not in str(error):
            raise FileRefused(path, _UNEVEN) from None
        connection.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
        _scan_csv(connection, text, header, parallel=False)  # line breaks inside quotes
    found = connection.execute("SELECT line, error_type, csv_line FROM reject_errors ORDER BY line").fetchall()
    connection.execute("DROP TABLE reject_errors; DROP TABLE reject_scans")
    rejects = [
        Reject(line - 1, _WHOLE, (shown or "").strip()[:200], _SHAPES.get(kind, f"这一行读不成{len(header)}列"))
        for line, kind, shown in found
    ]
    return sorted(rejects + _uneven_rows(connection, header))


def _scan_csv(connection: Database, text: Path, header: list[str], *, parallel: bool) -> None:
    """Read the rows into `raw`. DuckDB's own reader takes surplus empty cells without a word, and a short last line
    only with padding: so one column more is read than the header has, and padding (null) differs from empty ('')."""
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in (*header, BEYOND))
    # auto_detect would take a leading # (the yearbook's 其中) for a comment; these options leave nothing to guess
    connection.execute(
        f"""INSERT INTO raw BY NAME SELECT * FROM read_csv($file, auto_detect=false, header=false, skip=1,
        columns={{{columns}}}, delim=',', quote='"', escape='"', comment='', strict_mode=true, ignore_errors=true,
        store_rejects=true, rejects_limit={BROKEN_ROWS_SHOWN}, null_padding=true, nullstr='\x01',
        parallel={parallel})""",
        {"file": str(text)},
    )


def _uneven_rows(connection: Database, header: list[str]) -> list[Reject]:
    """Rows with more or fewer cells than the header."""
    rows = connection.execute(
        f"""SELECT rowid + 1, {BEYOND} IS NOT NULL, concat_ws(',', {", ".join(header)}, {BEYOND}) FROM raw
        WHERE {BEYOND} IS NOT NULL OR {header[-1]} IS NULL ORDER BY rowid LIMIT {BROKEN_ROWS_SHOWN}"""
    ).fetchall()
    kinds = {True: "TOO MANY COLUMNS", False: "MISSING COLUMNS"}
    return [Reject(row, _WHOLE, shown[:200], _SHAPES[kinds[many]]) for row, many, shown in rows]


_WHOLE = "（整行）"
_UNEVEN = "换行或引号不一致，读不成表格。请用表格软件另存为“CSV UTF-8（逗号分隔）”"
_SHAPES = {
    "TOO MANY COLUMNS": '单元格多于表头的列；数值里的逗号须放在引号内，如 "1,234"',
    "MISSING COLUMNS": "单元格少于表头的列；请补足逗号，文件是否被截断？",
    "UNQUOTED VALUE": "引号不成对；请检查这一行及其后的引号",
    "LINE SIZE OVER MAXIMUM": "一行超过2 MB；多半是引号不成对",
    "INVALID ENCODING": "含有不是 UTF-8 的字节",
}


def _xlsx_as_csv(path: Path, target: Path, layout: Layout) -> Path:
    """The one sheet with content as a CSV; numbers without a trailing .0, dates as 2020-06-30."""
    try:
        rows = _only_sheet(path, layout.sheets).iter_rows()
        with target.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            for row in rows:
                writer.writerow([_cell(value) for value in row])
    except (CalamineError, zipfile.BadZipFile) as error:
        raise FileRefused(
            path, f"XLSX 文件不完整或已损坏，无法打开。请重新下载或另存后再试（{str(error)[:100]}）"
        ) from None
    return target


def _only_sheet(path: Path, names: tuple[str, ...]):
    workbook = CalamineWorkbook.from_path(str(path))
    named = [name for name in workbook.sheet_names if name in names]
    filled = named[:1] or [name for name in workbook.sheet_names if workbook.get_sheet_by_name(name).height > 0]
    if not filled:
        raise FileRefused(path, "工作簿是空的，没有表头也没有数据")
    if len(filled) > 1:
        raise FileRefused(
            path,
            f"有{len(filled)}张表有内容（{'、'.join(filled)}），不知该读哪一张。请把数据表命名为“数据”，或只留一张",
        )
    return workbook.get_sheet_by_name(filled[0])


def _cell(value: object) -> object:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _read_parquet(connection: Database, path: Path, layout: Layout) -> list[Reject]:
    try:
        described = connection.execute("DESCRIBE SELECT * FROM read_parquet($file)", {"file": str(path)}).fetchall()
    except duckdb.Error as error:
        raise FileRefused(path, f"Parquet 文件不完整或已损坏，无法打开（{str(error).splitlines()[0][:120]}）") from None
    kinds = {name: kind for name, kind, *_ in described}
    header = checked_header(path, list(kinds), layout)
    selected = ", ".join(_as_text(name, kinds[name]) for name in header)
    try:
        connection.execute(f"INSERT INTO raw BY NAME SELECT {selected} FROM read_parquet($file)", {"file": str(path)})
    except duckdb.Error as error:
        if says_full(error):
            raise
        raise FileRefused(path, f"Parquet 文件中途读不下去，多半已损坏（{str(error).splitlines()[0][:120]}）") from None
    return []


def _as_text(name: str, kind: str) -> str:
    """Numbers as the shortest text that reads back the same; NaN, with which pandas writes missing, becomes null."""
    if kind in ("DOUBLE", "FLOAT"):
        whole = f"isfinite({name}) AND {name} = trunc({name}) AND abs({name}) < 1e15"
        text = f"CASE WHEN {whole} THEN CAST(CAST({name} AS BIGINT) AS VARCHAR) ELSE CAST({name} AS VARCHAR) END"
        return f"CASE WHEN NOT isnan({name}) THEN {text} END AS {name}"
    return f"CAST({name} AS VARCHAR) AS {name}"
