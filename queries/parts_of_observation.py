"""The figures of an area's direct parts: what a rolled-up figure was summed from, and who stands beside an area."""

import pandas as pd
from sqlalchemy import Connection, func, literal, or_, select

from access.viewer import Viewer
from data.schema import dim_area, fact_observation
from queries.frame import frame_of
from queries.observed import breakdown_id, indicator_id, observation_columns, period_id, visible_observations
from queries.scope import visible_areas


def parts_of_observation(
    connection: Connection, *, viewer: Viewer, indicator: str, area: str, period: str, breakdown: str = "all"
) -> pd.DataFrame:
    """One row per direct part of `area` that the viewer may see: the statistical ones with or without an observation,
    others (zones too are parts) where there is one.

    Columns: area, name, short_name, level, has_statistics, numerator, denominator, value, lower, upper, status,
    demonstration, batch_id, row_number (0: itself rolled up, or no observation). Ordered by area.
    """
    o = visible_observations(
        viewer,
        fact_observation.c.indicator_id == indicator_id(connection, viewer, indicator),
        fact_observation.c.period_id == period_id(period),
        fact_observation.c.breakdown_id == breakdown_id(breakdown),
    )
    statement = (
        select(
            dim_area.c.code.label("area"),
            dim_area.c.name,
            dim_area.c.short_name,
            dim_area.c.level,
            dim_area.c.has_statistics,
            *observation_columns(o),
            func.coalesce(o.c.row_number, literal(0)).label("row_number"),
        )
        .outerjoin(o, o.c.area_id == dim_area.c.area_id)
        .where(
            dim_area.c.parent_code == area,
            visible_areas(viewer),
            or_(dim_area.c.has_statistics, o.c.indicator_id.is_not(None)),
        )
        .order_by(dim_area.c.code)
    )
    return frame_of(connection, statement)
