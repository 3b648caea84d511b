"""The renderer as the scheduler uses it: the product's own server and a Chromium of its own, on a small warehouse."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from faulty_browser import FaultyBrowser
from playwright.sync_api import Browser as Chromium

from snapshots.app_server import AppServer


@pytest.fixture(scope="session")
def app_server(small_warehouse: Path) -> Iterator[AppServer]:
    environment = {"COCKPIT_DATA": str(small_warehouse), "COCKPIT_WAREHOUSE_URL": "duckdb"}
    with AppServer(environment=environment) as server:
        yield server


@pytest.fixture(scope="session")
def printer(chromium: Chromium) -> Iterator[FaultyBrowser]:
    with FaultyBrowser(chromium.browser_type) as browser:
        yield browser
