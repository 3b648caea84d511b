"""A trend of a few points as a small vector image: no script, no request, and it prints."""

import math
from itertools import pairwise
from urllib.parse import quote

from dash import html

# Values of tokens.css: an image cannot read the page's custom properties.
INK, TARGET, DEMONSTRATION, PAPER = "#14212E", "#45525E", "#6A3FA0", "#FFFFFF"
WIDTH, HEIGHT, MARGIN = 124, 36, 4

Point = tuple[float, float, bool]  # year, value, demonstration


def sparkline(
    points: list[Point], *, target: float | None = None, width: int = WIDTH, height: int = HEIGHT, words: str = ""
) -> html.Img | None:
    """The line of `points` with a dot at its end and `target` dashed across; demonstration stretches are purple.

    `words` is what a screen reader says. None where there is no point with a value.
    """
    known = sorted(p for p in points if not math.isnan(p[1]))
    if not known:
        return None
    place = _places(known, target, width, height)
    strokes = [_target_line(place, target, width)] if _given(target) else []
    strokes += [_segment(place, a, b) for a, b in pairwise(known)]
    last = known[-1]
    x, y = place(last[0], last[1])
    strokes.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{_colour(last)}"/>')
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{"".join(strokes)}</svg>'
    return html.Img(src=image_of(picture), alt=words, width=width, height=height, className="hc-spark")


def image_of(svg: str) -> str:
    """The address that carries an SVG inside itself (img-src data: is allowed by the content policy)."""
    return "data:image/svg+xml," + quote(svg, safe=" =/:;,()")


def _given(number: float | None) -> bool:
    return number is not None and not math.isnan(number)


def _colour(point: Point) -> str:
    return DEMONSTRATION if point[2] else INK


def _places(points: list[Point], target: float | None, width: int, height: int):
    values = [p[1] for p in points] + ([float(target)] if target is not None and _given(target) else [])
    low, high = min(values), max(values)
    first, last = points[0][0], points[-1][0]
    room = (high - low) or 1.0
    span = (last - first) or 1.0

    def place(year: float, value: float) -> tuple[float, float]:
        x = width - MARGIN if last == first else MARGIN + (year - first) / span * (width - 2 * MARGIN)
        y = height / 2 if high == low else height - MARGIN - (value - low) / room * (height - 2 * MARGIN)
        return x, y

    return place


def _target_line(place, target: float | None, width: int) -> str:
    _, y = place(0, target)
    return f'<path d="M0 {y:.1f}H{width}" stroke="{TARGET}" stroke-width="1" stroke-dasharray="3 2"/>'


def _segment(place, a: Point, b: Point) -> str:
    (x1, y1), (x2, y2) = place(a[0], a[1]), place(b[0], b[1])
    colour = DEMONSTRATION if a[2] or b[2] else INK
    line = f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"
    return f'<path d="{line}" stroke="{colour}" stroke-width="1.5" stroke-linecap="round" fill="none"/>'
