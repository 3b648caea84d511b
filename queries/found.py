"""The findings that a viewer may see, as the part of a statement that the questions about them share."""

import datetime as dt

from sqlalchemy import ColumnElement, Select, case, or_, select

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


def visible_findings(viewer: Viewer, *columns: ColumnElement) -> Select[tuple]:
    """`columns` of findings within the viewer's limits, joined to rule, form, area, and where they have one to
    indicator, period and batch. A finding about no indicator, or about what has no batch, is limited by the others.
    """
    f = fact_finding.c
    return (
        select(*columns)
        .select_from(fact_finding)
        .join(dim_rule, dim_rule.c.rule_id == f.rule_id)
        .join(dim_form, dim_form.c.form_id == f.form_id)
        .join(dim_area, dim_area.c.area_id == f.area_id)
        .outerjoin(dim_indicator, dim_indicator.c.indicator_id == f.indicator_id)
        .outerjoin(dim_period, dim_period.c.period_id == f.period_id)
        .outerjoin(dim_batch, dim_batch.c.batch_id == f.batch_id)
        .where(
            visible_areas(viewer),
            visible_forms(viewer),
            or_(f.indicator_id == 0, visible_indicators(viewer)),
            or_(f.batch_id == 0, visible_batches(viewer)),
        )
    )


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
