"""Views as presentations: a slide for every figure, its numbers in native charts and tables that can be edited."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Page

from access.limits import scope_text
from access.renderer import VIEWER_HEADER
from snapshots.app_server import AppServer
from snapshots.browser import Browser
from snapshots.failure import SnapshotFailed
from snapshots.files import RenderedFile, file_name, whole_file
from snapshots.fixed_zip import fixed_zip
from snapshots.marks import mark_of
from snapshots.opened import open_view, pinned
from snapshots.papers import Paper
from snapshots.request import RenderRequest
from snapshots.slide_deck import Mark, add_slide, bytes_of, new_deck, say
from snapshots.slide_figures import Plan, cards_plan, plans_of
from snapshots.slide_words import View
from snapshots.svg_picture import plain_ids

HERE = Path(__file__).parent
READING = (HERE / "slide_reading.js").read_text(encoding="utf-8")
PICTURE = (HERE / "slide_picture.js").read_text(encoding="utf-8")
# Views are laid out as for paper (tables whole, no controls), but larger: words of maps are read from afar.
# Its height bounds nothing: every figure is taken by itself. 1,067 px wide, as narrow as print styles have one column.
SHEET = Paper("slide", "幻灯片", 338.667, 400, scale=1.2)


@dataclass(frozen=True)
class Deck:
    """The slides of one view."""

    address: str
    title: str
    code: str
    plans: list[Plan]


def pptx_files(browser: Browser, server: AppServer, request: RenderRequest) -> Iterator[RenderedFile]:
    """PPTX files: one, or one for each address; 16:9, whatever the paper. Raises SnapshotFailed."""
    told = server.ask(f"/api/v1/indicators?v={request.version}", headers={VIEWER_HEADER: scope_text(request.viewer)})
    definitions = {row["code"]: row for row in told["indicators"]}
    decks: list[Deck] = []
    for number, address in enumerate(request.addresses, 1):
        decks.append(_planned(browser, server, address, definitions, request))
        request.progress(number, len(request.addresses))
    taken: set[str] = set()
    for group in [decks] if request.together else [[deck] for deck in decks]:
        stem = request.name if request.together else f"{request.name}_{group[0].title}"
        name = file_name(stem, "pptx", taken)
        taken.add(name)
        yield _file(group, request, name)


def _planned(
    browser: Browser, server: AppServer, address: str, definitions: dict[str, dict[str, Any]], request: RenderRequest
) -> Deck:
    """The slides of one view. Everything is taken out of the page before it closes."""
    version, time, viewer = request.version, request.time, request.viewer
    with open_view(
        browser, server, address, version=version, time=time, viewer=viewer, paper=SHEET, pictures=request.folder
    ) as page:
        read = page.evaluate(READING)
        told = mark_of(server, address, version, time, viewer=viewer, surface="pptx", title=read["title"])
        mark = Mark(told["code"], told["address"], told["qr"], _drawn(page, svg=_sized(told["qr"]))["png"])
        view = View(pinned(address, version), read, version, _moment(time, request.zone), mark, definitions)
        first = cards_plan(view)
        plans = [first] if first else []
        for figure in read["figures"]:
            plans += plans_of(view, figure, lambda id: _drawn(page, id=id))
    if not plans:
        raise SnapshotFailed("figure", "这个页面上没有图表，做不成幻灯片", address=address)
    return Deck(address, read["title"], mark.code, plans)


def _drawn(page: Page, *, id: str = "", svg: str = "") -> dict[str, Any]:
    """A picture from the page: svg, width, height and png as bytes."""
    told = page.evaluate(f"(asked) => ({PICTURE})(asked)", {"id": id, "svg": svg})
    return {**told, "svg": svg or plain_ids(told["svg"]), "png": base64.b64decode(told["png"])}


def _sized(qr: str) -> str:
    """An SVG of its own that an image element can draw: with namespace and size."""
    head, _, rest = qr.partition("<svg")
    spaced = "" if "xmlns=" in qr else ' xmlns="http://www.w3.org/2000/svg"'
    return f'{head}<svg width="400" height="400"{spaced}{rest}'


def _file(group: list[Deck], request: RenderRequest, name: str) -> RenderedFile:
    plans = [plan for deck in group for plan in deck.plans]
    presentation = new_deck(group[0].title if len(group) == 1 else Path(name).stem, request.time)
    for number, plan in enumerate(plans, 1):
        slide = add_slide(presentation, plan.head, f"第{number}页　共{len(plans)}页")
        plan.draw(slide)
        say(slide, plan.notes)
    content = fixed_zip(bytes_of(presentation), request.time)
    addresses = " ".join(deck.address for deck in group)
    return whole_file(request.folder / name, content, address=addresses, pages=len(plans), code=group[0].code)


def _moment(time: datetime, zone: str) -> str:
    """Naive times are UTC, as the state store keeps them."""
    here = (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(ZoneInfo(zone))
    return f"{here:%Y-%m-%d %H:%M}"
