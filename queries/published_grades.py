"""Grades that authorities published, as published."""

import pandas as pd
from sqlalchemy import Connection, select

from access.viewer import Viewer
from data.schema import dim_area, fact_published_grade
from queries.frame import frame_of
from queries.scope import inside, visible_areas

_ROOT = dim_area.alias("root")


def published_grades(connection: Connection, *, viewer: Viewer, area: str) -> pd.DataFrame:
    """One row per published grade of `area` or an area inside it; no scores: none were published.

    Columns: year, assessment, root (whose areas were assessed), root_name, area, name, short_name, grade, grade_order
    (1: the best), listed_order (place in the published list of the grade; no rank), units (how many were assessed),
    verified, source, note. Ordered by year (the latest first), assessment, grade and place in the list.
    """
    g = fact_published_grade.c
    statement = (
        select(
            g.year, g.assessment, _ROOT.c.code.label("root"), _ROOT.c.name.label("root_name"),
            dim_area.c.code.label("area"), dim_area.c.name, dim_area.c.short_name, g.grade, g.grade_order,
            g.listed_order, g.units, g.verified, g.source, g.note,
        )
        .select_from(fact_published_grade)
        .join(dim_area, dim_area.c.area_id == g.area_id)
        .join(_ROOT, _ROOT.c.area_id == g.root_id)
        .where(visible_areas(viewer), inside((area,)))
        .order_by(g.year.desc(), g.assessment, g.grade_order, g.listed_order)
    )  # fmt: skip
    return frame_of(connection, statement)
