"""A browser that meets faults, and the faults."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from playwright.sync_api import BrowserType, Page, Route

from snapshots.browser import Browser

TIME = datetime(2026, 11, 22, 1, 30)  # 9:30 in Beijing


class FaultyBrowser(Browser):
    """A browser whose pages meet a fault that a test prepares."""

    def __init__(self, launcher: BrowserType) -> None:
        super().__init__(launcher)
        self.prepare: Callable[[Page], object] = lambda page: None

    def page(self, width: int, height: int, *, scale: float = 1) -> Page:
        page = super().page(width, height, scale=scale)
        self.prepare(page)
        return page

    @contextmanager
    def meeting(self, fault: Callable[[Page], object]) -> Iterator[None]:
        self.prepare = fault
        self.close_tabs()
        try:
            yield
        finally:
            self.prepare = lambda page: None


def answered(pattern: str, answer: Callable[[Route], object]) -> Callable[[Page], object]:
    """Requests whose address matches are answered by the test."""
    return lambda page: page.route(re.compile(pattern), answer)


def styled(css: str) -> Callable[[Page], object]:
    """A style that the page should not have."""
    script = f"""document.addEventListener("DOMContentLoaded", () => {{
      document.head.append(Object.assign(document.createElement("style"), {{ textContent: {css!r} }}));
    }});"""
    return lambda page: page.add_init_script(script)
