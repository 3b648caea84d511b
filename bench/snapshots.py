"""A page of a snapshot against the time that Chromium needs to print the same HTML saved statically.

    .venv/bin/python -m bench.snapshots [--paper a4] [--repeat 3] [ADDRESS…]

Both are measured in turn, in the same Chromium, on the data directory in use: the view is opened, waited for, inspected
and printed; its document, with its styles and without its scripts, is saved to a file, loaded and printed.
"""

import argparse
import statistics
import tempfile
import time
from datetime import datetime
from pathlib import Path

from snapshots.app_server import AppServer
from snapshots.browser import Browser
from snapshots.opened import open_view
from snapshots.papers import PAPERS, Paper
from snapshots.printed import print_page
from snapshots.render import render

ADDRESSES = ["/", "/map", "/indicators", "/area", "/quality", "/assessment", "/catalogue", "/map?area=510000"]
TIME = datetime(2026, 11, 22, 1, 30)
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("addresses", nargs="*", default=ADDRESSES)
    parser.add_argument("--paper", default="a4", choices=list(PAPERS))
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    paper = PAPERS[options.paper]
    ratios = []
    with AppServer() as server, Browser() as browser, tempfile.TemporaryDirectory() as folder:
        version = server.version()
        print(f"{'address':28} {'pages':>5} {'first s':>8} {'view s':>7} {'static s':>8} {'ratio':>6} {'kB':>7}")
        for number, address in enumerate(options.addresses):
            file = Path(folder) / f"{number}.html"
            start = time.perf_counter()
            pages = print_view(browser, server, address, version, paper, file)
            first = time.perf_counter() - start
            views, files = [], []
            for _ in range(options.repeat):
                start = time.perf_counter()
                print_view(browser, server, address, version, paper, file)
                middle = time.perf_counter()
                print_file(browser, file, paper)
                views.append(middle - start)
                files.append(time.perf_counter() - middle)
            view, static = statistics.median(views), statistics.median(files)
            [made] = render(browser, server, [address], paper=options.paper, time=TIME, folder=Path(folder))
            ratios.append(view / static)
            times = f"{first:8.2f} {view:7.2f} {static:8.2f} {view / static:6.2f}"
            print(f"{address:28} {pages:5} {times} {made.bytes / 1000:7.0f}", flush=True)
    print(f"median ratio {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()
