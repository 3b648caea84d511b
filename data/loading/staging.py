"""The scratch database of one load: a DuckDB file on disk, so that memory stays within its limit."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from data.settings import settings

Database = duckdb.DuckDBPyConnection


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder beside the batches (same disk), gone afterwards; a killed load's is removed by `batches.sweep`."""
    settings().data.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="loading-", dir=settings().data))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def scratch_database(folder: Path, name: str = "stage.duckdb") -> Iterator[Database]:
    """A DuckDB database in `folder`, limited in memory and spilling there."""
    connection = open_database(folder / name, folder / "spill")
    try:
        yield connection
    finally:
        connection.close()


def fill_table(connection: Database, table: str, columns: str, rows: list[tuple]) -> None:
    """Make `table` anew from rows; `columns` as in CREATE TABLE, each `name TYPE`."""
    connection.execute(f"CREATE OR REPLACE TABLE {table} ({columns})")
    if not rows:
        return
    # one statement for all rows: executemany takes 1 ms a row, and the register has 3,400
    names = [part.split()[0] for part in columns.split(", ")]
    lists = {f"c{n}": list(values) for n, values in enumerate(zip(*rows, strict=True))}
    unnested = ", ".join(f"unnest($c{n}) AS {name}" for n, name in enumerate(names))
    connection.execute(f"INSERT INTO {table} SELECT {unnested}", lists)


def open_database(path: Path, spill: Path) -> Database:
    """A DuckDB database for writing, within the memory that loads and publications may take."""
    memory = settings().load_memory
    return duckdb.connect(str(path), config={"memory_limit": memory, "threads": 2, "temp_directory": str(spill)})
