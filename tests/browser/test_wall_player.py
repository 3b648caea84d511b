"""The wall plays by itself: the server goes and comes back, versions appear, pages fail, keys pause."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from windows import until

from bench.serving import free_port, wait_until_up

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
PACE = "window.hcWallPace = { health: 300, list: 300 };"
LIST = """name: 检验
entries:
- {address: "/wall?layout=overview", seconds: 3600}
- {address: "/no-such-page", seconds: 3600}
- {address: "/indicators?indicator=LE", seconds: 3600}
"""
STATE = """() => { const shown = document.querySelector(".hc-wall-slot.upper");
  const inside = shown && !shown.classList.contains("ordinary") ? shown.querySelector("iframe").contentDocument : shown;
  const place = inside && inside.querySelector(".hc-wall-state");
  return place ? place.textContent : ""; }"""
SHOWS = f"(words) => ({STATE})().includes(words)"


UPPER = "document.querySelector('.hc-wall-slot.upper iframe').contentDocument"
TITLE = f"() => {UPPER}.querySelector('h1').textContent"
AREAS = f"() => {UPPER}.querySelectorAll('.choroplethlocation').length"


class Server:
    """gunicorn on one port of this machine, to be stopped and started again."""

    def __init__(self, environment: dict[str, str]):
        self.environment, self.port = environment, free_port()
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "app:server", "--bind", f"127.0.0.1:{self.port}", "--threads", "4"]
        self.process = subprocess.Popen([*command, "--log-level", "critical"], cwd=ROOT, env=self.environment)
        wait_until_up(self.port, "/healthz", self.process)

    def stop(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(20)


def set_list(file: Path, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "commands", "playlist", "set", "hall", str(file), "--who", "检验"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


@pytest.fixture(scope="module")
def server(small_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("wall")
    (folder / "list.yaml").write_text(LIST, encoding="utf-8")
    environment = os.environ | {
        "COCKPIT_DATA": str(small_warehouse), "COCKPIT_WAREHOUSE_URL": "duckdb",
        "COCKPIT_STATE_URL": f"sqlite:///{folder / 'state.sqlite'}",
    }  # fmt: skip
    set_list(folder / "list.yaml", environment)
    running = Server(environment)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def playing(chromium: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """`playing("/wall?playlist=hall")`: a wall whose first picture stands."""
    context = chromium.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")

    def opened(path: str) -> Page:
        page = context.new_page()
        page.add_init_script(PACE)
        page.goto(f"http://127.0.0.1:{server.port}{path}")
        until(page, "() => Boolean(window.hcWall)", within=60_000)
        if "playlist" in path:
            until(page, "() => window.hcWall.changes > 0", within=60_000)
        return page

    yield opened
    context.close()


def test_the_server_goes_away_and_comes_back(server: Server, playing: Callable[..., Page]) -> None:
    page = playing("/wall?playlist=hall")
    assert page.evaluate(TITLE) == "健康中国行动监测"
    server.stop()
    until(page, SHOWS, "数据陈旧", within=60_000)
    assert page.evaluate(TITLE) == "健康中国行动监测"  # the last good picture stays
    assert page.evaluate(AREAS) > 30
    changes = page.evaluate("() => window.hcWall.changes")
    server.start()
    until(page, SHOWS, "数据正常", within=60_000)
    assert page.evaluate("() => window.hcWall.changes") > changes  # drawn anew, without anybody touching it


def test_keys_pause_and_step_and_a_page_that_fails_is_skipped_with_a_note(playing: Callable[..., Page]) -> None:
    page = playing("/wall?playlist=hall")
    history = page.evaluate("() => window.history.length")
    page.keyboard.press("Space")
    until(page, SHOWS, "已暂停")
    page.keyboard.press("Space")
    until(page, SHOWS, "数据正常")
    page.keyboard.press("ArrowRight")
    until(page, "() => window.hcWall.at === 2", within=60_000)  # entry 1 is no page
    until(page, SHOWS, "1个画面未能显示")
    assert "ordinary" in (page.locator(".hc-wall-slot.upper").get_attribute("class") or "")
    frame = page.locator(".hc-wall-slot.upper iframe").content_frame
    assert frame.locator(".hc-bar").is_hidden() and frame.locator("h1").is_visible()
    page.keyboard.press("ArrowLeft")
    until(page, "() => window.hcWall.at === 0", within=60_000)
    # one picture again and again in the same frames is asked for each time
    again = (
        "async () => { for (let n = 0; n < 3; n += 1) if (!await window.hcWall.show(0)) return false; return true; }"
    )
    assert page.evaluate(again)
    assert page.evaluate("() => window.history.length") == history  # changes leave nothing in the history


def test_a_new_version_and_a_changed_list_appear_untouched(
    server: Server, playing: Callable[..., Page], tmp_path: Path
) -> None:
    page = playing("/wall?layout=overview")
    until(page, "() => window.hcWall.version && window.hcWall.changes === 0")
    page.route(
        "**/healthz", lambda route: route.fulfill(json={"status": "ok", "data_version": "2099.1.1", "engine": "duckdb"})
    )
    until(page, "() => window.hcWall.changes > 0 && window.hcWall.version === '2099.1.1'", within=60_000)
    assert page.locator(".hc-wall-slot.upper").count() == 1

    listed = playing("/wall?playlist=hall")
    (tmp_path / "list.yaml").write_text(LIST.replace("/no-such-page", "/wall?layout=map"), encoding="utf-8")
    set_list(tmp_path / "list.yaml", server.environment)
    until(listed, "() => window.hcWall.entries[1].address === '/wall?layout=map'", within=30_000)


def test_no_motion_where_none_is_wanted(chromium: Browser, server: Server) -> None:
    context = chromium.new_context(viewport={"width": 1920, "height": 1080}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.port}/wall?playlist=hall")
    until(page, "() => window.hcWall && window.hcWall.changes > 0", within=60_000)
    moved = page.evaluate("""async () => {
      let seen = 0;
      document.addEventListener("transitionrun", () => { seen += 1; }, true);
      await window.hcWall.step(1);
      return seen;
    }""")
    context.close()
    assert moved == 0
