"""(k) A change of pictures on the wall at 3840 by 2160 without a graphics card, and the memory of a day of changes."""

import os
import statistics
from collections.abc import Iterator

from playwright.sync_api import CDPSession, Page, ViewportSize

from bench.browser import chromium
from bench.lines import Line, load_of_machine
from bench.serving import served

ADDRESS = "/wall?playlist=default"
WALL: ViewportSize = {"width": 3840, "height": 2160}
MEASURED = 8  # changes: every picture of the default list twice
DAY = 24 * 3600 // 49  # changes of a day: the default list shows a picture for 49 s on average
EVERY = 50  # changes between two measurements of memory
MOST_FRAME, MOST_GROWTH = 200.0, 1.25

# The longest time between two frames, and when: while the next picture is drawn beneath, or while one fades.
WATCH = """() => {
  window.gaps = [];
  let last = performance.now();
  const frame = () => {
    const now = performance.now();
    window.gaps.push([now - last, Boolean(document.querySelector(".leaving, .coming"))]);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}"""
NEXT = "() => { window.gaps.length = 0; return window.hcWall.step(1).then(() => window.gaps); }"


def measure() -> Iterator[Line]:
    with served(workers=1) as product, chromium() as browser:
        page = opened(browser.new_page(viewport=WALL), product.url)
        yield from frames(page)
        page.close()
        small = opened(browser.new_page(viewport={"width": 1920, "height": 1080}), product.url)
        yield from memory(small, int(os.environ.get("BENCH_WALL_CHANGES", DAY)))


def opened(page: Page, url: str) -> Page:
    page.goto(url + ADDRESS)
    page.wait_for_selector("body.hc-wall-playing", timeout=120_000)
    page.evaluate("() => window.hcWall.setPaused(true)")  # changes come from here only
    return page


def frames(page: Page) -> Iterator[Line]:
    page.evaluate(WATCH)
    for _ in range(4):  # every picture has been drawn once
        page.evaluate(NEXT)
    beneath: list[float] = []
    fading: list[float] = []
    for _ in range(MEASURED):
        gaps = page.evaluate(NEXT)
        beneath.append(max((gap for gap, fade in gaps if not fade), default=0.0))
        fading.append(max((gap for gap, fade in gaps if fade), default=0.0))
    said = f"median {statistics.median(fading):.0f} ms; {load_of_machine()}"
    yield Line("k  longest frame while pictures change, 3840×2160", max(fading), "ms", said, most=MOST_FRAME)
    said = f"median {statistics.median(beneath):.0f} ms: the picture on the wall stands still meanwhile"
    yield Line("k    while the next one is drawn beneath", max(beneath), "ms", said, most=MOST_FRAME)


def memory(page: Page, changes: int) -> Iterator[Line]:
    """Heap after garbage collection, nodes and documents, of the page and its frames together."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.enable")
    taken = []
    for done in range(0, changes + 1, EVERY):
        if done:
            page.evaluate("async (n) => { for (let i = 0; i < n; i += 1) await window.hcWall.step(1); }", EVERY)
        taken.append(told(session))
    early, late = taken[1 : 1 + max(len(taken) // 4, 1)], taken[-max(len(taken) // 4, 1) :]
    for name, unit, factor in (("heap", "MB", 1e-6), ("nodes", "", 1.0)):
        first, last = (statistics.median(t[name] for t in part) * factor for part in (early, late))
        most = max(t[name] for t in taken) * factor
        said = f"{first:,.1f} → {last:,.1f} {unit}, medians of the first and last quarter; most {most:,.1f}"
        yield Line(
            f"k  {name} after {changes:,} changes against the beginning", last / first, "×", said, most=MOST_GROWTH
        )


def told(session: CDPSession) -> dict[str, float]:
    session.send("HeapProfiler.collectGarbage")
    counters = session.send("Memory.getDOMCounters")
    used = session.send("Runtime.getHeapUsage")["usedSize"]
    return {"heap": used, "nodes": counters["nodes"], "documents": counters["documents"]}
