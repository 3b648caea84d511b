"""The values of named areas: the parents of a map, the areas of a comparison."""

import pandas as pd
from sqlalchemy import Connection, func, select

from access.viewer import Viewer
from data.schema import dim_area, fact_observation
from queries.frame import frame_of
from queries.observed import breakdown_id, indicator_id, observation_columns, period_id, visible_observations
from queries.scope import NATION, visible_areas


def values_of_areas(
    connection: Connection,
    *,
    viewer: Viewer,
    indicator: str,
    areas: tuple[str, ...],
    period: str,
    breakdown: str = "all",
) -> pd.DataFrame:
    """One row per area of `areas` that the viewer may see, with or without an observation.

    Columns: those of `values_of_children` (parent_name is empty for the nation and the provinces). Ordered by area.
    """
    o = visible_observations(
        viewer,
        fact_observation.c.indicator_id == indicator_id(connection, viewer, indicator),
        fact_observation.c.period_id == period_id(period),
        fact_observation.c.breakdown_id == breakdown_id(breakdown),
    )
    above = dim_area.alias("above")
    statement = (
        select(
            dim_area.c.code.label("area"),
            dim_area.c.name,
            dim_area.c.short_name,
            dim_area.c.level,
            func.coalesce(above.c.short_name, "").label("parent_name"),
            dim_area.c.has_statistics,
            *observation_columns(o),
        )
        .outerjoin(above, (above.c.code == dim_area.c.parent_code) & (above.c.code != NATION))
        .outerjoin(o, o.c.area_id == dim_area.c.area_id)
        .where(dim_area.c.code.in_(areas), visible_areas(viewer))
        .order_by(dim_area.c.code)
    )
    return frame_of(connection, statement)
