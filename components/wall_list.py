"""What is off its path, listed on walls that are wide enough: lamp, what, where, how far."""

from dataclasses import dataclass
from typing import Any

from dash import html

from components.marks import demonstration as demonstration_mark

ROWS = 15


@dataclass(frozen=True)
class WallItem:
    """`lamp` is (look, word); without a look the word stands alone."""

    lamp: tuple[str, str]
    what: str
    where: str
    value: str
    demonstration: bool = False


def wall_list(items: list[WallItem], label: str) -> html.Table:
    return html.Table(
        html.Tbody([_row(item) for item in items[:ROWS]]), className="hc-table hc-wall-list", **{"aria-label": label}
    )


def _row(item: WallItem) -> html.Tr:
    mark: Any = demonstration_mark(short=True) if item.demonstration else ""
    return html.Tr(
        [
            html.Td(html.Span(item.lamp[1], className=f"hc-lamp {item.lamp[0]}" if item.lamp[0] else "quiet")),
            html.Td(item.what, className="what"),
            html.Td(item.where),
            html.Td(item.value, className="num"),
            html.Td(mark),
        ]
    )
