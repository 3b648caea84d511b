"""The product as its users have it: a small warehouse of published and demonstration figures, served, in Chromium."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext
from selenium.webdriver.chrome.options import Options
from walls import playing, wall_server  # noqa: F401  (fixtures)
from windows import SIZES, Watched, listen

from bench.serving import free_port, wait_until_up

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def cockpit(small_warehouse: Path) -> Iterator[str]:
    """The address of the product, served by gunicorn in a process of its own."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "app:server", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    environment = os.environ | {"COCKPIT_DATA": str(small_warehouse), "COCKPIT_WAREHOUSE_URL": "duckdb"}
    process = subprocess.Popen([*command, "--log-level", "error"], cwd=ROOT, env=environment)
    try:
        wait_until_up(port, "/healthz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture
def watched(chromium: Browser, cockpit: str) -> Iterator[Callable[..., Watched]]:
    """`watched(size="laptop", **options)` opens a window; at the end no window may have had a problem."""
    opened: list[tuple[BrowserContext, Watched]] = []

    def window(size: str = "laptop", **options: object) -> Watched:
        width, height = SIZES[size]
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN", **options)  # type: ignore[arg-type]
        page = context.new_page()
        window = Watched(page, cockpit)
        listen(window)
        opened.append((context, window))
        return window

    yield window
    problems = [problem for _, window in opened for problem in window.problems]
    for context, window in opened:
        # the renderer's own word for a callback that failed
        problems += [f"error overlay at {window.page.url}"] * window.page.locator(".dash-error-card").count()
        context.close()
    assert not problems, "\n".join(problems)


def pytest_setup_options() -> Options:
    """Chromium for dash_duo: no window, and no sandbox where the tests run as root."""
    options = Options()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1366,768"):
        options.add_argument(argument)
    return options
