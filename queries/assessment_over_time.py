"""The results of named areas phase by phase."""

import pandas as pd
from sqlalchemy import Connection, and_, func, literal

from access.viewer import Viewer
from data.schema import dim_area, dim_assessment_phase, dim_period, dim_scheme, fact_assessment, fact_assessment_rank
from queries.assessed import phases_of
from queries.frame import frame_of
from queries.observed import NO_KEY, area_ids
from queries.scope import visible_areas


def assessment_over_time(
    connection: Connection,
    *,
    viewer: Viewer,
    scheme: str,
    areas: tuple[str, ...],
    parent: str = "100000",
    variant: str = "all",
    group: str = "all",
) -> pd.DataFrame:
    """One row per area of `areas` that the viewer may see and phase in which it was assessed.

    Columns: area, period, period_label, phase, year, end_date (date), target_year, targets_changed (from here on other
    targets: totals do not go on from those before), total, total_low, total_high, coverage, grade, warning, reason,
    rank, ranked, rank_low, rank_high (inside `parent` and `group`; <NA> without one), crosses, demonstration. Ordered
    by area and phase, the oldest first.
    """
    f, r, p = fact_assessment.c, fact_assessment_rank.c, dim_assessment_phase.c
    root = next(iter(area_ids((parent,))), NO_KEY)
    same = and_(
        r.scheme_id == f.scheme_id, r.period_id == f.period_id, r.variant == f.variant, r.area_id == f.area_id,
        r.parent_id == root, r.comparison_group == group,
    )  # fmt: skip
    columns = (
        dim_area.c.code.label("area"), dim_period.c.code.label("period"), dim_period.c.label.label("period_label"),
        p.phase, dim_period.c.year, dim_period.c.end_date, p.target_year, p.targets_changed, f.total, f.total_low,
        f.total_high, f.coverage, f.grade, f.warning, f.reason, r.rank, r.ranked, r.rank_low, r.rank_high,
        func.coalesce(r.crosses, literal(False)).label("crosses"), f.demonstration,
    )  # fmt: skip
    statement = (
        phases_of(viewer, *columns)
        .join(fact_assessment, and_(f.scheme_id == p.scheme_id, f.period_id == p.period_id, f.variant == variant))
        .join(dim_area, dim_area.c.area_id == f.area_id)
        .join(dim_period, dim_period.c.period_id == p.period_id)
        .outerjoin(fact_assessment_rank, same)
        .where(dim_scheme.c.code == scheme, f.area_id.in_(area_ids(areas)), visible_areas(viewer))
        .order_by(dim_area.c.code, dim_period.c.end_date, dim_period.c.period_id)
    )
    return frame_of(connection, statement)
