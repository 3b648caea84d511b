"""The values of named areas: the parents of a map, the areas of a comparison."""

import pandas as pd
from sqlalchemy import Connection

from access.viewer import Viewer
from queries.placed_values import areas_statement, placed_values


def values_of_areas(
    connection: Connection,
    *,
    viewer: Viewer,
    indicator: str,
    areas: tuple[str, ...],
    period: str,
    breakdown: str = "all",
) -> pd.DataFrame:
    """One row per area of `areas` that the viewer may see, with or without an observation.

    Columns: those of `values_of_children` (parent_name is empty for the nation and the provinces). Ordered by area.
    """
    statement = areas_statement(viewer)
    return placed_values(connection, statement, viewer, indicator, period, breakdown, codes=areas)
