"""The Chromium of the machine, driven without a window, started again where it died."""

import os
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import (
    BrowserContext,
    BrowserType,
    CDPSession,
    Error,
    Page,
    Playwright,
    ViewportSize,
    sync_playwright,
)

from snapshots.failure import SnapshotFailed

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
START_MS = 30_000
MOST_PAGES = 200  # of one process: what a long run leaves behind goes with it
MOST_VIEWS = 40  # of one tab
MOST_MEMORY = 256 * 1024 * 1024  # bytes of a tab's process that it shares with none; beyond it the tab is made anew
ARGUMENTS = [
    "--disable-gpu",
    "--font-render-hinting=none",
    "--disable-dev-shm-usage",
    "--force-color-profile=srgb",
    "--disable-component-update",
    "--no-first-run",
]
LOCALE: dict = {
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
    "reduced_motion": "reduce",
    "service_workers": "block",
}


def executable() -> str:
    """The path of Chromium: COCKPIT_CHROMIUM, else what is on PATH. Raises SnapshotFailed("browser")."""
    found = os.environ.get("COCKPIT_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found or not os.access(found, os.X_OK):
        raise SnapshotFailed(
            "browser",
            "没有找到Chromium，不能生成PDF和图片。请安装（Debian/Ubuntu：apt-get install chromium fonts-noto-cjk），"
            "或用 COCKPIT_CHROMIUM 指明其路径。",
        )
    return found


def _own_memory(process: int) -> int:
    """Bytes that the process has resident and shares with none; 0 where it is gone, or without /proc."""
    try:
        resident, shared = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1:3]
    except OSError:
        return 0
    return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")


class Browser:
    """`with Browser() as browser:` then `browser.page(…)`. `launcher` is a playwright `BrowserType` that already runs
    in this thread: playwright allows one loop in a process."""

    def __init__(self, launcher: BrowserType | None = None) -> None:
        self._given = launcher
        self._playwright: Playwright | None = None
        self._chromium: Chromium | None = None
        self._context: BrowserContext | None = None
        self._pages = 0
        self._control: CDPSession | None = None
        self._process: int | None = None
        self.overdue = False  # the watch of `at_most` ended it
        self._tabs: dict[tuple, tuple[Page, int]] = {}  # kept open between views, with the views they have shown

    def __enter__(self) -> "Browser":
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def alive(self) -> bool:
        return self._chromium is not None and self._chromium.is_connected()

    def ensure(self) -> None:
        """Start it again where it died, or has served long enough."""
        if not self.alive or self._pages >= MOST_PAGES:
            self._stop()
            self._start()

    def page(self, width: int, height: int, *, scale: float = 1) -> Page:
        """A new tab of that many CSS px, `scale` device px each; close it with `close_page`."""
        self.ensure()
        assert self._chromium is not None
        self._pages += 1
        view: ViewportSize = {"width": width, "height": height}
        if scale != 1:  # a context of its own: the number of device pixels belongs to it
            return self._chromium.new_context(viewport=view, device_scale_factor=scale, **LOCALE).new_page()
        if self._context is None:  # kept: scripts are fetched and compiled once
            self._context = self._chromium.new_context(viewport=view, **LOCALE)
        page = self._context.new_page()
        page.set_viewport_size(view)
        return page

    def take_tab(self, kind: tuple) -> tuple[Page, int] | None:
        """A tab of that kind that was given back, and how many views it has shown."""
        self.ensure()
        return self._tabs.pop(kind, None)

    def give_back(self, kind: tuple, page: Page, views: int) -> None:
        """Keep the tab for the next view of its kind: the cockpit's scripts are loaded and compiled there. Not one that
        has grown: a tab that showed a long report holds half a gigabyte, and two of them would add up."""
        if views >= MOST_VIEWS or kind in self._tabs or page.is_closed() or self._is_heavy():
            self.close_page(page)
        else:
            self._tabs[kind] = (page, views)

    def _is_heavy(self) -> bool:
        """Whether a process of tabs has more memory of its own than `MOST_MEMORY`; never where Linux does not tell."""
        if self._control is None:
            return False
        told = self._control.send("SystemInfo.getProcessInfo")["processInfo"]
        return any(_own_memory(p["id"]) > MOST_MEMORY for p in told if p["type"] == "renderer")

    def close_tabs(self) -> None:
        for page, _ in self._tabs.values():
            self.close_page(page)
        self._tabs.clear()

    def close_page(self, page: Page) -> None:
        with suppress(Error):  # it died before
            if page.context is self._context:
                page.close()
            else:
                page.context.close()

    @contextmanager
    def at_most(self, seconds: float) -> Iterator[None]:
        """A page that never answers (a script without end) cannot be asked to stop: after `seconds` its browser is
        ended, every question to it fails at once, and `overdue` says why."""
        watch = threading.Timer(seconds, self._end)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()

    def close(self) -> None:
        self._stop()
        if self._playwright is not None:
            self._playwright.stop()
            self._playwright = None

    def _end(self) -> None:
        self.overdue = True
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)

    def _start(self) -> None:
        path = executable()
        self._pages, self.overdue = 0, False
        arguments = [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else ARGUMENTS  # root has no sandbox
        try:
            if self._given is None and self._playwright is None:
                self._playwright = sync_playwright().start()
            launcher = self._given or self._playwright.chromium  # type: ignore[union-attr]
            self._chromium = launcher.launch(executable_path=path, args=arguments, timeout=START_MS)
            self._control = self._chromium.new_browser_cdp_session()
            told = self._control.send("SystemInfo.getProcessInfo")
            self._process = next(p["id"] for p in told["processInfo"] if p["type"] == "browser")
        except Error as error:
            raise SnapshotFailed("browser", f"Chromium（{path}）不能启动：{error.message.splitlines()[0]}") from error

    def _stop(self) -> None:
        chromium, self._chromium, self._context, self._process = self._chromium, None, None, None
        self._control = None
        self._tabs.clear()
        if chromium is not None and chromium.is_connected():
            with suppress(Error):  # it was dying by itself
                chromium.close()
