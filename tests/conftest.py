"""What many tests need: a PostgreSQL server, an empty data directory on either engine, a small published warehouse."""

import csv
import importlib.util
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, sync_playwright
from postgres_cluster import postgres_cluster
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from data import settings as settings_module
from data import warehouse as warehouse_module
from data.loading import load_files
from data.loading.header import TIDY
from data.publishing import publish
from queries import ask
from state import store

if importlib.util.find_spec("boundary_fixtures"):
    pytest_plugins = ["boundary_fixtures", "small_warehouse"]

MANIFEST = {
    "source": "《检验用数据》",
    "organisation": "检验机构",
    "form": "检验报表",
    "cut_off": "2025-12-31",
    "demonstration": False,
}
_databases = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A real browser on a shared machine may lose a race with the pointer or the clock: such a test is run once more,
    and the report lists it (RERUN). One that fails twice has failed."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session", autouse=True)
def callbacks_of_the_app() -> None:
    """Dash hands the callbacks of modules to the app that answers first in a process: ours, not a test's."""
    from app import app

    assert app.server.test_client().get("/_dash-dependencies").status_code == 200


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of the machine, without a window. One for the run: playwright allows one loop in a process."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "no Chromium on PATH; script/test installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """SQLAlchemy URL of a server of this run's own. Fails, never skips, where none can be started."""
    with postgres_cluster() as url:
        yield url


@dataclass(frozen=True)
class Place:
    """A data directory and the engine behind it, both new."""

    engine: str
    data: Path
    url: str


def _forget() -> None:
    settings_module.settings.cache_clear()
    warehouse_module.close_engines()
    store.close_engines()
    ask.forget()


def _settle(monkeypatch: pytest.MonkeyPatch, folder: Path, url: str) -> None:
    monkeypatch.setenv("COCKPIT_DATA", str(folder))
    monkeypatch.setenv("COCKPIT_WAREHOUSE_URL", url)
    monkeypatch.setenv("COCKPIT_LOCK_WAIT", "10")
    _forget()


@pytest.fixture
def empty_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Place]:
    """A new data directory with the embedded warehouse, nothing loaded."""
    _settle(monkeypatch, tmp_path / "var", "duckdb")
    yield Place("duckdb", tmp_path / "var", "duckdb")
    _forget()


@pytest.fixture(params=["duckdb", "postgresql"])
def warehouse(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Place]:
    """A new data directory, nothing loaded, once on each engine; on PostgreSQL with a database of its own."""
    if request.param == "duckdb":
        _settle(monkeypatch, tmp_path / "var", "duckdb")
        yield Place("duckdb", tmp_path / "var", "duckdb")
        _forget()
        return
    server = request.getfixturevalue("postgres_url")
    name = f"cockpit_test_{next(_databases)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    _settle(monkeypatch, tmp_path / "var", url)
    yield Place("postgresql", tmp_path / "var", url)
    _forget()
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """`made_once(name, (rows, manifest), …)`: a data directory, loaded and published once for all tests that read it.

    Publishing takes seconds; tests that only read use this with `settled`. The first call under a name decides.
    """
    made: dict[str, Path] = {}

    def folder(name: str, *batches: tuple[list[dict[str, Any]], dict[str, Any]]) -> Path:
        if name not in made:
            made[name] = tmp_path_factory.mktemp(name)
            with pytest.MonkeyPatch.context() as patch:
                _settle(patch, made[name], "duckdb")
                files = [
                    write_observations(made[name] / "input" / f"rows{n}.csv", rows, **manifest)
                    for n, (rows, manifest) in enumerate(batches)
                ]
                load_files(files)
                publish()
            _forget()
        return made[name]

    return folder


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    """`settled(folder)` makes a folder of `made_once` the data directory of this test. Read only."""
    yield lambda folder: _settle(monkeypatch, folder, "duckdb")
    _forget()


@pytest.fixture
def observation_file(tmp_path: Path) -> Callable[..., Path]:
    """`observation_file(rows, name="rows.csv", **manifest)` writes tidy rows (dicts) and a YAML; returns the CSV."""

    def write(rows: list[dict[str, Any]], name: str = "rows.csv", **manifest: Any) -> Path:
        return write_observations(tmp_path / "input" / name, rows, **manifest)

    return write


def write_observations(path: Path, rows: list[dict[str, Any]], **manifest: Any) -> Path:
    """Tidy rows (dicts) and their YAML; returns the CSV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = [*TIDY, *sorted({key for row in rows for key in row} - set(TIDY))]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    about = {key: value for key, value in (MANIFEST | manifest).items() if value is not None}
    lines = [f"{key}: {_scalar(value)}" for key, value in about.items()]
    path.with_suffix(".yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _scalar(value: Any) -> str:
    """Dates unquoted, as people write them."""
    if isinstance(value, str) and value[:4].isdigit():
        return value
    return yaml.safe_dump(value, allow_unicode=True).removesuffix("\n...\n").strip()


@pytest.fixture
def publish_rows(observation_file: Callable[..., Path]) -> Callable[..., str]:
    """`publish_rows(rows, **manifest)` loads tidy rows into the current data directory and publishes them.

    Use it with `empty_data` or `warehouse`. Returns the version; call it again for another batch and version.
    """
    numbers = count(1)

    def publish_these(rows: list[dict[str, Any]], **manifest: Any) -> str:
        load_files([observation_file(rows, f"rows{next(numbers)}.csv", **manifest)])
        return publish().version

    return publish_these
