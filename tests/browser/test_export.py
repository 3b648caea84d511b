"""Pictures of figures, made in the browser: whole, in words that can be selected, and without asking anyone else."""

import re
import struct
import threading
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest
from dash import Dash, dcc, html
from playwright.sync_api import Browser, Download, Page
from werkzeug.serving import make_server

import api
from api.codes import qr
from components.downloads import exports
from components.figure_frame import figure_frame
from components.marks import lamp
from components.sparkline import sparkline
from components.spine import SpineGroup, SpineRow, spine_legend, spine_table

ASSETS = Path(__file__).resolve().parents[2] / "assets"
SVG = "{http://www.w3.org/2000/svg}"
CONFIG = {"displayModeBar": False, "showSendToCloud": False}
LINE = {
    "data": [{"type": "scatter", "x": [2018, 2019, 2020], "y": [77.0, 77.3, 77.93], "mode": "lines+text",
              "text": ["", "", "四川末端"]}],
    "layout": {"width": 520, "height": 220, "margin": {"l": 30, "r": 60, "t": 8, "b": 24}},
}  # fmt: skip
COMMON = {"indicator_name": "人均预期寿命", "period": "2020", "breakdown": "all", "unit": "岁", "source": None}
ANSWER = {
    "data_version": "2026.11.1",
    "title": "人均预期寿命　全国　分省",
    "count": 2,
    "demonstration": True,
    "note": "附注在此。",
    "observations": [
        COMMON | {"area": "510000", "area_name": "四川省", "value": -1234.5, "status": "final", "mark": "演示数据"},
        COMMON | {"area": "540000", "area_name": "<b>西藏</b>", "value": None, "status": "suppressed", "mark": ""},
    ],
}
ISSUED = {"code": "7K3M-Q9ZT", "address": "http://health.example/verify/7K3M-Q9ZT"}
ABOUT = {"source": "国家统计局", "cut_off": "2020-11-01", "version": "2026.11.1", "unit": "岁"}


def chart_figure() -> html.Section:
    """A chart with legend, lamp and sparkline, of demonstration data."""
    swatch = html.Span(className="k", style={"background": "#244E81"})
    rows = [
        html.Div([swatch, html.Span("17–21"), html.Span("13", className="n")], className="r"),
        html.Div([html.Span(className="k"), html.Span("无数据"), html.Span("3", className="n")], className="r nd"),
    ]
    small = sparkline([(2019, 1, False), (2020, 2, False)])
    body = [html.Div(rows, className="hc-legend"), lamp("good"), small, dcc.Graph(figure=LINE, config=CONFIG)]
    taken_away = exports("chart", search={"indicator": "LE", "parent": "100000"}, name="预期寿命/四川")
    return figure_frame(
        body,
        id="chart",
        title="人均预期寿命",
        subtitle="四川省　2020年",
        demonstration=True,
        credit="底图：天地图，审图号待填",
        exports=taken_away,
        **ABOUT,
    )


def spine_figure() -> html.Section:
    values = {"value": 2.61, "axis": 5.4, "parent": 4.9, "peer": 3.9, "lower": 2.4, "upper": 2.8}
    spread = {"minimum": 2.0, "maximum": 9.0}
    row = SpineRow(
        "婴儿死亡率", "/indicators", "‰", ("2.61", "5.4"), sign=-1, year="2020", rank="2 / 21", spread=spread, **values
    )
    table = spine_table([SpineGroup("健康结果", [row])], ["成都", "全国"], axis="全国")
    taken_away = exports("spine", search=None, name="画像")
    return figure_frame(
        [spine_legend(parent="四川省"), table], id="spine", title="主要指标", exports=taken_away, **ABOUT
    )


def long_figure() -> html.Section:
    """A table of which the page shows a part."""
    rows = [html.Tr([html.Td(f"第{n}行"), html.Td(str(n), className="num")]) for n in range(1, 41)]
    table = html.Table(html.Tbody(rows), className="hc-table")
    scrolling = html.Div(table, style={"height": "120px", "overflowY": "auto"})
    return figure_frame(scrolling, id="long", title="排序", exports=exports("long", search=None, name="排序"), **ABOUT)


def hidden_title_figure() -> html.Section:
    """As on the map page, where the page's own title stands for the figure's."""
    body = html.P("图中文字")
    taken_away = exports("map-frame", search=None, name="地图")
    return figure_frame(
        body, id="map-frame", title="看不见的标题", subtitle="四川省", demonstration=True, exports=taken_away, **ABOUT
    )


def page_layout() -> html.Div:
    figures = [chart_figure(), spine_figure(), long_figure(), hidden_title_figure()]
    head = html.Div(
        [html.H1("孕产妇死亡率"), html.Span("四川省　2025年　单位：‰", className="hc-what")], className="hc-head"
    )
    return html.Div([head, *figures], style={"width": "600px"})


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    app = Dash("exports_under_test", assets_folder=str(ASSETS))
    app.layout = page_layout
    api.register(app.server)
    api.secure(app)
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """The page, drawn; afterwards: nothing complained, nothing was asked of another host."""
    seen = chromium.new_page(viewport={"width": 1000, "height": 800}, accept_downloads=True)
    complaints: list[str] = []
    seen.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    seen.on("pageerror", lambda error: complaints.append(str(error)))
    seen.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    seen.on("request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else complaints.append(r.url))
    seen.route("**/api/v1/codes", lambda route: route.fulfill(json=ISSUED | {"qr": qr(ISSUED["address"])}))
    seen.goto(address)
    seen.wait_for_selector("#chart .js-plotly-plot .main-svg .trace")
    yield seen
    seen.close()
    assert complaints == []


def taken(page: Page, figure: str, ending: str) -> Download:
    with page.expect_download() as download:
        page.click(f"[data-figure={figure}] [data-export={ending}]")
    return download.value


def picture(page: Page, figure: str, folder: Path) -> tuple[ElementTree.Element, str]:
    """The SVG of a figure and all its words."""
    target = folder / f"{figure}.svg"
    taken(page, figure, "svg").save_as(target)
    root = ElementTree.parse(target).getroot()
    return root, "\n".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))


def test_the_svg_holds_everything_that_the_figure_says(page: Page, tmp_path: Path):
    root, words = picture(page, "chart", tmp_path)
    for said in ("人均预期寿命", "四川省　2020年", "单位：岁", "演示数据", "来源：国家统计局", "数据截止：2020-11-01",
                 "数据版本：2026.11.1", "底图：天地图，审图号待填", "17–21", "13", "无数据", "按进度", "四川末端",
                 "全国性统计指标均未包括香港、澳门特别行政区和台湾省数据", "健康中国数据驾驶舱"):  # fmt: skip
        assert said in words, said
    assert re.search(r"导出日期 \d{4}-\d{2}-\d{2}", words)
    for button in ("CSV", "XLSX", "PNG", "数据表"):
        assert button not in words
    fills = {element.get("fill") for element in root.iter() if element.get("fill")}
    assert "rgb(36, 78, 129)" in fills  # the legend's swatch
    assert len(root.findall(f".//{SVG}pattern")) == 1  # 无数据 is hatched
    assert root.find(f".//{SVG}svg[@class='main-svg']") is not None  # the chart as vectors
    assert root.findall(f".//{SVG}svg//{SVG}circle")  # the sparkline as vectors
    assert root.find(f".//{SVG}foreignObject") is None
    assert root.find(f".//{SVG}image") is None
    links = [value for e in root.iter() for key, value in e.attrib.items() if key.endswith("href")]
    assert all(value.startswith("#") for value in links)


def test_the_picture_carries_its_code_below_everything_else(page: Page, tmp_path: Path):
    asked: list[dict] = []
    page.on("request", lambda r: asked.append(r.post_data_json) if r.url.endswith("/api/v1/codes") else None)
    for figure in ("chart", "spine", "long", "map-frame"):
        root, words = picture(page, figure, tmp_path)
        assert "校验码 7K3M-Q9ZT　查验 http://health.example/verify" in words
        stamp = root.find(f".//{SVG}svg[@data-code]")
        assert stamp is not None and stamp.get("data-code") == "7K3M-Q9ZT"
        x, y, side = (float(stamp.get(key, 0)) for key in ("x", "y", "width"))
        width, height = float(root.get("width", 0)), float(root.get("height", 0))
        assert x + side <= width - 20 and y + side + 14 <= height  # inside the margin, its code beneath it
        assert x + side / 2 > width / 2 and side % 1 == 0  # lower right, whole pixels
        lines = [t for t in root.findall(f"{SVG}text") if float(t.get("y", 0)) > y and t.get("text-anchor") != "middle"]
        for line in lines:
            assert float(line.get("x", 0)) + sum(7 if c.isascii() else 12 for c in "".join(line.itertext())) < x
        above = [float(t.get("y", 0)) for t in root.findall(f"{SVG}g//{SVG}text")]
        assert max(above) < y  # whatever the figure itself says
    assert {body["surface"] for body in asked} == {"svg"}
    # the version on the screen, not the newest one
    assert [body["address"] for body in asked] == [
        f"/?v=2026.11.1#{figure}" for figure in ("chart", "spine", "long", "map-frame")
    ]


def test_without_a_code_the_picture_says_so(page: Page, tmp_path: Path):
    page.route("**/api/v1/codes", lambda route: route.fulfill(status=200, body="not what was asked for"))
    root, words = picture(page, "chart", tmp_path)
    assert "未登记校验码" in words
    assert root.find(f".//{SVG}svg[@data-code]") is None


def test_html_figures_are_drawn_from_their_boxes(page: Page, tmp_path: Path):
    root, words = picture(page, "spine", tmp_path)
    for said in ("孕产妇死亡率　四川省　2025年", "婴儿死亡率", "2.61", "5.4", "2 / 21", "较差", "较好", "95%置信区间"):
        assert said in words, said
    turned = [g for g in root.iter(f"{SVG}g") if (g.get("transform") or "").startswith("rotate(45")]
    assert turned, "the diamond of the parent is turned"
    shown = page.evaluate(  # 20 px of margin, and above it 20 px for what the page says
        "(() => { const r = document.querySelector('#spine .hc-spine .rng').getBoundingClientRect();"
        " const f = document.querySelector('#spine').getBoundingClientRect();"
        " return [r.left - f.left + 20, r.top - f.top + 40, r.width, r.height]; })()"
    )
    boxes = [[float(r.get(k, 0)) for k in ("x", "y", "width", "height")] for r in root.iter(f"{SVG}rect")]
    assert any(all(abs(a - b) < 0.6 for a, b in zip(box, shown, strict=True)) for box in boxes)


def test_a_scrolling_table_is_whole(page: Page, tmp_path: Path):
    root, words = picture(page, "long", tmp_path)
    assert "第1行" in words and "第40行" in words
    assert float(root.get("height", 0)) > 40 * 24
    assert page.evaluate("document.querySelector('#long div[style]').clientHeight") == 120  # the page is as it was


def test_a_title_that_the_page_shows_elsewhere_is_in_the_picture(page: Page, tmp_path: Path):
    assert page.locator("#map-frame > header").bounding_box()["width"] <= 1
    root, _ = picture(page, "map-frame", tmp_path)
    places = {"".join(t.itertext()): float(t.get("y", -1)) for t in root.iter(f"{SVG}text")}
    for said in ("看不见的标题", "四川省", "演示数据", "单位：岁", "图中文字"):
        assert 0 < places[said] < float(root.get("height", 0)), said
    assert places["看不见的标题"] < places["图中文字"]


def test_the_png_is_the_svg_at_twice_the_size(page: Page, tmp_path: Path):
    root, _ = picture(page, "chart", tmp_path)
    target = tmp_path / "chart.png"
    download = taken(page, "chart", "png")
    download.save_as(target)
    payload = target.read_bytes()
    assert payload[:8] == b"\x89PNG\r\n\x1a\n"
    size = struct.unpack(">II", payload[16:24])
    assert size == (2 * int(root.get("width", 0)), 2 * int(root.get("height", 0)))
    assert len(payload) > 10_000  # not a blank sheet
    assert download.suggested_filename == "预期寿命_四川_2026.11.1.png"


def test_the_page_is_left_as_it_was(page: Page, tmp_path: Path):
    before = page.evaluate("document.body.querySelectorAll('*').length")
    picture(page, "chart", tmp_path)
    page.wait_for_function("!document.querySelector('[aria-busy=true]')")
    assert page.query_selector(".hc-exporting") is None
    assert page.evaluate("document.body.querySelectorAll('*').length") == before


def test_the_data_table_is_a_dialog(page: Page):
    page.route("**/api/v1/observations.json?**", lambda route: route.fulfill(json=ANSWER))
    page.click("[data-figure=chart] [data-export=table]")
    page.wait_for_selector("dialog[open]")
    cells = page.locator("dialog td").all_text_contents()
    assert "−1,234.5" in cells and "×" in cells and "<b>西藏</b>" in cells and "已抑制" in cells
    assert "演示数据，不得引用" in page.locator("dialog p").text_content()
    heads = page.locator("dialog th").all_text_contents()
    assert heads == ["指标", "地区", "代码", "时期", "数值", "单位", "状态", "标记"]
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")


def test_rows_are_links_to_the_interface(page: Page):
    links = page.eval_on_selector_all(
        "[data-figure=chart] .hc-out a", "links => links.map(a => a.getAttribute('href'))"
    )
    assert links == [
        "/api/v1/observations.csv?indicator=LE&parent=100000",
        "/api/v1/observations.xlsx?indicator=LE&parent=100000",
    ]
    assert page.query_selector("[data-figure=spine] .hc-out a") is None
