"""Dots of areas and groups on lines of one scale: how far they lie apart."""

import math
from dataclasses import dataclass

import numpy as np
from dash import html

from components.numbers import is_missing, shown
from components.plain import Node, plain, tag

MOST_DOTS = 120  # above that a bar of the middle half says more than dots on top of each other
TICKS = 5


@dataclass(frozen=True)
class Dot:
    name: str
    value: float


@dataclass(frozen=True)
class Line:
    """`value` with its limits is the group's own, NaN without one; `dots` the areas inside it; `n` in words."""

    name: str
    dots: tuple[Dot, ...] = ()
    n: str = ""
    value: float = math.nan
    lower: float = math.nan
    upper: float = math.nan


def scale_of(lines: list[Line], whole: float = math.nan) -> tuple[float, float]:
    """The ends of the common axis: everything drawn, with a little room."""
    found = [x for line in lines for x in (line.value, line.lower, line.upper, *(d.value for d in line.dots))] + [whole]
    found = [x for x in found if not is_missing(x)]
    if not found:
        return 0.0, 1.0
    room = (max(found) - min(found)) * 0.04 or abs(max(found)) * 0.05 or 1.0
    return min(found) - room, max(found) + room


def inequality_lines(lines: list[Line], *, indicator: dict, whole: tuple[str, float] | None, label: str) -> html.Div:
    """One line for each of `lines`; `whole` is the name and value of the area itself, drawn through all of them."""
    middle = math.nan if whole is None else whole[1]
    ends = scale_of(lines, middle)
    rows = [
        tag(
            "div",
            tag("span", line.name, className="l"),
            strip(line, ends, indicator, middle),
            tag("span", line.n, className="n"),
            className="r",
        )
        for line in lines
    ]
    axis = tag(
        "div", tag("span", className="l"),
        tag("span", *[tag("b", words, style={"left": f"{at:.1f}%"}) for at, words in ticks(ends)], className="x"),
        tag("span", whole[0] if whole and not is_missing(whole[1]) else "", className="n w"), className="r axis",
    )  # fmt: skip
    return plain(tag("div", *rows, axis, className="hc-lines"), className="hc-lines-box", label=label)


def strip(line: Line, ends: tuple[float, float], indicator: dict, whole: float = math.nan) -> Node:
    """The picture of one line; said in words for those who do not see it."""

    def at(value: float) -> float:
        return (value - ends[0]) / (ends[1] - ends[0]) * 100

    def bar(low: float, high: float, look: str) -> Node:
        return tag("i", className=look, style={"left": f"{at(low):.1f}%", "width": f"{at(high) - at(low):.1f}%"})

    parts: list[Node] = []
    values = [d.value for d in line.dots]
    if len(values) > MOST_DOTS:
        low, first, half, third, high = np.quantile(values, [0, 0.25, 0.5, 0.75, 1]).tolist()
        parts += [bar(low, high, "rng"), bar(first, third, "iqr"), bar(half, half, "med")]
    else:
        parts += [
            tag(
                "i", className="d", style={"left": f"{at(d.value):.1f}%"}, title=f"{d.name} {shown(d.value, indicator)}"
            )
            for d in line.dots
        ]
    if not is_missing(whole):
        parts.append(tag("u", style={"left": f"{at(whole):.1f}%"}))
    words = f"{line.name}：" + (f"{shown(min(values), indicator)}到{shown(max(values), indicator)}" if values else "")
    if not is_missing(line.value):
        if not (is_missing(line.lower) or is_missing(line.upper)):
            parts.append(bar(line.lower, line.upper, "ci"))
        own = f"{line.name} {shown(line.value, indicator)}"
        parts.append(tag("i", className="g", style={"left": f"{at(line.value):.1f}%"}, title=own))
        words += f"{'，' if values else ''}{shown(line.value, indicator)}"
    return tag("span", *parts, className="s", role="img", ariaLabel=words)


def _named(dot: Dot, indicator: dict) -> str:
    return f"{dot.name} {shown(dot.value, indicator)}"


def ticks(ends: tuple[float, float]) -> list[tuple[float, str]]:
    """(place in per cent, words) of round numbers inside the axis."""
    raw = (ends[1] - ends[0]) / TICKS
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(m * size for m in (1, 2, 5, 10) if m * size >= raw * 0.999)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    first = math.ceil(ends[0] / step)
    marks = [n * step for n in range(first, math.floor(ends[1] / step) + 1)]
    return [((x - ends[0]) / (ends[1] - ends[0]) * 100, f"{x:,.{decimals}f}".replace("-", "−")) for x in marks]
