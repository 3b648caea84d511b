"""Two invented releases: in the newer one every value is one higher, and the source of batch 1 is a formula."""

import shutil
import sys
from pathlib import Path

from sqlalchemy import Connection, case, create_engine, delete, func, insert, select, update

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "queries"))  # the invented world and its oracle

from invented import fill

from data.schema import dim_area, dim_batch, fact_annual, fact_coverage, fact_observation, release_info

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
        _cover(connection)
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


def _cover(connection: Connection) -> None:
    """What the release holds, as `publish` counts it."""
    o, made_up = fact_observation, dim_batch.c.demonstration
    keys = [o.c.indicator_id, o.c.period_id, o.c.breakdown_id, dim_area.c.level, dim_batch.c.classification]
    counts = [
        func.count().label("observations"),
        func.count(o.c.value).label("with_value"),
        func.sum(case((made_up, 1), else_=0)).label("demonstration"),
        func.max(o.c.batch_id).label("batch_id"),
    ]
    held = select(*keys, *counts).join(dim_area, dim_area.c.area_id == o.c.area_id)
    held = held.join(dim_batch, dim_batch.c.batch_id == o.c.batch_id).group_by(*keys)
    connection.execute(delete(fact_coverage))  # the world may hold its own one day
    connection.execute(insert(fact_coverage).from_select([c.name for c in fact_coverage.columns], held))
