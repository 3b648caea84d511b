"""Copy a release from its DuckDB file into a new PostgreSQL schema: COPY first, indexes afterwards, then ANALYZE.

Citus: where the extension is installed, facts are distributed by indicator and dimensions are reference tables. That
part follows the documented functions and has not been run here: no Citus package was at hand.
"""

from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import Column, MetaData, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from data.loading.staging import Database
from data.publishing.release import Inconsistent
from data.schema import DIMENSIONS, FACTS

_DIALECT = postgresql.dialect()
_CHUNK = 1 << 20


def copy_release(source: Database, target: psycopg.Connection, schema: str, folder: Path) -> None:
    """Fill a new `schema` with every table of `source`, inside the transaction that is open on `target`.

    `folder` takes one table at a time as CSV on its way. Raises Inconsistent where a count differs afterwards.
    """
    with target.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
        cursor.execute(sql.SQL("SET LOCAL search_path TO {}, public").format(sql.Identifier(schema)))
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        cursor.execute("SET LOCAL synchronous_commit = on")
        for table in (*DIMENSIONS, *FACTS):
            cursor.execute(_create(table))
        distributed = _distribute(cursor)
        for table in (*DIMENSIONS, *FACTS):
            _copy(source, cursor, table, folder, freeze=not distributed)
            _index(cursor, table)
            cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table.name)))
            _compare_counts(source, cursor, table)


def _create(table: Table) -> str:
    """CREATE TABLE without its key: a unique index made after the COPY takes half the time."""
    columns = [Column(column.name, column.type, nullable=column.nullable) for column in table.columns]
    bare = Table(table.name, MetaData(), *columns)
    return str(CreateTable(bare).compile(dialect=_DIALECT))


def _copy(source: Database, cursor: psycopg.Cursor, table: Table, folder: Path, *, freeze: bool) -> None:
    file = folder / f".building-{table.name}.csv"
    columns = [column.name for column in table.columns]
    listed = ", ".join(f'"{name}"' for name in columns)
    try:
        path = str(file).replace("'", "''")
        source.execute(
            f"COPY (SELECT {listed} FROM {table.name}) TO '{path}' (FORMAT csv, HEADER false, NULLSTR '\\N')"
        )
        statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, NULL '\\N', FREEZE {})").format(
            sql.Identifier(table.name),
            sql.SQL(", ").join(map(sql.Identifier, columns)),
            sql.SQL("true" if freeze else "false"),
        )
        with cursor.copy(statement) as copy, file.open("rb") as opened:
            while piece := opened.read(_CHUNK):
                copy.write(piece)
    finally:
        file.unlink(missing_ok=True)


def _index(cursor: psycopg.Cursor, table: Table) -> None:
    keys = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.primary_key)
    name = sql.Identifier(f"uq_{table.name}")
    cursor.execute(sql.SQL("CREATE UNIQUE INDEX {} ON {} ({})").format(name, sql.Identifier(table.name), keys))
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        cursor.execute(str(CreateIndex(index).compile(dialect=_DIALECT)))


def _compare_counts(source: Database, cursor: psycopg.Cursor, table: Table) -> None:
    (built,) = source.execute(f"SELECT count(*) FROM {table.name}").fetchone() or (0,)
    (copied,) = cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table.name))).fetchone() or (0,)
    if built != copied:
        raise Inconsistent(
            f"核对未通过，没有发布：表 {table.name} 应有{built}行，写入了{copied}行。请重试并报告此问题。"
        )


def _distribute(cursor: psycopg.Cursor) -> bool:
    """On Citus, spread facts by indicator (or area, where they have none) and copy dimensions to every worker.

    Returns whether it did."""
    if not cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'citus'").fetchone():
        return False
    for table in DIMENSIONS:
        cursor.execute("SELECT create_reference_table(%s)", (table.name,))
    for table in FACTS:
        column = "indicator_id" if "indicator_id" in table.c else "area_id"
        cursor.execute("SELECT create_distributed_table(%s, %s, shard_count => 16)", (table.name, column))
    return True
