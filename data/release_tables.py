"""Tables of a release in a plain DuckDB connection, which spills to disk and is not slowed by keys on facts.

Keys of facts are not declared on DuckDB: its index of 3 million composite keys costs more time, memory and disk than
all the rest, and would have to be loaded by every reader. `verified_counts` proves the keys unique instead.
"""

from collections.abc import Iterable
from typing import Any

import duckdb_sqlalchemy
from sqlalchemy import Table

from data.loading.staging import Database
from data.schema import DIMENSIONS, FACTS

_DIALECT = duckdb_sqlalchemy.Dialect()


def create_tables(connection: Database, tables: Iterable[Table] = (*DIMENSIONS, *FACTS)) -> None:
    """The tables of a release, empty."""
    for table in tables:
        columns = [
            f'"{c.name}" {c.type.compile(_DIALECT)}{"" if c.nullable else " NOT NULL"}' for c in table.columns
        ]  # fmt: skip
        if table in DIMENSIONS:
            columns.append(f"PRIMARY KEY ({', '.join(c.name for c in table.primary_key)})")
        connection.execute(f"CREATE TABLE {table.name} ({', '.join(columns)})")


def insert_rows(connection: Database, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows given as dicts; absent keys are null. One statement: `executemany` takes 1 ms a row."""
    if not rows:
        return
    names = list(rows[0])
    lists = {name: [row[name] for row in rows] for name in names}
    types = {column.name: column.type.compile(_DIALECT) for column in table.columns}
    values = ", ".join(f"CAST(unnest(${name}) AS {types[name]})" for name in names)
    quoted = ", ".join(f'"{name}"' for name in names)
    connection.execute(f"INSERT INTO {table.name} ({quoted}) SELECT {values}", lists)
