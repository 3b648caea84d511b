"""Where the nation and each province stand on the indicators that have a national target."""

import pandas as pd
from sqlalchemy import ColumnElement, Connection, case, func, or_, select

from access.viewer import Viewer
from data.schema import dim_area, dim_indicator, dim_period, dim_target, fact_annual
from queries.frame import frame_of
from queries.observed import period_id, visible_observations
from queries.scope import NATION, visible_areas, visible_indicators

ALL = 0  # breakdown_id of "all"
SHOWN = (
    "area", "name", "short_name", "level", "period", "year", "value", "previous_value", "previous_year",
    "baseline_year", "baseline_value", "demonstration", "batch_id",
)  # fmt: skip


def provincial_standing(
    connection: Connection, *, viewer: Viewer, until: str | None = None, baseline_year: int = 2017
) -> pd.DataFrame:
    """One row per targeted indicator and area (nation, provinces with statistics) with a yearly value up to `until`.

    Columns: indicator, area, name, short_name, level, period, year, value, previous_value, previous_year (the yearly
    value before it, however old), baseline_year (of the national target, else the argument), baseline_value (the
    area's own value in that year, NaN where there is none), demonstration, batch_id. Ordered by indicator and area.
    """
    targets = (
        select(dim_target.c.indicator_id, func.min(dim_target.c.baseline_year).label("baseline_year"))
        .where(dim_target.c.area_id == int(NATION), dim_target.c.value.is_not(None))
        .group_by(dim_target.c.indicator_id)
        .subquery("targets")
    )
    conditions = [fact_annual.c.breakdown_id == ALL, fact_annual.c.value.is_not(None)]
    if until is not None:
        conditions.append(fact_annual.c.period_id <= period_id(until))
    o = visible_observations(viewer, *conditions, fact=fact_annual)
    base = func.coalesce(targets.c.baseline_year, baseline_year)
    group = (o.c.indicator_id, o.c.area_id)

    def along(function) -> ColumnElement:
        return function.over(partition_by=group, order_by=o.c.period_id)

    history = (
        select(
            o.c.indicator_id,
            o.c.value,
            o.c.demonstration,
            o.c.batch_id,
            dim_area.c.code.label("area"),
            dim_area.c.name,
            dim_area.c.short_name,
            dim_area.c.level,
            dim_period.c.code.label("period"),
            dim_period.c.year,
            along(func.lag(o.c.value)).label("previous_value"),
            along(func.lag(dim_period.c.year)).label("previous_year"),
            along(func.lead(o.c.period_id)).label("following"),
            base.label("baseline_year"),
            func.max(case((dim_period.c.year == base, o.c.value))).over(partition_by=group).label("baseline_value"),
        )
        .select_from(o)
        .join(targets, targets.c.indicator_id == o.c.indicator_id)
        .join(dim_period, dim_period.c.period_id == o.c.period_id)
        .join(dim_area, dim_area.c.area_id == o.c.area_id)
        .where(
            or_(dim_area.c.level == "nation", dim_area.c.level == "province"),
            dim_area.c.has_statistics,
            visible_areas(viewer),
        )
        .subquery("history")
    )
    statement = (
        select(dim_indicator.c.code.label("indicator"), *(history.c[name] for name in SHOWN))
        .join(dim_indicator, dim_indicator.c.indicator_id == history.c.indicator_id)
        .where(history.c.following.is_(None), visible_indicators(viewer))
        .order_by(dim_indicator.c.code, history.c.area)
    )
    return frame_of(connection, statement)
