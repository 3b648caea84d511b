"""Measures of inequality with their intervals, what they rest on, and what could not be measured."""

from dataclasses import dataclass
from typing import Any

from dash import html

from components.marks import demonstration as demonstration_mark


@dataclass(frozen=True)
class Measure:
    """All in words; `interval` is empty where there is none, `how` says what it was made from."""

    name: str
    value: str
    interval: str
    n: str
    how: str
    demonstration: bool = False


def inequality_table(measures: list[Measure], reasons: list[str], *, id: str) -> html.Div:
    """The measures, then in words what is missing and why. Rows are marked where only some are demonstration data."""
    mixed = len({m.demonstration for m in measures}) > 1
    head = html.Tr([html.Th("衡量"), html.Th("数值", className="num"), html.Th("95%区间", className="num"),
                    html.Th("n", className="num"), html.Th("怎样算")])  # fmt: skip
    table = html.Table(
        [html.Thead(head), html.Tbody([_row(m, mixed) for m in measures])], id=id, className="hc-table hc-measures"
    )
    region = html.Div(table, className="hc-sideways", tabIndex=0, role="region", **{"aria-label": "差距的衡量"})
    missing = [html.P(f"未列出：{'；'.join(reasons)}。", className="hc-note")] if reasons else []
    return html.Div([*([region] if measures else []), *missing])


def _row(measure: Measure, mixed: bool) -> html.Tr:
    name: list[Any] = [measure.name]
    if mixed and measure.demonstration:
        name += [" ", demonstration_mark(short=True)]
    return html.Tr(
        [
            html.Td(name),
            html.Td(html.B(measure.value), className="num"),
            html.Td(measure.interval or "—", className="num" if measure.interval else "num quiet"),
            html.Td(measure.n or "—", className="num quiet"),
            html.Td(measure.how, className="how"),
        ]
    )
