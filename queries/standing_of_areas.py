"""Where areas stand on some indicators: their newest value, the two before it, and the one they started from."""

import pandas as pd
from sqlalchemy import Connection, Integer, SmallInteger, and_, case, column, func, not_, or_, select, values

from access.viewer import Viewer
from data.schema import dim_area, dim_indicator, dim_period, fact_annual
from queries.frame import frame_of
from queries.observed import NO_KEY, area_ids, breakdown_id, indicator_ids, period_id, visible_observations
from queries.scope import visible_areas


def standing_of_areas(
    connection: Connection,
    *,
    viewer: Viewer,
    areas: tuple[str, ...],
    baselines: tuple[tuple[str, int], ...],
    until: str | None = None,
    breakdown: str = "all",
) -> pd.DataFrame:
    """One row per indicator of `baselines` ((indicator, baseline year), …) and area with a yearly value up to `until`.

    The newest value is the newest published one; only where an area has none, the newest demonstration value. Values
    before it are of the same kind, so that a change never mixes the two.
    Columns: indicator, area, period, year, value, demonstration, batch_id, previous_value, previous_year,
    before_value (two before), baseline_value (the area's own in the baseline year, NaN where it has none),
    baseline_demonstration. Ordered by indicator and area.
    """
    ids = indicator_ids(connection, viewer, tuple(code for code, _ in baselines))
    starts = [(ids[code], period_id(str(year))) for code, year in baselines if code in ids]
    start = values(column("indicator_id", SmallInteger), column("period_id", Integer), name="start").data(
        starts or [(NO_KEY, NO_KEY)]
    )
    conditions = [
        fact_annual.c.area_id.in_(area_ids(areas)),
        fact_annual.c.breakdown_id == breakdown_id(breakdown),
        fact_annual.c.value.is_not(None),
    ]
    if until is not None:
        conditions.append(fact_annual.c.period_id <= period_id(until))
    o = visible_observations(viewer, *conditions, fact=fact_annual)
    history = _history(o, start).subquery("history")
    newest = and_(history.c.following.is_(None), or_(not_(history.c.demonstration), history.c.published == 0))
    shown = [c for c in history.c if c.name not in ("indicator_id", "area_id", "published", "following")]
    statement = (
        select(dim_indicator.c.code.label("indicator"), dim_area.c.code.label("area"), *shown)
        .select_from(history)
        .join(dim_indicator, dim_indicator.c.indicator_id == history.c.indicator_id)
        .join(dim_area, dim_area.c.area_id == history.c.area_id)
        .where(newest, visible_areas(viewer))
        .order_by(dim_indicator.c.code, dim_area.c.code)
    )
    return frame_of(connection, statement)


def _history(o, start):
    """Every value with its neighbours in time, of its own kind, and the one of the baseline year."""
    series = (o.c.indicator_id, o.c.area_id)
    kind = (*series, o.c.demonstration)

    def neighbour(function):
        return function.over(partition_by=kind, order_by=o.c.period_id)

    begun = o.c.period_id == start.c.period_id
    return (
        select(
            o.c.indicator_id,
            o.c.area_id,
            dim_period.c.code.label("period"),
            dim_period.c.year,
            o.c.value,
            o.c.demonstration,
            o.c.batch_id,
            neighbour(func.lag(o.c.value)).label("previous_value"),
            neighbour(func.lag(dim_period.c.year)).label("previous_year"),
            neighbour(func.lag(o.c.value, 2)).label("before_value"),
            neighbour(func.lead(o.c.period_id)).label("following"),
            func.max(case((begun, o.c.value))).over(partition_by=series).label("baseline_value"),
            func.max(case((and_(begun, o.c.demonstration), 1), else_=0))
            .over(partition_by=series)
            .label("baseline_demonstration"),
            func.max(case((o.c.demonstration, 0), else_=1)).over(partition_by=series).label("published"),
        )
        .join(start, start.c.indicator_id == o.c.indicator_id)
        .join(dim_period, dim_period.c.period_id == o.c.period_id)
    )
