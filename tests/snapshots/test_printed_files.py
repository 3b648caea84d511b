"""Views on paper: text, pages, bookmarks, tags, head and foot, and the same bytes for the same view."""

import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from faulty_browser import TIME
from files_of import files_of

from snapshots.app_server import AppServer
from snapshots.browser import Browser
from snapshots.files import RenderedFile
from snapshots.papers import PAPERS

pytestmark = pytest.mark.browser
ADDRESSES = ["/map?indicator=LE&period=2020", "/indicators?indicator=A65&area=510000"]


@pytest.fixture(scope="module")
def together(printer: Browser, app_server: AppServer, tmp_path_factory: pytest.TempPathFactory) -> RenderedFile:
    folder = tmp_path_factory.mktemp("together")
    [file] = files_of("pdf", printer, app_server, ADDRESSES, time=TIME, folder=folder, name="两个视图")
    return file


def texts(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_every_page_says_what_offices_ask_for(together: RenderedFile, app_server: AppServer) -> None:
    pages = texts(together.path)
    assert together.pages == len(pages) >= 2
    for number, text in enumerate(pages, 1):
        flat = re.sub(r"\s+", "", text)
        assert f"第{number}页共{len(pages)}页" in flat
        assert "数据来源：" in flat and "数据截止：" in flat and "统计口径：" in flat
        assert "生成时间：2026年11月22日9时30分" in flat
        assert f"数据版本：{app_server.version()}" in flat
        assert "全国性统计指标均未包括香港、澳门特别行政区和台湾省数据" in flat
        assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", flat)


def test_text_is_selectable_chinese_and_maps_are_vectors(together: RenderedFile) -> None:
    pages = "".join(texts(together.path))
    assert "新疆维吾尔自治区" in pages and "底图：天地图" in pages and "四川省" in pages
    with pypdfium2.PdfDocument(together.path) as document:
        kinds = [found.type for found in document[0].get_objects(max_depth=4)]
    assert kinds.count(pypdfium2.raw.FPDF_PAGEOBJ_PATH) > 34
    assert kinds.count(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE) == 0


def test_bookmarks_and_tags_of_all_views(together: RenderedFile) -> None:
    with pikepdf.open(together.path) as document:
        assert document.Root.MarkInfo.Marked and str(document.Root.Lang) == "zh-CN"
        keys = [int(key) for key in list(document.Root.StructTreeRoot.ParentTree.Nums)[::2]]
        assert keys == sorted(set(keys))
        parents = [int(page.StructParents) for page in document.pages]
        assert len(set(parents)) == len(parents) and set(parents) <= set(keys)
        with document.open_outline() as outline:
            heads = [item.title for item in outline.root]
            assert len(heads) == 2 and outline.root[1].children
        places = [item.destination for item in outline.root]
        numbers = [document.pages.index(pikepdf.Page(place[0])) for place in places if isinstance(place, pikepdf.Array)]
    assert numbers[0] == 0 and numbers[1] > 0


def test_no_link_leads_to_the_machine_that_printed(together: RenderedFile) -> None:
    assert b"127.0.0.1" not in together.path.read_bytes()
    with pikepdf.open(together.path) as document:
        links = [str(note.A.URI) for page in document.pages for note in page.get("/Annots", []) if "/A" in note]
    assert not [link for link in links if "127.0.0.1" in link]


def test_same_job_twice_is_the_same_file(
    together: RenderedFile, printer: Browser, app_server: AppServer, tmp_path: Path
) -> None:
    files_of(
        "pdf", printer, app_server, ["/catalogue"], time=TIME, folder=tmp_path, name="其间"
    )  # the counters have moved on
    [again] = files_of("pdf", printer, app_server, ADDRESSES, time=TIME, folder=tmp_path, name="两个视图")
    assert again.sha256 == together.sha256 and again.code == together.code


@pytest.mark.parametrize("paper", ["a4-landscape", "wide"])
def test_sheets_are_as_large_as_their_paper(
    paper: str, printer: Browser, app_server: AppServer, tmp_path: Path
) -> None:
    files = files_of("pdf", printer, app_server, ["/", "/map"], paper=paper, together=False, time=TIME, folder=tmp_path)
    assert len({file.name for file in files}) == 2
    for file in files:
        with pypdfium2.PdfDocument(file.path) as document:
            for page in document:
                width, height = page.get_size()
                assert width == pytest.approx(PAPERS[paper].width / 25.4 * 72, abs=1)
                assert height == pytest.approx(PAPERS[paper].height / 25.4 * 72, abs=1)


def test_demonstration_is_marked_on_each_page_of_its_view_only(
    printer: Browser, app_server: AppServer, tmp_path: Path
) -> None:
    addresses = ["/map?indicator=A65&period=2020", "/indicators?indicator=HL"]
    shown, invented = files_of("pdf", printer, app_server, addresses, together=False, time=TIME, folder=tmp_path)
    assert not [text for text in texts(shown.path) if "演示数据" in text]
    assert all("演示数据" in text for text in texts(invented.path))
