"""The quality scores of the areas of one layer inside a parent: a scorecard and its map."""

import pandas as pd
from sqlalchemy import Connection

from access.viewer import Viewer
from queries.scored import scored_children, scored_frame


def quality_of_children(
    connection: Connection, *, viewer: Viewer, form: str, period: str, parent: str, layer: str
) -> pd.DataFrame:
    """One row per area of `layer` (province, prefecture, county) inside `parent`, scored or not.

    Columns: area, name, short_name, level, parent_name (as in `values_of_children`), has_statistics, completeness,
    timeliness, accuracy, consistency, authenticity, total (0 to 100, NaN where nothing was checked), grade (A to D or
    None), capped (a failed hard rule lowered the grade), hard_failed, findings, severe (hard or serious ones; <NA>
    without a score), previous_total (same form, the period of the same kind before), demonstration. Ordered by area.
    Raises KeyError for an unknown layer.
    """
    return scored_frame(connection, scored_children(viewer, parent, layer), viewer, form, period)
