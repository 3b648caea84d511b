"""The parts that a rolled-up number was summed from, with their sum."""

import math
from typing import Any

import pandas as pd
from dash import html

from components.arithmetic import count_text
from components.marks import demonstration as demonstration_mark
from components.numbers import shown
from components.passport_link import number_link

Record = dict[str, Any]


def parts_table(
    parts: pd.DataFrame, row: Record, indicator: Record, addresses: dict[str, str], *, id: str
) -> html.Table:
    """`parts` of `queries.parts_of_observation`, `row` the sum; `addresses` are the parts' passports by area."""
    counted = indicator["aggregation"] == "sum"
    head = ["组成部分", "数值"] if counted else ["组成部分", "分子", "分母", "数值"]
    records: list[Any] = list(parts[parts["value"].notna()].itertuples())
    body = [_row(r, indicator, addresses[r.area], counted) for r in records]
    sums = [] if counted else [_sum(parts["numerator"]), _sum(parts["denominator"])]
    total = [html.Td("合计"), *[html.Td(html.B(s), className="num") for s in sums]]
    total.append(html.Td(html.B(shown(row["value"], indicator)), className="num"))
    titles = html.Tr([html.Th(words, className="num" if n else "") for n, words in enumerate(head)])
    return html.Table(
        [html.Thead(titles), html.Tbody([html.Tr(total, className="ref"), *body])], id=id, className="hc-table hc-parts"
    )


def _row(part: Any, indicator: Record, address: str, counted: bool) -> html.Tr:
    name: list[Any] = [part.name]
    if part.level == "zone":
        name.append(html.Span(" 功能区", className="quiet"))
    if part.demonstration:
        name += [" ", demonstration_mark(short=True)]
    terms = [] if counted else [html.Td(count_text(n), className="num") for n in (part.numerator, part.denominator)]
    value = html.Td(number_link(shown(part.value, indicator, part.status), address), className="num")
    return html.Tr([html.Td(name), *terms, value])


def _sum(column: pd.Series) -> str:
    return count_text(math.fsum(column.dropna()))
