"""The values of an area's parts for some indicators, with limits and counts: how far the parts lie apart."""

import pandas as pd
from sqlalchemy import Connection, select

from access.viewer import Viewer
from data.schema import dim_area, dim_indicator, fact_annual
from queries.frame import frame_of
from queries.observed import (
    LAYERS,
    among_pairs,
    breakdown_id,
    indicator_ids,
    period_id,
    province_range,
    visible_observations,
)
from queries.scope import inside, visible_areas


def values_of_parts(
    connection: Connection,
    *,
    viewer: Viewer,
    parent: str,
    layer: str,
    years: tuple[tuple[str, str], ...],
    breakdown: str = "all",
) -> pd.DataFrame:
    """One row per pair (indicator, year) of `years` and area of `layer` inside `parent` with statistics and a value.

    Columns: indicator, area, short_name, numerator, denominator, value, lower, upper, demonstration, batch_id. Ordered
    by indicator and area. Raises KeyError for an unknown layer.
    """
    known = indicator_ids(connection, viewer, tuple(code for code, _ in years))
    pairs = [(known[code], period_id(year)) for code, year in years if code in known]
    fact = fact_annual
    o = visible_observations(
        viewer,
        among_pairs(fact, pairs),
        fact.c.breakdown_id == breakdown_id(breakdown),
        fact.c.value.is_not(None),
        province_range(fact.c.area_id, parent),
        fact=fact,
    )
    statement = (
        select(
            dim_indicator.c.code.label("indicator"),
            dim_area.c.code.label("area"),
            dim_area.c.short_name,
            *(o.c[name] for name in ("numerator", "denominator", "value", "lower", "upper", "demonstration")),
            o.c.batch_id,
        )
        .select_from(o)
        .join(dim_indicator, dim_indicator.c.indicator_id == o.c.indicator_id)
        .join(dim_area, dim_area.c.area_id == o.c.area_id)
        .where(LAYERS[layer], dim_area.c.has_statistics, inside((parent,)), visible_areas(viewer))
        .order_by(dim_indicator.c.code, dim_area.c.code)
    )
    return frame_of(connection, statement)
