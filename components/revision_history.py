"""Every published version of one number, the newest first, with what changed from the one before, batch and row."""

from typing import Any

import pandas as pd
from dash import html

from components.arithmetic import count_text
from components.batch_table import day
from components.marks import demonstration as demonstration_mark
from components.marks import unverified
from components.numbers import STATUS_WORDS, is_missing, shown
from components.plain import Plain, as_one
from components.revision_changes import changes_between

HEAD = (
    ("版次", ""), ("数值", "num"), ("较上一版", ""), ("分子", "num"), ("分母", "num"), ("状态", ""), ("批次", "num"),
    ("文件与行", ""), ("报送单位", ""), ("收到", ""), ("装载", ""), ("性质", ""),
)  # fmt: skip
Record = dict[str, Any]


def revision_history(revisions: pd.DataFrame, *, id: str, indicator: Record) -> Plain:
    """A row per revision of `queries.revisions_of_observation`; the one that readers see is marked."""
    records: list[Any] = list(revisions.itertuples())
    older = [*records[1:], None]
    body = [_row(now, before, indicator) for now, before in zip(records, older, strict=True)]
    head = html.Tr([html.Th(words, **({"className": look} if look else {})) for words, look in HEAD])
    return as_one(html.Table([html.Thead(head), html.Tbody(body)], id=id, className="hc-table hc-history"))


def _row(now: Any, before: Any | None, indicator: Record) -> html.Tr:
    kind: Any = demonstration_mark() if now.demonstration else "公布" if now.verified else unverified()
    rolled_up = now.row_number == 0
    where = "由下级汇总" if rolled_up else [html.Span(now.file_name, className="hc-cut"), f"　第{now.row_number}行"]
    return html.Tr(
        [
            html.Td(f"第{now.revision}版" + ("（现用）" if now.current else "")),
            html.Td(html.B(shown(now.value, indicator, now.status)), className="num"),
            html.Td(_changed(now, before, indicator), className="hc-wrap"),
            html.Td("" if is_missing(now.numerator) else count_text(now.numerator), className="num"),
            html.Td("" if is_missing(now.denominator) else count_text(now.denominator), className="num"),
            html.Td(STATUS_WORDS.get(now.status, now.status)),
            html.Td(str(now.batch_id), className="num"),
            html.Td(where, title=now.file_name),
            html.Td(now.organisation, className="hc-cut", title=now.organisation),
            html.Td(day(now.received)),
            html.Td(day(now.loaded_at), title=f"装载人：{now.loaded_by}"),
            html.Td(kind),
        ],
        className="sel" if now.current else "",
    )


def _changed(now: Any, before: Any | None, indicator: Record) -> str:
    if before is None:
        return "首次发布"
    return "；".join(changes_between(now, before, indicator)) or "数值未变，换为新批次"
