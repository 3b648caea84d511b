"""Never a silent failure: every fault is told by its kind, with a picture where there is a page to see."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from faulty_browser import TIME, FaultyBrowser, answered, styled
from files_of import files_of
from playwright.sync_api import Page, Route

from snapshots.app_server import AppServer
from snapshots.browser import Browser
from snapshots.failure import SnapshotFailed
from snapshots.opened import open_view
from snapshots.papers import PAPERS
from snapshots.printed import print_page

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
MAP = "/map?indicator=LE&period=2020"
CALLBACK = "/_dash-update-component"
PROVINCES = r"/geo/\w+/100000-province\.json"


def without(feature: str) -> Callable[[Route], None]:
    """The geometry as the server has it, but for one shape."""

    def answer(route: Route) -> None:
        shapes = route.fetch().json()
        shapes["features"] = [f for f in shapes["features"] if f["id"] != feature]
        route.fulfill(body=json.dumps(shapes), content_type="application/json")

    return answer


def nine_dashes(route: Route) -> None:
    shapes = route.fetch().json()
    for feature in shapes["features"]:
        if feature["id"] == "inset-dashes":
            feature["geometry"]["coordinates"].pop()
    route.fulfill(body=json.dumps(shapes), content_type="application/json")


def failed(printer: Browser, server: AppServer, address: str, folder: Path, seconds: float = 30) -> SnapshotFailed:
    """The failure of a view that must not be printed."""
    with (
        pytest.raises(SnapshotFailed) as caught,
        open_view(
            printer, server, address, version=server.version(), time=TIME, seconds=seconds, pictures=folder
        ) as page,
    ):
        print_page(page, PAPERS["a4"])
    return caught.value


THROWS = """Object.defineProperty(window, "Plotly", { configurable: true, set(real) {
  Object.defineProperty(window, "Plotly", { value: real, writable: true, configurable: true });
  real.react = real.newPlot = () => { throw new Error("invented"); };
} });"""
ERASES = """new MutationObserver(() => {
  document.querySelectorAll(".scatterlayer > .trace").forEach((trace) => trace.replaceChildren());
}).observe(document, { childList: true, subtree: true });"""
CUT_OFF = ".hc-source { width: 60px !important; overflow: hidden !important; white-space: nowrap; }"
COVERED = ".hc-head h1 { margin-bottom: -26px; line-height: 26px; } .hc-head { display: block !important; }"
BEYOND = ".hc-head { margin-left: 900px !important; white-space: nowrap; }"
OFF_MAP = ".geolayer .scattergeo text { translate: 0 -3000px; }"
OVER_LAND = "#map-frame .hc-legend { position: absolute; top: 420px; left: 300px; width: 150px; z-index: 1; }"
HEADING_ALONE = "@media print { .hc-figure:has(.hc-ranking) > header { break-after: page !important; } }"
BLANK = "@media print { .hc-page::after { content: ''; display: block; height: 1px; break-before: page; } }"
FAULTS = {
    "a figure that throws": (MAP, lambda p: p.add_init_script(THROWS), {"script", "figure"}, 25),
    "lines not drawn": ("/indicators?indicator=A65", lambda p: p.add_init_script(ERASES), {"figure"}, 20),
    "a query that fails": (MAP, answered(CALLBACK, lambda r: r.fulfill(status=500)), {"callback"}, 20),
    "a query that hangs": (MAP, answered(CALLBACK, lambda r: None), {"timeout"}, 3),
    "boundaries that never come": (MAP, answered(PROVINCES, lambda r: None), {"timeout"}, 3),
    "a province missing": (MAP, answered(PROVINCES, without("710000")), {"map"}, 20),
    "nine dashes": (MAP, answered(PROVINCES, nine_dashes), {"map"}, 20),
    "no credit": (MAP, styled(".hc-credit { display: none !important; }"), {"map"}, 20),
    "a name off the map": (MAP, styled(OFF_MAP), {"map"}, 20),
    "a legend over territory": (MAP, styled(OVER_LAND), {"map"}, 20),
    "a heading alone at the foot": ("/indicators?indicator=A65", styled(HEADING_ALONE), {"pages"}, 20),
    "text cut off": (MAP, styled(CUT_OFF), {"clipped"}, 20),
    "text over text": (MAP, styled(COVERED), {"overlap"}, 20),
    "text beyond the sheet": (MAP, styled(BEYOND), {"clipped"}, 20),
    "a blank page": (MAP, styled(BLANK), {"pages"}, 20),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_told(name: str, printer: FaultyBrowser, app_server: AppServer, tmp_path: Path) -> None:
    address, fault, kinds, seconds = FAULTS[name]
    with printer.meeting(fault):
        failure = failed(printer, app_server, address, tmp_path, seconds)
    assert failure.kind in kinds, str(failure)
    assert failure.address == address and failure.words
    assert failure.picture is not None and failure.picture.read_bytes().startswith(b"\x89PNG")


def test_page_that_shows_something_else_is_told(printer: Browser, app_server: AppServer, tmp_path: Path) -> None:
    failure = failed(printer, app_server, "/bulletin?area=999999", tmp_path)
    assert failure.kind == "address" and "999999" in failure.words and failure.picture is not None


def test_page_that_failed_on_the_server_is_told(printer: Browser, app_server: AppServer, tmp_path: Path) -> None:
    assert failed(printer, app_server, "https://example.org/", tmp_path).kind == "page"
    with pytest.raises(SnapshotFailed) as caught:
        files_of("pdf", printer, app_server, ["/map"], version="2020.1.1", time=TIME, folder=tmp_path)
    assert caught.value.kind == "version" and "2020.1.1" in caught.value.words


def test_killed_browser_fails_one_view_and_is_there_for_the_next(
    printer: FaultyBrowser, app_server: AppServer, tmp_path: Path
) -> None:
    def kill(page: Page) -> None:
        os.kill(printer._process, signal.SIGKILL)

    with printer.meeting(lambda page: page.once("load", kill)):
        failure = failed(printer, app_server, MAP, tmp_path)
    assert failure.kind == "browser"
    [file] = files_of("pdf", printer, app_server, [MAP], time=TIME, folder=tmp_path)
    assert file.pages == 1


def test_full_disk_leaves_no_file(printer: Browser, app_server: AppServer, tmp_path: Path) -> None:
    """The limit on file size stands for a full disk: the same error at the same call."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    def fill(done: int, total: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))

    try:
        with pytest.raises(SnapshotFailed) as caught:
            files_of("pdf", printer, app_server, [MAP], time=TIME, folder=tmp_path, progress=fill)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert caught.value.kind == "disk"
    assert list(tmp_path.iterdir()) == []


def test_version_withdrawn_in_mid_run(printer: Browser, small_warehouse: Path, tmp_path: Path) -> None:
    data = tmp_path / "var"
    shutil.copytree(small_warehouse, data, symlinks=True)
    with AppServer(environment={"COCKPIT_DATA": str(data), "COCKPIT_WAREHOUSE_URL": "duckdb"}) as server:
        version = server.version()

        def withdraw(done: int, total: int) -> None:
            (data / "releases" / f"{version}.duckdb").unlink()

        with pytest.raises(SnapshotFailed) as caught:
            files_of("pdf", printer, server, [MAP], time=TIME, folder=tmp_path / "made", progress=withdraw)
    assert caught.value.kind in {"version", "server"} and not list(tmp_path.glob("made/*.pdf"))


def test_no_code_no_paper(
    printer: Browser, app_server: AppServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_server, "token", "not its token")
    with pytest.raises(SnapshotFailed) as caught:
        files_of("pdf", printer, app_server, [MAP], time=TIME, folder=tmp_path)
    assert caught.value.kind == "code"


def command(small_warehouse: Path, output: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    said = os.environ | {"COCKPIT_DATA": str(small_warehouse), "COCKPIT_WAREHOUSE_URL": "duckdb"} | environment
    words = [sys.executable, "-m", "commands", "snapshot", MAP, "--output", str(output)]
    return subprocess.run(words, cwd=ROOT, env=said, capture_output=True, text=True, timeout=120, check=False)


def test_missing_font_is_told_by_the_command(small_warehouse: Path, tmp_path: Path) -> None:
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    shutil.copy("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", fonts)
    config = tmp_path / "fonts.conf"
    config.write_text(f"<fontconfig><dir>{fonts}</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>")
    told = command(small_warehouse, tmp_path / "map.pdf", FONTCONFIG_FILE=str(config))
    assert told.returncode == 1 and "缺字" in told.stderr and "fonts-noto-cjk" in told.stderr
    assert not (tmp_path / "map.pdf").exists() and (tmp_path / "map.未通过.png").exists()


def test_missing_browser_is_told_by_the_command(small_warehouse: Path, tmp_path: Path) -> None:
    told = command(small_warehouse, tmp_path / "map.pdf", COCKPIT_CHROMIUM=str(tmp_path / "nothing"))
    assert told.returncode == 4 and "没有找到Chromium" in told.stderr and "apt-get install" in told.stderr


def test_command_prints_where_it_wrote(small_warehouse: Path, tmp_path: Path) -> None:
    told = command(small_warehouse, tmp_path / "map.pdf")
    assert told.returncode == 0, told.stderr
    assert (tmp_path / "map.pdf").read_bytes().startswith(b"%PDF") and "校验码" in told.stdout
