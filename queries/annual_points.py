"""The yearly values of areas with everything that a test of a trend needs: cards, small trends and their arrows."""

import pandas as pd
from sqlalchemy import Connection, select

from access.viewer import Viewer
from data.schema import dim_area, dim_indicator, dim_period, fact_annual, fact_observation
from queries.frame import frame_of
from queries.observed import area_ids, breakdown_id, indicator_ids, period_id, visible_observations
from queries.scope import visible_areas

AREAS_FOR_EACH = 4  # reading one indicator in order of indicator costs about as much as this many in order of area


def annual_points(
    connection: Connection,
    *,
    viewer: Viewer,
    areas: tuple[str, ...],
    indicators: tuple[str, ...] | None = None,
    until: str | None = None,
    breakdown: str = "all",
) -> pd.DataFrame:
    """One row per indicator (of all where none are named), area and year (up to `until`) with a value.

    Columns: indicator, area, year, numerator, denominator, value, lower, upper, demonstration, batch_id. Ordered by
    indicator, area and year.
    """
    ids = indicator_ids(connection, viewer, indicators)
    # 35 areas' values of one indicator: 8 ms in order of indicator, 55 in order of area
    many = indicators is not None and len(areas) > AREAS_FOR_EACH * len(indicators)
    fact = fact_observation if many else fact_annual
    conditions = [
        fact.c.area_id.in_(area_ids(areas)),
        fact.c.breakdown_id == breakdown_id(breakdown),
        fact.c.value.is_not(None),
    ]
    if indicators is not None:
        conditions.append(fact.c.indicator_id.in_(list(ids.values())))
    if until is not None:
        conditions.append(fact.c.period_id <= period_id(until))
    o = visible_observations(viewer, *conditions, fact=fact)
    statement = (
        select(
            dim_indicator.c.code.label("indicator"),
            dim_area.c.code.label("area"),
            dim_period.c.year,
            *(o.c[name] for name in ("numerator", "denominator", "value", "lower", "upper", "demonstration")),
            o.c.batch_id,
        )
        .select_from(o)
        .join(dim_indicator, dim_indicator.c.indicator_id == o.c.indicator_id)
        .join(dim_area, dim_area.c.area_id == o.c.area_id)
        .join(dim_period, dim_period.c.period_id == o.c.period_id)
        .where(dim_period.c.kind == "year", visible_areas(viewer), dim_indicator.c.indicator_id.in_(list(ids.values())))
        .order_by(dim_indicator.c.code, dim_area.c.code, dim_period.c.year)
    )
    return frame_of(connection, statement)
