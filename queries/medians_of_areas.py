"""The median of a group of areas for many indicators at once: an area's peers in the spine chart."""

import pandas as pd
from sqlalchemy import Connection, func, select

from access.viewer import Viewer
from data.schema import dim_area, dim_indicator, fact_annual, fact_observation
from queries.frame import frame_of
from queries.observed import among_pairs, breakdown_id, indicator_ids, period_id, visible_observations
from queries.scope import visible_areas

MOST_BY_AREA = 60


def medians_of_areas(
    connection: Connection,
    *,
    viewer: Viewer,
    areas: tuple[str, ...],
    periods: tuple[tuple[str, str], ...],
    breakdown: str = "all",
) -> pd.DataFrame:
    """One row per indicator of `periods` ((indicator, period), …) with a value in any of `areas`.

    Columns: indicator, observations (areas with a value), value (their median, interpolated). Ordered by indicator.
    Counted in the database: 900 counties × 100 indicators would be 90,000 rows to carry for 100 numbers.
    """
    ids = indicator_ids(connection, viewer, tuple(code for code, _ in periods))
    pairs = [(ids[code], period_id(period)) for code, period in periods if code in ids]
    # A few areas are read in order of area (5 ms against 23 for 15 areas), many in order of indicator and period.
    yearly = all(period.isdigit() for _, period in periods)
    fact = fact_annual if yearly and len(areas) <= MOST_BY_AREA else fact_observation
    o = visible_observations(
        viewer,
        among_pairs(fact, pairs),
        fact.c.breakdown_id == breakdown_id(breakdown),
        fact.c.area_id.in_([int(code) for code in areas if code.isdigit()]),
        fact.c.value.is_not(None),
        fact=fact,
    )
    statement = (
        select(
            dim_indicator.c.code.label("indicator"),
            func.count().label("observations"),
            func.percentile_cont(0.5).within_group(o.c.value.asc()).label("value"),
        )
        .select_from(o)
        .join(dim_indicator, dim_indicator.c.indicator_id == o.c.indicator_id)
        .join(dim_area, dim_area.c.area_id == o.c.area_id)
        .where(visible_areas(viewer))
        .group_by(dim_indicator.c.code)
        .order_by(dim_indicator.c.code)
    )
    return frame_of(connection, statement)
