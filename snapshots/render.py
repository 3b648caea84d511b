"""Addresses on paper: each opened, inspected and printed, then put into one file or a file each."""

import os
from collections.abc import Iterator, Sequence

from playwright.sync_api import Error

from snapshots.app_server import AppServer
from snapshots.browser import Browser
from snapshots.failure import SnapshotFailed
from snapshots.files import RenderedFile, file_name, whole_file
from snapshots.footer import Stretch, footers
from snapshots.marks import mark_of
from snapshots.normalised import joined_file
from snapshots.opened import open_view
from snapshots.papers import Paper, for_paper, paper_of
from snapshots.printed import Printed, print_page
from snapshots.request import RenderRequest

View = tuple[str, Printed, Stretch]  # address, what was printed, its pages in a file


def pdf_files(browser: Browser, server: AppServer, request: RenderRequest) -> Iterator[RenderedFile]:
    """PDF files: one, or one for each address, named after its view. Raises SnapshotFailed."""
    sheet = paper_of(request.paper)
    views: list[View] = []
    for number, address in enumerate(request.addresses, 1):
        views.append(_view(browser, server, address, sheet, request))
        request.progress(number, len(request.addresses))
    taken: set[str] = set()
    for group in [views] if request.together else [[view] for view in views]:
        stem = request.name if request.together else f"{request.name}_{group[0][1].facts.title}"
        name = file_name(stem, "pdf", taken)
        taken.add(name)
        yield _file(browser, group, sheet, request, name)


def _view(browser: Browser, server: AppServer, address: str, paper: Paper, request: RenderRequest) -> View:
    base = os.environ.get("COCKPIT_PUBLIC_URL", "").strip().rstrip("/")
    version, time, viewer = request.version, request.time, request.viewer
    for_paper(address)
    with open_view(
        browser, server, address, version=version, time=time, viewer=viewer, paper=paper, pictures=request.folder
    ) as page:
        printed = print_page(page, paper, base)
    mark = mark_of(server, address, version, time, viewer=viewer, surface="pdf", title=printed.facts.title)
    return address, printed, Stretch(printed.facts, printed.pages, version, mark["code"], mark["qr"])


def _file(browser: Browser, group: Sequence[View], paper: Paper, request: RenderRequest, name: str) -> RenderedFile:
    stretches = [stretch for _, _, stretch in group]
    try:
        feet = footers(browser, stretches, paper, request.time, request.zone)
    except Error as error:
        raise SnapshotFailed("browser", f"页眉页脚没有印成：{error.message.splitlines()[0]}") from error
    parts = [(printed.facts.title, printed.pdf) for _, printed, _ in group]
    titles = list(dict.fromkeys(title for title, _ in parts))
    content = joined_file(parts, feet, title="、".join(titles)[:200], time=request.time)
    return whole_file(
        request.folder / name,
        content,
        address=" ".join(address for address, _, _ in group),
        pages=sum(stretch.pages for stretch in stretches),
        code=stretches[0].code,
    )
