"""A view of the cockpit, open in Chromium and found whole: what every kind of file is made from."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from playwright.sync_api import Error, Page, TimeoutError

from access.limits import scope_text
from access.moment import ZONE
from access.renderer import TIME_HEADER, TOKEN_HEADER, VIEWER_HEADER
from access.viewer import LOCAL, Viewer
from snapshots.app_server import AppServer
from snapshots.browser import Browser
from snapshots.failure import SnapshotFailed
from snapshots.heard import Heard
from snapshots.inspection import inspect
from snapshots.papers import Paper, paper_of
from snapshots.ready import wait_until_ready

SECONDS = 90.0
Media = Literal["print", "screen"]
# The sides of the sheet as margins while the page is laid out; printing has its own.
SIDES = """document.addEventListener("DOMContentLoaded", () => {
  const style = Object.assign(document.createElement("style"), { id: "hc-sides" });
  style.textContent = "@media print { html { padding: 0 SIDEpx; } }";
  document.head.append(style);
});"""
# Another address in the same tab, as a link of the cockpit leads there; first to one where nothing stands, so that
# the next view is made from nothing.
STEP = """(address) => {
  document.querySelectorAll("#hc-sides").forEach((style) => { style.disabled = false; });
  history.pushState({}, "", address);
  window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
}"""
LEAVE = f"() => ({STEP})('/-')"
VERSION = re.compile(r"[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,4}")


def on_clock(time: datetime) -> str:
    """ISO 8601 as clocks in Beijing show it; naive times are UTC, as the state store keeps them."""
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(ZONE).isoformat(timespec="minutes")


def pinned(address: str, version: str) -> str:
    """The address with `v=version`. Raises SnapshotFailed("page") for what is no address of the cockpit."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or "\\" in address:
        raise SnapshotFailed("page", "不是驾驶舱的网址；请写站内地址，例如 /map?area=510000", address=address)
    said = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key != "v"]
    return f"{parts.path}?{urlencode([*said, ('v', version)], safe=',')}"


@contextmanager
def open_view(
    browser: Browser,
    server: AppServer,
    address: str,
    *,
    version: str,
    time: datetime,
    viewer: Viewer = LOCAL,
    paper: str | Paper = "a4",
    media: Media = "print",
    size: tuple[int, int] | None = None,
    device_scale: float = 1,
    seconds: float = SECONDS,
    pictures: Path | None = None,
) -> Iterator[Page]:
    """The address at `version`, laid out at the width of `paper` (or at `size`, CSS px, for a picture of the screen).

    Ready and inspected: raises SnapshotFailed with a PNG of the page in `pictures` (a new temporary folder where none
    is given). `time` is the run's, which the page may print; it shows no more than `viewer` may see. The page is closed
    at the end, and what it said for itself meanwhile is heard then too.
    """
    sheet = paper_of(paper) if isinstance(paper, str) else paper
    width, height = size or (sheet.sheet_width, sheet.content_height)
    kind = (server.url, media, device_scale, width, height)
    page = None
    try:
        with browser.at_most(seconds + 60):
            page, views = browser.take_tab(kind) or (browser.page(width, height, scale=device_scale), 0)
            heard = Heard(server.url).listen(page)
            page.set_default_timeout(seconds * 1000)
            page.set_extra_http_headers(
                {TOKEN_HEADER: server.token, TIME_HEADER: on_clock(time), VIEWER_HEADER: scope_text(viewer)}
            )
            sides = None if size else sheet.side_width
            _go(page, server.url, pinned(address, version), first=not views, media=media, sides=sides)
            wait_until_ready(page, heard, seconds)
            if media == "print":
                page.evaluate("() => window.cockpitPrint.fit()")
            inspect(page, version, None if size else sheet)
            yield page
            heard.raise_first()
            heard.deafen(page)
            page.evaluate(LEAVE)
        browser.give_back(kind, page, views + 1)
        page = None
    except SnapshotFailed as failed:
        failed.address = failed.address or address
        failed.picture = failed.picture or _picture(page, pictures)
        raise
    except TimeoutError as error:
        words = f"页面{seconds:g}秒内没有完成"
        raise SnapshotFailed("timeout", words, _picture(page, pictures), address=address) from error
    except Error as error:
        raise _of_browser(error, browser, server, page, pictures, address) from error
    finally:
        if page is not None:
            browser.close_page(page)


def _go(
    page: Page, origin: str, address: str, *, first: bool, media: Literal["print", "screen"], sides: float | None
) -> None:
    """A new tab loads the cockpit; one that was kept only steps to the next address."""
    if first:
        page.emulate_media(media=media)
        if sides is not None:
            page.add_init_script(SIDES.replace("SIDE", f"{sides:.2f}"))
        page.goto(origin + address, wait_until="commit")
    else:
        page.evaluate(f"(address) => ({STEP})(address)", address)


def _of_browser(
    error: Error, browser: Browser, server: AppServer, page: Page | None, pictures: Path | None, address: str
) -> SnapshotFailed:
    first = error.message.splitlines()[0][:300]
    if browser.overdue:
        return SnapshotFailed("timeout", "浏览器长时间没有反应，已结束它", address=address)
    if not server.alive:
        return SnapshotFailed("server", f"页面服务中途退出：{server.last_words()}", address=address)
    if not browser.alive or "closed" in first or "crash" in first.lower():
        return SnapshotFailed("browser", "浏览器中途退出", address=address)
    return SnapshotFailed("browser", f"浏览器出错：{first}", _picture(page, pictures), address=address)


def _picture(page: Page | None, folder: Path | None) -> Path | None:
    """The page as it stood when it failed; None where it cannot be seen any more, or the disk is full."""
    if page is None or page.is_closed():
        return None
    try:
        place = folder or Path(tempfile.mkdtemp(prefix="cockpit-snapshot-"))
        place.mkdir(parents=True, exist_ok=True)
        number = sum(1 for _ in place.glob("failed-*.png")) + 1
        path = place / f"failed-{number}.png"
        page.screenshot(path=path, timeout=10_000)
    except (Error, OSError):
        return None
    return path
