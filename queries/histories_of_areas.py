"""The values of all indicators of a few areas over time: what a bulletin is written from, in one question."""

import pandas as pd
from sqlalchemy import Connection, select

from access.viewer import Viewer
from data.schema import dim_area, dim_indicator, dim_period
from queries.frame import frame_of
from queries.observed import area_ids, breakdown_id, fact_of, observation_columns, period_id, visible_observations
from queries.scope import visible_areas, visible_indicators


def histories_of_areas(
    connection: Connection,
    *,
    viewer: Viewer,
    areas: tuple[str, ...],
    kind: str = "year",
    until: str | None = None,
    breakdown: str = "all",
) -> pd.DataFrame:
    """One row per indicator, area and period of `kind` (year, half, quarter, cumulative, month; up to `until`) that has
    an observation, missing ones included.

    Columns: indicator, area, period, year, period_label, end_date (date), numerator, denominator, value, lower, upper,
    status, demonstration, batch_id. Ordered by indicator, area and period.
    """
    fact = fact_of(kind)
    conditions = [fact.c.area_id.in_(area_ids(areas)), fact.c.breakdown_id == breakdown_id(breakdown)]
    if until is not None:
        conditions.append(fact.c.period_id <= period_id(until))
    o = visible_observations(viewer, *conditions, fact=fact)
    statement = (
        select(
            dim_indicator.c.code.label("indicator"),
            dim_area.c.code.label("area"),
            dim_period.c.code.label("period"),
            dim_period.c.year,
            dim_period.c.label.label("period_label"),
            dim_period.c.end_date,
            *observation_columns(o),
        )
        .select_from(o)
        .join(dim_indicator, dim_indicator.c.indicator_id == o.c.indicator_id)
        .join(dim_area, dim_area.c.area_id == o.c.area_id)
        .join(dim_period, dim_period.c.period_id == o.c.period_id)
        .where(dim_period.c.kind == kind, visible_areas(viewer), visible_indicators(viewer))
        .order_by(dim_indicator.c.code, dim_area.c.code, dim_period.c.period_id)
    )
    return frame_of(connection, statement)
