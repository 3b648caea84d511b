"""The last three yearly values of every indicator in one area: where it stands and which way it moves."""

import pandas as pd
from sqlalchemy import Connection, Function, Label, func, select

from access.viewer import Viewer
from data.schema import dim_area, dim_indicator, dim_period, fact_annual
from queries.frame import frame_of
from queries.observed import breakdown_id, period_id, visible_observations
from queries.scope import visible_areas, visible_indicators


def recent_values(
    connection: Connection, *, viewer: Viewer, area: str, until: str | None = None, breakdown: str = "all"
) -> pd.DataFrame:
    """One row per indicator with a yearly value in `area` at or before the year of `until` (None: ever): the latest.

    Columns: indicator, period, year, value, previous_value and before_value (the yearly values before it, however
    old; NaN where there is none), demonstration, batch_id. Ordered by indicator.
    """
    conditions = [
        fact_annual.c.area_id == (int(area) if area.isdigit() else -1),
        fact_annual.c.breakdown_id == breakdown_id(breakdown),
        fact_annual.c.value.is_not(None),
    ]
    if until is not None:
        conditions.append(fact_annual.c.period_id <= period_id(until))
    o = visible_observations(viewer, *conditions, fact=fact_annual)

    def beside(function: Function, name: str) -> Label:
        return function.over(partition_by=o.c.indicator_id, order_by=o.c.period_id).label(name)

    history = (
        select(
            *o.c,
            beside(func.lag(o.c.value, 1), "previous_value"),
            beside(func.lag(o.c.value, 2), "before_value"),
            beside(func.lead(o.c.period_id), "following"),
        )
        .join(dim_area, dim_area.c.area_id == o.c.area_id)
        .where(visible_areas(viewer))
        .subquery("history")
    )
    statement = (
        select(
            dim_indicator.c.code.label("indicator"),
            dim_period.c.code.label("period"),
            dim_period.c.year,
            history.c.value,
            history.c.previous_value,
            history.c.before_value,
            history.c.demonstration,
            history.c.batch_id,
        )
        .join(dim_indicator, dim_indicator.c.indicator_id == history.c.indicator_id)
        .join(dim_period, dim_period.c.period_id == history.c.period_id)
        .where(history.c.following.is_(None), visible_indicators(viewer))
        .order_by(dim_indicator.c.code)
    )
    return frame_of(connection, statement)
