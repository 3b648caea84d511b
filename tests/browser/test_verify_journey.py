"""From a picture to what it stands for: its QR code is read back, and the cockpit knows the code."""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect
from windows import SIZES, Watched

from api.codes import qr

pytestmark = pytest.mark.browser
Window = Callable[..., Watched]
MAP = "/map?indicator=A65&area=510000&period=2020&layer=county"


def exported(page: Page, ending: str, to: Path) -> Path:
    with page.expect_download() as download:
        page.locator(f"button[data-export={ending}]").first.click()
    target = to / f"figure.{ending}"
    download.value.save_as(target)
    return target


def test_a_picture_is_verified(watched: Window, tmp_path: Path):
    window = watched()
    page = window.open(MAP)
    version = re.findall(r"数据版本 ([\d.]+)", page.locator(".hc-foot").inner_text())[0]
    svg = ElementTree.parse(exported(page, "svg", tmp_path)).getroot()
    code = next(e.get("data-code") for e in svg.iter() if e.get("data-code"))
    (read,) = zxingcpp.read_barcodes(Image.open(exported(page, "png", tmp_path)).convert("L"))
    assert read.text.startswith(window.address + "/verify/")  # of the PNG, which is another file with its own code

    page = window.open(f"/verify/{str(code).lower().replace('0', 'o')}")
    expect(page.locator("[data-verdict]")).to_have_attribute("data-verdict", "same")
    said = page.locator("#verify-facts").inner_text()
    assert "图片（SVG）" in said and version in said and "65岁及以上人口占比" in said
    frame = page.frame_locator("iframe")
    expect(frame.locator("h1")).to_have_text("65岁及以上人口占比")
    expect(frame.locator("#map-figure .js-plotly-plot")).to_be_visible()
    expect(frame.locator(".hc-bar")).to_be_hidden()
    assert f"v={version}" in str(page.locator("iframe").get_attribute("src"))

    page = window.open(read.text.removeprefix(window.address))
    assert "图片（PNG）" in page.locator("#verify-facts").inner_text()


def test_a_code_is_typed(watched: Window):
    window = watched()
    page = window.open("/verify")
    page.get_by_label("校验码").fill("abcd efgh")
    page.get_by_role("button", name="查验").click()
    expect(page.locator(".hc-state")).to_contain_text("没有登记过校验码 ABCD-EFGH")
    window.settle()


@pytest.mark.parametrize("size", SIZES)
def test_the_page_of_a_code_can_be_read_by_everyone(watched: Window, size: str):
    window = watched(size)
    page = window.open(MAP)
    answer = page.evaluate(
        """async (address) => (await fetch("/api/v1/codes", {method: "POST", headers: {"Content-Type":
        "application/json"}, body: JSON.stringify({address, surface: "svg"})})).json()""",
        MAP,
    )
    for path in (f"/verify/{answer['code']}", "/verify", "/verify/ABCD-EFGH"):
        page = window.open(path)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1"), path
        found = Axe().run(page, options={"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag22aa"]})
        bad = [(v["id"], v["nodes"][0]["html"][:120]) for v in found.response["violations"]]
        assert not [b for b, v in zip(bad, found.response["violations"], strict=True) if v["impact"] != "minor"], bad


def modules(svg: str) -> np.ndarray:
    """The matrix as its path draws it: strokes of whole modules, row by row; black is 0."""
    side = int(re.findall(r'viewBox="0 0 (\d+)', svg)[0])
    drawn = np.full((side, side), 255, dtype=np.uint8)
    path = re.findall(r'stroke="#000" d="([^"]+)"', svg)[0]
    x = y = 0.0
    for command, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?:[ ,]?(-?[\d.]+))?", path):
        if command == "h":
            drawn[int(y), int(x) : int(x + float(first))] = 0
            x += float(first)
        else:
            x, y = (x + float(first), y + float(second)) if command == "m" else (float(first), float(second))
    return drawn


@pytest.mark.parametrize(
    "content",
    [
        "7K3M-Q9ZT",
        "http://127.0.0.1:8050/verify/7K3M-Q9ZT",
        "https://驾驶舱.中国/verify/7K3M-Q9ZT",
        "https://" + "h" * 200,
    ],
)
def test_an_independent_reader_reads_the_modules(content: str):
    matrix = modules(qr(content))
    assert (matrix[:4] == 255).all() and (matrix[:, -4:] == 255).all()  # the quiet zone
    (read,) = zxingcpp.read_barcodes(np.kron(matrix, np.ones((4, 4), dtype=np.uint8)))
    assert read.text == content
