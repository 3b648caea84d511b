"""The native tables of a bulletin in Word hold the rows of the release, and its sentences and tables are those of the
page: truth by plain SQL and a rule of rounding of the tests' own (`displayed`)."""

import re
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from displayed import displayed, in_words_of_scale, release_of
from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from files_of import files_of
from playwright.sync_api import Browser as Chromium

from snapshots.app_server import AppServer
from snapshots.browser import Browser
from snapshots.opened import open_view

pytestmark = pytest.mark.browser
TIME = datetime(2026, 11, 22, tzinfo=UTC)
NATION = "100000"
NO_NUMBER = {"…", "×", "-", "—", ""}
MARKS = re.compile(r"(存疑|待核验)+$")
TABLES = """() => [...document.querySelectorAll(".hc-bulletin-table")].map((table) => [...table.rows]
  .map((row) => [...row.cells].map((cell) => cell.textContent.trim())))"""


def indicators_of(data: Path) -> dict[str, tuple[str, int]]:
    """Code and decimals by the name that tables use: 健康素养水平（%）."""
    version = (data / "releases" / "CURRENT").read_text(encoding="utf-8").split()[0]
    with duckdb.connect(str(data / "releases" / f"{version}.duckdb"), read_only=True) as connection:
        rows = connection.execute("SELECT code, short_name, unit, decimals FROM dim_indicator").fetchall()
    return {name + (f"（{unit}）" if unit not in ("-", "") else ""): (code, int(d)) for code, name, unit, d in rows}


def captioned_tables(path: Path) -> list[tuple[str, list[list[str]]]]:
    """Native tables with a head of their own, each with the paragraph before it."""
    document, found, before = Document(path), [], ""
    for element in document.element.body:
        if element.tag.endswith("}p"):
            before = Paragraph(element, document).text or before
        elif element.tag.endswith("}tbl") and element.xpath(".//w:tblHeader"):
            found.append((before, [[cell.text for cell in row.cells] for row in Table(element, document).rows]))
    return found


def forms(value: float | None, decimals: int) -> set[str]:
    """How a value may stand in a cell: itself, as a count in 万 and 亿, 是 or 否, in brackets for few cases."""
    if value is None:
        return NO_NUMBER
    plain = {displayed(value, decimals)} | in_words_of_scale(value) | ({"是"} if value == 1 else set())
    plain |= {"否"} if value == 0 else set()
    return plain | {f"（{form}）" for form in plain}


def of_indicators(caption: str, rows: list[list[str]], area: str, names: dict) -> list[tuple[str, str, str, int, str]]:
    """(indicator, area, period, decimals, text) of a chapter's table, whose second half may stand beside the first."""
    heads, found = rows[0], []
    starts = [n for n, head in enumerate(heads) if head == "指标（单位）"]
    for start, end in zip(starts, [*starts[1:], len(heads)], strict=True):
        for row in rows[1:]:
            cells = dict(zip(heads[start:end], row[start:end], strict=True))
            if not cells["指标（单位）"]:
                continue
            code, decimals = names[cells["指标（单位）"]]
            period = cells.get("时期", "")[:4] or re.search(r"（(\d{4})年）", caption)[1]
            found.append((code, area, period, decimals, row[start + (2 if "时期" in cells else 1)]))
            if "全国" in cells and area != NATION:
                found.append((code, NATION, period, decimals, cells["全国"]))
    return found


def of_areas(rows: list[list[str]], areas: dict[str, str], names: dict) -> list[tuple[str, str, str, int, str]]:
    """The same of the table of areas, whose heads name indicator, unit and period."""
    found = []
    for place, head in enumerate(rows[0][1:], 1):
        name, period = re.fullmatch(r"(.+（[^（）]+）)(\d{4})(?:下级)?(?:演示)?", head).groups()
        code, decimals = names[name]
        found += [(code, areas[row[0]], period, decimals, row[place]) for row in rows[1:]]
    return found


@pytest.mark.parametrize("area", ["510000", NATION])
def test_word_tables_hold_the_rows_of_the_release(small_warehouse, settled, chromium: Chromium, tmp_path, area):
    settled(small_warehouse)
    release, names = release_of(small_warehouse), indicators_of(small_warehouse)
    inside = {release.areas[code][0]: code for code in [area, *release.children(area)]}
    address = f"/bulletin?area={area}&period=2025"
    settings = {"COCKPIT_DATA": str(small_warehouse), "COCKPIT_WAREHOUSE_URL": "duckdb"}
    with AppServer(environment=settings) as server, Browser(chromium.browser_type) as browser:
        (file,) = files_of("docx", browser, server, [address], time=TIME, folder=tmp_path, name="报告")
        with open_view(browser, server, address, version=server.version(), time=TIME) as page:
            on_page = page.evaluate(TABLES)
    tables = captioned_tables(file.path)
    assert [rows for _, rows in tables] == on_page
    told = [cell for caption, rows in tables if rows[0][0] == "指标（单位）"
            for cell in of_indicators(caption, rows, area, names)]  # fmt: skip
    told += [cell for _, rows in tables if rows[0][0] == "地区" and "（" in rows[0][1]
             for cell in of_areas(rows, inside, names)]  # fmt: skip
    wrong = []
    for code, place, period, decimals, text in told:
        cell = release.cells.get((code, place, period))
        if MARKS.sub("", text) not in forms(cell.value if cell else None, decimals):
            wrong.append((code, place, period, text, cell))
    assert not wrong
    assert len(told) > 20
