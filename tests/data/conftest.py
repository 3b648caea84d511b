"""The demonstration figures, written once for a test run and read back as tables; files of submissions."""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
import yaml

from data.areas import read_areas
from data.definitions import read_indicators
from data.demonstration import write
from data.loading import load_files
from data.publishing import publish

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


@pytest.fixture
def submission_file(tmp_path: Path) -> Callable[..., Path]:
    """`submission_file(rows, name="rows.csv", **manifest)` writes rows of submissions (dicts) and a YAML."""

    def write_rows(rows: list[dict[str, Any]], name: str = "rows.csv", **manifest: Any) -> Path:
        path = tmp_path / "input" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        columns = list(dict.fromkeys(key for row in rows for key in row))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
        about = {"source": "报送登记", "organisation": "检验机构", "form": "报送情况登记", "content": "submissions",
                 "cut_off": date(2026, 10, 31), "demonstration": False} | manifest  # fmt: skip
        kept = {key: value for key, value in about.items() if value is not None}
        path.with_suffix(".yaml").write_text(yaml.safe_dump(kept, allow_unicode=True), encoding="utf-8")
        return path

    return write_rows


@pytest.fixture
def publish_submissions(submission_file: Callable[..., Path]) -> Callable[..., str]:
    """`publish_submissions(rows, **manifest)` loads rows into the current data directory and publishes them."""
    numbers = count(1)

    def publish_these(rows: list[dict[str, Any]], **manifest: Any) -> str:
        load_files([submission_file(rows, f"submissions{next(numbers)}.csv", **manifest)])
        return publish().version

    return publish_these
