"""An empty state store on either engine."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from data import settings as settings_module
from state import finding_states, store

_databases = count(1)


def forget() -> None:
    settings_module.settings.cache_clear()
    store.close_engines()
    finding_states.forget()


@pytest.fixture
def state_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Where the default store would be: a file that does not exist yet."""
    monkeypatch.setenv("COCKPIT_DATA", str(tmp_path / "var"))
    monkeypatch.delenv("COCKPIT_STATE_URL", raising=False)
    forget()
    yield tmp_path / "var" / "state.sqlite"
    forget()


@pytest.fixture
def state_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, postgres_url: str) -> Iterator[str]:
    """The URL of an empty database, made the product's state store."""
    name = f"state_test_{next(_databases)}"
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    monkeypatch.setenv("COCKPIT_DATA", str(tmp_path / "var"))
    monkeypatch.setenv("COCKPIT_STATE_URL", url.replace("postgresql+psycopg://", "postgresql://"))
    forget()
    yield url
    forget()
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(params=["state_file", "state_server"])
def state_url(request: pytest.FixtureRequest) -> str:
    """A store where nothing was ever written, once on each engine."""
    request.getfixturevalue(request.param)
    return settings_module.settings().state_url
