"""The checks that one value went through: which rules looked at it, and what they found."""

import pandas as pd
from sqlalchemy import Connection, Select, Subquery, case, func, or_, select

from access.viewer import Viewer
from data.schema import dim_area, dim_rule, fact_finding, fact_rule_use
from queries.found import severity_text, visible_findings
from queries.frame import frame_of
from queries.observed import NO_KEY, area_ids, breakdown_id, indicator_id, period_id
from queries.scope import visible_areas


def checks_of_value(
    connection: Connection, *, viewer: Viewer, indicator: str, area: str, period: str, breakdown: str = "all"
) -> pd.DataFrame:
    """One row per rule that checked values of the indicator and period at the area's level, or found something in this
    value; a rule that found two things in it has two rows. What was found comes first, the worst first.

    Columns: rule, rule_name, dimension, severity (of the finding, else of the rule), checked and failed (values of the
    same indicator, period and level in the whole nation; 0 where the rule did not count by indicator), found (in this
    value), finding (its key), observed, expected, detail, message (None, NaN where nothing was found), advice. Empty
    where the viewer may not see the indicator or the area.
    """
    keys = {
        "indicator_id": indicator_id(connection, viewer, indicator),
        "period_id": period_id(period),
        "breakdown_id": breakdown_id(breakdown),
        "area_id": next(iter(area_ids((area,))), NO_KEY),
    }
    used, found = _used(viewer, keys), _found(viewer, keys)
    here = found.c.finding.is_not(None)
    statement = (
        select(
            dim_rule.c.code.label("rule"),
            dim_rule.c.name.label("rule_name"),
            dim_rule.c.dimension,
            case((here, severity_text(found.c.severity)), else_=dim_rule.c.severity).label("severity"),
            func.coalesce(used.c.checked, 0).label("checked"),
            func.coalesce(used.c.failed, 0).label("failed"),
            here.label("found"),
            found.c.finding,
            found.c.observed,
            found.c.expected,
            found.c.detail,
            case((here, dim_rule.c.message)).label("message"),
            dim_rule.c.advice,
        )
        .select_from(dim_rule)
        .outerjoin(used, used.c.rule_id == dim_rule.c.rule_id)
        .outerjoin(found, found.c.rule_id == dim_rule.c.rule_id)
        .where(or_(here, used.c.checked > 0))
        .order_by(
            case((here, 0), else_=1), found.c.severity.nulls_last(), dim_rule.c.code, found.c.finding.nulls_last()
        )
    )
    return frame_of(connection, statement)


def _used(viewer: Viewer, keys: dict[str, int]) -> Subquery:
    u = fact_rule_use.c
    level = select(dim_area.c.level).where(dim_area.c.area_id == keys["area_id"], visible_areas(viewer))
    return (
        select(u.rule_id, u.checked, u.failed)
        .where(u.indicator_id == keys["indicator_id"], u.period_id == keys["period_id"])
        .where(u.level == level.scalar_subquery())
        .subquery("used")
    )


def _found(viewer: Viewer, keys: dict[str, int]) -> Subquery:
    f = fact_finding.c
    columns = (f.rule_id, f.finding_key.label("finding"), f.severity, f.observed, f.expected, f.detail)
    statement: Select[tuple] = visible_findings(viewer, *columns)
    return statement.where(*(f[name] == value for name, value in keys.items())).subquery("found_here")
