"""The invented warehouse on every engine."""

from collections.abc import Iterator

import pytest
from invented import fill
from sqlalchemy import Connection, Engine, create_engine, text
from visible import VIEWERS

from access.viewer import Viewer

SCHEMA = "invented_for_questions"


@pytest.fixture(scope="session", params=["duckdb", "postgresql"])
def invented_engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    if request.param == "duckdb":
        path = tmp_path_factory.mktemp("invented") / "invented.duckdb"
        engine = create_engine(f"duckdb:///{path}")
        engine.dialect.tuple_in_values = True  # as in data.warehouse
    else:
        whole = create_engine(request.getfixturevalue("postgres_url"))
        with whole.begin() as connection:
            connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
            connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
        engine = whole.execution_options(schema_translate_map={None: SCHEMA})
    with engine.begin() as connection:
        fill(connection)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(invented_engine: Engine) -> Iterator[Connection]:
    with invented_engine.connect() as open_connection:
        yield open_connection


@pytest.fixture(params=list(VIEWERS))
def viewer(request: pytest.FixtureRequest) -> Viewer:
    return VIEWERS[request.param]
