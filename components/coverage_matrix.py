"""For which periods and levels an indicator has figures: levels down, periods across."""

from typing import Any

import pandas as pd
from dash import html

from components.definition import LEVELS

KINDS = {
    "year": "年度", "half": "半年", "quarter": "季度", "cumulative": "累计", "month": "月度", "week": "周", "day": "日",
}  # fmt: skip
LOW = 0.8  # of the areas of a level; less is shown as a gap


def coverage_matrix(held: pd.DataFrame, *, id: str, areas: dict[str, int], breakdown: str = "all") -> html.Div:
    """Tables from `queries.coverage` (period, period_kind, breakdown, level, with_value, demonstration), one per kind
    of period. `areas`: how many areas with statistics a level has. A cell counts the areas with a value; dashed purple
    means demonstration data, amber that less than 80 % of the areas have one.
    """
    here = held[held["breakdown"] == breakdown].sort_values("period_id")
    tables = [
        _table(here[here["period_kind"] == kind], words, areas)
        for kind, words in KINDS.items()
        if (here["period_kind"] == kind).any()
    ]
    return html.Div(tables, id=id, className="hc-coverage-matrix")


def _table(rows: pd.DataFrame, words: str, areas: dict[str, int]) -> html.Div:
    periods = rows.drop_duplicates("period")["period"].tolist()
    cells = {(r.level, r.period): r for r in rows.itertuples()}
    levels = [level for level in LEVELS if level in set(rows["level"])]
    head = html.Tr([html.Th(words), *(html.Th(_short(p), className="num", title=p) for p in periods)])
    body = [
        html.Tr(
            [
                html.Th([LEVELS[level], html.Span(f" {areas[level]:,}", className="quiet") if level in areas else ""]),
                *(_cell(cells.get((level, period)), areas.get(level)) for period in periods),
            ]
        )
        for level in levels
    ]
    return html.Div(html.Table([html.Thead(head), html.Tbody(body)], className="hc-table"), className="hc-sideways")


def _short(period: str) -> str:
    """Quarters and months keep their year's last two digits: 22Q1."""
    return period if len(period) == 4 else period[2:]


def _cell(row: Any, expected: int | None) -> html.Td:
    if row is None:
        return html.Td("", className="num")
    marks = ["num"]
    if row.demonstration:
        marks.append("demo" if row.demonstration >= row.with_value else "mixed")
    share = row.with_value / expected if expected else 1.0
    if share < LOW:
        marks.append("low")
    told = f"{row.with_value}个地区有数据" + (f"，占{share:.0%}" if expected else "")
    if row.demonstration:
        told += f"；演示数据{row.demonstration}条"
    return html.Td(f"{row.with_value:,}", className=" ".join(marks), title=told)
