"""The map in real Chromium: where plotly really puts things, what it really asks for, what a click really says."""

import functools
import json
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import plotly
import pytest
from playwright.sync_api import Browser, Page
from test_map_figure import drawn

from data.boundaries import read_frame
from data.boundaries.projection import project

pytestmark = pytest.mark.browser

ASSETS = Path(__file__).parents[2] / "assets"
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
PAGE = """<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script src="/plotly.min.js"></script>
<body style="margin:0"><div id="map" style="width:{width}px;height:{height}px"></div><script>
window.said = []; const figure = {figure};
window.drawn = Plotly.newPlot("map", figure.data, figure.layout, {{displayModeBar: false, showSendToCloud: false,
  topojsonURL: "/assets/topojson/"}}).then((map) =>
  map.on("plotly_click", (event) => said.push(event.points.map((p) => [p.location, p.customdata, p.properties.name]))));
</script></body>"""


class Handler(SimpleHTTPRequestHandler):
    """Boundaries, assets, plotly.js and one page."""

    def __init__(self, *arguments: Any, geo: Path, page: dict[str, str]):
        self.geo, self.page = geo, page
        super().__init__(*arguments)

    def translate_path(self, path: str) -> str:
        if path.startswith("/geo/"):
            return str(self.geo / path.removeprefix("/geo/"))
        return str(PLOTLY if path == "/plotly.min.js" else ASSETS / path.removeprefix("/assets/"))

    def do_GET(self) -> None:
        if self.path != "/":
            super().do_GET()
            return
        content = self.page["html"].encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


@pytest.fixture
def show(chromium: Browser, geo: Path) -> Iterator[Any]:
    """Draw a figure in a box; the page, after checking that nothing complained and nothing else was asked."""
    page_content = {"html": ""}
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, geo=geo, page=page_content))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    context = chromium.new_context(viewport={"width": 1200, "height": 900})

    def draw(figure: dict[str, Any], width: int, height: int) -> Page:
        page_content["html"] = PAGE.format(width=width, height=height, figure=json.dumps(figure))
        page = context.new_page()
        complaints: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}/")
        page.evaluate("window.drawn")
        assert complaints == []
        assert [url for url in asked if not url.startswith((address, "data:"))] == []
        assert f"{address}/assets/topojson/world_110m.json" in asked  # the stub, not plotly's base map
        return page

    yield draw
    context.close()
    server.shutdown()
    thread.join()
    server.server_close()


def on_screen(page: Page, geo_name: str, longitude: float, latitude: float) -> list[float]:
    place: list[float] = page.evaluate(
        "([name, at]) => document.getElementById('map')._fullLayout[name]._subplot.projection(at)",
        [geo_name, [longitude, latitude]],
    )
    return place


@pytest.mark.parametrize(("size", "width", "height"), [("large", 754, 530), ("small", 358, 252), ("wall", 1000, 646)])
def test_plotly_shows_the_view_that_was_computed(show: Any, geo: Path, size: str, width: int, height: int) -> None:
    page = show(drawn(geo, size=size), width, height)
    frame = read_frame(geo, "100000", "province")
    assert frame is not None
    west, south, east, north = frame["views"][size]["rectangle"]
    for longitude, latitude in ((109.57, 18.16), (135.09, 48.45), (73.5, 39.4), (116.4, 39.9)):
        x, y = project(longitude, latitude)
        expected = [(x - west) / (east - west) * width, (north - y) / (north - south) * height]
        assert on_screen(page, "geo", longitude, latitude) == pytest.approx(expected, abs=0.7)
    inset = frame["inset"]["views"][size]
    (left, right), (bottom, top) = inset["domain"]["x"], inset["domain"]["y"]
    for longitude, latitude in ((112.28, 3.97), (121.5, 25.0)):  # 曾母暗沙 and 台北
        across, down = on_screen(page, "geo2", longitude, latitude)
        assert left * width < across < right * width
        assert (1 - top) * height < down < (1 - bottom) * height


@pytest.mark.parametrize(("parent", "layer"), [("100000", "county"), ("510000", "county"), ("460000", "prefecture")])
def test_no_ring_floods_the_map(show: Any, geo: Path, parent: str, layer: str) -> None:
    frame = read_frame(geo, parent, layer)
    assert frame is not None
    page = show(drawn(geo, parent, layer, selected=frame["areas"][0]), 754, 530)
    boxes: dict[str, Any] = page.evaluate(
        """() => { const boxes = {}; const layer = document.querySelector("#map .geo .choroplethlayer");
        layer.querySelectorAll("path.choroplethlocation").forEach((path) => {
          const box = path.getBBox(), id = path.__data__.loc;
          if (box.width) (boxes[id] = boxes[id] || []).push([box.width, box.height]); });
        return boxes; }"""
    )
    assert len(set(boxes) & set(frame["areas"])) >= 0.9 * len(frame["areas"])  # all but those outside the view
    west, south, east, north = frame["views"]["large"]["rectangle"]
    file = json.loads((geo / frame["version"] / frame["file"]).read_text(encoding="utf-8"))
    for feature in file["features"]:
        if feature["id"] in frame["areas"] and feature["id"] in boxes:
            geometry = feature["geometry"]
            polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
            x, y = project(*np.vstack([np.array(polygon[0]) for polygon in polygons]).T)
            for width, height in boxes[feature["id"]]:
                assert width <= np.ptp(x) / (east - west) * 754 + 2, feature["id"]
                assert height <= np.ptp(y) / (north - south) * 530 + 2, feature["id"]


def test_a_click_says_which_area_its_value_and_name(show: Any, geo: Path) -> None:
    figure = drawn(geo, selected="510000")
    page = show(figure, 754, 530)
    values = dict(zip(figure["data"][0]["locations"], figure["data"][0]["customdata"], strict=True))
    for number, (code, name, longitude, latitude) in enumerate(
        [("510000", "四川省", 103.0, 30.5), ("710000", "台湾省", 120.9, 23.8), ("650000", "新疆维吾尔自治区", 85, 41)],
        1,
    ):
        x, y = on_screen(page, "geo", longitude, latitude)
        page.mouse.move(x - 3, y)
        page.mouse.move(x, y)
        # plotly tells the area of the last hover, which it takes up to 50 ms after the pointer
        page.wait_for_function("(code) => document.getElementById('map')._hoverdata?.[0]?.location === code", arg=code)
        page.mouse.click(x, y)
        page.wait_for_function("(n) => window.said.length === n", arg=number)
        assert page.evaluate("said.at(-1)") == [[code, values[code], name]]
    assert page.locator(".hoverlayer *").count() == 0  # no tooltip covers territory
