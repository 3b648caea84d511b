"""An order's limits, by the real renderer: nothing of other areas is in any kind of file, and nobody else's header
counts. What may not be there is read from the release, not asked of the product."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pypdfium2
import pytest
from displayed import Release, release_of
from faulty_browser import TIME
from files_of import files_of

from access.limits import scope_text
from access.renderer import TOKEN_HEADER, VIEWER_HEADER
from access.viewer import LOCAL, Viewer
from api.kept_pages import ROUTER
from snapshots.app_server import AppServer
from snapshots.browser import Browser
from snapshots.failure import SnapshotFailed
from snapshots.opened import open_view

pytestmark = pytest.mark.browser
SICHUAN = Viewer("四川", ("510000",))
PUBLIC = Viewer("公开", classifications=("public",))
VIEWS = ["/indicators?indicator=A65&period=2020", "/map?indicator=A65&period=2020"]
BULLETIN = "/bulletin?area=510000"
EVERYWHERE = {"710000", "810000", "820000"}  # named in the standing note and in legends
NUMBER = re.compile(r"(?<![−+\d.])\d[\d,]*\.\d+")  # no differences: between areas of 四川 they may be anything


@pytest.fixture(autouse=True)
def composed_here(small_warehouse: Path, settled: Callable[[Path], None]) -> None:
    """Documents are composed in the process of the scheduler, not by its server."""
    settled(small_warehouse)


@pytest.fixture(scope="module")
def release(small_warehouse: Path) -> Release:
    return release_of(small_warehouse)


@pytest.fixture(scope="module")
def others(release: Release) -> tuple[set[str], set[str]]:
    """Names of the other provinces; shares of the old that stand for the nation or a province, and for nothing within
    四川."""
    names = {words for code, words in ((c, a[0]) for c, a in release.areas.items())
             if code.endswith("0000") and code not in {"100000", "510000"} | EVERYWHERE}  # fmt: skip
    shares = {(area, form) for (of, area, _), cell in release.cells.items() if of == "A65" for form in cell.forms()}
    within = {form for area, form in shares if area.startswith("51")}
    outside = {form for area, form in shares if area.endswith("0000") and not area.startswith("51")} - within
    assert len(names) == 30 and len(outside) > 15
    return names, outside


def words_of(path: Path) -> str:
    """All words and numbers of a file, those of sheets and pictures within it too."""
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as document:
            return "\n".join(page.get_textpage().get_text_range() for page in document)
    return "\n".join(_packed(path.read_bytes()))


def _packed(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        for name in whole.namelist():
            if name.endswith(".xlsx"):
                yield from _packed(whole.read(name))
            elif name.endswith((".xml", ".svg")):
                yield re.sub(r"<[^>]+>", " ", whole.read(name).decode())


def hold(text: str, others: tuple[set[str], set[str]], what: str, *, numbers: bool = True) -> None:
    """Without `numbers` for what tells other indicators too: their numbers may be the same by chance."""
    assert "四川" in text, what
    assert {name for name in others[0] if name in text} == set(), what
    assert not numbers or set(NUMBER.findall(text)) & others[1] == set(), what


@pytest.mark.parametrize(
    ("kind", "addresses"),
    [("pdf", VIEWS), ("pptx", VIEWS), ("pdf", [BULLETIN]), ("docx", [BULLETIN])],
    ids=["pdf", "pptx", "bulletin", "docx"],
)
def test_files_hold_nothing_of_other_provinces(
    kind: str, addresses: list[str], printer: Browser, app_server: AppServer, others, tmp_path: Path
) -> None:
    [file] = files_of(kind, printer, app_server, addresses, time=TIME, folder=tmp_path, viewer=SICHUAN)
    hold(words_of(file.path), others, kind, numbers=addresses == VIEWS)


def test_pictures_show_nothing_of_other_provinces(printer: Browser, app_server: AppServer, others) -> None:
    """A PNG is this page seen by the same renderer; read here while it is words."""
    for address in VIEWS:
        with open_view(
            printer, app_server, address, version=app_server.version(), time=TIME, viewer=SICHUAN, media="screen",
            size=(1366, 1932),
        ) as page:  # fmt: skip
            hold(page.inner_text("body"), others, address)


def test_what_is_found_without_limits(printer: Browser, app_server: AppServer, others, tmp_path: Path) -> None:
    """The search itself finds what it looks for, in a server that has just answered within limits."""
    [file] = files_of("pdf", printer, app_server, VIEWS[:1], time=TIME, folder=tmp_path, viewer=LOCAL)
    text = words_of(file.path)
    assert sum(name in text for name in others[0]) > 25 and len(set(NUMBER.findall(text)) & others[1]) > 15


@pytest.mark.parametrize("kind", ["pdf", "pptx", "png", "docx"])
def test_another_province_is_refused(kind: str, printer: Browser, app_server: AppServer, tmp_path: Path) -> None:
    with pytest.raises(SnapshotFailed) as failed:
        files_of(kind, printer, app_server, ["/bulletin?area=440000"], time=TIME, folder=tmp_path, viewer=SICHUAN)
    assert failed.value.kind == "address" and "440000" in failed.value.words
    assert [path for path in tmp_path.iterdir() if path.suffix != ".png" or "failed" not in path.name] == []


def test_what_is_not_public_is_refused(printer: Browser, app_server: AppServer, tmp_path: Path) -> None:
    with pytest.raises(SnapshotFailed) as failed:
        files_of("pdf", printer, app_server, ["/indicators?indicator=HIV"], time=TIME, folder=tmp_path, viewer=PUBLIC)
    assert failed.value.kind == "address" and "HIV" in failed.value.words


# --- who may say so ---------------------------------------------------------------------------------------------------


def asked(server: AppServer, path: str, headers: dict[str, str], body: dict[str, Any] | None = None) -> str:
    data = None if body is None else json.dumps(body).encode()
    request = Request(server.url + path, data, headers | ({"Content-Type": "application/json"} if data else {}))
    try:
        with urlopen(request, timeout=60) as answer:
            return answer.read().decode()
    except HTTPError as refused:
        return refused.read().decode()


def page_body(path: str, search: str) -> dict[str, Any]:
    """What the browser posts to have a page made (`api/kept_pages.py` keeps the answers)."""
    outputs = [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}]
    said = [
        {"id": "_pages_location", "property": "pathname", "value": path},
        {"id": "_pages_location", "property": "search", "value": search},
    ]
    return {"output": ROUTER, "outputs": outputs, "inputs": said, "changedPropIds": ["_pages_location.pathname"]}


@pytest.mark.parametrize("what", ["page", "interface"])
def test_only_the_renderer_says_whose_limits_hold(what: str, app_server: AppServer, others) -> None:
    """Asked in turn, so that an answer kept for one would be given to the other."""

    def answer(**headers: str) -> str:
        plain = {name.replace("_", "-"): value for name, value in headers.items()}
        if what == "page":
            body = page_body("/indicators", "?indicator=A65&period=2020")
            return asked(app_server, "/_dash-update-component", plain, body)
        return asked(app_server, "/api/v1/areas?level=province", plain)

    limited = {VIEWER_HEADER: scope_text(SICHUAN)}
    renderer = {TOKEN_HEADER: app_server.token}
    whole = answer()
    assert "广东" in whole
    told = answer(**renderer, **limited)
    assert "四川" in told and "广东" not in told and "440000" not in told
    for impostor in (limited, limited | {TOKEN_HEADER: "x" * 32}, limited | {TOKEN_HEADER: ""}):
        assert without_times(answer(**impostor)) == without_times(whole)
    assert answer(**renderer, **limited) == told
    unreadable = answer(**renderer, **{VIEWER_HEADER: '{"areas": "510000"'})
    assert "广东" not in unreadable and "四川" not in unreadable  # no leave to see everything


def without_times(text: str) -> str:
    return re.sub(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?", "", text)
