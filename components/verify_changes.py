"""The numbers of an issued view that are no longer what they were."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dash import html

from components.numbers import STATUS_WORDS, number

HEAD = (("地区", ""), ("指标", ""), ("时期", ""), ("登记时", "num"), ("现在", "num"), ("人群", ""), ("项目", ""))
NO_LONGER = "已不在其中"
_KINDS = (
    ("targets", "目标"), ("assessment", "考核"), ("items", "考核"), ("warnings", "考核"), ("quality", "数据质量"),
    ("findings", "质量问题"), ("checks", "规则核查"), ("lateness", "报送"), ("submissions", "报送"),
    ("coverage", "数据覆盖"), ("medians", "同级中位数"), ("revisions", "以往版次"), ("published_grades", "公布等级"),
)  # fmt: skip


class ChangedNumber(NamedTuple):
    """Texts of twelve digits, a status, or None for what was or is not; `kind` is the question it comes from."""

    area: str
    indicator: str
    unit: str
    decimals: int | None
    period: str
    group: str
    kind: str
    measure: str
    old: str | None
    new: str | None


def verify_changes(rows: Sequence[ChangedNumber], *, more: int) -> html.Div:
    """At most as many rows as it is given; `more` counts the rest."""
    head = html.Tr([html.Th(words, scope="col", **({"className": look} if look else {})) for words, look in HEAD])
    table = html.Table(
        [
            html.Caption("登记以来变化的数值", className="hc-quiet"),
            html.Thead(head),
            html.Tbody([_row(row) for row in rows]),
        ],
        className="hc-table hc-verify-changes",
    )
    rest = html.P(f"另有{more:,}个数值有变化，未列出。", className="hc-verify-more") if more else None
    return html.Div(
        [
            part
            for part in (
                html.Div(table, className="hc-scroll-x", tabIndex=0, role="group", **{"aria-label": "变化的数值"}),
                rest,
            )
            if part
        ]
    )


def _row(row: ChangedNumber) -> html.Tr:
    old, new = pair(row)
    unit = f"（{row.unit}）" if row.unit not in ("", "-") else ""
    return html.Tr(
        [
            html.Td(row.area or "—"),
            html.Td((row.indicator or "—") + unit, className="hc-wrap"),
            html.Td(row.period or "—"),
            html.Td(old, className="num"),
            html.Td(html.B(new), className="num"),
            html.Td(row.group or "—"),
            html.Td(item_words(row.kind, row.measure)),
        ]
    )


def item_words(kind: str, measure: str) -> str:
    """`数值`, `考核　总分`: what of a row changed."""
    return "　".join(w for w in (_kind_words(kind), measure) if w)


def _kind_words(kind: str) -> str:
    return next((words for start, words in _KINDS if kind.startswith(start)), "")


def pair(row: ChangedNumber) -> tuple[str, str]:
    """Old and new as the indicator writes them, with more digits where they would look alike."""
    old, new = (_shown(text, row.decimals) for text in (row.old, row.new))
    if old == new:
        old, new = (_full(text) for text in (row.old, row.new))
    return old, new


def _shown(text: str | None, decimals: int | None) -> str:
    value = _value(text)
    if value is None:
        return _words(text)
    if decimals is None:
        decimals = 0 if value == int(value) else 2
    return number(value, decimals)


def _full(text: str | None) -> str:
    value = _value(text)
    if value is None:
        return _words(text)
    digits = len(str(text).partition(".")[2]) if "e" not in str(text) else 8
    return number(value, digits)


def _value(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def _words(text: str | None, words: Mapping[str, str] = STATUS_WORDS) -> str:
    return NO_LONGER if text is None else words.get(text, text)
