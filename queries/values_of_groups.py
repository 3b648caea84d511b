"""The values of groups of people of one area for some indicators: town beside country, region beside region."""

import pandas as pd
from sqlalchemy import Connection, select

from access.viewer import Viewer
from data.schema import dim_area, dim_breakdown, dim_indicator, fact_annual
from queries.frame import frame_of
from queries.observed import (
    among_pairs,
    area_ids,
    breakdown_id,
    indicator_ids,
    period_id,
    visible_observations,
)
from queries.scope import visible_areas


def values_of_groups(
    connection: Connection,
    *,
    viewer: Viewer,
    area: str,
    periods: tuple[tuple[str, str], ...],
    breakdowns: tuple[str, ...],
) -> pd.DataFrame:
    """One row per pair (indicator, year) of `periods` and group of `breakdowns` that has a value.

    Columns: indicator, breakdown, numerator, denominator, value, lower, upper, demonstration, batch_id. Ordered by
    indicator and breakdown.
    """
    known = indicator_ids(connection, viewer, tuple(code for code, _ in periods))
    pairs = [(known[code], period_id(year)) for code, year in periods if code in known]
    fact = fact_annual
    o = visible_observations(
        viewer,
        among_pairs(fact, pairs),
        fact.c.breakdown_id.in_([breakdown_id(code) for code in breakdowns]),
        fact.c.area_id.in_(area_ids((area,))),
        fact.c.value.is_not(None),
        fact=fact,
    )
    statement = (
        select(
            dim_indicator.c.code.label("indicator"),
            dim_breakdown.c.code.label("breakdown"),
            *(o.c[name] for name in ("numerator", "denominator", "value", "lower", "upper", "demonstration")),
            o.c.batch_id,
        )
        .select_from(o)
        .join(dim_indicator, dim_indicator.c.indicator_id == o.c.indicator_id)
        .join(dim_breakdown, dim_breakdown.c.breakdown_id == o.c.breakdown_id)
        .join(dim_area, dim_area.c.area_id == o.c.area_id)
        .where(visible_areas(viewer))
        .order_by(dim_indicator.c.code, dim_breakdown.c.breakdown_id)
    )
    return frame_of(connection, statement)
