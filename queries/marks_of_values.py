"""The values whose quality a reader must know of: what maps and charts hatch or mark."""

from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, Subquery, and_, or_, select, true

from access.viewer import Viewer
from data.breakdowns import BREAKDOWNS
from data.schema import SEVERITIES, dim_area, dim_period, dim_rule, fact_finding
from queries.found import visible_findings
from queries.frame import frame_of
from queries.graded_values import graded_values
from queries.observed import NO_KEY, breakdown_id, indicator_ids, period_id, placed_inside
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
    keys (all, comma-joined). Ordered by indicator, area, period, breakdown. Whether a finding was explained is no part
    of a release: see `state.open_marks`. Raises KeyError for an unknown layer.
    """
    ids = indicator_ids(connection, viewer, indicators)
    grades = graded_values(viewer, sorted(ids.values()))
    places = placed_inside(parent, layer, areas)
    when = None if periods is None else [period_id(code) for code in periods]
    about = fact_finding.c.indicator_id.in_(sorted(ids.values()))
    found = frame_of(connection, _found(viewer, grades, [about, *places], when, breakdown))
    graded = frame_of(connection, _graded(viewer, grades, places, when))
    codes = {number: code for code, number in ids.items()}
    return _merged(_told(found, codes), _told(graded.assign(breakdown_id=breakdown_id(breakdown or "all")), codes))


def _found(
    viewer: Viewer,
    grades: Subquery,
    named: list[ColumnElement[bool]],
    periods: list[int] | None,
    breakdown: str | None,
) -> Select[tuple]:
    f, g = fact_finding.c, grades.c
    same = and_(g.indicator_id == f.indicator_id, g.period_id == f.period_id, g.area_id == f.area_id)
    minor = and_(g.grade == BAD, f.severity == SEVERITIES.index("minor"))
    columns = (
        f.indicator_id, f.area_id, dim_period.c.code.label("period"), f.breakdown_id, g.grade, f.severity,
        dim_rule.c.code.label("rule"), dim_rule.c.name, f.finding_key.label("finding"),
    )  # fmt: skip
    wanted = [
        *named,
        or_(f.severity.in_(SEVERE), minor),
        f.period_id > 0 if periods is None else f.period_id.in_(periods),
        true() if breakdown is None else f.breakdown_id == breakdown_id(breakdown),
    ]
    order = (f.severity, dim_rule.c.code, f.finding_key)
    return visible_findings(viewer, *columns, wanted=wanted, order=order).outerjoin(grades, same)


def _graded(
    viewer: Viewer, grades: Subquery, places: list[ColumnElement[bool]], periods: list[int] | None
) -> Select[tuple]:
    g = grades.c
    statement = (
        select(g.indicator_id, g.area_id, dim_period.c.code.label("period"), g.grade)
        .select_from(grades)
        .join(dim_area, dim_area.c.area_id == g.area_id)
        .join(dim_period, dim_period.c.period_id == g.period_id)
        .where(g.grade == BAD, visible_areas(viewer), *places)
        .order_by(g.indicator_id, g.period_id, g.area_id)
    )
    return statement if periods is None else statement.where(g.period_id.in_(periods))


def _told(rows: pd.DataFrame, indicators: dict[int, str]) -> list[Any]:
    """Rows with codes in place of keys: three joins fewer."""
    groups = {b.id: b.code for b in BREAKDOWNS} | {NO_KEY: ""}
    return rows.assign(
        indicator=rows["indicator_id"].map(indicators),
        area=rows["area_id"].map("{:06d}".format),
        breakdown=rows["breakdown_id"].map(groups),
    ).to_dict("records")


def _merged(found: list[Any], graded: list[Any]) -> pd.DataFrame:
    """One row per value; `found` has the worst finding first, `graded` are the values of grade D."""
    values: dict[tuple, list[Any]] = {}
    for row in found:
        values.setdefault(tuple(row[name] for name in VALUE), []).append(row)
    marked = {key[:3] for key in values}
    rows = [_mark(key, of_value) for key, of_value in values.items()]
    alone = {"severity": None, "rules": "", "names": "", "finding": None, "keys": ""}
    for row in graded:
        if (row["indicator"], row["area"], row["period"]) not in marked:
            rows.append({name: row[name] for name in (*VALUE, "grade")} | alone)
    rows.sort(key=lambda row: tuple(row[name] for name in VALUE))
    columns = (*VALUE, "grade", "severity", "rules", "names", "finding", "keys")
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
    }
