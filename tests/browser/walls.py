"""A wall that plays from a server of its own, faster than in a hall."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from windows import until

from bench.serving import free_port, wait_until_up

ROOT = Path(__file__).resolve().parents[2]
PACE = "window.hcWallPace = { health: 300, list: 300, read: 0.1 };"
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
def wall_server(small_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
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
def playing(chromium: Browser, wall_server: Server) -> Iterator[Callable[..., Page]]:
    """`playing("/wall?playlist=hall")`: a wall whose first picture stands."""
    contexts = []

    def opened(path: str, size: tuple[int, int] = (1920, 1080), at: str | None = None) -> Page:
        contexts.append(chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="zh-CN", timezone_id="Asia/Shanghai"
        ))  # fmt: skip
        page = contexts[-1].new_page()
        page.add_init_script(PACE)
        if at:
            page.clock.set_fixed_time(at)
        page.goto(f"http://127.0.0.1:{wall_server.port}{path}")
        until(page, "() => Boolean(window.hcWall)", within=60_000)
        if "playlist" in path:
            until(page, "() => window.hcWall.changes > 0", within=60_000)
        return page

    yield opened
    for context in contexts:
        context.close()
