"""Grades of single values that a viewer may see, as the part of a statement that questions share."""

from sqlalchemy import Subquery, and_, select

from access.viewer import CLASSIFICATIONS, Viewer
from data.schema import dim_batch, fact_observation, fact_score
from queries.scope import visible_batches


def graded_values(viewer: Viewer, indicators: list[int]) -> Subquery:
    """Rows of `fact_score` of single values: those of `indicators` (ids that the viewer may see) with something failed.

    A grade sums all breakdowns of an indicator, area and period: where one of them comes from a batch that the viewer
    may not see, the grade is not told either. A viewer of every classification is spared that look.
    """
    s = fact_score.c
    wanted = [s.indicator_id.in_(indicators), s.form_id == 0]
    if set(CLASSIFICATIONS) <= set(viewer.classifications):
        return select(fact_score).where(*wanted).subquery("grades")
    o = fact_observation.c
    hidden = (
        select(o.indicator_id, o.period_id, o.area_id)
        .distinct()
        .join(dim_batch, dim_batch.c.batch_id == o.batch_id)
        .where(o.indicator_id.in_(indicators), ~visible_batches(viewer))
        .subquery("hidden")
    )
    h = hidden.c
    same = and_(h.indicator_id == s.indicator_id, h.period_id == s.period_id, h.area_id == s.area_id)
    return select(fact_score).outerjoin(hidden, same).where(*wanted, h.indicator_id.is_(None)).subquery("grades")
