"""The latest yearly value of every indicator in named areas: an area's profile, the overview's cards."""

import pandas as pd
from sqlalchemy import Connection, func, select

from access.viewer import Viewer
from data.schema import dim_area, dim_indicator, dim_period, fact_annual
from queries.frame import frame_of
from queries.observed import area_ids, breakdown_id, observation_columns, period_id, visible_observations
from queries.scope import visible_areas, visible_indicators


def latest_values(
    connection: Connection,
    *,
    viewer: Viewer,
    areas: tuple[str, ...],
    until: str | None = None,
    breakdown: str = "all",
) -> pd.DataFrame:
    """One row per indicator and area with a yearly value at or before the period `until` (None: ever): the latest.

    Columns: indicator, area, period, year, value, lower, upper, numerator, denominator, status, demonstration,
    batch_id. Ordered by indicator and area.
    """
    conditions = [
        fact_annual.c.area_id.in_(area_ids(areas)),
        fact_annual.c.breakdown_id == breakdown_id(breakdown),
        fact_annual.c.value.is_not(None),
    ]
    if until is not None:
        conditions.append(fact_annual.c.period_id <= period_id(until))
    o = visible_observations(viewer, *conditions, fact=fact_annual)
    # The row that none follows. DuckDB turns row_number() = 1 into a second scan with a join, ten times as slow.
    following = func.lead(o.c.period_id).over(partition_by=(o.c.indicator_id, o.c.area_id), order_by=o.c.period_id)
    ordered = select(o, following.label("following")).subquery("ordered")
    statement = (
        select(
            dim_indicator.c.code.label("indicator"),
            dim_area.c.code.label("area"),
            dim_period.c.code.label("period"),
            dim_period.c.year,
            *observation_columns(ordered),
        )
        .select_from(ordered)
        .join(dim_indicator, dim_indicator.c.indicator_id == ordered.c.indicator_id)
        .join(dim_area, dim_area.c.area_id == ordered.c.area_id)
        .join(dim_period, dim_period.c.period_id == ordered.c.period_id)
        .where(ordered.c.following.is_(None), visible_indicators(viewer), visible_areas(viewer))
        .order_by(dim_indicator.c.code, dim_area.c.code)
    )
    return frame_of(connection, statement)
