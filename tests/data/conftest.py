"""The demonstration figures, written once for a test run and read back as tables."""

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from data.areas import read_areas
from data.definitions import read_indicators
from data.demonstration import write

REFERENCE = Path(__file__).parent.parent.parent / "data" / "reference"


@pytest.fixture(scope="session")
def demonstration_files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write(tmp_path_factory.mktemp("demonstration"))


@pytest.fixture(scope="session")
def figures(demonstration_files: list[Path]) -> Iterator[duckdb.DuckDBPyConnection]:
    """Tables d (the demonstration rows), areas, indicators and published, typed."""
    connection = duckdb.connect(config={"threads": 1, "memory_limit": "2GB"})
    connection.execute(
        """create table d as select indicator::varchar indicator, area::varchar area, period::varchar period,
        breakdown::varchar breakdown, value, numerator, denominator, lower, upper,
        coalesce(status::varchar, 'final') status, note::varchar note from read_parquet(?)""",
        [[str(path) for path in demonstration_files]],
    )
    for name, table in (("areas", _areas()), ("indicators", _indicators()), ("published", _published())):
        connection.register("arriving", table)
        connection.execute(f"create table {name} as select * from arriving")
        connection.unregister("arriving")
    yield connection
    connection.close()


def _areas() -> pa.Table:
    return pa.Table.from_pylist([{"code": a.code, "level": a.level, "parent": a.parent} for a in read_areas().values()])


def _indicators() -> pa.Table:
    columns = ("code", "aggregation", "multiplier", "proportion")
    rows = [{name: getattr(indicator, name) for name in columns} for indicator in read_indicators().values()]
    return pa.Table.from_pylist(rows)


def _published() -> pa.Table:
    """All published observations of 2015 and later that the demonstration could meet (of the census: population)."""
    rows = []
    for path in sorted(REFERENCE.glob("*.csv")):
        if not path.with_suffix(".yaml").exists() or (path.name.startswith("census") and "population" not in path.name):
            continue
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["period"] >= "2015":
                    key = {name: row[name] for name in ("indicator", "area", "period", "breakdown")}
                    rows.append(key | {"value": float(row["value"]) if row["value"] else None})
    return pa.Table.from_pylist(rows)
