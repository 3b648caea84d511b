"""Counts as bars on the wall: what, a bar, how many."""

from dataclasses import dataclass
from typing import Any

from dash import html


@dataclass(frozen=True)
class WallBar:
    """`share` of the longest bar, 0–1; `look` a class of the bar (bad, watch) or empty."""

    name: str
    words: str
    share: float
    colour: str = ""
    mark: Any = None


def wall_bars(bars: list[WallBar], label: str) -> html.Table:
    return html.Table(html.Tbody([_row(bar) for bar in bars]), className="hc-table hc-wall-bars",
                      **{"aria-label": label})  # fmt: skip


def _row(bar: WallBar) -> html.Tr:
    look = {"width": f"{bar.share * 100:.1f}%"} | ({"background": bar.colour} if bar.colour else {})
    cell = html.Div(html.I(style=look), className="hc-barcell") if bar.share else ""
    name: list[Any] = [bar.name, *([" ", bar.mark] if bar.mark is not None else [])]
    return html.Tr([html.Td(name), html.Td(cell, className="bar"), html.Td(bar.words, className="num")])
