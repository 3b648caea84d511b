"""At which levels each indicator has figures: what can be put on a map."""

import pandas as pd
from sqlalchemy import Connection, select

from access.viewer import Viewer
from data.schema import dim_indicator, fact_coverage
from queries.scope import visible_indicators


def levels_of_indicators(connection: Connection, *, viewer: Viewer) -> pd.DataFrame:
    """One row per indicator and level with at least one value. Columns: indicator, level. Ordered by both."""
    statement = (
        select(dim_indicator.c.code.label("indicator"), fact_coverage.c.level)
        .distinct()
        .join(dim_indicator, dim_indicator.c.indicator_id == fact_coverage.c.indicator_id)
        .where(visible_indicators(viewer), fact_coverage.c.with_value > 0)
        .order_by(dim_indicator.c.code, fact_coverage.c.level)
    )
    result = connection.execute(statement)
    # plain tuples: pandas asks every Row for its field names first
    return pd.DataFrame([tuple(row) for row in result], columns=list(result.keys()))
