"""(k) A change of pictures on the wall at 3840 by 2160 without a graphics card, and the memory of a day of changes."""

import os
import statistics
from collections.abc import Iterator

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize

from bench.browser import chromium
from bench.lines import Line, load_of_machine
from bench.painting import Frame, painted
from bench.serving import served

ADDRESS = "/wall?playlist=default"
WALL: ViewportSize = {"width": 3840, "height": 2160}
MEASURED = 8  # changes: every picture of the default list twice
DAY = 24 * 3600 // 49  # changes of a day: the default list shows a picture for 49 s on average
EVERY = 50  # changes between two measurements of memory
MOST_FRAME, MOST_GROWTH = 200.0, 1.25
# A machine that stutters once rests from fading; here every change is to fade, and says how it went.
NEXT = "async () => { window.hcWall.rest = 0; await window.hcWall.step(1); return window.hcWall.faded; }"


def measure() -> Iterator[Line]:
    with served(workers=1) as product, chromium() as browser:
        page = opened(browser.new_page(viewport=WALL), product.url)
        yield from changing(browser, page)
        page.close()
        small = opened(browser.new_page(viewport={"width": 1920, "height": 1080}), product.url)
        yield from memory(small, int(os.environ.get("BENCH_WALL_CHANGES", DAY)))


def opened(page: Page, url: str) -> Page:
    page.goto(url + ADDRESS)
    page.wait_for_selector("body.hc-wall-playing", timeout=120_000)
    page.evaluate("() => window.hcWall.setPaused(true)")  # changes come from here only
    return page


def changing(browser: Browser, page: Page) -> Iterator[Line]:
    for _ in range(4):  # every picture has been drawn once
        page.evaluate(NEXT)
    tasks: list[float] = []
    fades: list[list[Frame]] = []
    for _ in range(MEASURED):
        change = painted(browser, page, NEXT)
        tasks.append(change.longest_task())
        told = change.result
        fades.append(change.frames(told["from"], told["to"]) if told and told["from"] is not None else [])
    seen = [frame for fade in fades for frame in fade]
    yield Line("k  changes without a fade of two frames, 3840×2160", sum(not fade for fade in fades), "", most=0)
    fewest, longest = min(map(len, fades)) + 1, max((f.clock for f in seen), default=float("inf"))
    said = (
        f"processor time of all threads; by the clock {longest:.0f} ms, {fewest} frames at least; {load_of_machine()}"
    )
    most = max((f.processor for f in seen), default=float("inf"))
    yield Line("k    costliest frame of a fade", most, "ms", said, most=MOST_FRAME)
    said = f"processor time, median {statistics.median(tasks):.0f} ms: the picture on the wall stands still meanwhile"
    yield Line("k    longest task while the next one is drawn", max(tasks), "ms", said, most=MOST_FRAME)


def memory(page: Page, changes: int) -> Iterator[Line]:
    """Heap after garbage collection, nodes, documents and listeners, of the page and its frames together."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.enable")
    every = max(min(EVERY, changes // 8), 1)
    taken = []
    for done in range(0, changes + 1, every):
        if done:
            page.evaluate("async (n) => { for (let i = 0; i < n; i += 1) await window.hcWall.step(1); }", every)
        taken.append(told(session))
    taken = taken[1:] or taken  # the first is of a page that has shown one picture
    part = max(len(taken) // 4, 1)
    for name, unit, factor in (
        ("heap", "MB", 1e-6),
        ("nodes", "", 1.0),
        ("listeners", "", 1.0),
        ("documents", "", 1.0),
    ):
        first, last = (statistics.median(t[name] for t in some) * factor for some in (taken[:part], taken[-part:]))
        most = max(t[name] for t in taken) * factor
        said = f"{first:,.1f} → {last:,.1f} {unit}, medians of the first and last quarter; most {most:,.1f}"
        grown = last / first
        yield Line(f"k  {name} after {changes:,} changes against the beginning", grown, "×", said, most=MOST_GROWTH)


def told(session: CDPSession) -> dict[str, float]:
    session.send("HeapProfiler.collectGarbage")
    counted = session.send("Memory.getDOMCounters")
    used = session.send("Runtime.getHeapUsage")["usedSize"]
    return {
        "heap": used, "nodes": counted["nodes"], "documents": counted["documents"],
        "listeners": counted["jsEventListeners"],
    }  # fmt: skip
