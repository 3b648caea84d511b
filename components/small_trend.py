"""A small chart of a few series over years, labelled at the line ends, as a vector image."""

import math
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from dash import html

from components.numbers import number
from components.sparkline import image_of

FONT = "Noto Sans CJK SC,Source Han Sans SC,PingFang SC,Microsoft YaHei,sans-serif"
# The area itself, then nation, then parent: ink blue, grey, orange of tokens.css.
COLOURS = ("#113B6F", "#5E656B", "#D87230", "#3F968E", "#7B2D48")
DOUBT = "#A93A0B"
LINE, TEXT = "#E6EAED", "#5F6B76"
# As wide as a quarter of the page's column at 1366 px: text must not shrink below its size there.
WIDTH, HEIGHT = 250, 140
LEFT, RIGHT, TOP, BOTTOM = 30, 56, 8, 20
LABEL_STEP = 15


@dataclass(frozen=True)
class Series:
    """`points` are (year, value, demonstration); the first series of a chart is the area itself and drawn heavier.
    `doubtful` are the years whose value is in doubt: they are crossed."""

    name: str
    points: list[tuple[int, float, bool]]
    doubtful: frozenset[int] = frozenset()


def ticks(low: float, high: float, most: int = 4) -> list[float]:
    """Round values that span the data, at most `most` + 1 of them."""
    span = (high - low) or abs(high) or 1.0
    power = 10 ** math.floor(math.log10(span / most))
    step = next(n * power for n in (1, 2, 2.5, 5, 10) if n * power * most >= span)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(step * n, 10) for n in range(first, last + 1)]


def small_trend(title: str, unit: str, series: list[Series], *, decimals: int, latest: Any = None) -> html.Div:
    """Chart with its title line; series without a point are left out, and without any the chart says so. `latest` is
    the newest value of the area itself as a link: points of a picture cannot be clicked."""
    drawn = [(i, s) for i, s in enumerate(series) if s.points]
    told = [] if latest is None else [html.Span(latest, className="hc-trend-latest")]
    head = html.Div([html.H3(title), *told, html.Span(unit, className="unit")], className="hc-trend-head")
    if not drawn:
        return html.Div([head, html.P("无数据", className="quiet")], className="hc-small-trend")
    spoken = "；".join(
        s.name
        + "，".join(f"{p[0]}年{number(p[1], decimals)}" for p in (s.points[0], s.points[-1]))
        + "".join(f"，{year}年存疑" for year in sorted(s.doubtful))
        for _, s in drawn
    )
    picture = html.Img(src=image_of(_picture(drawn)), alt=f"{title}：{spoken}", width=WIDTH, height=HEIGHT)
    return html.Div([head, picture], className="hc-small-trend")


def _picture(drawn: list[tuple[int, Series]]) -> str:
    points = [p for _, s in drawn for p in s.points]
    marks = ticks(min(p[1] for p in points), max(p[1] for p in points))
    first, last = min(p[0] for p in points), max(p[0] for p in points)

    def x(year: float) -> float:
        return LEFT + (year - first) / ((last - first) or 1) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (value - marks[0]) / ((marks[-1] - marks[0]) or 1) * (HEIGHT - TOP - BOTTOM)

    parts = [_grid(marks, y), _years(first, last, x)]
    ends = _spread_out([(i, s.name, y(s.points[-1][1])) for i, s in drawn])
    for i, s in reversed(drawn):
        parts.append(_line(s, COLOURS[i], 2.2 if i == 0 else 1.3, x, y))
    for i, name, place in ends:
        weight = "700" if i == 0 else "400"
        parts.append(_text(WIDTH - RIGHT + 8, place + 4, name[:4], COLOURS[i], "start", weight, 12))
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box} font-family="{FONT}">{"".join(parts)}</svg>'


def _spread_out(ends: list[tuple[int, str, float]]) -> list[tuple[int, str, float]]:
    """Labels at the line ends, moved apart where they would touch."""
    placed: list[tuple[int, str, float]] = []
    for i, name, place in sorted(ends, key=lambda e: e[2]):
        free = placed[-1][2] + LABEL_STEP if placed else TOP
        placed.append((i, name, max(place, free)))
    over = placed[-1][2] - (HEIGHT - BOTTOM)
    return [(i, name, place - over) for i, name, place in placed] if over > 0 else placed


def _line(series: Series, colour: str, width: float, x, y) -> str:
    path = "".join(f"{'L' if n else 'M'}{x(p[0]):.1f} {y(p[1]):.1f}" for n, p in enumerate(series.points))
    end = series.points[-1]
    dot = f'<circle cx="{x(end[0]):.1f}" cy="{y(end[1]):.1f}" r="{width + 0.8:.1f}" fill="{colour}"/>'
    mixed = any(p[2] for p in series.points)
    published = [p for p in series.points if mixed and not p[2]]  # a published year among demonstration ones stands out
    dots = "".join(
        f'<circle cx="{x(p[0]):.1f}" cy="{y(p[1]):.1f}" r="{width + 0.8:.1f}" fill="{colour}"/>' for p in published
    )
    crossed = "".join(_crossed(x(p[0]), y(p[1])) for p in series.points if p[0] in series.doubtful)
    line = f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round"/>'
    return f"{line}{dot}{dots}{crossed}"


def _crossed(x: float, y: float) -> str:
    """A value in doubt, as on the larger charts."""
    lines = f"M{x - 3:.1f} {y - 3:.1f}l6 6M{x + 3:.1f} {y - 3:.1f}l-6 6"
    look = f'fill="#FFFFFF" stroke="{DOUBT}" stroke-width="1.4"'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.2" {look}/><path d="{lines}" {look}/>'


def _grid(marks: list[float], y) -> str:
    step = marks[1] - marks[0] if len(marks) > 1 else 1
    decimals = 0 if step % 1 == 0 else 1 if round(step * 10, 6) % 1 == 0 else 2
    lines = "".join(f'<path d="M{LEFT} {y(m):.1f}H{WIDTH - RIGHT}" stroke="{LINE}"/>' for m in marks)
    return lines + "".join(_text(LEFT - 6, y(m) + 4, number(m, decimals), TEXT, "end") for m in marks)


def _years(first: int, last: int, x) -> str:
    middle = [year for year in range(first + 2, last - 1) if year % 5 == 0]
    return "".join(
        _text(x(year), HEIGHT - 6, str(year), TEXT, "middle") for year in dict.fromkeys((first, *middle, last))
    )


def _text(x: float, y: float, words: str, colour: str, anchor: str, weight: str = "400", size: int = 11) -> str:
    look = f'fill="{colour}" text-anchor="{anchor}" font-weight="{weight}" font-size="{size}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{escape(words)}</text>'
