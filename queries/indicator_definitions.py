"""The indicators of a release that a viewer may see."""

import pandas as pd
from sqlalchemy import Connection, select

from access.viewer import Viewer
from data.schema import dim_indicator
from queries.scope import visible_indicators


def indicator_definitions(connection: Connection, *, viewer: Viewer) -> pd.DataFrame:
    """One row per indicator in the order of the catalogue. Columns: those of `dim_indicator`."""
    statement = select(dim_indicator).where(visible_indicators(viewer)).order_by(dim_indicator.c.sort_order)
    result = connection.execute(statement)
    return pd.DataFrame(result.all(), columns=list(result.keys())).astype(object)
