"""The loaded files behind a release."""

from datetime import date, datetime
from typing import Any

import pandas as pd
from dash import html

from components.definition import CLASSIFICATIONS
from components.marks import demonstration as demonstration_mark
from components.marks import unverified

HEAD = (
    ("批次", "num"), ("文件", ""), ("来源", ""), ("机构", ""), ("报表", ""), ("数据截止", ""), ("收到", ""),
    ("应报", ""),
    ("条数", "num"), ("现用", "num"), ("性质", ""), ("分级", ""), ("装载", ""), ("SHA-256", ""),
)  # fmt: skip


def batch_table(batches: pd.DataFrame, *, id: str) -> html.Table:
    """A row per batch of `queries.batches`; 现用 counts the rows that readers see in this release."""
    head = html.Tr([html.Th(words, **({"className": look} if look else {})) for words, look in HEAD])
    records: list[Any] = list(batches.itertuples())
    return html.Table(
        [html.Thead(head), html.Tbody([_row(r) for r in records])], id=id, className="hc-table hc-batches"
    )


def _row(row: Any) -> html.Tr:
    kind: Any = "公布" if row.verified else ["公布　", unverified()]
    late = isinstance(row.received, date) and isinstance(row.due, date) and row.received > row.due
    used = "" if pd.isna(row.observations) else f"{int(row.observations):,}"
    return html.Tr(
        [
            html.Td(str(row.batch_id), className="num"),
            html.Td(html.Code(row.file_name), className="hc-cut", title=row.file_name),
            html.Td(row.source, className="hc-cut", title=row.source),
            html.Td(row.organisation, className="hc-cut", title=row.organisation),
            html.Td(row.form, className="hc-cut", title=row.form),
            html.Td(day(row.cut_off)),
            html.Td([day(row.received), html.Span("　迟报", className="worse") if late else ""]),
            html.Td(day(row.due)),
            html.Td(f"{row.row_count:,}", className="num"),
            html.Td(used, className="num"),
            html.Td(demonstration_mark() if row.demonstration else kind),
            html.Td(CLASSIFICATIONS[row.classification]),
            html.Td(day(row.loaded_at)),
            html.Td(html.Code(row.sha256[:12], title=row.sha256)),
        ]
    )


def day(value: Any) -> str:
    """An ISO date, — where there is none."""
    if value is None or pd.isna(value):
        return "—"
    return value.date().isoformat() if isinstance(value, datetime) else value.isoformat()
