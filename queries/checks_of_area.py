"""What each quality rule checked in an area and how much of it failed."""

import pandas as pd
from sqlalchemy import BigInteger, Connection, Double, and_, case, cast, func, select

from access.viewer import Viewer
from data.schema import dim_area, dim_rule, fact_check
from queries.frame import frame_of
from queries.observed import period_id
from queries.scope import visible_areas
from queries.scored import form_id

OF_RULE = ("dimension", "scored_as", "severity", "threshold", "official", "basis")


def checks_of_area(connection: Connection, *, viewer: Viewer, form: str, period: str, area: str) -> pd.DataFrame:
    """One row per rule that checked something of `form` in `period` in `area` and everything inside it. Rules without
    a period (metadata) are among them.

    Columns: rule, rule_name, dimension, scored_as, severity, threshold, official, basis, checked, failed, pass_rate
    (0 to 1), areas_failed (how many areas directly below `area` have a failure), problem. Ordered by rule.
    """
    c = fact_check.c
    itself = dim_area.c.code == area
    counts = (
        select(
            c.rule_id,
            func.sum(case((itself, c.checked), else_=0)).label("checked"),
            func.sum(case((itself, c.failed), else_=0)).label("failed"),
            func.count(func.distinct(case((and_(~itself, c.failed > 0), c.area_id)))).label("areas_failed"),
        )
        .join(dim_area, dim_area.c.area_id == c.area_id)
        .where(
            c.form_id == form_id(connection, viewer, form),
            c.period_id.in_([period_id(period), 0]),
            itself | (dim_area.c.parent_code == area),
            visible_areas(viewer),
        )
        .group_by(c.rule_id)
        .subquery("counts")
    )
    checked, failed = (cast(counts.c[name], BigInteger).label(name) for name in ("checked", "failed"))
    statement = (
        select(
            dim_rule.c.code.label("rule"),
            dim_rule.c.name.label("rule_name"),
            *(dim_rule.c[name] for name in OF_RULE),
            checked,
            failed,
            (1 - cast(counts.c.failed, Double) / func.nullif(counts.c.checked, 0)).label("pass_rate"),
            cast(counts.c.areas_failed, BigInteger).label("areas_failed"),
            dim_rule.c.problem,
        )
        .join(counts, counts.c.rule_id == dim_rule.c.rule_id)
        .where(counts.c.checked > 0)
        .order_by(dim_rule.c.code)
    )
    return frame_of(connection, statement)
