"""The quality scores of named areas: the parents of a scorecard, the areas of a comparison."""

import pandas as pd
from sqlalchemy import Connection

from access.viewer import Viewer
from queries.scored import scored_areas, scored_frame


def quality_of_areas(
    connection: Connection, *, viewer: Viewer, form: str, period: str, areas: tuple[str, ...]
) -> pd.DataFrame:
    """One row per area of `areas` that the viewer may see, scored or not.

    Columns: those of `quality_of_children` (parent_name is empty for the nation and the provinces). Ordered by area.
    """
    return scored_frame(connection, scored_areas(viewer), viewer, form, period, codes=areas)
