"""(h) The same rules as the warehouse grows: the facts of the current release, repeated under further breakdowns."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.lines import Line
from bench.quality import lines_of
from data.loading.staging import open_database
from data.settings import settings
from data.warehouse import current_version

TIMES = (3, 9)  # 10 and 30 million; COCKPIT_BENCH_TIMES=3,9,30 adds 100 million: 20 minutes and 10 GB of disk


def measure() -> Iterator[Line]:
    chosen = os.environ.get("COCKPIT_BENCH_TIMES")
    with tempfile.TemporaryDirectory(prefix="cockpit-bench-", dir=os.environ.get("COCKPIT_BENCH")) as temporary:
        for times in [int(text) for text in chosen.split(",")] if chosen else TIMES:
            grown = Path(temporary) / f"grown{times}.duckdb"
            shutil.copy(settings().releases / f"{current_version()}.duckdb", grown)
            _grow(grown, times)
            yield from lines_of(grown, f" ×{times}", None)
            grown.unlink()


def _grow(release: Path, times: int) -> None:
    """Every observation again under breakdowns 100, 200, … higher, in the order of the key."""
    connection = open_database(release, release.with_suffix(".spill"))
    connection.execute("ALTER TABLE fact_observation RENAME TO once")
    columns = connection.execute("SELECT * FROM once LIMIT 0").description
    again = ", ".join("b + breakdown_id AS breakdown_id" if name == "breakdown_id" else name for name, *_ in columns)
    connection.execute("CREATE TABLE fact_observation AS SELECT * FROM once LIMIT 0")
    indicators = connection.execute("SELECT DISTINCT indicator_id FROM once ORDER BY indicator_id").fetchall()
    for (indicator,) in indicators:
        connection.execute(
            f"INSERT INTO fact_observation SELECT {again} FROM once,"
            " (SELECT CAST(100 * unnest(range($times)) AS SMALLINT) AS b) WHERE indicator_id = $indicator ORDER BY ALL",
            {"times": times, "indicator": indicator},
        )
    connection.execute("DROP TABLE once")
    connection.execute(f"UPDATE fact_coverage SET observations = observations * {times}")
    connection.close()
