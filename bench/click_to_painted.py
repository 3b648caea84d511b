"""(c) From the press of the mouse to the painted map, against a bare page that draws the same with plotly.js."""

import json
import os
import statistics
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

from playwright.sync_api import Browser, Page

from bench.browser import COUNTIES, SICHUAN, SICHUAN_COUNTIES, Target, chromium, expect_map, middle_of, painted
from bench.lines import Line, load_of_machine
from bench.pages_router import ENDPOINT, body
from bench.serving import Served, served

REPETITIONS = 5
MAPS = {
    "100000-province": "/map?indicator=A65",
    "510000-prefecture": "/map?indicator=A65&area=510000",
    "510000-county": "/map?indicator=A65&area=510000&layer=county",
    "100000-county": "/map?indicator=A65&layer=county",
}
STEPS: list[tuple[Target, str, str]] = [
    # the map, how our page is asked for it (None: a click on the area), which of the bare page's maps it is
    (SICHUAN, "510000", "510000-prefecture"),
    (SICHUAN_COUNTIES, "县", "510000-county"),
    (COUNTIES, "县", "100000-county"),
]


def measure() -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder, served() as product:
        write_figures(product, Path(folder))
        os.environ["BENCH_FIGURES"] = folder
        with served("bench.bare:application", ready="/") as floor, chromium() as browser:
            taken = [one_round(browser, product.url, floor.url) for _ in range(REPETITIONS + 1)][1:]
    machine = load_of_machine()
    for target, _, _ in STEPS:
        for again in (False, True):
            yield from compared(target, again, [t[target.name, again] for t in taken], machine)


def compared(target: Target, again: bool, rounds: list[dict[str, float]], machine: str) -> Iterator[Line]:
    when = "again" if again else "first time"
    middle = {kind: statistics.median(r[kind] for r in rounds) for kind in rounds[0]}
    said = "   ".join(f"{kind} {value:.0f} ms" for kind, value in middle.items())
    bare = statistics.median(r["ours"] / r["choropleth"] for r in rounds)
    whole = statistics.median(r["ours"] / r["picture"] for r in rounds)
    yield Line(f"c  click to painted, {target.name}, {when}", bare, "×", f"{said}; {machine}", most=1.3)
    yield Line("c    against the same picture, lines and names too", whole, "×")


def one_round(browser: Browser, product: str, floor: str) -> dict[tuple[str, bool], dict[str, float]]:
    """Every step on our page and on both bare pages, each in a browser profile of its own."""
    found: dict[tuple[str, bool], dict[str, float]] = {}

    def note(kind: str, steps: dict[tuple[str, bool], float]) -> None:
        for key, value in steps.items():
            found.setdefault(key, {})[kind] = value

    size: list[float] = []
    note("ours", in_new_page(browser, lambda page: our_steps(page, product, size)))
    for kind in ("choropleth", "picture"):
        address = f"{floor}/?kind={kind}&width={size[0]:.0f}&height={size[1]:.0f}"
        note(kind, in_new_page(browser, partial(bare_steps, address=address)))
    return found


def in_new_page(browser: Browser, act: Callable[[Page], dict]) -> dict:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    try:
        return act(context.new_page())
    finally:
        context.close()


def our_steps(page: Page, url: str, size: list[float]) -> dict[tuple[str, bool], float]:
    taken = {}

    def clicked(target: Target, again: bool, act: Callable[[], object]) -> None:
        expect_map(page, target, "#map-figure")
        act()
        taken[target.name, again] = painted(page)
        page.wait_for_load_state("networkidle")

    def open_map(address: str) -> None:
        page.goto(url + address)
        page.locator("#map-table tr[data-area]").first.wait_for()
        page.wait_for_load_state("networkidle")

    def back(code: str) -> None:
        page.go_back()
        page.locator(f"#map-table tr[data-area='{code}']").first.wait_for()
        page.wait_for_load_state("networkidle")

    open_map(MAPS["100000-province"])
    box = page.locator("#map-figure").bounding_box()
    assert box is not None
    size[:] = [box["width"], box["height"]]
    county = page.locator(".hc-seg a", has_text="县")
    for again in (False, True):
        clicked(SICHUAN, again, lambda: page.mouse.click(*middle_of(page, "510000")))
        if again:
            back("310000")
            break
        clicked(SICHUAN_COUNTIES, False, county.click)
        back("510100")
        clicked(SICHUAN_COUNTIES, True, county.click)
        back("510100")
        back("310000")
    for again in (False, True):
        clicked(COUNTIES, again, county.click)
        if not again:
            back("310000")
    return taken


def bare_steps(page: Page, address: str) -> dict[tuple[str, bool], float]:
    taken = {}
    page.goto(address)
    page.locator("#map[data-ready]").wait_for()

    def clicked(target: Target, again: bool, act: Callable[[], object]) -> None:
        expect_map(page, target, "#map")
        act()
        taken[target.name, again] = painted(page)
        page.wait_for_load_state("networkidle")

    def show(name: str) -> None:
        page.evaluate("(name) => draw(name)", name)

    for again in (False, True):
        show("100000-province")
        clicked(SICHUAN, again, lambda: page.mouse.click(*middle_of(page, "510000")))
        for target, _, name in STEPS[1:]:
            show("510000-prefecture" if target is SICHUAN_COUNTIES else "100000-province")
            clicked(target, again, page.locator(f"button[data-map='{name}']").click)
    return taken


def write_figures(product: Served, folder: Path) -> None:
    """The figures of our own pages: whole, and of each only the areas with their classes."""
    for name, address in MAPS.items():
        for _ in range(6):  # both workers have answered before
            figure = figure_of(product, address)
        bare = {"data": figure["data"][:1], "layout": {k: figure["layout"][k] for k in ("geo", "margin")}}
        for kind, content in (("picture", figure), ("choropleth", bare)):
            path = folder / kind / f"{name}.json"
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(content), encoding="utf-8")


def figure_of(product: Served, address: str) -> dict:
    """The figure that our page at `address` carries."""
    connection = HTTPConnection("127.0.0.1", product.port, timeout=60)
    connection.request("POST", ENDPOINT, body(address), {"Content-Type": "application/json"})
    answer = json.loads(connection.getresponse().read())
    connection.close()
    return next(figures_in(answer))


def figures_in(node: object) -> Iterator[dict]:
    if isinstance(node, dict):
        if "figure" in node and "data" in (node["figure"] or {}):
            yield node["figure"]
        for child in node.values():
            yield from figures_in(child)
    elif isinstance(node, list):
        for child in node:
            yield from figures_in(child)
