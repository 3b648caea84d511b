"""What every item came to in the assessed areas inside a parent: a matrix of indicators and areas."""

import pandas as pd
from sqlalchemy import Connection, and_, select

from access.viewer import Viewer
from data.schema import dim_area, dim_indicator, dim_period, dim_scheme_item, fact_assessment_item
from queries.assessed import assessed_phase
from queries.frame import frame_of
from queries.scope import inside, visible_areas


def items_of_children(connection: Connection, *, viewer: Viewer, scheme: str, period: str, parent: str) -> pd.DataFrame:
    """One row per assessed area inside `parent` and item that the product has an indicator for.

    Columns: area, item_number, place, indicator, value, value_period, carried, met, on_track (True, False, None), score
    (NaN: not scored), lost, reason (why not), light (red amber green grey), doubtful, demonstration. Ordered by area
    and item. Names and units are in `items_of_area`.
    """
    phase = assessed_phase(connection, viewer, scheme, period)
    f, item = fact_assessment_item.c, dim_scheme_item.c
    same = and_(item.scheme_id == f.scheme_id, item.item_number == f.item_number)
    statement = (
        select(
            dim_area.c.code.label("area"),
            f.item_number,
            item.place,
            dim_indicator.c.code.label("indicator"),
            f.value,
            dim_period.c.code.label("value_period"),
            f.carried,
            f.met,
            f.on_track,
            f.score,
            f.lost,
            f.reason,
            f.light,
            f.doubtful,
            f.demonstration,
        )
        .select_from(fact_assessment_item)
        .join(dim_scheme_item, same)
        .join(dim_area, dim_area.c.area_id == f.area_id)
        .join(dim_indicator, dim_indicator.c.indicator_id == f.indicator_id)
        .outerjoin(dim_period, dim_period.c.period_id == f.value_period_id)
        .where(f.scheme_id == phase.scheme, f.period_id == phase.period)
        .where(visible_areas(viewer), inside((parent,)), dim_area.c.code != parent)
        .order_by(dim_area.c.code, f.item_number)
    )
    return frame_of(connection, statement)
