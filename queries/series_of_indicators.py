"""The yearly values of several indicators over time: cards and small trends."""

import pandas as pd
from sqlalchemy import Connection, select

from access.viewer import Viewer
from data.schema import dim_area, dim_indicator, dim_period, fact_annual
from queries.frame import frame_of
from queries.observed import area_ids, breakdown_id, indicator_ids, period_id, visible_observations
from queries.scope import visible_areas


def series_of_indicators(
    connection: Connection,
    *,
    viewer: Viewer,
    indicators: tuple[str, ...],
    areas: tuple[str, ...],
    until: str | None = None,
    breakdown: str = "all",
) -> pd.DataFrame:
    """One row per indicator, area and year (up to `until`) with a value.

    Columns: indicator, area, year, value, demonstration, batch_id. Ordered by indicator, area and year.
    """
    fact = fact_annual
    ids = list(indicator_ids(connection, viewer, indicators).values())
    conditions = [
        fact.c.area_id.in_(area_ids(areas)),
        fact.c.indicator_id.in_(ids),
        fact.c.breakdown_id == breakdown_id(breakdown),
        fact.c.value.is_not(None),
    ]
    if until is not None:
        conditions.append(fact.c.period_id <= period_id(until))
    o = visible_observations(viewer, *conditions, fact=fact)
    statement = (
        select(
            dim_indicator.c.code.label("indicator"),
            dim_area.c.code.label("area"),
            dim_period.c.year,
            o.c.value,
            o.c.demonstration,
            o.c.batch_id,
        )
        .select_from(o)
        .join(dim_indicator, dim_indicator.c.indicator_id == o.c.indicator_id)
        .join(dim_area, dim_area.c.area_id == o.c.area_id)
        .join(dim_period, dim_period.c.period_id == o.c.period_id)
        .where(visible_areas(viewer))
        .order_by(dim_indicator.c.code, dim_area.c.code, dim_period.c.year)
    )
    return frame_of(connection, statement)
