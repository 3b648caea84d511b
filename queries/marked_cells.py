"""Where values in doubt are: asked once for a release, so that pages without any need not ask for them."""

import pandas as pd
from sqlalchemy import Connection, select, union

from access.viewer import Viewer
from data.schema import dim_area, dim_indicator, dim_period, fact_finding
from queries.found import visible_findings
from queries.frame import frame_of
from queries.graded_values import graded_values
from queries.marks_of_values import BAD, SEVERE
from queries.observed import indicator_ids, visible_observations
from queries.scope import visible_areas


def marked_cells(connection: Connection, *, viewer: Viewer) -> pd.DataFrame:
    """One row per indicator, period and area of which `marks_of_values` has something to tell of a value: a finding
    of severity hard or serious, or the grade D and a value. (What is missing is graded too, and most of it D.)

    Columns: indicator, period, area. Ordered by them.
    """
    f = fact_finding.c
    found = visible_findings(
        viewer, f.indicator_id, f.period_id, f.area_id,
        wanted=[f.indicator_id > 0, f.period_id > 0, f.severity.in_(SEVERE)],
    )  # fmt: skip
    grades = graded_values(viewer, sorted(indicator_ids(connection, viewer, None).values())).c
    o = visible_observations(viewer)
    graded = (
        select(grades.indicator_id, grades.period_id, grades.area_id)
        .join(
            o,
            (o.c.indicator_id == grades.indicator_id)
            & (o.c.period_id == grades.period_id)
            & (o.c.area_id == grades.area_id),
        )
        .where(grades.grade == BAD, o.c.value.is_not(None))
    )
    cells = union(found, graded).subquery("cells")  # each once
    statement = (
        select(
            dim_indicator.c.code.label("indicator"),
            dim_period.c.code.label("period"),
            dim_area.c.code.label("area"),
        )
        .select_from(cells)
        .join(dim_indicator, dim_indicator.c.indicator_id == cells.c.indicator_id)
        .join(dim_period, dim_period.c.period_id == cells.c.period_id)
        .join(dim_area, dim_area.c.area_id == cells.c.area_id)
        .where(visible_areas(viewer))
        .order_by(dim_indicator.c.code, dim_period.c.code, dim_area.c.code)
    )
    return frame_of(connection, statement)
