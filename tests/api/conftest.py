"""The invented warehouse of the questions behind the interface."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from dash import Dash, html
from flask import Flask
from flask.testing import FlaskClient
from two_releases import publish_both

import api
from access.viewer import LOCAL, Viewer
from data import settings as settings_module
from data import warehouse as warehouse_module
from queries import ask
from state import store

LOOKED_AT = (
    "observations", "indicators", "catalogue_files", "areas", "versions", "search", "passport", "quality_findings",
    "quality_scores", "quality_notice", "submissions", "codes", "issued_address",
)  # fmt: skip


@pytest.fixture(scope="session")
def invented_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("interface")
    publish_both(data)
    return data


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    """Points the product at a data directory, with nothing remembered of another one."""

    def forget() -> None:
        settings_module.settings.cache_clear()
        ask.forget()
        warehouse_module.close_engines()
        store.close_engines()

    def point(data: Path) -> None:
        monkeypatch.setenv("COCKPIT_DATA", str(data))
        monkeypatch.delenv("COCKPIT_WAREHOUSE_URL", raising=False)
        monkeypatch.delenv("COCKPIT_STATE_URL", raising=False)
        forget()

    yield point
    monkeypatch.undo()
    forget()


@pytest.fixture
def data(at: Callable[[Path], None], invented_releases: Path) -> Path:
    at(invented_releases)
    return invented_releases


@pytest.fixture(scope="session")
def server() -> Flask:
    app = Dash("interface_under_test", assets_folder=str(Path(__file__).resolve().parents[2] / "assets"))
    app.layout = html.Div("页面")
    api.register(app.server)
    api.secure(app)
    return app.server


@pytest.fixture
def client(server: Flask, data: Path) -> FlaskClient:
    return server.test_client()


@pytest.fixture
def looking(monkeypatch: pytest.MonkeyPatch) -> Callable[[Viewer], None]:
    """Makes every endpoint answer to this viewer."""

    def look(viewer: Viewer = LOCAL) -> None:
        for module in LOOKED_AT:
            monkeypatch.setattr(sys.modules[f"api.{module}"], "current_viewer", lambda: viewer)

    return look
