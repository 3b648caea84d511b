"""(l) A page of a snapshot against the time that Chromium needs to print the same HTML saved statically.

Both are measured in turn, in the same Chromium, on the data directory in use: the view is opened, waited for, inspected
and printed; its document, with its styles and without its scripts, is saved to a file, loaded and printed.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bench.lines import Line, load_of_machine
from snapshots.app_server import AppServer
from snapshots.browser import Browser
from snapshots.formats import WRITERS
from snapshots.opened import open_view
from snapshots.papers import PAPERS, Paper
from snapshots.printed import print_page
from snapshots.request import RenderRequest

ADDRESSES = ["/", "/map", "/indicators", "/area", "/quality", "/assessment", "/catalogue", "/map?area=510000"]
TIME = datetime(2026, 11, 22, 1, 30)
REPEAT = 3
SAVED = """() => {
  const whole = document.documentElement.cloneNode(true);
  whole.querySelectorAll("script, link").forEach((node) => node.remove());
  const style = document.createElement("style");
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  style.textContent = rules.map((rule) => rule.cssText).join("\\n");
  whole.querySelector("head").append(style);
  return "<!DOCTYPE html>" + whole.outerHTML;
}"""


def print_view(browser: Browser, server: AppServer, address: str, version: str, paper: Paper, file: Path) -> int:
    """Opens and prints the view; saves its document to `file` where there is none yet. Returns the number of pages."""
    with open_view(browser, server, address, version=version, time=TIME, paper=paper) as page:
        printed = print_page(page, paper)
        if not file.exists():
            file.write_text(page.evaluate(SAVED), encoding="utf-8")
    return printed.pages


def print_file(browser: Browser, file: Path, paper: Paper) -> None:
    page = browser.page(paper.sheet_width, paper.content_height)
    page.goto(file.as_uri())
    page.pdf(prefer_css_page_size=True, scale=paper.scale, print_background=True, tagged=True, outline=True)
    browser.close_page(page)


def ratio_of(browser: Browser, server: AppServer, address: str, paper: Paper, folder: Path) -> tuple[float, str]:
    """Seconds of the view over seconds of the saved file, medians, and what else is worth telling."""
    version = server.version()
    file = folder / f"{abs(hash(address))}.html"
    start = time.perf_counter()
    pages = print_view(browser, server, address, version, paper, file)
    first = time.perf_counter() - start
    views, files = [], []
    for _ in range(REPEAT):
        start = time.perf_counter()
        print_view(browser, server, address, version, paper, file)
        middle = time.perf_counter()
        print_file(browser, file, paper)
        views.append(middle - start)
        files.append(time.perf_counter() - middle)
    view, static = statistics.median(views), statistics.median(files)
    request = RenderRequest(addresses=[address], version=version, time=TIME, folder=folder, paper=paper.name)
    [made] = WRITERS["pdf"](browser, server, request)
    told = f"{view:.2f} s / {static:.2f} s; first {first:.2f} s; {pages} pages, {made.bytes / 1000:.0f} kB"
    return view / static, told


def measure() -> Iterator[Line]:
    ratios = []
    with AppServer() as server, Browser() as browser, tempfile.TemporaryDirectory() as folder:
        for address in ADDRESSES:
            ratio, told = ratio_of(browser, server, address, PAPERS["a4"], Path(folder))
            ratios.append(ratio)
            yield Line(f"l {address}", ratio, "×", told)
    yield Line("l median of these pages", statistics.median(ratios), "×", load_of_machine(), most=1.5)
