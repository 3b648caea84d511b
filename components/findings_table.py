"""What the quality rules found, a row each, with the state that people gave it; a row leads to the finding itself."""

from typing import Any

import pandas as pd
from dash import dcc, html

from components.finding_sentence import finding_sentence
from components.grade_mark import severity_node
from components.numbers import is_missing
from components.plain import Node, plain, tag
from components.selection import Selection

STATES = {"open": "待处理", "explained": "已说明", "corrected": "已更正"}
HEAD = (("程度", "severity"), ("规则", "rule"), ("地区", "area"), ("指标", ""), ("时期", "period"), ("问题", ""),
        ("文件与行", ""), ("状态", ""))  # fmt: skip


def findings_table(
    findings: pd.DataFrame, *, selection: Selection, path: str, order: str = "severity", mixed: bool = False
) -> html.Div:
    """`findings` as `queries.findings` gives them with `state` and `explanation`, in the order to show.

    `order` names the column they are in order of; `mixed`: real and demonstration data stand in one list, and rows say
    which they are.
    """
    head = [tag("th", _sorting(words, key, order, selection, path)) for words, key in HEAD]
    address = selection.addresses(path, "finding")
    body = [_row(r, address(r["finding"]), mixed) for r in findings.to_dict("records")]
    table = tag("table", tag("thead", tag("tr", *head)), tag("tbody", *body), className="hc-table hc-findings")
    return plain(table, className="hc-findings-scroll", label="问题清单")


def _sorting(words: str, key: str, order: str, selection: Selection, path: str) -> Node:
    if not key:
        return words
    if key == order:
        return tag("b", words)
    there = selection.change(sort=None if key == "severity" else key, page=None)
    return tag("a", words, href=there.address(path) + "#quality-findings", title=f"按{words}排列")


def _row(finding: dict[Any, Any], address: str, mixed: bool) -> Node:
    sentence = tag("a", finding_sentence(finding), href=address)
    area: list[Node] = [str(finding["area_name"])]
    if finding["parent_name"]:
        area.append(tag("span", f" {finding['parent_name']}", className="quiet"))
    said: list[Node] = [sentence]
    if mixed and finding["demonstration"]:
        said += [" ", tag("span", "演示", className="hc-demo")]
    rule = tag(
        "td", f"{finding['rule']} ", tag("span", str(finding["rule_name"]), className="quiet"), className="hc-cut"
    )
    return tag(
        "tr",
        tag("td", severity_node(str(finding["severity"]))),
        rule,
        tag("td", *area),
        tag("td", _indicator(finding), className="hc-cut", title=_text(finding["indicator_name"])),
        tag("td", when(finding)),
        tag("td", *said, className="hc-wrap"),
        tag("td", where(finding), className="hc-cut quiet", title=_text(finding["file_name"])),
        tag("td", state_node(finding)),
    )


def _text(value: Any) -> str:
    return "" if value is None or value != value else str(value)


def _indicator(finding: dict[str, Any]) -> str:
    return _text(finding["indicator_name"]) or _text(finding["form_name"])


def when(finding: dict[str, Any]) -> str:
    """Period and group of people, the latter only where it is not everybody."""
    group = _text(finding["breakdown_label"]) if finding["breakdown"] not in (None, "all") else ""
    return "　".join(words for words in (_text(finding["period_label"]), group) if words)


def where(finding: dict[str, Any]) -> str:
    """File and row, as a reader of the file counts them (the header is row 0)."""
    name, row = _text(finding["file_name"]), finding["row_number"]
    if not name:
        return "无上报文件"
    return f"第{int(row)}行　{name}" if not is_missing(row) and row > 0 else name


def state_node(finding: dict[str, Any]) -> Node:
    state = _text(finding.get("state")) or "open"
    explanation = _text(finding.get("explanation"))
    return tag("span", STATES.get(state, "状态未知"), className=f"hc-finding-state {state}", title=explanation)


def page_links(page: int, pages: int, *, selection: Selection, path: str) -> html.Span | None:
    """To the page before and the next; nothing where one page holds all."""
    if pages < 2:
        return None
    parts: list[Any] = []
    for words, number in (("‹ 上一页", page - 1), (f"第{page:,}页，共{pages:,}页", 0), ("下一页 ›", page + 1)):
        if not number and "共" in words:
            parts.append(html.Span(words))
        elif 1 <= number <= pages:
            there = selection.change(page=None if number == 1 else str(number))
            parts.append(dcc.Link(words, href=there.address(path) + "#quality-findings"))
    return html.Span(parts, className="hc-pages")
