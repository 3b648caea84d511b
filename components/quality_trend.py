"""Quality over time: the total of an area beside one of its dimensions, or beside the totals of other areas."""

from dataclasses import dataclass
from typing import Any

from components.grade_mark import score_words
from components.line_labels import spread_labels
from components.numbers import is_missing
from components.template import chart

COLOURS = ("#113B6F", "#D87230", "#3F968E", "#7B2D48", "#9876D1", "#5E656B")
MARGIN = {"l": 34, "r": 108, "t": 8, "b": 24}
LABEL_GAP = 17
HOLLOW = "#FFFFFF"


@dataclass(frozen=True)
class Line:
    """`scores` in the order of the periods, None where there is none; `demonstration` tells which are generated."""

    name: str
    scores: list[float | None]
    demonstration: list[bool]


def quality_trend(
    lines: list[Line], *, labels: list[str], at: list[float] | None = None, height: int = 170
) -> dict[str, Any]:
    """A figure of scores (0 to 100) over periods named by `labels`; hollow points are demonstration data. `at` places
    the periods in time (in years), because they need not follow one another; without it they stand side by side.

    The axis shows the range that occurs: lines tell change, not size.
    """
    drawn = [line for line in lines if any(not is_missing(s) for s in line.scores)][: len(COLOURS)]
    low, high = _range(drawn)
    at = at or [float(n) for n in range(len(labels))]
    room = (at[-1] - at[0]) * 0.02 or 0.5
    traces = [_trace(line, COLOURS[n], labels, at, n == 0) for n, line in reversed(list(enumerate(drawn)))]
    layout = {
        "margin": MARGIN,
        "height": height,
        "xaxis": {"range": [at[0] - room, at[-1] + room], **_ticks(labels, at), "showgrid": False},
        "yaxis": {"range": [low, high], "nticks": 4, "tickformat": "d", "zeroline": False},
        "annotations": _end_labels(drawn, at, (low, high), height),
        "hovermode": "closest",
    }
    return chart(traces, layout)


def _range(lines: list[Line]) -> tuple[float, float]:
    found = [float(s) for line in lines for s in line.scores if s is not None and not is_missing(s)]
    if not found:
        return 0.0, 100.0
    room = max((max(found) - min(found)) * 0.15, 1.0)
    return max(min(found) - room, 0.0), min(max(found) + room, 101.0)


def _ticks(labels: list[str], at: list[float]) -> dict[str, Any]:
    """The first, the middle and the last period by name: full labels do not fit under every point."""
    middle = min(range(len(at)), key=lambda n: abs(at[n] - (at[0] + at[-1]) / 2))
    named = sorted({0, middle, len(labels) - 1})
    return {"tickmode": "array", "tickvals": [at[n] for n in named], "ticktext": [labels[n] for n in named]}


def _trace(line: Line, colour: str, labels: list[str], at: list[float], first: bool) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": line.name,
        "meta": {"kind": "points", "labels": labels},
        "x": at,
        "y": line.scores,
        "connectgaps": False,
        "line": {"color": colour, "width": 2 if first else 1.5},
        "marker": {
            "size": 5,
            "color": [HOLLOW if made else colour for made in line.demonstration],
            "line": {"color": colour, "width": 1.2},
        },
        "hovertext": [
            f"{line.name}　{label}<br><b>{score_words(score)}</b>分{'<br>演示数据' if made else ''}"
            for label, score, made in zip(labels, line.scores, line.demonstration, strict=True)
        ],
        "hoverinfo": "text",
    }


def _end_labels(lines: list[Line], at: list[float], extent: tuple[float, float], height: int) -> list[dict]:
    """Name and last score of each line at its right end, moved apart up and down."""
    per_pixel = (extent[1] - extent[0]) / max(height - MARGIN["t"] - MARGIN["b"], 1)
    ends: list[tuple[float, float]] = []
    for line in lines:
        known = [(x, float(s)) for x, s in zip(at, line.scores, strict=True) if s is not None and not is_missing(s)]
        ends.append(known[-1])
    wanted = [value / per_pixel for _, value in ends]
    placed = spread_labels(wanted, LABEL_GAP)
    rows = zip(lines, ends, wanted, placed, COLOURS, strict=False)
    return [
        {
            "x": x, "y": value, "xanchor": "left", "xshift": 7, "yshift": place - want, "showarrow": False,
            "text": f"<b>{line.name} {score_words(value)}</b>", "font": {"size": 12, "color": colour},
        }
        for line, (x, value), want, place, colour in rows
    ]  # fmt: skip
