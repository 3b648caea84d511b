"""What a release holds: which indicator has figures for which period, breakdown and level."""

import pandas as pd
from sqlalchemy import Connection, Integer, cast, select

from access.viewer import Viewer
from data.schema import dim_breakdown, dim_indicator, dim_period, fact_coverage
from queries.observed import indicator_id
from queries.scope import visible_indicators
from queries.visible_coverage import visible_coverage


def coverage(connection: Connection, *, viewer: Viewer, indicator: str | None = None) -> pd.DataFrame:
    """One row per indicator × period × breakdown × level with at least one observation.

    Columns: indicator, period, period_id, period_kind, period_label, end_date, breakdown, breakdown_label, level,
    observations, with_value, demonstration (count of observations), batch_id. Ordered by indicator, period, breakdown.
    """
    # the one indicator before the sum, not after it: half the time, and every page asks
    one = [] if indicator is None else [fact_coverage.c.indicator_id == indicator_id(connection, viewer, indicator)]
    held = visible_coverage(viewer, *one)
    columns = [
        dim_indicator.c.code.label("indicator"),
        dim_period.c.code.label("period"),
        dim_period.c.period_id,
        dim_period.c.kind.label("period_kind"),
        dim_period.c.label.label("period_label"),
        dim_period.c.end_date,
        dim_breakdown.c.code.label("breakdown"),
        dim_breakdown.c.label.label("breakdown_label"),
        held.c.level,
        cast(held.c.observations, Integer).label("observations"),
        cast(held.c.with_value, Integer).label("with_value"),
        cast(held.c.demonstration, Integer).label("demonstration"),
        held.c.batch_id,
    ]
    statement = (
        select(*columns)
        .join(dim_indicator, dim_indicator.c.indicator_id == held.c.indicator_id)
        .join(dim_period, dim_period.c.period_id == held.c.period_id)
        .join(dim_breakdown, dim_breakdown.c.breakdown_id == held.c.breakdown_id)
        .where(visible_indicators(viewer))
        .order_by(dim_indicator.c.code, dim_period.c.period_id, dim_breakdown.c.breakdown_id, held.c.level)
    )
    result = connection.execute(statement)
    # plain tuples: pandas asks every Row for its field names first, and that takes longer than the statement
    return pd.DataFrame([tuple(row) for row in result], columns=list(result.keys()))
