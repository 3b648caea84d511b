"""A trend on the wall: one line, its last value at its end, the target dashed across."""

from itertools import pairwise
from typing import Any

from components.numbers import number
from components.palette import INK, INK_2
from components.small_trend import ticks
from components.template import chart

WIDTH, HEIGHT = 400, 310  # units at 16:9
MARGIN = {"l": 66, "r": 110, "t": 22, "b": 48}
VALUE = 36  # units; the figure that the line ends with
LABEL = 24
WALL_DOUBT = "#F2703D"  # of tokens.css, --hc-bad on the wall
Point = tuple[float, float, bool]  # year, value, in doubt


def wall_trend(
    points: list[Point],
    *,
    decimals: int,
    target: float | None = None,
    target_words: str = "",
    ends: list[str] | None = None,
) -> dict[str, Any]:
    """`points` in order of years, at least one; `target_words` stand over the dashed line: 2030年目标 79.0. `ends` name
    the first and the last point where they are no years."""
    years, values = [p[0] for p in points], [p[1] for p in points]
    marks = ticks(min([*values, *_given(target)]), max([*values, *_given(target)]), most=3)
    extent = [marks[0], marks[-1]]
    step = marks[1] - marks[0] if len(marks) > 1 else 1.0
    places = 0 if step % 1 == 0 else 1 if round(step * 10, 6) % 1 == 0 else 2
    first, last = years[0], years[-1]
    shown = number(values[-1], decimals)
    data: list[dict[str, Any]] = [
        {"type": "scatter", "mode": "lines", "x": years, "y": values, "line": {"color": INK["wall"], "width": 3}},
        {"type": "scatter", "mode": "markers", "x": [last], "y": [values[-1]],
         "marker": {"size": 14, "color": INK["wall"]}},
    ]  # fmt: skip
    doubtful = [(y, v) for y, v, doubt in points if doubt]
    if doubtful:
        data.append({"type": "scatter", "mode": "markers", "x": [d[0] for d in doubtful], "y": [d[1] for d in doubtful],
                     "marker": {"symbol": "circle-x", "size": 20, "color": "#0B1622",
                                "line": {"color": WALL_DOUBT, "width": 3}}})  # fmt: skip
    annotations = [
        {"x": last, "y": values[-1], "text": f"<b>{shown}</b>", "xanchor": "left", "xshift": 16,
         "yshift": _clear_of_axis(values[-1], extent), "showarrow": False,
         "font": {"size": VALUE, "color": INK["wall"]}},
    ]  # fmt: skip
    if target is not None:
        data.insert(0, {"type": "scatter", "mode": "lines", "x": [first, last], "y": [target, target],
                        "line": {"color": INK_2["wall"], "width": 2, "dash": "8px,6px"}})  # fmt: skip
        annotations.append(_target_label(points, target, target_words, extent))
    span = (last - first) or 1
    names = (ends or [f"{first:g}", f"{last:g}"])[: len({first, last})]
    layout = {
        "margin": MARGIN | {"r": round(0.56 * VALUE * len(shown)) + 26},
        "xaxis": {"tickvals": sorted({first, last}), "ticktext": names,
                  "range": [first - span * 0.02, last + span * 0.02],
                  "automargin": False, "tickformat": "d"},
        "yaxis": {"tickvals": marks, "ticktext": [number(m, places) for m in marks], "range": extent,
                  "automargin": False, "zeroline": False},
        "annotations": annotations,
    }  # fmt: skip
    figure = chart(data, layout, "wall")
    figure["layout"].pop("hoverlabel", None)
    return figure


def _clear_of_axis(value: float, extent: list[float]) -> float:
    """How far the last value's label must rise so that it does not touch the year beneath."""
    over = (value - extent[0]) / ((extent[1] - extent[0]) or 1) * (HEIGHT - MARGIN["t"] - MARGIN["b"])
    return round(max(22 - over, 0), 1)


def _given(target: float | None) -> list[float]:
    return [] if target is None else [float(target)]


def _target_label(points: list[Point], target: float, words: str, extent: list[float]) -> dict[str, Any]:
    """Over the line at its left, or under it, where the data leave room; with none below, `extent` is stretched."""
    high = HEIGHT - MARGIN["t"] - MARGIN["b"]
    per_unit = high / ((extent[1] - extent[0]) or 1)
    first, last = points[0][0], points[-1][0]
    reach = first + (last - first) * min(0.56 * LABEL * len(words) * 1.3 / (WIDTH - MARGIN["l"] - MARGIN["r"]), 1)
    heights = [(v - target) * per_unit for v in _values_until(points, reach)]  # over the dashed line, in units
    over = min((h for h in heights if h >= 0), default=2.0 * high)
    under = min((-h for h in heights if h <= 0), default=2.0 * high)
    over = min(over, (extent[1] - target) * per_unit + MARGIN["t"])
    under = min(under, (target - extent[0]) * per_unit)
    above = over >= LABEL * 1.4 or over >= under
    if not above and under < LABEL * 1.4:
        extent[0] = target - LABEL * 1.4 / per_unit
    side = {"yanchor": "bottom", "yshift": 1} if above else {"yanchor": "top", "yshift": -1}
    return {"x": first, "y": target, "text": words, "xanchor": "left", "showarrow": False,
            "font": {"size": LABEL, "color": INK_2["wall"]}} | side  # fmt: skip


def _values_until(points: list[Point], year: float) -> list[float]:
    """The values up to `year`, and the one that the line passes there."""
    values = [v for y, v, _ in points if y <= year]
    for (y0, v0, _), (y1, v1, _) in pairwise(points):
        if y0 < year < y1:
            values.append(v0 + (v1 - v0) * (year - y0) / (y1 - y0))
    return values
