"""The quality scores of the areas of one layer inside a parent over time: a heat map."""

import pandas as pd
from sqlalchemy import Connection

from access.viewer import Viewer
from data.schema import fact_score
from queries.frame import frame_of
from queries.observed import period_id, placed_inside
from queries.scored import form_id, scores_over_time


def quality_of_children_over_time(
    connection: Connection,
    *,
    viewer: Viewer,
    form: str,
    parent: str,
    layer: str,
    dimension: str | None = None,
    areas: tuple[str, ...] | None = None,
    periods: tuple[str, ...] | None = None,
) -> pd.DataFrame:
    """One row per area of `layer` inside `parent` (of `areas`, None: all) and period (of `periods`) with a score.

    Columns: area, period, period_label, total, grade, score (that of `dimension`, without one the total). Ordered by
    area and period, the oldest first. Raises KeyError for an unknown layer or dimension.
    """
    columns = [fact_score.c.total, fact_score.c.grade, fact_score.c[dimension or "total"].label("score")]
    statement = scores_over_time(viewer, form_id(connection, viewer, form), *columns)
    wanted = placed_inside(parent, layer, areas)
    if periods is not None:
        wanted.append(fact_score.c.period_id.in_([period_id(code) for code in periods]))
    return frame_of(connection, statement.where(*wanted))
