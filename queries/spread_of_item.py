"""What the areas had of one item in one phase: what scores are measured by that compare areas with each other."""

import pandas as pd
from sqlalchemy import Connection, case, func, select

from access.viewer import Viewer
from data.schema import dim_area, fact_assessment_item
from queries.assessed import assessed_phase
from queries.frame import frame_of
from queries.scope import visible_areas


def spread_of_item(
    connection: Connection, *, viewer: Viewer, scheme: str, period: str, item_number: int
) -> pd.DataFrame:
    """One row: areas (how many have a value), lowest, highest, mean, deviation (of a sample; NaN for a single area), in
    the item's unit; no row where no area has a value, or some lie outside the viewer's limits: the extremes are values
    of single areas.
    """
    phase = assessed_phase(connection, viewer, scheme, period)
    f = fact_assessment_item.c
    # PostgreSQL has no deviation of a single value, DuckDB neither: both answer NULL
    statement = (
        select(
            func.count().label("areas"), func.min(f.value).label("lowest"), func.max(f.value).label("highest"),
            func.avg(f.value).label("mean"), func.stddev_samp(f.value).label("deviation"),
        )
        .select_from(fact_assessment_item)
        .join(dim_area, dim_area.c.area_id == f.area_id)
        .where(f.scheme_id == phase.scheme, f.period_id == phase.period, f.item_number == item_number)
        .where(f.value.is_not(None))
        .having(func.count() > 0, func.count() == func.sum(case((visible_areas(viewer), 1), else_=0)))
    )  # fmt: skip
    return frame_of(connection, statement)
