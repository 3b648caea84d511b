"""Two invented releases: in the newer one every value is one higher, and the source of batch 1 is a formula."""

import shutil
import sys
from pathlib import Path

from sqlalchemy import create_engine, update

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "queries"))  # the invented world and its oracle

from invented import fill

from data.schema import dim_batch, fact_annual, fact_observation, release_info

OLD, CURRENT = "2026.11.1", "2026.11.2"
FORMULA = "=1+cmd|'/c calc'!A1"


def publish_both(data: Path) -> None:
    """Writes both releases as DuckDB files below `data`."""
    releases = data / "releases"
    releases.mkdir()
    old, current = releases / f"{OLD}.duckdb", releases / f"{CURRENT}.duckdb"
    engine = create_engine(f"duckdb:///{old}")
    with engine.begin() as connection:
        fill(connection)
    engine.dispose()
    shutil.copy(old, current)
    engine = create_engine(f"duckdb:///{current}")
    with engine.begin() as connection:
        connection.execute(update(release_info).values(version=CURRENT))
        for fact in (fact_observation, fact_annual):
            connection.execute(update(fact).values(value=fact.c.value + 1))
        connection.execute(update(dim_batch).where(dim_batch.c.batch_id == 1).values(source=FORMULA))
    engine.dispose()
    (releases / "CURRENT").write_text(CURRENT)
