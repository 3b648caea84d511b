"""统计报告 as Word documents (DOCX): the blocks of the page, native tables, its figures as pictures."""

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import segno

from access.viewer import LOCAL, Viewer
from bulletins.blocks import Bulletin, Figure, MapFigure
from bulletins.composed import composed
from snapshots.app_server import AppServer
from snapshots.browser import Browser
from snapshots.contents import pages_of_places
from snapshots.failure import SnapshotFailed
from snapshots.fixed_zip import fixed_zip
from snapshots.opened import open_view
from snapshots.papers import PAPERS
from snapshots.printed import print_page
from snapshots.render import ZONE, Progress, RenderedFile, code_of, kept_version
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


def write_documents(
    browser: Browser,
    server: AppServer,
    addresses: Sequence[str],
    *,
    paper: str = "a4",
    together: bool = False,
    version: str | None = None,
    time: datetime | None = None,
    folder: Path,
    name: str = "统计报告",
    scope: Viewer | None = None,
    progress: Progress | None = None,
    zone: str = ZONE,
) -> list[RenderedFile]:
    """DOCX files of `/bulletin` addresses in `folder`, as `snapshots.render.render` makes PDF; one file for each
    address, on A4, whatever `paper` and `together` say: a document has one title, one contents, one code.

    `pages` of a file is what the same blocks take when printed; Word may break them elsewhere.
    Raises SnapshotFailed; then no file of this call is left behind.
    """
    moment = time or datetime.now(UTC)
    at = version or server.version()
    kept_version(server, at)
    made: list[RenderedFile] = []
    try:
        for number, address in enumerate(addresses, 1):
            taken_names = {file.name for file in made}
            made.append(_one(browser, server, address, at, moment, folder, name, taken_names, scope or LOCAL, zone))
            if progress is not None:
                progress(number, len(addresses))
    except BaseException:
        for file in made:
            file.path.unlink(missing_ok=True)
        raise
    return made


def _one(
    browser: Browser, server: AppServer, address: str, version: str, time: datetime, folder: Path, name: str,
    taken_names: set[str], viewer: Viewer, zone: str,
) -> RenderedFile:  # fmt: skip
    parts = urlsplit(address)
    if parts.path != PATH:
        raise SnapshotFailed("page", f"只有统计报告能生成Word文档；请写 {PATH}?area=…&period=…", address=address)
    bulletin = composed({**dict(parse_qsl(parts.query)), "v": version}, viewer=viewer)
    taken = _taken(browser, server, address, version, time, folder, bulletin)
    mark = code_of(server, address, version, time, bulletin.title, "docx")
    content = document_bytes(bulletin, taken, mark, time, zone)
    path = folder / _file_name(name, bulletin.title, taken_names)
    _write(path, content)
    digest = hashlib.sha256(content).hexdigest()
    return RenderedFile(path.name, path, address, len(content), taken.pages, digest, mark["code"])


def _taken(
    browser: Browser, server: AppServer, address: str, version: str, time: datetime, folder: Path, bulletin: Bulletin
) -> Taken:
    """Pictures of all figures, and where a print of the page has the headings."""
    ids = [block.id for block in bulletin.blocks if isinstance(block, Figure | MapFigure)]
    opened = open_view(browser, server, address, version=version, time=time, paper="a4", device_scale=SCALE,
                       pictures=folder)  # fmt: skip
    with opened as page:
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


def _file_name(name: str, title: str, taken: set[str]) -> str:
    plain = re.sub(r'[\\/:*?"<>|\s]+', "_", f"{name}_{title}" if name else title).strip("._")[:80]
    number, found = 1, f"{plain}.docx"
    while found in taken:
        number += 1
        found = f"{plain}_{number}.docx"
    return found


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: written beside its place, then moved there."""
    beside: Any = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        words = f"不能写到 {path.parent}：{error.strerror or error}；请检查磁盘空间和权限"
        raise SnapshotFailed("disk", words) from error
