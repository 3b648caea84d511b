"""The quality rules that were applied to an area: how many passed, how widely one fails; a row filters the findings."""

from typing import Any

import pandas as pd
from dash import html

from components.grade_mark import DIMENSIONS
from components.numbers import is_missing, number
from components.plain import Node, plain, tag
from components.scorecard_table import FINDINGS
from components.selection import Selection

HEAD = (("规则", ""), ("名称", ""), ("维度", ""), ("阈值", "num"), ("通过率", "num"))
OFFICIAL = "公布"  # the mark of a threshold that a public text fixes; all others are the product's own


def checks_table(checks: pd.DataFrame, *, selection: Selection, path: str, areas_word: str) -> html.Div:
    """A row per rule of `checks_of_area`, in the order given; `areas_word` names the areas that are counted (涉及省),
    empty where there are none inside.

    A rule that could not be run, wholly or in part, says so beneath its name.
    """
    names = (*HEAD, (areas_word, "num")) if areas_word else HEAD
    head = [tag("th", words, className=look) for words, look in names]
    body = [_row(r, selection, path, bool(areas_word)) for r in checks.itertuples()]
    table = tag("table", tag("thead", tag("tr", *head)), tag("tbody", *body), className="hc-table hc-checks")
    return plain(table, className="hc-checks-scroll", label="审核规则通过情况")


def _row(row: Any, selection: Selection, path: str, with_areas: bool) -> Node:
    chosen = selection.rule == row.rule
    there = selection.change(rule=None if chosen else row.rule, page=None, state=None, severity=None)
    title = "取消只看这条规则" if chosen else "只看这条规则的问题"
    link = tag("a", row.rule_name, href=there.address(path) + FINDINGS, title=title)
    name: list[Node] = [link, tag("span", "已选", className="hc-chosen")] if chosen else [link]
    if not is_absent(row.problem):
        name.append(tag("span", str(row.problem), className="hc-problem", title=str(row.problem)))
    dimension = DIMENSIONS.get(str(row.scored_as), "")
    scored: Node = dimension.removesuffix("抽查") if dimension else tag("span", "不计分", className="quiet")
    cells = [
        tag("td", row.rule, className="quiet"), tag("td", *name, className="hc-wrap"), tag("td", scored),
        _threshold(row),
        tag("td", tag("b", pass_words(row.pass_rate, row.failed)), className=_look(row)),
        *([_areas(row)] if with_areas else []),
    ]  # fmt: skip
    return tag("tr", *cells, className="sel" if chosen else "")


def _threshold(row: Any) -> Node:
    words = threshold_words(row.threshold)
    title = f"{row.threshold}（{'公布' if row.official else '产品默认值'}；{row.basis}）"
    mark = tag("span", OFFICIAL, className="hc-official") if row.official else ""
    return tag("td", mark, words, className="num hc-cut", title=title)


def is_absent(text: Any) -> bool:
    return text is None or text != text or text == ""


def threshold_words(threshold: str) -> str:
    """The threshold itself; what a rule says of it in brackets or further clauses is told on hover."""
    return str(threshold).split("（")[0].split("(")[0].split("；")[0].strip()


def pass_words(rate: float | None, failed: float = 0) -> str:
    """A share in per cent; what failed somewhere never reads 100.0, what was never checked is a dash."""
    if is_missing(rate):
        return "—"
    assert rate is not None
    words = number(rate * 100, 1)
    return ">99.9" if failed and words == "100.0" else words


def _look(row: Any) -> str:
    return "num failed" if row.severity == "hard" and row.failed else "num"


def _areas(row: Any) -> Node:
    if is_missing(row.pass_rate):
        return tag("td", "未核查", className="num quiet")
    none = not row.areas_failed
    return tag("td", str(int(row.areas_failed)), className="num quiet" if none else "num")
