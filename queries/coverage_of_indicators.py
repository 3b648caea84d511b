"""How far the figures of every indicator reach: one line per indicator and level for the catalogue."""

import pandas as pd
from sqlalchemy import Connection, and_, case, func, select

from access.viewer import Viewer
from data.schema import dim_breakdown, dim_indicator, dim_period
from queries.frame import frame_of
from queries.scope import visible_indicators
from queries.visible_coverage import visible_coverage


def coverage_of_indicators(connection: Connection, *, viewer: Viewer) -> pd.DataFrame:
    """One row per indicator and level that has an observation.

    Columns: indicator, level, first_year, last_year (of the periods with a value; absent where all are missing),
    latest_areas (areas with a value for everybody in the latest such period), and over all periods and breakdowns
    observations, with_value and demonstrations (counts). Ordered by indicator and level.
    """
    c, p = visible_coverage(viewer).c, dim_period.c
    of_everybody = and_(dim_breakdown.c.code == "all", c.with_value > 0)
    newest = func.row_number().over(
        partition_by=(c.indicator_id, c.level),
        order_by=(case((of_everybody, 0), else_=1), p.end_date.desc(), p.period_id),
    )
    rows = (
        select(
            c.indicator_id,
            c.level,
            c.observations,
            c.with_value,
            c.demonstration,
            p.year,
            of_everybody.label("counted"),
            newest.label("place"),
        )
        .join(dim_period, p.period_id == c.period_id)
        .join(dim_breakdown, dim_breakdown.c.breakdown_id == c.breakdown_id)
        .subquery("rows")
    )
    r = rows.c
    latest = and_(r.place == 1, r.counted)
    statement = (
        select(
            dim_indicator.c.code.label("indicator"),
            r.level,
            func.min(case((r.with_value > 0, r.year))).label("first_year"),
            func.max(case((r.with_value > 0, r.year))).label("last_year"),
            func.max(case((latest, r.with_value), else_=0)).label("latest_areas"),
            func.sum(r.observations).label("observations"),
            func.sum(r.with_value).label("with_value"),
            func.sum(r.demonstration).label("demonstrations"),
        )
        .join(dim_indicator, dim_indicator.c.indicator_id == r.indicator_id)
        .where(visible_indicators(viewer))
        .group_by(dim_indicator.c.code, r.level)
        .order_by(dim_indicator.c.code, r.level)
    )
    return frame_of(connection, statement)
