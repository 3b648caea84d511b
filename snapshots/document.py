"""统计报告 as Word documents (DOCX): the blocks of the page, native tables, its figures as pictures."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import segno

from bulletins.blocks import Bulletin
from bulletins.composed import composed
from snapshots.app_server import AppServer
from snapshots.browser import Browser
from snapshots.contents import pages_of_places
from snapshots.failure import SnapshotFailed
from snapshots.files import RenderedFile, file_name, whole_file
from snapshots.fixed_zip import fixed_zip
from snapshots.marks import mark_of
from snapshots.opened import open_view
from snapshots.papers import PAPERS
from snapshots.printed import print_page
from snapshots.request import RenderRequest
from snapshots.word_blocks import Written
from snapshots.word_feet import add_feet
from snapshots.word_styles import new_document

PATH = "/bulletin"
SCALE = 2.5  # device pixels of a CSS pixel: 590 px over 156 mm become 240 dpi


@dataclass(frozen=True)
class Taken:
    """What the page alone can give: pictures (PNG by figure), the pages of its headings, and how many there are."""

    pictures: dict[str, bytes]
    places: dict[str, int]
    pages: int


def docx_files(browser: Browser, server: AppServer, request: RenderRequest) -> Iterator[RenderedFile]:
    """DOCX files of `/bulletin` addresses, one for each, on A4, whatever the paper and `together` say: a document has
    one title, one contents, one code. `pages` is what the same blocks take when printed; Word may break them elsewhere.
    Raises SnapshotFailed."""
    taken: set[str] = set()
    for number, address in enumerate(request.addresses, 1):
        file = _file(browser, server, address, request, taken)
        taken.add(file.name)
        yield file
        request.progress(number, len(request.addresses))


def _file(browser: Browser, server: AppServer, address: str, request: RenderRequest, taken: set[str]) -> RenderedFile:
    parts = urlsplit(address)
    if parts.path != PATH:
        raise SnapshotFailed("page", f"只有统计报告能生成Word文档；请写 {PATH}?area=…&period=…", address=address)
    version, time, viewer = request.version, request.time, request.viewer
    bulletin = composed({**dict(parse_qsl(parts.query)), "v": version}, viewer=viewer)
    shown = _taken(browser, server, address, bulletin, request)
    mark = mark_of(server, address, version, time, viewer=viewer, surface="docx", title=bulletin.title)
    content = document_bytes(bulletin, shown, mark, time, request.zone)
    name = file_name(f"{request.name}_{bulletin.title}" if request.name else bulletin.title, "docx", taken)
    return whole_file(request.folder / name, content, address=address, pages=shown.pages, code=mark["code"])


def _taken(browser: Browser, server: AppServer, address: str, bulletin: Bulletin, request: RenderRequest) -> Taken:
    """Pictures of all figures, and where a print of the page has the headings."""
    ids = [figure.id for figure in bulletin.figures()]
    with open_view(
        browser, server, address, version=request.version, time=request.time, viewer=request.viewer, paper="a4",
        device_scale=SCALE, pictures=request.folder,
    ) as page:  # fmt: skip
        found = {}
        for id in ids:
            graph = page.locator(f'[id="{id}"]')
            if graph.count() != 1:
                raise SnapshotFailed("figure", f"页面上没有图 {id}", address=address)
            found[id] = graph.screenshot(animations="disabled")
        printed = print_page(page, PAPERS["a4"])
    places = {place: number + 1 for place, number in pages_of_places(printed.pdf).items()}
    return Taken(found, places, printed.pages)


def document_bytes(bulletin: Bulletin, taken: Taken, mark: dict[str, str], time: datetime, zone: str) -> bytes:
    """The document; the same bytes for the same arguments. `mark` has code and address of the verification."""
    moment = time if time.tzinfo else time.replace(tzinfo=UTC)
    here = moment.astimezone(ZoneInfo(zone))
    made = f"{here.year}年{here.month}月{here.day}日{here.hour}时{here.minute:02d}分"
    document = new_document(bulletin.title, mark["code"], moment)
    Written(document, bulletin, taken.pictures, taken.places, mark["code"], _qr(mark)).write()
    add_feet(document, bulletin, mark["code"], made)
    target = io.BytesIO()
    document.save(target)
    return fixed_zip(target.getvalue(), moment)


def _qr(mark: dict[str, str]) -> bytes:
    """Of the page of verification; of the code alone where nobody said where the cockpit is reached."""
    target = io.BytesIO()
    content = mark["address"] if mark["address"].startswith("http") else mark["code"]
    segno.make(content, error="m", micro=False).save(target, kind="png", scale=6, border=2)
    return target.getvalue()
