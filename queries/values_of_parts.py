"""The values of an area's parts for many indicators, each in its own period: how far they lie apart, and who stands
beside one of them."""

import pandas as pd
from sqlalchemy import Connection, select

from access.viewer import Viewer
from data.periods import PeriodError, parse_period
from data.schema import dim_area, dim_indicator, fact_annual, fact_observation
from queries.frame import frame_of
from queries.observed import LAYERS, among_pairs, breakdown_id, indicator_ids, province_range, visible_observations
from queries.scope import NATION, inside, visible_areas


def values_of_parts(
    connection: Connection,
    *,
    viewer: Viewer,
    parent: str,
    layer: str,
    periods: tuple[tuple[str, str], ...],
    breakdown: str = "all",
) -> pd.DataFrame:
    """One row per pair (indicator, period) of `periods` and area of `layer` inside `parent` that has statistics and a
    value.

    Columns: indicator, area, short_name, numerator, denominator, value, lower, upper, demonstration, batch_id. Ordered
    by indicator, area and period. Raises KeyError for an unknown layer.
    """
    known = indicator_ids(connection, viewer, tuple(code for code, _ in periods))
    pairs, kinds = _keys([(known[code], period) for code, period in periods if code in known])
    # In order of area only where that leaves out other provinces: a nation's parts lie all over it.
    fact = fact_annual if kinds == {"year"} and parent != NATION else fact_observation
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
        .order_by(dim_indicator.c.code, dim_area.c.code, o.c.period_id)
    )
    return frame_of(connection, statement)


def _keys(pairs: list[tuple[int, str]]) -> tuple[list[tuple[int, int]], set[str]]:
    """The pairs by period key, each once, and the kinds of their periods; text that is no period is left out."""
    found: dict[tuple[int, int], str] = {}
    for number, code in pairs:
        try:
            period = parse_period(code)
        except PeriodError:
            continue
        found[(number, period.id)] = period.kind
    return list(found), set(found.values())
