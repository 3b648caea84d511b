"""What a plotly figure draws, as series for a native chart: values, gaps, intervals, which points are demonstration.

The figure is read from the opened page (`slide_reading.js`); traces say by `meta["kind"]` what they are. Nothing here
knows PowerPoint.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

HOLLOW = ("#FFFFFF", "#ffffff", "white", "rgb(255, 255, 255)")
YEAR = re.compile(r"(\d{4})年?")
ORDER = ("points", "areas", "bars", "path", "baseline", "target", "reference", "doubt")
NEVER = ("band", "interval", "stretch")  # drawn by another trace's series


@dataclass
class Point:
    """`y` None is a gap. `low` and `high` are the ends of its interval; `hollow` is demonstration data."""

    x: float
    y: float | None
    label: str = ""
    hollow: bool = False
    low: float | None = None
    high: float | None = None


@dataclass
class Series:
    """`joined`: x of two neighbouring points that a line joins; None where a line joins all but gaps."""

    name: str
    kind: str  # points path baseline target doubt areas reference bars
    points: list[Point]
    colour: str = "#113B6F"
    width: float = 0.0  # px of the line; 0 none
    dash: str = ""
    size: float = 0.0  # px of the marks; 0 none
    symbol: str = "circle"
    joined: set[tuple[float, float]] | None = None
    missing: dict[float, str] = field(default_factory=dict)  # places without a value, with their labels
    below: bool = False  # its words stand beneath it


@dataclass
class Panel:
    """One pair of axes. `categories` are the labels of x where x is no number; `area` is left, bottom, right, top in
    shares of the picture."""

    series: list[Series]
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    area: tuple[float, float, float, float]
    title: str = ""
    categories: list[str] | None = None
    y_visible: bool = True
    x_ticks: list[float] = field(default_factory=list)

    @property
    def bars(self) -> bool:
        return any(series.kind == "bars" for series in self.series)


def panels_of(chart: dict[str, Any]) -> list[Panel] | None:
    """The panels of a figure, left to right and top to bottom; None where it holds what no native chart can show."""
    traces = chart["data"]
    if not traces or any(t.get("type") not in ("scatter", "bar") for t in traces):
        return None
    if any(t.get("type") == "bar" and t.get("orientation") == "h" for t in traces):  # panels have numbers across
        return None
    pairs = list(dict.fromkeys((t.get("xaxis") or "x", t.get("yaxis") or "y") for t in traces))
    panels = []
    for x, y in pairs:
        own = [t for t in traces if (t.get("xaxis") or "x", t.get("yaxis") or "y") == (x, y)]
        panel = _panel(chart, own, "xaxis" + x[1:], "yaxis" + y[1:])
        if panel.series:
            panels.append(panel)
    return sorted(panels, key=lambda p: (-p.area[3], p.area[0]))


def _panel(chart: dict[str, Any], traces: list[dict], x: str, y: str) -> Panel:
    across, up = chart["axes"][x], chart["axes"][y]
    series = [s for trace in traces if (s := _series(trace, traces)) is not None]
    area = (across["domain"][0], up["domain"][0], across["domain"][1], up["domain"][1])
    low, high = up["range"]
    _put_below(series)
    series.sort(key=lambda s: ORDER.index(s.kind))  # the areas' own lines first, in the sheet as in the key
    panel = Panel(
        series=[*series, *_references(chart, x, y)],
        x_range=(across["range"][0], across["range"][1]),
        y_range=(low, high),
        area=area,
        title=_title(chart, area),
        y_visible=up["visible"] is not False,
        x_ticks=[v for v in across.get("tickvals") or [] if isinstance(v, int | float)],
    )
    _name_places(panel, across)
    return panel


def _series(trace: dict[str, Any], traces: list[dict]) -> Series | None:
    meta = trace.get("meta") or {}
    kind = meta.get("kind", "bars" if trace["type"] == "bar" else "points")
    if kind in NEVER:
        return None
    mark, line = trace.get("marker") or {}, trace.get("line") or {}
    mode = trace.get("mode", "")
    series = Series(
        name=plain_words(trace.get("name") or ""),
        kind=kind,
        points=_points(trace, meta),
        colour=_colour(line.get("color"), (mark.get("line") or {}).get("color"), mark.get("color")),
        width=float(line.get("width") or 2) if "lines" in mode else 0.0,
        dash=str(line.get("dash") or ""),
        size=_first(mark.get("size"), 6.0) if "markers" in mode else 0.0,
        symbol=str(mark.get("symbol") or "circle"),
    )
    if kind == "target":  # a short level stroke is one value
        middle = sum(p.x for p in series.points) / len(series.points)
        series.points, series.size, series.symbol = [Point(middle, series.points[0].y)], 14.0, "dash"
        series.width = 0.0
    stretches = [t for t in traces if (t.get("meta") or {}).get("of") == series.name]
    series.missing = {float(x): str(label) for x, label in meta.get("missing") or []}
    _join(series, [t for t in stretches if t["meta"]["kind"] == "stretch"])
    for band in stretches:
        _bound(series, band)
    return series if any(p.y is not None for p in series.points) else None


def _points(trace: dict[str, Any], meta: dict[str, Any]) -> list[Point]:
    fills = (trace.get("marker") or {}).get("color")
    labels = meta.get("labels") or meta.get("names") or []
    exact = meta.get("values") or trace.get("x") or []
    points: list[Point] = []
    for n, (x, y) in enumerate(zip(exact, trace.get("y") or [], strict=False)):
        if x is None:  # a pen that was lifted: a gap at no place
            if points:
                points.append(Point(points[-1].x, None))
            continue
        fill = fills[n] if isinstance(fills, list) and n < len(fills) else fills
        points.append(Point(float(x), y, str(labels[n]) if n < len(labels) else "", fill in HOLLOW))
    return points


def _join(series: Series, stretches: list[dict]) -> None:
    """Lines of a series that are traces of their own: thick where published, thin where demonstration."""
    if not stretches:
        return
    series.joined = set()
    for trace in stretches:
        pairs = [(x, y) for x, y in zip(trace["x"], trace["y"], strict=True)]
        for (x0, y0), (x1, y1) in pairwise(pairs):
            if None not in (x0, y0, x1, y1):
                series.joined.add((float(x0), float(x1)))
        series.width = max(series.width, float((trace.get("line") or {}).get("width") or 2))


def _bound(series: Series, band: dict[str, Any]) -> None:
    """The interval of each point, from the band, the bars or the single bar that a trace draws for this series."""
    meta = band["meta"]
    bounds: dict[float, tuple[float, float]] = {}
    if meta["kind"] == "interval":
        bounds = dict(zip(band["x"], zip(meta["low"], meta["high"], strict=True), strict=True))
    elif meta["kind"] == "band" and "arrayminus" in (band.get("error_y") or {}):
        bar = band["error_y"]
        bounds = {band["x"][0]: (band["y"][0] - bar["arrayminus"][0], band["y"][0] + bar["array"][0])}
    elif meta["kind"] == "band":
        half = len(band["x"]) // 2
        bounds = dict(zip(band["x"][:half], zip(band["y"][half:][::-1], band["y"][:half], strict=True), strict=True))
    for point in series.points:
        if point.y is not None and point.x in bounds:
            point.low, point.high = bounds[point.x]


def _references(chart: dict[str, Any], x: str, y: str) -> Iterator[Series]:
    """Upright lines with a name above them (nation, the area itself) as series of two points."""
    low, high = chart["axes"][y]["range"]
    named = {a["x"]: a for a in chart["annotations"] if a.get("yref") == "paper" and a.get("x") is not None}
    for shape in chart["shapes"]:
        at = shape.get("x0")
        if shape.get("type") != "line" or at != shape.get("x1") or at not in named:
            continue
        if (shape.get("xref") or "x") != x.replace("axis", "") or shape.get("yref") != "paper":
            continue
        name = plain_words(named[at]["text"])
        points = [Point(float(at), low), Point(float(at), high)]
        yield Series(name, "reference", points, _colour(shape["line"].get("color")), float(shape["line"]["width"]))


def _put_below(series: list[Series]) -> None:
    """Words of a target stand under it where a line runs above."""
    lines = [(p.x, p.y) for s in series if s.kind == "points" for p in s.points if p.y is not None]
    for target in (s for s in series if s.kind == "target"):
        x, y = target.points[0].x, target.points[0].y
        near = [value for place, value in lines if abs(place - x) <= 2]
        target.below = bool(near) and y is not None and min(near) >= y


def _title(chart: dict[str, Any], area: tuple[float, float, float, float]) -> str:
    """The words in bold above a panel."""
    for said in chart["annotations"]:
        above = said.get("xref") == "paper" and said.get("yref") == "paper" and said.get("yanchor") == "bottom"
        if above and abs(float(said["x"]) - area[0]) < 0.01:
            return plain_words(said["text"])
    return ""


def _name_places(panel: Panel, axis: dict[str, Any]) -> None:
    """Years become numbers of the axis; other periods categories, in their order."""
    labels: dict[float, str] = {p.x: p.label for s in panel.series for p in s.points if p.label and s.kind == "points"}
    ticks = dict(zip(axis.get("tickvals") or [], axis.get("ticktext") or [], strict=False))
    if not labels and not ticks:
        return
    told = labels or ticks
    if all(YEAR.fullmatch(words) for words in told.values()):
        years = {x: float(YEAR.fullmatch(words)[1]) for x, words in told.items()}  # type: ignore[index]
        if all(abs(x - year) <= 1 for x, year in years.items()):
            shift = {x: year for x, year in years.items() if x != year}
            for point in (p for s in panel.series for p in s.points):
                point.x = shift.get(point.x, point.x)
            panel.x_ticks = sorted({years.get(t, t) for t in panel.x_ticks})
            return
    missing = {x: label for s in panel.series for x, label in s.missing.items()}
    places = sorted({p.x for s in panel.series for p in s.points} | set(missing))
    panel.categories = [told.get(x) or missing.get(x) or ticks.get(x, "") for x in places]
    order = {x: float(n) for n, x in enumerate(places)}
    for point in (p for s in panel.series for p in s.points):
        point.x = order[point.x]


def plain_words(text: str) -> str:
    """Plotly's markup taken out: `<b>全国</b> 79.25` → `全国 79.25`."""
    return re.sub(r"<[^>]+>", "", re.sub(r"<br\s*/?>", " ", str(text))).replace("●", "").strip()


def _colour(*found: Any) -> str:
    """The first of these that is one colour of six hexadecimal digits."""
    for colour in found:
        if isinstance(colour, str) and re.fullmatch(r"#[0-9A-Fa-f]{6}", colour) and colour not in HOLLOW:
            return colour
    return "#45525E"


def _first(value: Any, otherwise: float) -> float:
    if isinstance(value, list):
        value = value[0] if value else otherwise
    return float(value) if isinstance(value, int | float) else otherwise
