"""The result of one area: its total, and its place in every ranking that it takes part in."""

import pandas as pd
from sqlalchemy import Connection, and_, func, literal, select

from access.viewer import Viewer
from data.schema import dim_area, fact_assessment, fact_assessment_rank
from queries.assessed import RANKS, TOTALS, assessed_phase
from queries.frame import frame_of
from queries.scope import visible_areas

_PARENT = dim_area.alias("parent")


def assessment_of_area(
    connection: Connection, *, viewer: Viewer, scheme: str, period: str, area: str, variant: str = "all"
) -> pd.DataFrame:
    """One row per ranking that the area is in (nation, province, prefecture, comparison groups); one without a rank
    where it is not ranked; none where it is not assessed.

    Columns: area, name, level, then total … previous_year_total as in `assessment_of_children`, parent (code of the
    nation, province or prefecture; None without a rank), parent_name, comparison_group (all, 东部 …), rank, ranked,
    rank_low, rank_high, set_low, set_high, bracket, bracket_last, rank_grade, crosses, demonstration. Ordered by
    parent and comparison group, those of the nation first.
    """
    phase = assessed_phase(connection, viewer, scheme, period)
    f, r = fact_assessment.c, fact_assessment_rank.c
    same = and_(
        r.scheme_id == f.scheme_id, r.period_id == f.period_id, r.variant == f.variant, r.area_id == f.area_id
    )  # fmt: skip
    statement = (
        select(
            dim_area.c.code.label("area"),
            dim_area.c.name,
            dim_area.c.level,
            *(f[name] for name in TOTALS),
            _PARENT.c.code.label("parent"),
            _PARENT.c.name.label("parent_name"),
            r.comparison_group,
            *(r[name] for name in RANKS),
            r.grade.label("rank_grade"),
            func.coalesce(r.crosses, literal(False)).label("crosses"),
            f.demonstration,
        )
        .select_from(fact_assessment)
        .join(dim_area, dim_area.c.area_id == f.area_id)
        .outerjoin(fact_assessment_rank, same)
        .outerjoin(_PARENT, _PARENT.c.area_id == r.parent_id)
        .where(f.scheme_id == phase.scheme, f.period_id == phase.period, f.variant == variant)
        .where(dim_area.c.code == area, visible_areas(viewer))
        .order_by(r.parent_id, r.comparison_group)
    )
    return frame_of(connection, statement)
