"""What the quality rules found in an area, each finding with the row it came from."""

from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, and_, func

from access.viewer import Viewer
from data.schema import dim_area, dim_batch, dim_breakdown, dim_form, dim_indicator, dim_period, dim_rule, fact_finding
from queries.found import asked_findings, beside, severity_text, visible_findings
from queries.frame import frame_of
from queries.scope import NATION


def findings(
    connection: Connection,
    *,
    viewer: Viewer,
    area: str = NATION,
    form: str | None = None,
    period: str | None = None,
    rule: str | None = None,
    dimension: str | None = None,
    severity: str | tuple[str, ...] | None = None,
    indicator: str | None = None,
    keys: tuple[str, ...] | None = None,
    without: tuple[str, ...] | None = None,
    order: str = "severity",
    limit: int | None = 100,
    offset: int = 0,
) -> pd.DataFrame:
    """One row per finding in `area` and everything inside it, at most `limit` after the first `offset`.

    `form` ALL with a year keeps the findings of all periods that start in it; otherwise `period` is exact. `dimension`
    is a word of the rules (完整性) or of the scores (completeness); `severity` one of SEVERITIES or several; `keys` are
    the findings wanted, `without` those left out; `order` is what comes first in the order: severity, rule, area, or
    period (the newest first).

    Columns: finding (its key, the same in every release), rule, rule_name, dimension, scored_as, severity, form,
    form_name, indicator, indicator_name, unit, decimals (None, <NA> where it is not about one indicator), area,
    area_name, parent_name (the prefecture or province above, empty below the nation), level, period, period_label,
    breakdown, breakdown_label, observed, expected, threshold, detail, message (a sentence with {observed} {expected}
    {detail}), advice, batch_id (<NA>: what is missing has none), row_number (0: none), file_name, organisation,
    received, demonstration. Ordered by severity, rule, area, period, breakdown, after what `order` names. Raises
    KeyError for an unknown order.
    """
    wanted = asked_findings(
        area=area, form=form, period=period, rule=rule, dimension=dimension, severity=severity, indicator=indicator,
        keys=keys, without=without,
    )  # fmt: skip
    # First which, then what they say: sorting all of them with all their texts took twice as long.
    chosen = visible_findings(viewer, *fact_finding.c, wanted=wanted, order=_order(order, fact_finding))
    found = (chosen if limit is None else chosen.limit(limit)).offset(offset).subquery("chosen")
    above = dim_area.alias("above")
    statement = (
        beside(found, *_columns(found.c, above))
        .outerjoin(above, (above.c.code == dim_area.c.parent_code) & (above.c.code != NATION))
        .outerjoin(dim_breakdown, dim_breakdown.c.breakdown_id == found.c.breakdown_id)
        .order_by(*_order(order, found))
    )
    return frame_of(connection, statement)


def _order(order: str, found: FromClause) -> list[ColumnElement]:
    f = found.c
    first = {
        "severity": f.severity,
        "rule": dim_rule.c.code,
        "area": f.area_id,
        "period": f.period_id.desc().nulls_last(),
    }
    return [first[order], f.severity, dim_rule.c.code, f.area_id, f.period_id, f.breakdown_id, f.finding_id]


def _columns(f: Any, above: Any) -> list[ColumnElement]:
    return [
        f.finding_key.label("finding"),
        dim_rule.c.code.label("rule"),
        dim_rule.c.name.label("rule_name"),
        dim_rule.c.dimension,
        dim_rule.c.scored_as,
        severity_text(f.severity).label("severity"),
        dim_form.c.code.label("form"),
        dim_form.c.name.label("form_name"),
        dim_indicator.c.code.label("indicator"),
        dim_indicator.c.name.label("indicator_name"),
        dim_indicator.c.unit,
        dim_indicator.c.decimals,
        dim_area.c.code.label("area"),
        dim_area.c.name.label("area_name"),
        func.coalesce(above.c.short_name, "").label("parent_name"),
        dim_area.c.level,
        dim_period.c.code.label("period"),
        dim_period.c.label.label("period_label"),
        dim_breakdown.c.code.label("breakdown"),
        dim_breakdown.c.label.label("breakdown_label"),
        f.observed,
        f.expected,
        dim_rule.c.threshold,
        f.detail,
        dim_rule.c.message,
        dim_rule.c.advice,
        func.nullif(f.batch_id, 0).label("batch_id"),
        f.row_number,
        dim_batch.c.file_name,
        dim_batch.c.organisation,
        dim_batch.c.received,
        func.coalesce(dim_batch.c.demonstration, and_(f.form_id > 0, dim_form.c.demonstration)).label("demonstration"),
    ]
