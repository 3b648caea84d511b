"""The findings that a viewer may see, as the part of a statement that the questions about them share."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, FromClause, Select, case, or_, select

from access.viewer import Viewer
from data.periods import PeriodError, parse_period
from data.schema import (
    SEVERITIES,
    dim_area,
    dim_batch,
    dim_form,
    dim_indicator,
    dim_period,
    dim_rule,
    fact_finding,
)
from queries.observed import period_id
from queries.scope import inside, visible_areas, visible_batches, visible_forms, visible_indicators
from queries.scored import ALL_FORMS


def severity_text(severity: ColumnElement[int]) -> ColumnElement[str]:
    return case(dict(enumerate(SEVERITIES)), value=severity, else_=SEVERITIES[-1])


# What a finding is joined to: dimension, its key, and whether a finding may have none.
JOINED = (
    (dim_rule, "rule_id", False), (dim_form, "form_id", False), (dim_area, "area_id", False),
    (dim_indicator, "indicator_id", True), (dim_period, "period_id", True), (dim_batch, "batch_id", True),
)  # fmt: skip


def beside(found: FromClause, *columns: ColumnElement) -> Select[tuple]:
    """`columns` of findings (a subquery of `fact_finding`) beside all that they are joined to.

    Outer joins only: planning which of six to take first would take longer than joining a page of findings.
    """
    statement = select(*columns).select_from(found)
    for dimension, key, _ in JOINED:
        statement = statement.outerjoin(dimension, dimension.c[key] == found.c[key])
    return statement


def visible_findings(
    viewer: Viewer,
    *columns: ColumnElement,
    wanted: Sequence[ColumnElement[bool]] = (),
    order: Sequence[ColumnElement] = (),
) -> Select[tuple]:
    """`columns` of the `wanted` findings within the viewer's limits, joined to the dimensions that these and `order`
    speak of. A finding about no indicator, or about what has no batch, is limited by the others.
    """
    f = fact_finding.c
    conditions = [
        visible_areas(viewer),
        visible_forms(viewer),
        or_(f.indicator_id == 0, visible_indicators(viewer)),
        or_(f.batch_id == 0, visible_batches(viewer)),
        *wanted,
    ]
    named = select(*columns, *order).where(*conditions).get_final_froms()
    statement = select(*columns).select_from(fact_finding)
    for dimension, key, outer in JOINED:
        if dimension in named:
            statement = statement.join(dimension, dimension.c[key] == f[key], isouter=outer)
    return statement.where(*conditions).order_by(*order)


def asked_findings(
    *,
    area: str,
    form: str | None,
    period: str | None,
    rule: str | None,
    dimension: str | None,
    severity: str | tuple[str, ...] | None,
    indicator: str | None,
    keys: tuple[str, ...] | None,
    without: tuple[str, ...] | None = None,
) -> list[ColumnElement[bool]]:
    """What `findings` and `findings_count` keep of `visible_findings`; None keeps everything."""
    wanted = [inside((area,))]
    if form not in (None, ALL_FORMS):
        wanted.append(dim_form.c.code == form)
    if period is not None:
        key = fact_finding.c.period_id
        wanted.append(started_in(period, key) if form == ALL_FORMS else key == period_id(period))
    if rule is not None:
        wanted.append(dim_rule.c.code == rule)
    if dimension is not None:
        wanted.append(or_(dim_rule.c.dimension == dimension, dim_rule.c.scored_as == dimension))
    if severity is not None:
        named = (severity,) if isinstance(severity, str) else severity
        wanted.append(fact_finding.c.severity.in_([SEVERITIES.index(name) for name in named if name in SEVERITIES]))
    if indicator is not None:
        wanted.append(dim_indicator.c.code == indicator)
    if keys is not None:
        wanted.append(fact_finding.c.finding_key.in_(keys))
    if without:
        wanted.append(fact_finding.c.finding_key.not_in(without))
    return wanted


def started_in(period: str, key: ColumnElement[int]) -> ColumnElement[bool]:
    """All forms together are kept by year; a year holds the periods that start in it. `key` is joined to dim_period."""
    try:
        year = parse_period(period).year
    except PeriodError:
        return key == period_id(period)
    return dim_period.c.start_date.between(dt.date(year, 1, 1), dt.date(year, 12, 31))
