"""The report card of one area: what every item of a scheme came to."""

import pandas as pd
from sqlalchemy import Connection

from access.viewer import Viewer
from data.schema import dim_area, dim_scheme_item
from queries.assessed import assessed_phase
from queries.assessed_items import item_columns, items_of, without_doubt
from queries.frame import frame_of


def items_of_area(
    connection: Connection, *, viewer: Viewer, scheme: str, period: str, area: str, variant: str = "all"
) -> pd.DataFrame:
    """One row per item of the scheme, in its order, also where there is nothing to score; none where the area is not
    assessed by it.

    Columns: item_number, place (number on the scheme's list), name, dimension, weight, scoring, parameters (JSON),
    direction, unit, decimals, indicator (None: the product has none), breakdown, value, lower, upper, value_period
    (the period that the value is of), status, carried, target, target_high, operator, target_year, baseline,
    baseline_year, expected (point on the path), met, on_track (True, False, None), attainment (0–1), score (0–100),
    lost (points of the total), gain_per_unit (points that one unit of improvement would bring), reason (no_indicator,
    no_value, no_baseline, no_target, too_few_points, withheld: left out of variant trusted; None where scored), light,
    doubtful, verified, source, note, batch_id, batch_row (row of the batch), demonstration. Of variant trusted lost and
    gain are shares of the weight that is left.
    """
    phase = assessed_phase(connection, viewer, scheme, period)
    statement = items_of(viewer, phase, *item_columns()).where(dim_area.c.code == area)
    found = frame_of(connection, statement.order_by(dim_scheme_item.c.item_number))
    return without_doubt(found, []) if variant == "trusted" else found
