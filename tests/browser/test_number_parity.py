"""One view, many surfaces, the same numbers: browser, wall, PDF, slides, XLSX, CSV and the interface, against the rows
of the release and a rule of rounding of the test's own (`displayed`).

Views are taken at random, from a seed that stands in every message. It is the same each time, so that a change is
judged by itself; COCKPIT_PARITY_SEED takes other views, COCKPIT_PARITY_VIEWS more of them.
"""

import csv
import io
import json
import os
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unicodedata import normalize
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pypdfium2
import pytest
from displayed import Release, release_of
from files_of import files_of
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page
from pptx import Presentation
from python_calamine import CalamineWorkbook

from snapshots.app_server import AppServer
from snapshots.browser import Browser
from snapshots.opened import open_view

pytestmark = pytest.mark.browser
SEED = int(os.environ.get("COCKPIT_PARITY_SEED") or 4242)
VIEWS = int(os.environ.get("COCKPIT_PARITY_VIEWS") or 5)
ON_PAPER = max(2, VIEWS // 2)  # of them all surfaces, of those also paper and wall
TIME = datetime(2026, 11, 22, tzinfo=UTC)
WALL = (1920, 1080)
NO_NUMBER = {"…", "×", "-", "—"}
LINKS = """(within) => [...document.querySelectorAll(within + " a[href^='/passport?']")]
  .map((a) => [a.getAttribute("href"), a.textContent.trim()])"""
WALL_ROWS = """() => [...document.querySelectorAll(".hc-wall-ranks tr")].map((row) => [...row.cells]
  .map((cell) => cell.textContent.trim()))"""


@dataclass(frozen=True)
class View:
    indicator: str
    area: str
    period: str

    def address(self, path: str) -> str:
        return f"{path}?indicator={self.indicator}&area={self.area}&period={self.period}"


@pytest.fixture(scope="module")
def release(small_warehouse: Path) -> Release:
    return release_of(small_warehouse)


@pytest.fixture(scope="module")
def views(release: Release) -> list[View]:
    """Indicators, parents and periods with at least three values; each indicator once, where they suffice."""
    found: dict[str, list[View]] = {}
    parents: dict[str, list[str]] = {}
    for code, (_, _, above, level) in release.areas.items():
        if level != "zone" and above:
            parents.setdefault(above, []).append(code)
    for indicator, period in sorted({(i, p) for i, _, p in release.cells}):
        for parent, children in sorted(parents.items()):
            cells = [release.cells.get((indicator, child, period)) for child in children]
            if sum(c is not None and c.value is not None for c in cells) >= 3:
                found.setdefault(indicator, []).append(View(indicator, parent, period))
    chosen = random.Random(SEED)
    indicators = sorted(found)
    chosen.shuffle(indicators)
    return [chosen.choice(found[indicators[n % len(indicators)]]) for n in range(VIEWS)]


@pytest.fixture(scope="module")
def opened(small_warehouse: Path, chromium: Chromium) -> Iterator[tuple[Browser, AppServer]]:
    settings = {"COCKPIT_DATA": str(small_warehouse), "COCKPIT_WAREHOUSE_URL": "duckdb"}
    with AppServer(environment=settings) as server, Browser(chromium.browser_type) as browser:
        yield browser, server


@pytest.fixture(scope="module")
def page(opened) -> Callable[..., Any]:
    browser, server = opened

    def view(address: str, **more: Any) -> Any:
        return open_view(browser, server, address, version=server.version(), time=TIME, **more)

    return view


def said(view: View, surface: str) -> str:
    return f"{surface} of {view} (COCKPIT_PARITY_SEED={SEED})"


def wanted(release: Release, view: View) -> dict[str, set[str]]:
    """What may stand for each area below the view's that has a value."""
    cells = {child: release.cells.get((view.indicator, child, view.period)) for child in release.children(view.area)}
    return {child: cell.forms() for child, cell in cells.items() if cell is not None and cell.value is not None}


def links(page: Page, within: str) -> dict[tuple[str, str, str], str]:
    """Numbers of a page by the passport that each leads to."""
    told = {}
    for href, text in page.evaluate(LINKS, within):
        key = {name: values[0] for name, values in parse_qs(urlsplit(href).query).items()}
        if key.get("breakdown", "all") == "all":
            told[key["indicator"], key["area"], key["period"]] = text
    return told


def hold(release: Release, told: dict[tuple[str, str, str], str], message: str) -> int:
    """Every number that the page tells is the release's, and what has no row has no number; how many there were."""
    wrong = {}
    for key, text in told.items():
        cell = release.cells.get(key)
        forms = cell.forms() if cell is not None and cell.value is not None else NO_NUMBER
        if _plain(text) not in forms:
            wrong[key] = (text, forms)
    assert not wrong, f"{message}: {wrong}"
    return len(told)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_browser_tables_and_maps_tell_the_rows_of_the_release(page, release, views):
    for view in views:
        for path, table in (("/indicators", "#indicators-ranking"), ("/map", "#map-table")):
            with page(view.address(path)) as shown:
                told = links(shown, table)
            hold(release, told, said(view, path))
            areas = {area for indicator, area, period in told if (indicator, period) == (view.indicator, view.period)}
            missing = set(wanted(release, view)) - areas
            assert not missing, f"{said(view, path)}: without a number {missing}"


def test_portraits_tell_the_rows_of_the_release(page, release, views):
    area = next((v.area for v in views if v.area != "100000"), "510000")
    with page(f"/area?area={area}") as shown:
        told = links(shown, ".hc-spine-table")
    assert hold(release, told, said(View("*", area, "*"), "/area")) > 5


def asked(server: AppServer, view: View, ending: str) -> bytes:
    codes = f"indicator={view.indicator}&parent={view.area}&period={view.period}&breakdown=all"
    with urlopen(f"{server.url}/api/v1/observations.{ending}?{codes}", timeout=60) as answer:
        return answer.read()


def test_files_and_interface_hold_the_exact_values(opened, release, views):
    server = opened[1]
    for view in views:
        truth = {area: release.cells[view.indicator, area, view.period].value for area in wanted(release, view)}
        rows = json.loads(asked(server, view, "json"))["observations"]
        answers = {"JSON": {r["area"]: r["value"] for r in rows if r["value"] is not None}}
        lines = csv.DictReader(io.StringIO(asked(server, view, "csv").decode("utf-8-sig"), newline=""))
        answers["CSV"] = {r["area"]: float(r["value"]) for r in lines if r["value"]}
        answers["XLSX"] = from_sheet(asked(server, view, "xlsx"))
        for surface, told in answers.items():
            assert {area: told.get(area) for area in truth} == truth, said(view, surface)


def from_sheet(payload: bytes) -> dict[str, float]:
    for sheet in CalamineWorkbook.from_filelike(io.BytesIO(payload)).sheet_names:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(payload)).get_sheet_by_name(sheet).to_python()
        heads = next((n for n, row in enumerate(rows) if {"area", "value"} <= set(row)), None)
        if heads is not None:
            area, value = rows[heads].index("area"), rows[heads].index("value")
            return {str(r[area]): float(r[value]) for r in rows[heads + 1 :] if r[value] not in ("", None)}
    raise AssertionError("no sheet with area and value")


def test_pdf_tells_the_same(opened, release, views, tmp_path):
    browser, server = opened
    for view in views[:ON_PAPER]:
        (file,) = files_of(
            "pdf", browser, server, [view.address("/indicators")], time=TIME, folder=tmp_path, name=view.indicator
        )
        text = paper_text(file.path)
        for area, forms in wanted(release, view).items():
            name = release.areas[area][0]
            assert any(f"{name}{form}" in text for form in forms), f"{said(view, 'PDF')}: {name} {forms}"


def paper_text(path: Path) -> str:
    """All words of a PDF without spaces; radicals that fonts put for characters made characters again."""
    document = pypdfium2.PdfDocument(path)
    try:
        text = "".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    finally:
        document.close()
    return re.sub(r"\s+", "", normalize("NFKC", text))


def test_slides_tell_the_same(opened, release, views, tmp_path):
    browser, server = opened
    for view in views[:ON_PAPER]:
        (file,) = files_of("pptx", browser, server, [view.address("/indicators")], time=TIME, folder=tmp_path, name="a")
        told: dict[str, set[str]] = {}
        for slide in Presentation(file.path).slides:
            if "排序" not in slide.shapes.title.text_frame.text:
                continue
            for table in (s.table for s in slide.shapes if s.has_table):
                heads, *rows = [[cell.text for cell in row.cells] for row in table.rows]
                name = next(n for n, head in enumerate(heads) if head in ("省", "市", "县", "地区"))
                for row in rows:
                    told.setdefault(row[name].split(" ")[0], set()).add(_plain(row[heads.index("数值")]))
        for area, forms in wanted(release, view).items():
            assert told.get(release.areas[area][0], set()) & forms, (
                f"{said(view, 'PPTX')}: {release.areas[area][0]} {forms}"
            )


def test_the_wall_tells_the_same(page, release, views):
    for view in views[:ON_PAPER]:
        address = view.address("/wall") + "&layout=map"
        with page(address, media="screen", size=WALL) as shown:
            rows = [row for row in shown.evaluate(WALL_ROWS) if len(row) == 4 and row[0]]
        children = {release.areas[area][1]: forms for area, forms in wanted(release, view).items()}
        told = {re.sub(r"\s.*", "", name): _plain(value) for _, name, _, value in rows}
        known = {name: value for name, value in told.items() if name in children}
        assert len(known) >= min(len(children), 3), f"{said(view, '/wall')}: {rows}"
        wrong = {name: (value, children[name]) for name, value in known.items() if value not in children[name]}
        assert not wrong, f"{said(view, '/wall')}: {wrong}"
