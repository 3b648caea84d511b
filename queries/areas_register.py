"""The areas of a release that a viewer may see, with the ancestors that lead to them."""

import pandas as pd
from sqlalchemy import Connection, select

from access.viewer import Viewer
from data.schema import dim_area
from queries.scope import visible_areas


def areas_register(connection: Connection, *, viewer: Viewer) -> pd.DataFrame:
    """One row per area, ordered by code. Columns: those of `dim_area`."""
    statement = select(dim_area).where(visible_areas(viewer)).order_by(dim_area.c.code)
    result = connection.execute(statement)
    return pd.DataFrame(result.all(), columns=list(result.keys())).astype(object)
