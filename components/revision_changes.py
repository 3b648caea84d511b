"""What changed from one published value of a figure to the next, in words."""

from itertools import pairwise
from typing import Any

import pandas as pd
from dash import html

from components.numbers import STATUS_WORDS, is_missing, number, shown

COUNTED = (("numerator", "分子"), ("denominator", "分母"), ("lower", "下限"), ("upper", "上限"))
WORDED = (("form", "报表"), ("source", "来源"), ("note", "说明"))


def revision_changes(revisions: pd.DataFrame, *, indicator: dict[str, Any]) -> html.Ul:
    """A line per step of `queries.revisions_of_observation` (newest first); a step that changed no figure says so."""
    rows: list[Any] = list(revisions.itertuples())
    lines = []
    for new, old in pairwise(rows):
        changed = changes_between(new, old, indicator) or ["数值未变，只是重新上报"]
        what = f"第{old.revision}版→第{new.revision}版（批次{new.batch_id}，{new.loaded_at:%Y-%m-%d}装载）："
        lines.append(html.Li([html.B(what), "；".join(changed) + "。"]))
    return html.Ul(lines, className="hc-revision-changes")


def changes_between(new: Any, old: Any, indicator: dict[str, Any]) -> list[str]:
    """Each field that differs, as 数值 12.3→12.5（+0.2）."""
    said = []
    if not _same(new.value, old.value) or new.status != old.status:
        said.append(_value_change(new, old, indicator))
    for name, words in COUNTED:
        before, after = getattr(old, name), getattr(new, name)
        if not _same(before, after):
            decimals = int(indicator["decimals"]) if name in ("lower", "upper") else _decimals(before, after)
            said.append(f"{words} {number(before, decimals, mark='无')}→{number(after, decimals, mark='无')}")
    for name, words in WORDED:
        before, after = _text(getattr(old, name)), _text(getattr(new, name))
        if before != after:
            said.append(f"{words} {before or '无'}→{after or '无'}")
    return said


def _value_change(new: Any, old: Any, indicator: dict[str, Any]) -> str:
    def told(row: Any) -> str:
        return (
            STATUS_WORDS.get(row.status, "无数据") if is_missing(row.value) else shown(row.value, indicator, row.status)
        )

    words = f"数值 {told(old)}→{told(new)}"
    if is_missing(new.value) or is_missing(old.value):
        return words
    if _same(new.value, old.value):
        return f"状态 {STATUS_WORDS.get(old.status, old.status)}→{STATUS_WORDS.get(new.status, new.status)}"
    gap = number(float(new.value) - float(old.value), int(indicator["decimals"]), signed=True)
    return f"{words}（{gap}）"


def _decimals(*values: float) -> int:
    return 0 if all(is_missing(v) or float(v).is_integer() for v in values) else 2


def _same(one: Any, other: Any) -> bool:
    return (is_missing(one) and is_missing(other)) or one == other


def _text(value: Any) -> str:
    return "" if value is None or value != value else str(value)
