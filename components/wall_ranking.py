"""The ranking beside a wall's map: the first, the nation or parent in its place, the last."""

from dataclasses import dataclass
from typing import Any

from dash import html

FIRST, LAST = 8, 5
MOST = 15  # rows besides the gap, references among them: more would reach into the foot


@dataclass(frozen=True)
class WallRow:
    """`share` of the longest bar, 0–1 (None: no bar); `mark` a short component such as 演示."""

    rank: str
    name: str
    value: str
    share: float | None
    colour: str = ""
    reference: bool = False
    mark: Any = None
    band: tuple[float, float, float] | None = None  # low, high and place of a point on an axis 0–1, instead of a bar


def shortened(rows: list[WallRow], *, first: int = FIRST, last: int = LAST) -> list[WallRow | None]:
    """The first and the last, references wherever they stand; None where rows are left out."""
    ranked = [row for row in rows if not row.reference]
    first = min(first, MOST - last - (len(rows) - len(ranked)))
    if len(ranked) <= first + last:
        return list(rows)
    left_out = {id(row) for row in ranked[first : len(ranked) - last]}
    shown: list[WallRow | None] = []
    for row in rows:
        if id(row) in left_out:
            continue
        if row is ranked[-last]:
            shown.append(None)
        shown.append(row)
    return shown


def wall_ranking(rows: list[WallRow | None], label: str) -> html.Table:
    return html.Table(html.Tbody([_row(row) for row in rows]), className="hc-table hc-wall-ranks",
                      **{"aria-label": label})  # fmt: skip


def _row(row: WallRow | None) -> html.Tr:
    if row is None:
        return html.Tr(html.Td("⋯", colSpan=4), className="gap")
    bar: list[Any] = []
    if row.share is not None:
        look = {"width": f"{row.share * 100:.1f}%"} | ({"background": row.colour} if row.colour else {})
        bar = [html.Div(html.I(style=look), className="hc-barcell")]
    elif row.band is not None:
        low, high, at = (f"{share * 100:.1f}%" for share in row.band)
        wide = f"{(row.band[1] - row.band[0]) * 100:.1f}%"
        line = html.S(style={"left": low, "width": wide}) if low != high else None
        bar = [html.Div([line, html.B(style={"left": at})], className="hc-wall-band")]
    name: list[Any] = [row.name, *([" ", row.mark] if row.mark is not None else [])]
    return html.Tr(
        [html.Td(row.rank, className="num rank"), html.Td(name), html.Td(bar, className="bar"),
         html.Td(row.value, className="num")],
        className="ref" if row.reference else "",
    )  # fmt: skip
