"""The values of the areas of one layer inside a parent: a map and its table."""

import pandas as pd
from sqlalchemy import Connection

from access.viewer import Viewer
from queries.placed_values import children_statement, placed_values


def values_of_children(
    connection: Connection,
    *,
    viewer: Viewer,
    indicator: str,
    parent: str,
    layer: str,
    period: str,
    breakdown: str = "all",
) -> pd.DataFrame:
    """One row per area of `layer` (province, prefecture, county) inside `parent`, with or without an observation.

    Columns: area, name, short_name, level, parent_name (short name of the prefecture or province above it; empty where
    that is `parent` or the nation), has_statistics, numerator, denominator, value, lower, upper, status (missing where
    there is no observation), demonstration, batch_id. Ordered by area. Raises KeyError for an unknown layer.
    """
    statement = children_statement(viewer, parent, layer)
    return placed_values(connection, statement, viewer, indicator, period, breakdown)
