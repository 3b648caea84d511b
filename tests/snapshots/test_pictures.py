"""Views as PNG: the picture itself tells what it is, and its code is known to the cockpit."""

from pathlib import Path

import pytest
import zxingcpp
from faulty_browser import TIME
from files_of import files_of
from PIL import Image
from playwright.sync_api import expect

from snapshots.app_server import AppServer
from snapshots.browser import Browser

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("address", "paper", "width", "surely"),
    [("/map?indicator=A65&area=510000&period=2020", "a4", 1366, "65岁"), ("/wall?layout=map", "wide", 1920, "大屏")],
)
def test_the_code_of_a_picture_is_read_and_found(
    address: str, paper: str, width: int, surely: str, printer: Browser, app_server: AppServer, tmp_path: Path
) -> None:
    [file] = files_of("png", printer, app_server, [address], time=TIME, folder=tmp_path, paper=paper, name="图")
    with Image.open(file.path) as picture:
        assert picture.width == 2 * width
        (read,) = zxingcpp.read_barcodes(picture.convert("L"))
        (half,) = zxingcpp.read_barcodes(picture.convert("L").reduce(2))  # as a chat program sends it on
    assert read.text == half.text == file.code  # no public address: nothing but the code
    page = printer.page(1366, 768)
    try:
        page.goto(f"{app_server.url}/verify/{file.code}")
        expect(page.locator("[data-verdict]")).to_have_attribute("data-verdict", "same")
        facts = page.locator("#verify-facts")
        expect(facts).to_contain_text("图片（PNG）")
        expect(facts).to_contain_text(surely)
        expect(facts).to_contain_text("2026-11-22 09:30")
    finally:
        printer.close_page(page)


def test_the_same_picture_twice(printer: Browser, app_server: AppServer, tmp_path: Path) -> None:
    first, second = (
        files_of("png", printer, app_server, ["/wall?layout=quality"], time=TIME, folder=tmp_path / name, paper="wide")
        for name in ("a", "b")
    )
    assert first[0].sha256 == second[0].sha256
