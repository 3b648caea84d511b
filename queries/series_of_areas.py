"""The values of named areas over time: a trend."""

import pandas as pd
from sqlalchemy import Connection, select

from access.viewer import Viewer
from data.schema import dim_area, dim_period
from queries.frame import frame_of
from queries.observed import area_ids, breakdown_id, fact_of, indicator_id, observation_columns, visible_observations
from queries.scope import visible_areas


def series_of_areas(
    connection: Connection,
    *,
    viewer: Viewer,
    indicator: str,
    areas: tuple[str, ...],
    breakdown: str = "all",
    kind: str = "year",
) -> pd.DataFrame:
    """One row per area and period of `kind` (year, quarter, month …) that has an observation, missing ones included.

    Columns: area, period, year, period_label, end_date (date), numerator, denominator, value, lower, upper, status,
    demonstration, batch_id. Ordered by area and period.
    """
    fact = fact_of(kind)
    o = visible_observations(
        viewer,
        fact.c.indicator_id == indicator_id(connection, viewer, indicator),
        fact.c.breakdown_id == breakdown_id(breakdown),
        fact.c.area_id.in_(area_ids(areas)),
        fact=fact,
    )
    statement = (
        select(
            dim_area.c.code.label("area"),
            dim_period.c.code.label("period"),
            dim_period.c.year,
            dim_period.c.label.label("period_label"),
            dim_period.c.end_date,
            *observation_columns(o),
        )
        .select_from(o)
        .join(dim_area, dim_area.c.area_id == o.c.area_id)
        .join(dim_period, dim_period.c.period_id == o.c.period_id)
        .where(dim_period.c.kind == kind, visible_areas(viewer))
        .order_by(dim_area.c.code, dim_period.c.period_id)
    )
    return frame_of(connection, statement)
