"""The values of one area over time by sex, residence, age: a trend with several lines."""

import pandas as pd
from sqlalchemy import Connection, select

from access.viewer import Viewer
from data.schema import dim_area, dim_breakdown, dim_period
from queries.frame import frame_of
from queries.observed import area_ids, fact_of, indicator_id, observation_columns, visible_observations
from queries.scope import visible_areas


def series_of_breakdowns(
    connection: Connection, *, viewer: Viewer, indicator: str, area: str, kind: str = "year"
) -> pd.DataFrame:
    """One row per breakdown (all, male, urban …) and period of `kind` that has an observation, missing ones included.

    Columns: breakdown, breakdown_label, area, period, year, period_label, end_date (date), numerator, denominator,
    value, lower, upper, status, demonstration, batch_id. Ordered by breakdown (all first) and period.
    """
    fact = fact_of(kind)
    o = visible_observations(
        viewer,
        fact.c.indicator_id == indicator_id(connection, viewer, indicator),
        fact.c.area_id.in_(area_ids((area,))),
        fact=fact,
    )
    statement = (
        select(
            dim_breakdown.c.code.label("breakdown"),
            dim_breakdown.c.label.label("breakdown_label"),
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
        .join(dim_breakdown, dim_breakdown.c.breakdown_id == o.c.breakdown_id)
        .where(dim_period.c.kind == kind, visible_areas(viewer))
        .order_by(dim_breakdown.c.breakdown_id, dim_period.c.period_id)
    )
    return frame_of(connection, statement)
