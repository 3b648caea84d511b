"""One area's profile: every indicator that it has a yearly value of, and other areas in the same year beside it."""

import pandas as pd
from sqlalchemy import Connection, and_, case, func, not_, select

from access.viewer import Viewer
from data.schema import dim_area, dim_indicator, dim_period, fact_annual
from queries.frame import frame_of
from queries.observed import NO_KEY, area_ids, breakdown_id, observation_columns, period_id, visible_observations
from queries.scope import visible_areas, visible_indicators

SHOWN = (
    "indicator_id", "period_id", "numerator", "denominator", "value", "lower", "upper", "status", "demonstration",
    "batch_id",
)  # fmt: skip
_PUBLISHED = 1_000_000_000  # lifts a published year above every demonstration year; period ids are below 10⁹


def profile_of_area(
    connection: Connection,
    *,
    viewer: Viewer,
    area: str,
    against: tuple[str, ...] = (),
    until: str | None = None,
    breakdown: str = "all",
) -> pd.DataFrame:
    """One row per indicator and area that has an observation in the indicator's reference year.

    The reference year is the latest year (at or before `until`) for which `area` has a published value; where none is
    published, the latest with a demonstration value. `against` (parent, nation …) is shown in that same year.
    Columns: indicator, area, period, year, value, lower, upper, numerator, denominator, status, demonstration,
    batch_id. Ordered by indicator and area.
    """
    own = (area_ids((area,)) or [NO_KEY])[0]
    conditions = [
        fact_annual.c.area_id.in_([own, *area_ids(against)]),
        fact_annual.c.breakdown_id == breakdown_id(breakdown),
    ]
    if until is not None:
        conditions.append(fact_annual.c.period_id <= period_id(until))
    o = visible_observations(viewer, *conditions, fact=fact_annual)
    own_value = and_(o.c.area_id == own, o.c.value.is_not(None))
    merit = case((and_(own_value, not_(o.c.demonstration)), o.c.period_id + _PUBLISHED), (own_value, o.c.period_id))
    ranked = (
        select(
            *[o.c[name] for name in SHOWN],  # not the whole row: its note would double the time of the window
            dim_area.c.code.label("area"),
            dim_period.c.code.label("period"),
            dim_period.c.year,
            func.max(merit).over(partition_by=o.c.indicator_id).label("best"),
        )
        .join(dim_period, dim_period.c.period_id == o.c.period_id)
        .join(dim_area, dim_area.c.area_id == o.c.area_id)
        .where(visible_areas(viewer))  # here already: the year of an area out of sight must not show
        .subquery("ranked")
    )
    statement = (
        select(
            dim_indicator.c.code.label("indicator"),
            ranked.c.area,
            ranked.c.period,
            ranked.c.year,
            *observation_columns(ranked),
        )
        .select_from(ranked)
        .join(dim_indicator, dim_indicator.c.indicator_id == ranked.c.indicator_id)
        .where(ranked.c.best.in_((ranked.c.period_id, ranked.c.period_id + _PUBLISHED)))
        .where(visible_indicators(viewer))
        .order_by(dim_indicator.c.code, ranked.c.area)
    )
    return frame_of(connection, statement)
