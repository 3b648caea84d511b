"""How one figure came to be: every published value of it, the newest first."""

from typing import Any

import pandas as pd
from dash import html

from components.batch_table import day
from components.marks import demonstration as demonstration_mark
from components.marks import unverified
from components.numbers import STATUS_WORDS, number, shown

HEAD = (
    ("版次", "num"), ("数值", "num"), ("分子", "num"), ("分母", "num"), ("状态", ""), ("来源", ""), ("报表", ""),
    ("文件与行", ""), ("数据截止", ""), ("装载", ""), ("性质", ""), ("说明", ""),
)  # fmt: skip


def revision_table(revisions: pd.DataFrame, *, id: str, indicator: dict[str, Any]) -> html.Table:
    """A row per revision of `queries.revisions_of_observation`; the one that readers see is marked."""
    head = html.Tr([html.Th(words, **({"className": look} if look else {})) for words, look in HEAD])
    records: list[Any] = list(revisions.itertuples())
    body = html.Tbody([_row(r, indicator) for r in records])
    return html.Table([html.Thead(head), body], id=id, className="hc-table hc-revisions")


def _row(row: Any, indicator: dict[str, Any]) -> html.Tr:
    kind: Any = demonstration_mark() if row.demonstration else "公布" if row.verified else unverified()
    cells = [
        html.Td(f"第{row.revision}版" + ("（现用）" if row.current else ""), className="num"),
        html.Td(shown(row.value, indicator, row.status), className="num"),
        html.Td(number(row.numerator, 0, mark="—"), className="num"),
        html.Td(number(row.denominator, 0, mark="—"), className="num"),
        html.Td(STATUS_WORDS.get(row.status, row.status)),
        html.Td(row.source, className="hc-cut", title=row.source),
        html.Td(row.form, className="hc-cut", title=row.form),
        html.Td(f"{row.file_name} 第{row.row_number}行", className="hc-cut", title=row.file_name),
        html.Td(day(row.cut_off)),
        html.Td(day(row.loaded_at)),
        html.Td(kind),
        html.Td(row.note or "", className="hc-cut", title=row.note or ""),
    ]
    return html.Tr(cells, className="sel" if row.current else "")
