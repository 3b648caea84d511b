"""Where values in doubt are at all: asked once for a release, so that pages without any need not ask for them."""

import pandas as pd
from sqlalchemy import Connection, select, union

from access.viewer import Viewer
from data.schema import dim_indicator, dim_period, fact_finding, fact_score
from queries.frame import frame_of
from queries.marks_of_values import BAD, SEVERE
from queries.scope import visible_indicators


def marked_periods(connection: Connection, *, viewer: Viewer) -> pd.DataFrame:
    """One row per indicator and period in which `marks_of_values` may have something to tell of some area.

    Columns: indicator, period. Ordered by both.
    """
    f, s = fact_finding.c, fact_score.c
    found = select(f.indicator_id, f.period_id).where(f.indicator_id > 0, f.severity.in_(SEVERE))
    graded = select(s.indicator_id, s.period_id).where(s.indicator_id > 0, s.form_id == 0, s.grade == BAD)
    cells = union(found, graded).subquery("cells")
    statement = (
        select(dim_indicator.c.code.label("indicator"), dim_period.c.code.label("period"))
        .select_from(cells)
        .join(dim_indicator, dim_indicator.c.indicator_id == cells.c.indicator_id)
        .join(dim_period, dim_period.c.period_id == cells.c.period_id)
        .where(visible_indicators(viewer))
        .order_by(dim_indicator.c.code, dim_period.c.code)
    )
    return frame_of(connection, statement)
