"""Where readers find a published release: one engine per release on DuckDB, one schema per release on PostgreSQL.

A reader asks once per request for `current_version()` and passes that version to every question, so that no page
mixes two publications. Opening a DuckDB file costs 20 ms, hence engines stay open while their release is kept.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import Lock

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from data.schema import SCHEMA_VERSION, release_info
from data.settings import settings

# The pointer and the list of releases of a server; they live outside every release.
control = MetaData(schema="cockpit")
release_table = Table(
    "release",
    control,
    Column("version", String(32), primary_key=True),
    Column("schema_name", String(63), nullable=False),
    Column("published_at", DateTime, nullable=False),
    Column("left_at", DateTime),  # when readers were last sent elsewhere; it may be dropped some time after
)
pointer_table = Table(
    "pointer", control, Column("id", Integer, primary_key=True, autoincrement=False), Column("version", String(32))
)


class WarehouseError(Exception):
    """The warehouse cannot be read; the message tells the reader what to do."""


class NothingPublished(WarehouseError):
    """No release exists yet."""


class VersionGone(WarehouseError):
    """That release is no longer kept."""


class OlderSchema(WarehouseError):
    """The release was published by an older program; publishing again makes it readable."""


_engines: dict[Path, Engine] = {}
_checked_schemas: set[str] = set()
_lock = Lock()


@lru_cache
def server_engine() -> Engine:
    """The engine of a PostgreSQL warehouse; connecting and statements have limits, so that no page hangs on it."""
    return create_engine(
        settings().warehouse_url,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 5, "options": "-c statement_timeout=30000"},
    )


def current_version() -> str:
    """The version that readers see now. Raises NothingPublished or WarehouseError."""
    if settings().is_duckdb:
        pointer = settings().releases / "CURRENT"
        try:
            return pointer.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            raise NothingPublished(_NOTHING) from None
    try:
        with _server_connection() as connection:
            version = connection.scalar(select(pointer_table.c.version))
    except ProgrammingError:  # nothing was ever published to this server
        version = None
    if version is None:
        raise NothingPublished(_NOTHING)
    return version


_UNREACHABLE = "连接不上数据仓库，请检查 COCKPIT_WAREHOUSE_URL 与数据库服务。（{}）"
_NOTHING = "数据仓库中还没有发布的数据。请先运行 script/cockpit load 装载文件，再运行 script/cockpit publish 发布。"


def kept_versions() -> list[str]:
    """Versions that can still be read, the oldest first."""
    if settings().is_duckdb:
        files = sorted(settings().releases.glob("*.duckdb"), key=lambda f: _order(f.stem))
        return [f.stem for f in files]
    try:
        with _server_connection() as connection:
            versions = connection.scalars(select(release_table.c.version)).all()
    except ProgrammingError:
        return []
    return sorted(versions, key=_order)


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def resolve_version(wanted: str | None) -> str:
    """`wanted` where it is still kept, else the current version."""
    return wanted if wanted and wanted in kept_versions() else current_version()


@contextmanager
def connect(version: str) -> Iterator[Connection]:
    """A read-only connection to one release, which its execution option `release` names. Raises VersionGone,
    WarehouseError."""
    if settings().is_duckdb:
        with _duckdb_engine(settings().releases / f"{version}.duckdb", version).connect() as connection:
            yield connection
        return
    with _server_connection() as connection:
        schema = connection.scalar(select(release_table.c.schema_name).where(release_table.c.version == version))
        if schema is None:
            raise VersionGone(f"数据版本 {version} 已不再保留。")
        release = connection.execution_options(schema_translate_map={None: schema}, release=version)
        if schema not in _checked_schemas:  # a schema is written once: it need not be looked at again
            _check_schema(release)
            _checked_schemas.add(schema)
        yield release


@contextmanager
def _server_connection() -> Iterator[Connection]:
    """A read-only connection to the server. Raises WarehouseError where it does not answer."""
    try:
        connection = server_engine().connect().execution_options(postgresql_readonly=True)
    except OperationalError as error:
        raise WarehouseError(_UNREACHABLE.format(_first_line(error))) from error
    with connection:
        yield connection


def _duckdb_engine(path: Path, version: str) -> Engine:
    with _lock:
        for old in [known for known in _engines if not known.exists()]:  # dropped releases
            _engines.pop(old).dispose()
        if path in _engines:
            return _engines[path]
        if not path.exists():
            raise VersionGone(f"数据版本 {version} 已不再保留。")
        engine = create_engine(
            f"duckdb:///{path}",
            # One thread a question: with two the same pages took a fifth more processor time, and many ask at once.
            connect_args={"read_only": True, "config": {"threads": 1, "memory_limit": "512MB"}},
            # a release never changes: a transaction around each question would cost 2 ms a page and guard nothing
            isolation_level="AUTOCOMMIT",
            skip_autocommit_rollback=True,
            execution_options={"release": version},
        )
        try:
            with engine.connect() as connection:
                _check_schema(connection)
        except DBAPIError as error:
            engine.dispose()
            raise WarehouseError(
                f"数据仓库文件 {path.name} 打不开：可能被其他程序锁住或已损坏。（{_first_line(error)}）"
            ) from error
        engine.dialect.tuple_in_values = True  # (a, b) IN (VALUES …) is joined; a plain list is tried on every row
        _engines[path] = engine
        return engine


def _check_schema(connection: Connection) -> None:
    found = connection.scalar(select(release_info.c.schema_version))
    if found != SCHEMA_VERSION:
        kind = OlderSchema if found is not None and found < SCHEMA_VERSION else WarehouseError
        raise kind(
            f"数据仓库的结构版本是 {found}，程序需要 {SCHEMA_VERSION}。请运行 script/cockpit publish 以新结构重新发布。"
        )


def holds_older_schema() -> bool:
    """Whether the current release has to be published again before this program can read it."""
    try:
        with connect(current_version()):
            return False
    except OlderSchema:
        return True
    except WarehouseError:
        return False


def _first_line(error: Exception) -> str:
    return str(getattr(error, "orig", error)).split("\n", 1)[0][:200]


def close_engines() -> None:
    """Close every engine of this process, as after a change of settings."""
    with _lock:
        for engine in _engines.values():
            engine.dispose()
        _engines.clear()
    if server_engine.cache_info().currsize:
        server_engine().dispose()
    server_engine.cache_clear()
    _checked_schemas.clear()


def engine_name() -> str:
    """`duckdb` or `postgresql`, for health checks."""
    return "duckdb" if settings().is_duckdb else "postgresql"


def is_alive() -> bool:
    """Whether the current release answers."""
    with connect(current_version()) as connection:
        return connection.scalar(text("select 1")) == 1
