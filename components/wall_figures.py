"""The row of figures above a wall's body: name, value, target, how it stands; six, or eight where there is room."""

from dataclasses import dataclass
from typing import Any

from dash import html

from components.marks import demonstration as demonstration_mark
from components.marks import unverified as unverified_mark

MOST = 8  # the last two are shown on windows of more than 5:2 (assets/19-wall.css)
LONGEST_NAME = 10
ROOM = 276  # units inside a figure where six stand on 16:9
LARGE, SMALLER, NOTE = 60, 46, 26  # units of type in assets/19-wall.css
START = "基期：进度按演示数据的基期值推算"


@dataclass(frozen=True)
class WallFigure:
    """Texts are formatted. `year` only where it differs from the bar's cut-off; `lamp` is (look, word) or None."""

    name: str
    value: str
    unit: str
    below: str
    lamp: tuple[str, str] | None = None
    year: str = ""
    demonstration: bool = False
    verified: bool = True
    doubt: bool = False
    start_demonstration: bool = False  # how it stands rests on a demonstration value of the baseline year


def wall_figures(figures: list[WallFigure]) -> html.Div:
    return html.Div([_figure(f) for f in figures[:MOST]], className="hc-wall-kpi")


def _figure(figure: WallFigure) -> html.Div:
    beside: list[Any] = [html.Span(figure.year)] if figure.year else []
    if figure.demonstration:
        beside.append(demonstration_mark(short=True))
    elif figure.start_demonstration:
        beside.append(html.Span("基期", className="hc-demo", title=START))
    if figure.doubt:
        beside.append(html.Span("存疑", className="hc-doubt"))
    if not figure.verified:
        beside.append(unverified_mark())
    below: list[Any] = [html.Span(figure.below)]
    if figure.lamp:
        below.append(html.Span(figure.lamp[1], className=f"hc-lamp {figure.lamp[0]}"))
    unit = html.Span(figure.unit, className="unit")
    noted = max((_width(_text(b), NOTE) + 12 for b in beside[:2]), default=0)
    long = len(figure.unit) > 2 or _width(figure.value, LARGE) + _width(figure.unit, NOTE) + 12 + noted > ROOM
    value = [html.Span(figure.value, className="n"), *([] if long else [unit])]
    look = "v long" if _width(figure.value, LARGE) + noted + 6 > ROOM else "v"
    return html.Div(
        [
            html.H3([figure.name, unit] if long else figure.name),  # 1/10万, 万人次: the value line would be too long
            html.Div([html.Div(value), html.Div(beside[:2], className="b")], className=look),
            html.Div(below, className="m"),
        ]
    )


def _text(part: Any) -> str:
    return part.children if isinstance(part.children, str) else "".join(map(str, part.children or ""))


def _width(text: str, size: int) -> float:
    """About how wide `text` is, units: Chinese square, figures 0.58, points and commas 0.28 of the size."""
    return size * sum(0.28 if c in ".," else 0.6 if c.isascii() or c in "−–" else 1.0 for c in text)
