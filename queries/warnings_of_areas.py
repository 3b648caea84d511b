"""What a phase warns of: totals and items with a red or amber light."""

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    Double,
    Select,
    Text,
    and_,
    case,
    cast,
    literal,
    null,
    select,
    union_all,
)

from access.viewer import Viewer
from data.schema import dim_area, dim_indicator, dim_period, dim_scheme_item, fact_assessment, fact_assessment_item
from queries.assessed import AssessedPhase, assessed_phase
from queries.frame import frame_of
from queries.scope import inside, visible_areas

WARNING = ("red", "amber")
TOTAL = 0  # in place of an item's number


def warnings_of_areas(connection: Connection, *, viewer: Viewer, scheme: str, period: str, parent: str) -> pd.DataFrame:
    """One row per red or amber light of the assessed areas inside `parent`: of the total (item_number 0, indicator
    None) and of each item.

    Columns: light, area, name, short_name, item_number, place (None for the total), item (name; None for the total),
    indicator, dimension, scoring, unit, decimals, value (of the item; of the total its points), value_period, carried,
    operator, target, target_high, target_year, expected, score, lost, doubtful, demonstration. Red first, then by area
    and item.
    """
    phase = assessed_phase(connection, viewer, scheme, period)
    found = union_all(_totals(viewer, phase, parent), _items(viewer, phase, parent)).subquery("found")
    order = (case((found.c.light == "red", 0), else_=1), found.c.area, found.c.item_number)
    return frame_of(connection, select(found).order_by(*order))


def _place() -> list[ColumnElement]:
    return [dim_area.c.code.label("area"), dim_area.c.name, dim_area.c.short_name]


def _totals(viewer: Viewer, phase: AssessedPhase, parent: str) -> Select[tuple]:
    f = fact_assessment.c
    nothing, number = cast(null(), Text), cast(null(), Double)
    columns = [
        f.warning.label("light"), *_place(), literal(TOTAL).label("item_number"), nothing.label("place"),
        nothing.label("item"), nothing.label("indicator"), nothing.label("dimension"), nothing.label("scoring"),
        literal("分").label("unit"), literal(1).label("decimals"), f.total.label("value"),
        nothing.label("value_period"), literal(False).label("carried"), nothing.label("operator"),
        number.label("target"), number.label("target_high"), cast(null(), f.items_met.type).label("target_year"),
        number.label("expected"), f.total.label("score"), number.label("lost"), literal(False).label("doubtful"),
        f.demonstration,
    ]  # fmt: skip
    return (
        select(*columns)
        .select_from(fact_assessment)
        .join(dim_area, dim_area.c.area_id == f.area_id)
        .where(f.scheme_id == phase.scheme, f.period_id == phase.period, f.variant == "all", f.warning.in_(WARNING))
        .where(visible_areas(viewer), inside((parent,)))
    )


def _items(viewer: Viewer, phase: AssessedPhase, parent: str) -> Select[tuple]:
    f, item = fact_assessment_item.c, dim_scheme_item.c
    columns = [
        f.light, *_place(), f.item_number, item.place, item.name.label("item"), dim_indicator.c.code.label("indicator"),
        item.dimension, item.scoring, item.unit, item.decimals, f.value, dim_period.c.code.label("value_period"),
        f.carried, f.operator, f.target, f.target_high, f.target_year, f.expected, f.score, f.lost, f.doubtful,
        f.demonstration,
    ]  # fmt: skip
    return (
        select(*columns)
        .select_from(fact_assessment_item)
        .join(dim_scheme_item, and_(item.scheme_id == f.scheme_id, item.item_number == f.item_number))
        .join(dim_area, dim_area.c.area_id == f.area_id)
        .join(dim_indicator, dim_indicator.c.indicator_id == f.indicator_id)
        .outerjoin(dim_period, dim_period.c.period_id == f.value_period_id)
        .where(f.scheme_id == phase.scheme, f.period_id == phase.period, f.light.in_(WARNING))
        .where(visible_areas(viewer), inside((parent,)))
    )
