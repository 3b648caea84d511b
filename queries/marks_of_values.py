"""The values whose quality a reader must know of: what maps and charts hatch or mark."""

from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, Subquery, and_, or_, select, true

from access.viewer import Viewer
from data.schema import SEVERITIES, dim_area, dim_breakdown, dim_indicator, dim_period, dim_rule, fact_finding
from queries.found import visible_findings
from queries.frame import frame_of
from queries.graded_values import graded_values
from queries.observed import breakdown_id, indicator_ids, period_id, placed_inside
from queries.scope import visible_areas

VALUE = ("indicator", "area", "period", "breakdown")
SEVERE = (SEVERITIES.index("hard"), SEVERITIES.index("serious"))
BAD = "D"


def marks_of_values(
    connection: Connection,
    *,
    viewer: Viewer,
    indicators: tuple[str, ...],
    parent: str | None = None,
    layer: str | None = None,
    areas: tuple[str, ...] | None = None,
    periods: tuple[str, ...] | None = None,
    breakdown: str | None = None,
) -> pd.DataFrame:
    """One row per value with a finding of severity hard or serious, and per value of an indicator, period and area
    graded D (its minor findings then count too; without any, its row has the asked breakdown or `all`).

    Columns: indicator, area, period, breakdown, grade (None: nothing failed in the sum), severity (the worst; None
    without a finding), rules (codes, `K02、A04`, the worst first), names (of the rules), finding (key of the worst),
    keys (all, comma-joined), observed (a tuple: the numbers that these are about, in their order). Ordered by
    indicator, area, period, breakdown. Whether a finding was explained is no part of a release: see
    `state.finding_states`. Raises KeyError for an unknown layer.
    """
    ids = sorted(indicator_ids(connection, viewer, indicators).values())
    grades = graded_values(viewer, ids)
    places = placed_inside(parent, layer, areas)
    found = frame_of(connection, _found(viewer, grades, ids, places, periods, breakdown))
    graded = frame_of(connection, _graded(viewer, grades, places, periods))
    return _merged(found.to_dict("records"), graded.to_dict("records"), breakdown or "all")


def _found(
    viewer: Viewer,
    grades: Subquery,
    ids: list[int],
    places: list[ColumnElement[bool]],
    periods: tuple[str, ...] | None,
    breakdown: str | None,
) -> Select[tuple]:
    f = fact_finding.c
    same = and_(
        grades.c.indicator_id == f.indicator_id, grades.c.period_id == f.period_id, grades.c.area_id == f.area_id
    )
    minor = and_(grades.c.grade == BAD, f.severity == SEVERITIES.index("minor"))
    return (
        visible_findings(
            viewer, dim_indicator.c.code.label("indicator"), dim_area.c.code.label("area"),
            dim_period.c.code.label("period"), dim_breakdown.c.code.label("breakdown"), grades.c.grade, f.severity,
            dim_rule.c.code.label("rule"), dim_rule.c.name, f.finding_key.label("finding"), f.observed,
        )
        .join(dim_breakdown, dim_breakdown.c.breakdown_id == f.breakdown_id)
        .outerjoin(grades, same)
        .where(f.indicator_id.in_(ids), or_(f.severity.in_(SEVERE), minor), *places)
        .where(f.period_id.in_([period_id(code) for code in periods]) if periods is not None else f.period_id > 0)
        .where(f.breakdown_id == breakdown_id(breakdown) if breakdown is not None else true())
        .order_by(f.severity, dim_rule.c.code, f.finding_key)
    )  # fmt: skip


def _graded(
    viewer: Viewer, grades: Subquery, places: list[ColumnElement[bool]], periods: tuple[str, ...] | None
) -> Select[tuple]:
    g = grades.c
    statement = (
        select(
            dim_indicator.c.code.label("indicator"),
            dim_area.c.code.label("area"),
            dim_period.c.code.label("period"),
            g.grade,
        )
        .select_from(grades)
        .join(dim_area, dim_area.c.area_id == g.area_id)
        .join(dim_indicator, dim_indicator.c.indicator_id == g.indicator_id)
        .join(dim_period, dim_period.c.period_id == g.period_id)
        .where(g.grade == BAD, visible_areas(viewer), *places)
        .order_by(g.indicator_id, g.period_id, g.area_id)
    )
    return statement if periods is None else statement.where(g.period_id.in_([period_id(code) for code in periods]))


def _merged(found: list[Any], graded: list[Any], breakdown: str) -> pd.DataFrame:
    """One row per value; `found` has the worst finding first."""
    values: dict[tuple, list[Any]] = {}
    for row in found:
        values.setdefault(tuple(row[name] for name in VALUE), []).append(row)
    marked = {key[:3] for key in values}
    rows = [_mark(key, of_value) for key, of_value in values.items()]
    for row in graded:
        if (row["indicator"], row["area"], row["period"]) not in marked:
            absent = {"severity": None, "rules": "", "names": "", "finding": None, "keys": "", "observed": ()}
            rows.append({"indicator": row["indicator"], "area": row["area"], "period": row["period"],
                         "breakdown": breakdown, "grade": row["grade"]} | absent)  # fmt: skip
    rows.sort(key=lambda row: tuple(row[name] for name in VALUE))
    columns = (*VALUE, "grade", "severity", "rules", "names", "finding", "keys", "observed")
    return pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype="object") for name in columns})


def _mark(key: tuple, findings: list[Any]) -> dict[str, Any]:
    rules = dict.fromkeys((f["rule"], f["name"]) for f in findings)
    return dict(zip(VALUE, key, strict=True)) | {
        "grade": findings[0]["grade"],
        "severity": SEVERITIES[findings[0]["severity"]],
        "rules": "、".join(code for code, _ in rules),
        "names": "、".join(name for _, name in rules),
        "finding": findings[0]["finding"],
        "keys": ",".join(f["finding"] for f in findings),
        "observed": tuple(f["observed"] for f in findings),
    }
