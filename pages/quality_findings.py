"""The list of findings of 数据质量: filtered, sorted and paged by the address, and its files."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from dash import dcc, html

from components.controls import choice, segments
from components.downloads import exports
from components.figure_frame import figure_frame
from components.findings_table import STATES, findings_table, page_links
from components.grade_mark import DIMENSIONS, SEVERITIES
from components.states import nothing_to_show
from pages.quality_states import corrected_findings
from pages.quality_view import PATH, QualityView
from queries.findings import findings
from queries.findings_count import findings_count
from queries.rules_register import rules_register
from queries.view_of import records
from state.finding_states import with_states

FINDINGS = "quality-findings"
FILES = "/api/v1/quality/findings"
PER_PAGE = 30


@dataclass
class Page:
    """One page of the list: its rows, its number (from 1), how many pages and rows there are in all."""

    rows: pd.DataFrame
    number: int
    pages: int
    total: int


def findings_figure(q: QualityView, explained: pd.DataFrame) -> html.Section:
    """`explained`: the findings of this form and period that were explained, with columns of `findings`."""
    page = page_of(q, explained)
    rows = page.rows
    body: list[Any] = [filters(q)]
    if page.total:
        mixed = rows["demonstration"].nunique() > 1
        table = findings_table(
            rows, selection=q.selection, path=PATH, order=q.selection.sort or "severity", mixed=mixed
        )
        first = (page.number - 1) * PER_PAGE + 1
        count = html.Span(f"第{first:,}–{first + len(rows) - 1:,}条，共{page.total:,}条")
        links = page_links(page.number, page.pages, selection=q.selection, path=PATH)
        body += [table, html.Div([c for c in (count, links) if c is not None], className="hc-paging")]
    else:
        body.append(nothing_found(q))
    return figure_frame(
        body, id=FINDINGS, title="问题清单", subtitle=f"{q.placed}及其下级　点问题看到上报的那一行",
        source="质量规则核查", version=q.view.version, demonstration=bool(page.total and rows["demonstration"].any()),
        exports=files(q), className="hc-findings-figure",
    )  # fmt: skip


def asked_of(q: QualityView) -> dict[str, Any]:
    """The filters of the address, as `findings` takes them."""
    s = q.selection
    return {**q.asked, "area": q.code, "rule": s.rule, "dimension": s.dimension, "severity": s.severity}


def page_of(q: QualityView, explained: pd.DataFrame) -> Page:
    """The rows of the page that the address asks for; a page beyond the last is told and replaced by the last."""
    state = q.selection.state
    if state == "corrected":
        return _cut(q, corrected_findings(q))
    asked = asked_of(q)
    keys = tuple(explained["finding"])
    if state == "explained":
        if not keys:
            return Page(explained, 1, 0, 0)
        asked["keys"] = keys
    elif state == "open" and keys:
        asked["without"] = keys
    total = int(q.ask(findings_count, **asked)["findings"].iloc[0])
    number, pages = _place(q, total)
    order = q.selection.sort or "severity"
    rows = q.ask(findings, **asked, order=order, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    return Page(with_states(rows), number, pages, total)


def _cut(q: QualityView, rows: pd.DataFrame) -> Page:
    number, pages = _place(q, len(rows))
    start = (number - 1) * PER_PAGE
    return Page(rows.iloc[start : start + PER_PAGE], number, pages, len(rows))


def _place(q: QualityView, total: int) -> tuple[int, int]:
    pages = -(-total // PER_PAGE)
    asked = int(q.selection.page or 1)
    if asked > max(pages, 1):
        q.notices.append(f"问题清单只有{max(pages, 1)}页，已显示最后一页。")
    return max(min(asked, pages), 1), pages


def filters(q: QualityView) -> html.Div:
    """Rule, severity and state; the period, form, area and dimension are those of the page."""
    rules = records(rules_register, viewer=q.view.viewer, version=q.view.version, key="rule")
    if q.selection.rule and q.selection.rule not in rules:
        q.notices.append(f"没有代码为{q.selection.rule}的规则，没有问题可列。")
    named = [("*", "全部"), *((code, f"{code} {r['name']}") for code, r in rules.items())]
    here = q.selection.change(page=None)
    severities = [(None, "全部"), *SEVERITIES.items()]
    states = [(None, "全部"), *STATES.items()]
    clear = q.selection.rule or q.selection.severity or q.selection.state or q.selection.dimension
    gone = q.selection.change(rule=None, severity=None, state=None, dimension=None, page=None)
    reset = dcc.Link("清除筛选", href=gone.address(PATH) + f"#{FINDINGS}", className="hc-onward") if clear else None
    controls = [
        choice("rule", "规则", named, q.selection.rule or "*"),
        segments("程度", PATH, here, "severity", severities, q.selection.severity),
        segments("状态", PATH, here, "state", states, q.selection.state),
        reset,
    ]
    return html.Div(
        [c for c in controls if c is not None], className="hc-controls", role="toolbar", **{"aria-label": "筛选问题"}
    )


def nothing_found(q: QualityView) -> html.Div | html.P:
    """No finding: because of the filters, or because everything passed."""
    s = q.selection
    said = [
        s.rule and f"规则{s.rule}", DIMENSIONS.get(s.dimension or ""), SEVERITIES.get(s.severity or ""),
        STATES.get(s.state or ""),
    ]  # fmt: skip
    words = "、".join(str(w) for w in said if w)
    if words:
        wide = s.change(rule=None, severity=None, state=None, dimension=None, page=None)
        reason = f"{q.placed}没有符合条件（{words}）的问题。"
        return nothing_to_show("missing", reason, ("清除筛选", wide.address(PATH) + f"#{FINDINGS}"))
    return html.P(f"{q.placed}没有发现问题：核查过的记录都通过了质量规则。", className="hc-note")


def files(q: QualityView) -> html.Span:
    """The whole list, not the page of it, as files."""
    s = q.selection
    said = {
        "area": q.code, **q.asked, "rule": s.rule, "dimension": s.dimension, "severity": s.severity, "state": s.state,
        "v": q.view.version,
    }  # fmt: skip
    query = urlencode({key: value for key, value in said.items() if value})
    name = f"{q.placed}问题清单"
    links = [
        html.A(words, href=f"{FILES}.{words.lower()}?{query}", **{"aria-label": f"{name}，下载{words}"})
        for words in ("CSV", "XLSX")
    ]
    return html.Span([*links, exports(FINDINGS, search=None, name=name)], className="hc-out")
