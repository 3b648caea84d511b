"""The latest yearly value of every indicator in named areas: an area's profile, the overview's cards."""

import pandas as pd
from sqlalchemy import Connection, func, select

from access.viewer import Viewer
from data.schema import dim_area, dim_indicator, dim_period, fact_observation
from queries.frame import frame_of
from queries.observed import breakdown_id, observation_columns, period_id, visible_observations
from queries.scope import visible_areas, visible_indicators


def latest_values(
    connection: Connection,
    *,
    viewer: Viewer,
    areas: tuple[str, ...],
    until: str | None = None,
    breakdown: str = "all",
) -> pd.DataFrame:
    """One row per indicator and area with a yearly value at or before the year of `until` (None: ever): the latest.

    Columns: indicator, area, period, year, value, lower, upper, numerator, denominator, status, demonstration,
    batch_id. Ordered by indicator and area.
    """
    fact = fact_observation
    conditions = [
        fact.c.area_id.in_([int(code) for code in areas if code.isdigit()]),
        fact.c.breakdown_id == breakdown_id(breakdown),
        fact.c.value.is_not(None),
    ]
    if until is not None:
        conditions.append(fact.c.period_id <= period_id(until))
    o = visible_observations(viewer, *conditions)
    newest = func.row_number().over(
        partition_by=(o.c.indicator_id, o.c.area_id), order_by=o.c.period_id.desc().nulls_last()
    )
    ranked = (
        select(o, dim_period.c.code.label("period"), dim_period.c.year, newest.label("place"))
        .join(dim_period, dim_period.c.period_id == o.c.period_id)
        .where(dim_period.c.kind == "year")
        .subquery("ranked")
    )
    statement = (
        select(
            dim_indicator.c.code.label("indicator"),
            dim_area.c.code.label("area"),
            ranked.c.period,
            ranked.c.year,
            *observation_columns(ranked),
        )
        .select_from(ranked)
        .join(dim_indicator, dim_indicator.c.indicator_id == ranked.c.indicator_id)
        .join(dim_area, dim_area.c.area_id == ranked.c.area_id)
        .where(ranked.c.place == 1, visible_indicators(viewer), visible_areas(viewer))
        .order_by(dim_indicator.c.code, dim_area.c.code)
    )
    return frame_of(connection, statement)
