"""Quality of many areas over time: a row per area, a column per period, coloured only where a score is C or D."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
from dash import html

from components.grade_mark import score_look, score_words
from components.numbers import is_missing
from components.plain import Node, plain, tag
from components.selection import Selection

MOST_AREAS, MOST_PERIODS = 36, 13


@dataclass(frozen=True)
class Column:
    """One period of the heat map."""

    code: str
    label: str

    @property
    def lines(self) -> tuple[str, str]:
        """2026年9月 in two lines, so that a column is no wider than its figures."""
        year, sign, rest = self.label.partition("年")
        return (year, rest) if sign and rest else (year, "")


def quality_heat_map(
    scores: pd.DataFrame,
    *,
    names: dict[str, str],
    columns: list[Column],
    cut_offs: dict[str, float],
    selection: Selection,
    path: str,
    shown: str,
) -> html.Div:
    """`scores` has area, period and score; rows in the order of `names` (area code to name), columns oldest first.

    `shown` is the period that the rest of the page is about. Cells carry their figure, so that colour is never alone.
    """
    held: dict[tuple[str, str], float] = {
        (str(r.area), str(r.period)): r.score for r in _records(scores) if r.area in names
    }
    into = selection.addresses(path, "area", layer=None, rule=None, page=None)
    rows = [
        _row(
            tag("a", name, href=into(code)),
            [held.get((code, c.code)) for c in columns],
            cut_offs,
            code == selection.area,
        )
        for code, name in names.items()
    ]
    table = tag(
        "table", tag("thead", _head(columns, selection, path, shown)), tag("tbody", *rows), className="hc-table hc-heat"
    )
    return plain(table, className="hc-heat-scroll", label="各地区各时期得分")


def _records(frame: pd.DataFrame) -> list[Any]:
    return list(frame.itertuples())


def _head(columns: list[Column], selection: Selection, path: str, shown: str) -> Node:
    cells: list[Node] = [tag("th", "地区")]
    for column in columns:
        first, second = column.lines
        words: list[Node] = [first, tag("span", second, className="under")] if second else [first]
        there = selection.change(period=column.code, page=None).address(path)
        label = tag("b", *words) if column.code == shown else tag("a", *words, href=there, title=f"查看{column.label}")
        cells.append(tag("th", label, className="num"))
    return tag("tr", *cells)


def _row(name: Node, scores: list[float | None], cut_offs: dict[str, float], chosen: bool) -> Node:
    cells: list[Node] = [tag("td", name)]
    for score in scores:
        if is_missing(score):
            cells.append(tag("td", className="none", title="未评分"))
            continue
        look = score_look(score, cut_offs)
        cells.append(tag("td", score_words(score), className=f"num {look}".strip()))
    return tag("tr", *cells, className="sel" if chosen else "")
