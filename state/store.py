"""The state store: SQLite beside the data, or PostgreSQL (`COCKPIT_STATE_URL`). It is made when first written.

Several workers write at once: every writing transaction waits for the one before (`BEGIN IMMEDIATE`, or the lock on the
row of `state_info`), and readers never wait (write-ahead log, or PostgreSQL's own versions).
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select, text, update
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from data.settings import settings
from state.schema import SCHEMA_VERSION, SERVER_SCHEMA, metadata, state_info

BUSY = 20.0  # seconds that a writer waits for others
CREATION_LOCK = 7_463_101  # any number, the same in every process


class StateError(Exception):
    """The state store cannot be used; the message says what to do."""


_UNREACHABLE = "状态库（问题说明等）不可用，请检查 COCKPIT_STATE_URL、磁盘与数据库服务。（{}）"
Identity = tuple[int, str, int]  # process, URL, inode: a file put in the place of another is another store
_engines: dict[Identity, Engine] = {}
_ready: set[Identity] = set()  # those whose tables were seen
_lock = Lock()
_counter: tuple[tuple, sqlite3.Connection] | None = None
_counter_lock = Lock()


@contextmanager
def writing(*, revises: bool = True) -> Iterator[Connection]:
    """A transaction that makes the store where there is none, and raises its revision. Raises StateError.

    With `revises` False the revision stays: for what no kept page shows (runs of snapshots, codes of issued views).
    """
    with _told(), _engine().begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        _prepare(connection)
        raised = state_info.c.revision + (1 if revises else 0)  # writing the row is also what makes writers wait
        connection.execute(update(state_info).values(revision=raised))
        yield connection


@contextmanager
def reading() -> Iterator[Connection | None]:
    """A connection for reading, None where nothing was ever written. Raises StateError."""
    with _told():
        path = _path()
        if path is not None and not path.exists():
            yield None
            return
        with _engine().connect() as connection:
            yield connection if _exists(connection) else None


def revision() -> int:
    """How many times something was written; 0 before. Part of the key of whatever shows a state.

    12 µs on SQLite, a round trip on PostgreSQL. Raises StateError.
    """
    path = _path()
    if path is not None:
        return _file_revision(path)
    with reading() as connection:
        return 0 if connection is None else connection.scalar(select(state_info.c.revision)) or 0


def close_engines() -> None:
    """Close everything that this process has open, as after a change of settings."""
    global _counter
    with _lock, _counter_lock:
        for engine in _engines.values():
            engine.dispose()
        _engines.clear()
        _ready.clear()
        if _counter:
            _counter[1].close()
        _counter = None


def _path() -> Path | None:
    """The file of a store on SQLite."""
    url = settings().state_url
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


def _file_revision(path: Path) -> int:
    """Asked for every page: one connection of the process, without what SQLAlchemy adds (0.1 ms)."""
    global _counter
    try:
        found = path.stat()
        key = (os.getpid(), path, found.st_dev, found.st_ino)
        with _counter_lock:
            if _counter is None or _counter[0] != key:
                _counter = key, sqlite3.connect(path, timeout=BUSY, isolation_level=None, check_same_thread=False)
            row = _counter[1].execute("SELECT revision, schema_version FROM state_info").fetchone()
    except FileNotFoundError:
        return 0
    except (OSError, sqlite3.Error) as error:
        if "no such table" in str(error):  # another process is making it this moment
            return 0
        raise StateError(_UNREACHABLE.format(error)) from error
    if row:
        _check_version(row[1])
    return row[0] if row else 0


def identity() -> Identity:
    """Which store this is; raises nothing."""
    path = _path()
    inode = path.stat().st_ino if path is not None and path.exists() else 0
    return os.getpid(), settings().state_url, inode


def _engine() -> Engine:
    key = identity()
    with _lock:
        if key not in _engines:
            for old in [known for known in _engines if known[:2] == key[:2]]:
                _engines.pop(old).dispose()
            _engines[key] = _new_engine(settings().state_url)
        return _engines[key]


def _new_engine(url: str) -> Engine:
    path = _path()
    if path is None and not url.startswith("postgresql+psycopg://"):
        raise StateError("COCKPIT_STATE_URL 要写成 sqlite:///文件的路径，或 postgresql://用户:口令@主机/数据库。")
    try:
        if path is None:
            limits = {"connect_timeout": 5, "options": f"-c lock_timeout={BUSY:.0f}s -c statement_timeout=30s"}
            engine = create_engine(url, pool_pre_ping=True, connect_args=limits)
            return engine.execution_options(schema_translate_map={None: SERVER_SCHEMA})
        path.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, connect_args={"timeout": BUSY})
    except (ArgumentError, OSError) as error:
        raise StateError(_UNREACHABLE.format(error)) from error
    event.listen(engine, "connect", _settle)
    return engine


def _settle(connection: sqlite3.Connection, _record: object) -> None:
    """Transactions begin where this module says so; what was written stays written when the power fails."""
    connection.isolation_level = None
    with suppress(sqlite3.OperationalError):  # somebody else is switching it on
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")


def _exists(connection: Connection) -> bool:
    """Whether the tables are there. Raises StateError where a newer program made them: it may do so at any time."""
    key = identity()
    if key not in _ready:
        schema = None if connection.dialect.name == "sqlite" else SERVER_SCHEMA
        if not inspect(connection).has_table(state_info.name, schema=schema):
            return False
    found = connection.scalar(select(state_info.c.schema_version))
    if found is None:
        return False
    _check_version(found)
    _ready.add(key)
    return True


def _prepare(connection: Connection) -> None:
    """Make the tables where they are missing; in the transaction of the first writer, while others wait."""
    if _exists(connection):
        _bring_up(connection)
        return
    if connection.dialect.name != "sqlite":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": CREATION_LOCK})
        if _exists(connection):
            _bring_up(connection)
            return
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SERVER_SCHEMA}"))
    metadata.create_all(connection)
    connection.execute(insert(state_info).values(id=1, schema_version=SCHEMA_VERSION, revision=0))


def _bring_up(connection: Connection) -> None:
    """Add the tables that an older program's store lacks; what it holds stays. Writers wait for the row meanwhile."""
    found = connection.scalar(select(state_info.c.schema_version).with_for_update())
    if found is not None and found < SCHEMA_VERSION:
        metadata.create_all(connection)
        connection.execute(update(state_info).values(schema_version=SCHEMA_VERSION))


def _check_version(found: int) -> None:
    if found > SCHEMA_VERSION:
        raise StateError(
            f"状态库的结构版本是 {found}，本程序只认识到 {SCHEMA_VERSION}：它由更新的程序写成。"
            "请升级本程序，或用 COCKPIT_STATE_URL 指向另一个状态库；没有任何改动。"
        )


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (OperationalError, DBAPIError) as error:
        said = str(getattr(error, "orig", error)).split("\n", 1)[0][:200]
        raise StateError(_UNREACHABLE.format(said)) from error
