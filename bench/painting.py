"""What Chromium did while something changed on a page, from its own trace: tasks, frames that reached the screen.

Processor time is counted besides time by the clock: on a machine that others use the clock says how busy they are.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from playwright.sync_api import Browser, Page

CATEGORIES = ["toplevel", "cc", "viz", "blink.user_timing", "disabled-by-default-devtools.timeline.frame"]
MARK = "hc-bench"


@dataclass(frozen=True)
class Frame:
    """The time from one frame on the screen to the next, ms: by the clock, and on all threads of the browser."""

    clock: float
    processor: float


@dataclass(frozen=True)
class Painted:
    """`result` of the act; times of the page are those of `performance.now`, ms."""

    result: Any
    _events: list[dict[str, Any]]
    _zero: float  # of the page's clock in the trace's, ms

    def longest_task(self) -> float:
        """Processor time, ms, of the longest task of the page's main thread."""
        thread = next(e for e in self._events if e["name"] == MARK)
        mine = [e for e in self._outermost() if (e["pid"], e["tid"]) == (thread["pid"], thread["tid"])]
        return max((e.get("tdur", 0) / 1000 for e in mine), default=0.0)

    def frames(self, start: float, end: float) -> list[Frame]:
        """Between two times of the page. Empty where nothing reached the screen twice."""
        first, last = start + self._zero, end + self._zero
        drawn = sorted(e["ts"] / 1000 for e in self._events if e["name"] == "DrawFrame")
        drawn = [at for at in drawn if first <= at <= last]
        work = [(e["ts"] / 1000, e["dur"] / 1000, e.get("tdur", 0) / 1000) for e in self._outermost()]
        return [Frame(b - a, sum(cpu * _share(at, wide, a, b) for at, wide, cpu in work)) for a, b in pairwise(drawn)]

    def _outermost(self) -> list[dict[str, Any]]:
        """Of every thread, what is not inside of something else."""
        threads = defaultdict(list)
        for event in self._events:
            if event["ph"] == "X" and "dur" in event:
                threads[event["pid"], event["tid"]].append(event)
        kept = []
        for events in threads.values():
            end = -1.0
            for event in sorted(events, key=lambda e: (e["ts"], -e["dur"])):
                if event["ts"] >= end:
                    kept.append(event)
                    end = event["ts"] + event["dur"]
        return kept


def painted(browser: Browser, page: Page, act: str) -> Painted:
    """What `act`, a function that returns a promise, made the browser do."""
    browser.start_tracing(page=page, categories=CATEGORIES)
    told = page.evaluate(f"""async () => {{
      const at = performance.mark("{MARK}").startTime;
      const result = await ({act})();
      performance.clearMarks("{MARK}");
      return {{ at, result }};
    }}""")
    events = [e for e in json.loads(browser.stop_tracing())["traceEvents"] if "ts" in e]
    zero = next(e["ts"] for e in events if e["name"] == MARK) / 1000 - told["at"]
    return Painted(told["result"], events, zero)


def _share(at: float, wide: float, start: float, end: float) -> float:
    """How much of a task lies between two frames."""
    inside = min(at + wide, end) - max(at, start)
    return max(inside, 0.0) / wide if wide else float(start <= at < end)
