"""The values of the areas of one layer inside a parent: a map and its table."""

import pandas as pd
from sqlalchemy import Connection, func, select

from access.viewer import Viewer
from data.schema import dim_area, fact_observation
from queries.frame import frame_of
from queries.observed import (
    LAYERS,
    breakdown_id,
    indicator_id,
    observation_columns,
    period_id,
    visible_observations,
)
from queries.scope import NATION, inside, visible_areas


def values_of_children(
    connection: Connection,
    *,
    viewer: Viewer,
    indicator: str,
    parent: str,
    layer: str,
    period: str,
    breakdown: str = "all",
) -> pd.DataFrame:
    """One row per area of `layer` (province, prefecture, county) inside `parent`, with or without an observation.

    Columns: area, name, short_name, level, parent_name (short name of the prefecture or province above it; empty where
    that is `parent` or the nation), has_statistics, numerator, denominator, value, lower, upper, status (missing where
    there is no observation), demonstration, batch_id. Ordered by area. Raises KeyError for an unknown layer.
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
        .outerjoin(above, (above.c.code == dim_area.c.parent_code) & above.c.code.not_in((parent, NATION)))
        .outerjoin(o, o.c.area_id == dim_area.c.area_id)
        .where(LAYERS[layer], inside((parent,)), visible_areas(viewer))
        .order_by(dim_area.c.code)
    )
    return frame_of(connection, statement)
