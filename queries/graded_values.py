"""Grades of single values that a viewer may see, as the part of a statement that questions share."""

from sqlalchemy import Integer, Select, Subquery, and_, cast, literal, select, union

from access.viewer import CLASSIFICATIONS, Viewer
from data.schema import dim_area, dim_batch, fact_observation, fact_score
from queries.scope import NATION, visible_batches


def graded_values(viewer: Viewer, indicators: list[int]) -> Subquery:
    """Rows of `fact_score` of single values: those of `indicators` (ids that the viewer may see) with something failed.

    A grade sums all breakdowns of an indicator and period, in an area and inside it: where one of them comes from a
    batch that the viewer may not see, the grade is not told either. A viewer of every classification is spared that.
    """
    s = fact_score.c
    wanted = [s.indicator_id.in_(indicators), s.form_id == 0]
    if set(CLASSIFICATIONS) <= set(viewer.classifications):
        return select(fact_score).where(*wanted).subquery("grades")
    hidden = union(
        _hidden(viewer, indicators, dim_area.c.area_id),
        _hidden(viewer, indicators, cast(dim_area.c.prefecture_code, Integer)),
        _hidden(viewer, indicators, cast(dim_area.c.province_code, Integer)),
        _hidden(viewer, indicators, literal(int(NATION))),
    ).subquery("hidden")
    h = hidden.c
    same = and_(h.indicator_id == s.indicator_id, h.period_id == s.period_id, h.area_id == s.area_id)
    return select(fact_score).outerjoin(hidden, same).where(*wanted, h.indicator_id.is_(None)).subquery("grades")


def _hidden(viewer: Viewer, indicators: list[int], area) -> Select[tuple]:
    """Where the viewer may not see an observation, as `area`: its own place or one that contains it."""
    o = fact_observation.c
    return (
        select(o.indicator_id, o.period_id, area.label("area_id"))
        .select_from(fact_observation)
        .join(dim_batch, dim_batch.c.batch_id == o.batch_id)
        .join(dim_area, dim_area.c.area_id == o.area_id)
        .where(o.indicator_id.in_(indicators), ~visible_batches(viewer))
    )
