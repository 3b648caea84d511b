"""The checks that one number went through: what they ask, what they found in it, what was said of that."""

from datetime import UTC, datetime
from typing import Any

import pandas as pd
from dash import dcc, html

from components.finding_sentence import finding_sentence
from components.finding_state import BEIJING
from components.grade_mark import SEVERITIES
from components.marks import lamp

LAMPS = {"hard": "bad", "serious": "bad", "minor": "watch", "hint": "watch"}
STATES = {"open": "待处理", "explained": "已说明", "corrected": "已更正", "unknown": "处理状态未能读取"}
Record = dict[str, Any]


def value_checks(checks: pd.DataFrame, indicator: Record, *, id: str, v: str | None) -> html.Div:
    """`checks` of `queries.checks_of_value` with threshold, state, explanation, who and at; what was found comes first,
    each with its sentence, advice and the way to it, then the rules that found nothing."""
    records: list[Any] = list(checks.itertuples())
    found = [r for r in records if r.found]
    passed = [r for r in records if not r.found]
    parts: list[Any] = [_finding(r, indicator, v) for r in found]
    if passed:
        titles = ("规则", "名称", "阈值", "同级检查", "未通过", "本数值")
        head = html.Tr([html.Th(words, className="num" if words in titles[3:5] else "") for words in titles])
        rows = [_passed(r) for r in passed]
        table = html.Table([html.Thead(head), html.Tbody(rows)], className="hc-table hc-checks-of")
        named = {"aria-label": "未发现问题的规则"}
        parts.append(html.Div(table, className="hc-sideways", tabIndex=0, role="region", **named))
    return html.Div(parts, id=id)


def _passed(check: Any) -> html.Tr:
    return html.Tr(
        [
            html.Td(check.rule),
            html.Td(check.rule_name, className="hc-cut", title=check.rule_name),
            html.Td(check.threshold or "", className="hc-cut quiet", title=check.threshold or ""),
            html.Td(f"{check.checked:,}", className="num"),
            html.Td(f"{check.failed:,}", className="num"),
            html.Td(lamp("good", "未发现问题")),
        ]
    )


def _finding(check: Any, indicator: Record, v: str | None) -> html.Div:
    address = f"/quality?finding={check.finding}" + (f"&v={v}" if v else "")
    state = STATES.get(check.state, STATES["open"])
    lines: list[Any] = [
        html.P(
            [lamp(LAMPS[check.severity], f"{SEVERITIES[check.severity]}　{check.rule} {check.rule_name}"),
             html.Span(f"　{state}", className="quiet"), "　", dcc.Link("查看问题 ›", href=address)]
        ),
        html.P(_sentence(check, indicator)),
    ]  # fmt: skip
    if check.threshold:
        lines.append(html.P(f"阈值：{check.threshold}", className="quiet"))
    lines.append(html.P(f"建议：{check.advice}"))
    if check.state == "explained" and check.explanation:
        lines.append(html.P(f"说明（{check.who}，{_day(check.at)}）：{check.explanation}", className="hc-explained"))
    return html.Div(lines, className="hc-finding-of")


def _day(moment: Any) -> str:
    """The day in Beijing of a moment that the log keeps in UTC."""
    return moment.replace(tzinfo=UTC).astimezone(BEIJING).strftime("%Y-%m-%d") if isinstance(moment, datetime) else ""


def _sentence(check: Any, indicator: Record) -> str:
    """The rule's sentence with what it saw and expected; the rule's name alone where that may not be told."""
    known = {name: getattr(check, name) for name in ("observed", "expected", "detail", "message")}
    message = known["message"] if isinstance(known["message"], str) else ""
    wanted = [name for name in ("observed", "expected", "detail") if "{" + name + "}" in message]
    if not message or any(pd.isna(known[name]) or known[name] == "" for name in wanted):
        return f"未通过“{check.rule_name}”。"
    return finding_sentence(known | {"unit": indicator["unit"], "decimals": indicator["decimals"]})
