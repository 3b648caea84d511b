"""Releases on PostgreSQL: one schema per release, and a pointer row that names the one in force.

The schema is copied from the release file that DuckDB built, in one transaction: killed before its end, nothing of it
exists. The pointer is flipped in a transaction of its own, which holds locks for milliseconds.
"""

import re
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import psycopg
from sqlalchemy import Engine, create_engine, delete, insert, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from data.loading.refusals import OutOfSpace
from data.publishing.postgres_tables import copy_release
from data.publishing.release import Release, discard_file
from data.settings import settings
from data.warehouse import WarehouseError, control, pointer_table, release_table

PREFIX = "rel_"


def _engine() -> Engine:
    """For writing: no limit on statements, no pool that would keep a session after the work."""
    return create_engine(settings().warehouse_url, poolclass=NullPool, connect_args={"connect_timeout": 5})


def known_versions() -> list[str]:
    """Versions that exist, in no order."""
    with _engine().connect() as connection:
        return list(connection.scalars(select(release_table.c.version)))


def place(built: Path, release: Release) -> None:
    """Copy the finished file into a schema of its own; nobody reads it before `point_to`, which also lists it."""
    with _engine().begin() as connection:
        name = f"{PREFIX}{max([_number(found) for found in _schemas()], default=0) + 1}"
        raw = connection.connection.driver_connection
        assert isinstance(raw, psycopg.Connection)
        with duckdb.connect(str(built), read_only=True) as source:
            try:
                copy_release(source, raw, name, built.parent)
            except psycopg.errors.DiskFull as error:
                raise OutOfSpace(
                    f"数据库服务器的磁盘空间不足，没有发布，读者仍看到原来的版本。请清理后重试。（{error.diag.message_primary}）"
                ) from error
        connection.execute(
            insert(release_table).values(
                version=release.version, schema_name=name, published_at=release.published_at, left_at=_now()
            )
        )
    discard_file(built)


def point_to(version: str) -> None:
    """Make `version` the one that readers see, in one small transaction."""
    with _engine().begin() as connection:
        left = connection.scalar(select(pointer_table.c.version))
        connection.execute(update(release_table).where(release_table.c.version == left).values(left_at=_now()))
        if left is None:
            connection.execute(insert(pointer_table).values(id=1, version=version))
        else:
            connection.execute(update(pointer_table).values(version=version))


def seconds_since_left(version: str) -> float:
    """How long ago readers stopped being sent to `version`."""
    with _engine().connect() as connection:
        left = connection.scalar(select(release_table.c.left_at).where(release_table.c.version == version))
    return (_now() - left).total_seconds() if left else 0.0


def drop(version: str) -> None:
    """Remove a release: first from the list, so that nobody finds it, then its schema.

    A schema that a slow reader still holds is left to the next `sweep`.
    """
    with _engine().begin() as connection:
        name = connection.scalar(select(release_table.c.schema_name).where(release_table.c.version == version))
        connection.execute(delete(release_table).where(release_table.c.version == version))
    if name:
        _drop_schema(name)


def sweep() -> None:
    """Create the control tables where they are missing, and remove schemas that no release owns."""
    settings().releases.mkdir(parents=True, exist_ok=True)
    for file in settings().releases.glob(".building-*"):
        discard_file(file.with_name(re.sub(r"\.(wal|spill|csv)$", "", file.name)))
        file.unlink(missing_ok=True)
    try:
        with _engine().begin() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {control.schema}")
            control.create_all(connection)
            owned = set(connection.scalars(select(release_table.c.schema_name)))
    except OperationalError as error:
        raise WarehouseError(f"连接不上数据仓库，没有任何改动。（{str(error.orig).splitlines()[0]}）") from error
    for name in _schemas():
        if name not in owned:
            _drop_schema(name)


def _schemas() -> list[str]:
    with _engine().connect() as connection:
        names = connection.exec_driver_sql("SELECT nspname FROM pg_namespace").scalars().all()
    return [name for name in names if re.fullmatch(rf"{PREFIX}\d+", name)]


def _drop_schema(name: str) -> None:
    # half of deadlock_timeout: where a reader and this statement wait for each other, this one gives way
    with _engine().connect() as connection:
        try:
            connection.exec_driver_sql("SET lock_timeout = '500ms'")
            connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
            connection.commit()
        except OperationalError as error:
            if not isinstance(error.orig, psycopg.errors.LockNotAvailable):
                raise


def _number(schema: str) -> int:
    return int(schema.removeprefix(PREFIX))


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
