"""Write a release of invented figures of a given size straight into a data directory, for measuring questions.

    python -m bench.generate DIRECTORY --millions 3      (10 s)
    python -m bench.generate DIRECTORY --millions 100    (3 minutes, 1.5 GB)

Areas, indicators, targets and breakdowns are the real ones; every observation is a hash of its key. The sizes differ
as a warehouse grows: 3 million are eleven years, 100 million add quarters, months and both sexes for every indicator.
"""

from datetime import date, datetime
from pathlib import Path

import click
import duckdb

from data import schema
from data.periods import parse_period
from data.publishing import dimensions
from data.publishing.release import COVERAGE, SHOWN_OF_BATCHES
from data.release_tables import create_tables, insert_rows

YEARS = range(2015, 2026)
AT_COUNTIES, AT_PREFECTURES = (
    50,
    90,
)  # the first 50 indicators reach counties, the next 40 prefectures, others provinces
BY_SEX = 12  # at 3 million, so many indicators are also given by sex
BATCHES = 20
SIZES = (3, 100)

OBSERVATIONS = """
INSERT INTO fact_observation
SELECT $indicator, p.period_id, b.breakdown_id, a.area_id,
       CASE WHEN missing THEN NULL ELSE round(share * 1000) END, CASE WHEN missing THEN NULL ELSE 100000 END,
       CASE WHEN missing THEN NULL ELSE round(share, 2) END,
       CASE WHEN missing THEN NULL ELSE round(share - 1, 2) END,
       CASE WHEN missing THEN NULL ELSE round(share + 1, 2) END,
       CASE WHEN missing THEN 3 ELSE 0 END, $indicator % $batches + 1, h % 1000000, NULL
FROM dim_period p, (SELECT unnest($breakdowns) AS breakdown_id) b, dim_area a,
     LATERAL (SELECT hash($indicator, p.period_id, b.breakdown_id, a.area_id) AS h),
     LATERAL (SELECT h % 100 = 99 AS missing, 5 + h % 9000 * 0.01 AS share)
WHERE list_contains($levels, a.level)
ORDER BY p.period_id, b.breakdown_id, a.area_id
"""

FINISH = (
    """INSERT INTO fact_annual
    SELECT o.area_id, o.indicator_id, o.breakdown_id, o.period_id,
           o.* EXCLUDE (area_id, indicator_id, breakdown_id, period_id)
    FROM fact_observation o JOIN dim_period p ON p.period_id = o.period_id AND p.kind = 'year'
    ORDER BY o.area_id, o.indicator_id, o.breakdown_id, o.period_id""",
    COVERAGE,
    SHOWN_OF_BATCHES,
    """INSERT INTO release_info
    SELECT $version, $schema, $now, (SELECT count(*) FROM fact_observation), $batches, DATE '2025-12-31',
           'invented for measuring', NULL""",
    "CHECKPOINT",
)


def generate(directory: Path, millions: int) -> str:
    """Write `directory`/releases/<version>.duckdb with about `millions` (3 or 100) million observations, make it the
    current release of that directory and return its version. An existing one of the same size is kept."""
    version = f"1.{millions}.1"
    releases = directory / "releases"
    releases.mkdir(parents=True, exist_ok=True)
    path = releases / f"{version}.duckdb"
    if not path.exists():
        building = releases / f"{version}.building"
        building.unlink(missing_ok=True)
        with duckdb.connect(str(building)) as connection:
            _write(connection, version, large=millions > SIZES[0])
        building.rename(path)
    (releases / "CURRENT").write_text(version, encoding="utf-8")
    return version


def _write(connection: duckdb.DuckDBPyConnection, version: str, *, large: bool) -> None:
    create_tables(connection)
    insert_rows(connection, schema.dim_area, dimensions.area_rows())
    indicators = dimensions.indicator_rows()
    insert_rows(connection, schema.dim_indicator, indicators)
    insert_rows(connection, schema.dim_target, dimensions.target_rows())
    insert_rows(connection, schema.dim_breakdown, dimensions.breakdown_rows())
    insert_rows(connection, schema.dim_period, dimensions.period_rows(_periods(large)))
    insert_rows(connection, schema.dim_batch, [_batch(number) for number in range(1, BATCHES + 1)])
    for indicator in sorted(row["indicator_id"] for row in indicators):
        asked = {
            "indicator": indicator,
            "batches": BATCHES,
            "breakdowns": [0, 1, 2] if large or indicator <= BY_SEX else [0],
            "levels": _levels(indicator),
        }
        connection.execute(OBSERVATIONS, asked)
    told = {"version": version, "schema": schema.SCHEMA_VERSION, "now": datetime(2026, 1, 1), "batches": BATCHES}
    for statement in FINISH:
        connection.execute(statement, {name: value for name, value in told.items() if f"${name}" in statement})


def _levels(indicator: int) -> list[str]:
    levels = ["nation", "province"]
    if indicator <= AT_PREFECTURES:
        levels.append("prefecture")
    if indicator <= AT_COUNTIES:
        levels += ["county", "zone"]
    return levels


def _periods(large: bool) -> list[int]:
    codes = [str(year) for year in YEARS]
    if large:
        codes += [f"{year}Q{quarter}" for year in YEARS for quarter in (1, 2, 3, 4)]
        codes += [f"{year}-{month:02}" for year in YEARS for month in range(1, 13)]
    return sorted(parse_period(code).id for code in codes)


def _batch(number: int) -> dict[str, object]:
    return {
        "batch_id": number,
        "file_name": f"{number}.csv",
        "organisation": "invented",
        "form": "invented",
        "source": "invented",
        "cut_off": date(2025, 12, 31),
        "sha256": f"{number:064}",
        "demonstration": number % 2 == 0,
        "verified": True,
        "classification": "public",
        "loaded_at": datetime(2026, 1, 1),
        "loaded_by": "bench",
        "row_count": 0,
    }


@click.command(help=__doc__)
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option("--millions", type=click.Choice([str(size) for size in SIZES]), default="3", show_default=True)
def main(directory: Path, millions: str) -> None:
    click.echo(generate(directory, int(millions)))


if __name__ == "__main__":
    main()
