"""The quality scores of named areas over time: a trend."""

import pandas as pd
from sqlalchemy import Connection

from access.viewer import Viewer
from data.schema import dim_area, dim_period, fact_score
from queries.frame import frame_of
from queries.observed import area_ids
from queries.scored import SCORES, form_id, scores_over_time


def quality_over_time(connection: Connection, *, viewer: Viewer, form: str, areas: tuple[str, ...]) -> pd.DataFrame:
    """One row per area of `areas` that the viewer may see and period with a score.

    Columns: area, period, period_label, period_kind, end_date (date), completeness, timeliness, accuracy, consistency,
    authenticity, total, grade, demonstration. Ordered by area and period, the oldest first.
    """
    columns = [
        dim_period.c.kind.label("period_kind"),
        dim_period.c.end_date,
        *(fact_score.c[name] for name in SCORES),
        fact_score.c.grade,
        fact_score.c.demonstration,
    ]
    statement = scores_over_time(viewer, form_id(connection, viewer, form), *columns)
    return frame_of(connection, statement.where(dim_area.c.area_id.in_(area_ids(areas))))
