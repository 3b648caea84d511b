"""Views as presentations: a slide for every figure, its numbers in native charts and tables that can be edited."""

import base64
import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Page

from snapshots.app_server import AppServer
from snapshots.browser import Browser
from snapshots.failure import SnapshotFailed
from snapshots.fixed_zip import fixed_zip
from snapshots.opened import open_view, pinned
from snapshots.papers import Paper
from snapshots.render import ZONE, Progress, RenderedFile, code_of, kept_version
from snapshots.slide_deck import Mark, add_slide, bytes_of, new_deck, say
from snapshots.slide_figures import Plan, cards_plan, plans_of
from snapshots.slide_words import View
from snapshots.svg_picture import plain_ids

HERE = Path(__file__).parent
READING = (HERE / "slide_reading.js").read_text(encoding="utf-8")
PICTURE = (HERE / "slide_picture.js").read_text(encoding="utf-8")
# Views are laid out as for paper (tables whole, no controls), but larger: words of maps are read from afar.
# Its height bounds nothing: every figure is taken by itself.
SHEET = Paper("slide", "幻灯片", 338.667, 400, scale=1.1)


def write_slides(
    browser: Browser,
    server: AppServer,
    addresses: Sequence[str],
    *,
    paper: str = "wide",
    together: bool = True,
    version: str | None = None,
    time: datetime | None = None,
    folder: Path,
    name: str = "快照",
    scope: Any = None,
    progress: Progress | None = None,
    zone: str = ZONE,
) -> list[RenderedFile]:
    """PPTX files of `addresses` in `folder`, as `snapshots.render.render` makes PDF; 16:9, whatever `paper` says.

    Raises SnapshotFailed; then no file of this call is left behind.
    """
    moment = time or datetime.now(UTC)
    at = version or server.version()
    kept_version(server, at)
    definitions = {row["code"]: row for row in server.ask(f"/api/v1/indicators?v={at}")["indicators"]}
    decks: list[tuple[str, str, str, list[Plan]]] = []  # address, title, code, slides
    for number, address in enumerate(addresses, 1):
        decks.append(_planned(browser, server, address, at, moment, definitions, folder, zone))
        if progress is not None:
            progress(number, len(addresses))
    kept_version(server, at)
    made: list[RenderedFile] = []
    try:
        for group in [decks] if together else [[deck] for deck in decks]:
            stem = name if together else f"{name}_{group[0][1]}"
            made.append(_file(group, moment, folder, _name(stem, {file.name for file in made})))
    except BaseException:
        for file in made:
            file.path.unlink(missing_ok=True)
        raise
    return made


def _planned(
    browser: Browser,
    server: AppServer,
    address: str,
    version: str,
    time: datetime,
    definitions: dict[str, dict[str, Any]],
    folder: Path,
    zone: str,
) -> tuple[str, str, str, list[Plan]]:
    """The slides of one view. Everything is taken out of the page before it closes."""
    with open_view(browser, server, address, version=version, time=time, paper=SHEET, pictures=folder) as page:
        read = page.evaluate(READING)
        told = code_of(server, address, version, time, read["title"], "pptx")
        mark = Mark(told["code"], told["address"], told["qr"], _drawn(page, svg=_sized(told["qr"]))["png"])
        view = View(pinned(address, version), read, version, _moment(time, zone), mark, definitions)
        first = cards_plan(view)
        plans = [first] if first else []
        for figure in read["figures"]:
            plans += plans_of(view, figure, lambda id: _drawn(page, id=id))
    if not plans:
        raise SnapshotFailed("figure", "这个页面上没有图表，做不成幻灯片", address=address)
    return address, read["title"], mark.code, plans


def _drawn(page: Page, *, id: str = "", svg: str = "") -> dict[str, Any]:
    """A picture from the page: svg, width, height and png as bytes."""
    told = page.evaluate(f"(asked) => ({PICTURE})(asked)", {"id": id, "svg": svg})
    return {**told, "svg": svg or plain_ids(told["svg"]), "png": base64.b64decode(told["png"])}


def _sized(qr: str) -> str:
    """An SVG of its own that an image element can draw: with namespace and size."""
    head, _, rest = qr.partition("<svg")
    spaced = "" if "xmlns=" in qr else ' xmlns="http://www.w3.org/2000/svg"'
    return f'{head}<svg width="400" height="400"{spaced}{rest}'


def _name(stem: str, taken: set[str]) -> str:
    """A file name that every system takes; a number where two views have one title."""
    plain = re.sub(r'[\\/:*?"<>|\s]+', "_", stem).strip("._")[:80] or "快照"
    number, found = 1, f"{plain}.pptx"
    while found in taken:
        number += 1
        found = f"{plain}_{number}.pptx"
    return found


def _file(group: list[tuple[str, str, str, list[Plan]]], time: datetime, folder: Path, name: str) -> RenderedFile:
    """Whole or not at all: written beside its place, then moved there."""
    plans = [plan for _, _, _, found in group for plan in found]
    deck = new_deck(group[0][1] if len(group) == 1 else Path(name).stem, time)
    for number, plan in enumerate(plans, 1):
        slide = add_slide(deck, plan.head, f"第{number}页　共{len(plans)}页")
        plan.draw(slide)
        say(slide, plan.notes)
    content = fixed_zip(bytes_of(deck), time)
    path, beside = folder / name, folder / f".{name}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise SnapshotFailed("disk", f"不能写到 {folder}：{error.strerror or error}；请检查磁盘空间和权限") from error
    addresses = " ".join(address for address, *_ in group)
    digest = hashlib.sha256(content).hexdigest()
    return RenderedFile(name, path, addresses, len(content), len(plans), digest, group[0][2])


def _moment(time: datetime, zone: str) -> str:
    """Naive times are UTC, as the state store keeps them."""
    here = (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(ZoneInfo(zone))
    return f"{here:%Y-%m-%d %H:%M}"
