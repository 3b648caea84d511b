"""At which levels each indicator has figures: what can be put on a map."""

import pandas as pd
from sqlalchemy import Connection, select

from access.viewer import Viewer
from data.schema import dim_indicator
from queries.scope import visible_indicators
from queries.visible_coverage import visible_coverage


def levels_of_indicators(connection: Connection, *, viewer: Viewer) -> pd.DataFrame:
    """One row per indicator and level with at least one value. Columns: indicator, level. Ordered by both."""
    held = visible_coverage(viewer)
    statement = (
        select(dim_indicator.c.code.label("indicator"), held.c.level)
        .distinct()
        .join(dim_indicator, dim_indicator.c.indicator_id == held.c.indicator_id)
        .where(visible_indicators(viewer), held.c.with_value > 0)
        .order_by(dim_indicator.c.code, held.c.level)
    )
    result = connection.execute(statement)
    # plain tuples: pandas asks every Row for its field names first
    return pd.DataFrame([tuple(row) for row in result], columns=list(result.keys()))
