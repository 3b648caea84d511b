"""One indicator over time: published and demonstration values told apart, targets, the expected path, comparisons."""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from components.line_labels import spread_labels
from components.numbers import is_missing, is_yes_no, number, shown
from components.passport_link import passport_search
from components.quality_mark import crosses, hover_line
from components.template import chart

FIRST_YEAR, LAST_YEAR = 2010, 2030
INK, INK_2, INK_3, PAPER = "#14212E", "#45525E", "#5F6B76", "#FFFFFF"
NATION_COLOUR = "#5E656B"
COLOURS = ("#D87230", "#3F968E", "#7B2D48", "#9876D1")  # after the area itself (#113B6F) and the nation
OWN_COLOUR = "#113B6F"
MARGIN = {"l": 44, "r": 100, "t": 16, "b": 26}
LABEL_GAP = 18  # px between labels of 12 px with their ground
TARGET_ROOM = 30  # px between a name at a line end and the two lines of a target


@dataclass(frozen=True)
class Line:
    """One area's line. `own` is the area that the page is about."""

    code: str
    name: str
    colour: str
    own: bool = False


@dataclass(frozen=True)
class Path:
    """The dashed way from a baseline to a target; `words` of the baseline say where it comes from."""

    start_year: float
    start: float
    target_year: float
    target: float
    baseline: float | None = None  # shown as a point where it differs from nothing
    verified: bool = True


@dataclass(frozen=True)
class Mark:
    """A target of one year on the plot."""

    year: int
    value: float
    words: str
    verified: bool
    below: bool = False  # its words stand beneath it, where the line runs above


def lines_of(own: tuple[str, str], others: list[tuple[str, str]]) -> list[Line]:
    """Lines for (code, name) pairs: the area first, at most six, every one with a colour of its own."""
    colours = iter(COLOURS)
    lines = [Line(*own, OWN_COLOUR, own=True)]
    for code, name in others[:5]:
        lines.append(Line(code, name, NATION_COLOUR if code == "100000" else next(colours, INK_3)))
    return lines


def trend_chart(
    series: pd.DataFrame,
    *,
    lines: list[Line],
    indicator: dict[str, Any],
    path: Path | None = None,
    marks: tuple[Mark, ...] = (),
    height: int = 300,
) -> dict[str, Any]:
    """A figure from `series_of_areas` (area, period, year, value, lower, upper, status, demonstration); values in doubt
    (column `doubt`) are crossed and say why.

    Years stand on a number axis from 2010 to 2030 with targets; shorter periods stand one beside the other, without.
    """
    yearly = _is_yearly(series)
    places = _places(series, yearly)
    drawn = series.assign(x=series["period"].map(places))
    drawn = drawn[drawn["x"].notna()]
    if not yearly:
        path, marks = None, ()
    low, high = _range(drawn, path, marks)
    traces = [t for line in reversed(lines) for t in _line_traces(drawn[drawn["area"] == line.code], line, indicator)]
    traces += crosses(drawn[drawn["area"].isin([line.code for line in lines])], "x")
    annotations = _end_labels(drawn, lines, indicator, (low, high), height)
    if path:
        traces[:0] = _path_traces(path, indicator)
    traces += _mark_traces(marks)
    annotations += [_mark_label(m, _aside(m, drawn, (low, high), height)) for m in marks]
    layout = {
        "margin": MARGIN,
        "height": height,
        "xaxis": _x_axis(places, yearly),
        "yaxis": {
            "range": [low, high],
            "tickformat": _tick_format(low, high),
            "zeroline": low == 0,
            "automargin": True,
        }
        if not is_yes_no(indicator)
        else {"range": [-0.15, 1.15], "tickvals": [0, 1], "ticktext": ["否", "是"], "zeroline": False},
        "annotations": annotations,
        "hovermode": "closest",
    }
    return chart(traces, layout)


def _is_yearly(series: pd.DataFrame) -> bool:
    return series.empty or bool(series["period"].str.fullmatch(r"\d{4}").all())


def _places(series: pd.DataFrame, yearly: bool) -> dict[str, float]:
    """Where a period stands on the axis; years before the axis stand nowhere."""
    periods = series.drop_duplicates("period").sort_values("end_date")["period"].tolist()
    if yearly:
        return {p: float(p) for p in periods if int(p) >= FIRST_YEAR}
    return {p: float(i) for i, p in enumerate(periods)}


def _x_axis(places: dict[str, float], yearly: bool) -> dict[str, Any]:
    if yearly:
        last = max([LAST_YEAR, *places.values()])
        ticks = list(range(FIRST_YEAR, int(last) + 1, 5))
        return {"range": [FIRST_YEAR - 0.6, last + 0.6], "tickvals": ticks, "minor": {"dtick": 1, "ticks": "outside"}}
    every = max(1, math.ceil(len(places) / 6))
    shown_places = [(p, x) for p, x in places.items() if int(x) % every == 0]
    return {
        "range": [-0.5, max(len(places) * 1.22, 1)],
        "tickvals": [x for _, x in shown_places],
        "ticktext": [p for p, _ in shown_places],
        "tickangle": 0,
    }


def _range(drawn: pd.DataFrame, path: Path | None, marks: tuple[Mark, ...]) -> tuple[float, float]:
    """The axis just beyond everything that is drawn; shares and counts that come near 0 start there."""
    values = [float(v) for column in ("value", "lower", "upper") for v in drawn[column].dropna()]
    values += [m.value for m in marks]
    if path:
        values += [path.start, path.target, *([path.baseline] if path.baseline is not None else [])]
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    room = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
    near_zero = 0 <= low < 0.25 * high
    return (0.0 if near_zero else low - room), high + room


def _tick_format(low: float, high: float) -> str:
    span = high - low
    if span >= 8:
        return ",.0f"
    return ",.1f" if span >= 0.8 else ",.2f"


def _line_traces(rows: pd.DataFrame, line: Line, indicator: dict[str, Any]) -> list[dict]:
    """The band of intervals, thick published and thin demonstration stretches, and the points, filled or open."""
    if rows.empty:
        return []
    traces = _band(rows, line) if line.own else []
    width = 2.4 if line.own else 1.6
    for demonstration in (False, True):
        x, y = _stretches(rows, demonstration)
        if x:
            stroke = {"color": line.colour, "width": width / 2 if demonstration else width}
            stretch = {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": stroke, "hoverinfo": "skip"}
            traces.append(stretch | {"meta": {"kind": "stretch", "of": line.name}})
    points = rows[rows["value"].notna()]
    fills = [PAPER if d else line.colour for d in points["demonstration"]]
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "name": line.name,
            "meta": {
                "kind": "points",
                "labels": points["period_label"].tolist(),
                "missing": rows.loc[rows["value"].isna(), ["x", "period_label"]].to_numpy().tolist(),
            },
            "x": points["x"].tolist(),
            "y": points["value"].tolist(),
            "marker": {"size": 6.5 if line.own else 5, "color": fills, "line": {"color": line.colour, "width": 1.2}},
            "hovertext": [_said(r, line, indicator) for r in points.itertuples()],
            "customdata": [passport_search(area=line.code, period=period) for period in points["period"]],
            "hoverinfo": "text",
        }
    )
    return traces


def _said(row: Any, line: Line, indicator: dict[str, Any]) -> str:
    words = f"{line.name}　{row.period_label}<br><b>{shown(row.value, indicator)}</b> {indicator['unit']}"
    if not is_missing(row.lower):
        words += f"<br>95%区间 {shown(row.lower, indicator)}–{shown(row.upper, indicator)}"
    kind = "演示数据" if row.demonstration else {"preliminary": "初步数", "estimated": "推算数"}.get(row.status, "")
    return words + (f"<br>{kind}" if kind else "") + hover_line(row)


def _stretches(rows: pd.DataFrame, demonstration: bool) -> tuple[list, list]:
    """The stretches between neighbouring points; one end of demonstration makes a stretch so. Missing rows break it."""
    x: list[float | None] = []
    y: list[float | None] = []
    records: list[Any] = list(rows[["x", "value", "demonstration"]].itertuples(index=False))
    for one, two in pairwise(records):
        whole = not (is_missing(one.value) or is_missing(two.value))
        if whole and (one.demonstration or two.demonstration) == demonstration:
            x += [one.x, two.x, None]
            y += [one.value, two.value, None]
    return x, y


def _band(rows: pd.DataFrame, line: Line) -> list[dict]:
    bounded = rows[rows["lower"].notna() & rows["upper"].notna()]
    if bounded.empty:
        return []
    if len(bounded) == 1:
        r: Any = next(bounded.itertuples())
        bar = {"type": "data", "symmetric": False, "array": [r.upper - r.value], "arrayminus": [r.value - r.lower]}
        return [
            {"type": "scatter", "mode": "markers", "x": [r.x], "y": [r.value], "marker": {"size": 1, "opacity": 0},
             "error_y": bar | {"color": line.colour}, "hoverinfo": "skip", "meta": {"kind": "band", "of": line.name}}
        ]  # fmt: skip
    x = bounded["x"].tolist()
    return [
        {"type": "scatter", "mode": "lines", "x": x + x[::-1],
         "y": bounded["upper"].tolist() + bounded["lower"].tolist()[::-1],
         "fill": "toself", "fillcolor": "rgba(17, 59, 111, .10)", "line": {"width": 0}, "hoverinfo": "skip",
         "meta": {"kind": "band", "of": line.name}}
    ]  # fmt: skip


def _path_traces(path: Path, indicator: dict[str, Any]) -> list[dict]:
    stroke = {"color": INK_3, "width": 1.3, "dash": "dash" if path.verified else "dot"}
    traces: list[dict] = [
        {"type": "scatter", "mode": "lines", "x": [path.start_year, path.target_year], "y": [path.start, path.target],
         "line": stroke, "hoverinfo": "skip", "name": "预期进度" if path.verified else "预期进度（目标待核验）",
         "meta": {"kind": "path"}}
    ]  # fmt: skip
    if path.baseline is not None:
        value = number(path.baseline, int(indicator["decimals"]))
        words = f"{path.start_year:.0f}年基期<br><b>{value}</b> {indicator['unit']}"
        mark = {"symbol": "diamond", "size": 9, "color": PAPER, "line": {"color": INK_2, "width": 1.5}}
        traces.append(
            {"type": "scatter", "mode": "markers", "x": [path.start_year], "y": [path.baseline], "marker": mark,
             "hovertext": [words], "hoverinfo": "text", "name": "基期", "meta": {"kind": "baseline"}}
        )  # fmt: skip
    return traces


def _mark_traces(marks: tuple[Mark, ...]) -> list[dict]:
    """A short level stroke per target, dotted where the target is unverified."""
    return [
        {"type": "scatter", "mode": "lines", "x": [m.year - 0.55, m.year + 0.55], "y": [m.value, m.value],
         "line": {"color": INK, "width": 2.2, "dash": "solid" if m.verified else "1px 3px"},
         "hovertext": [m.words, m.words], "hoverinfo": "text", "meta": {"kind": "target"},
         "name": m.words if m.verified else f"{m.words}（待核验）"}
        for m in marks
    ]  # fmt: skip


def _aside(mark: Mark, drawn: pd.DataFrame, extent: tuple[float, float], height: int) -> float:
    """Pixels that the words of the last target step aside: in a narrow window the names at line ends reach to them."""
    per_pixel = (extent[1] - extent[0]) / max(height - MARGIN["t"] - MARGIN["b"], 1)
    ends = drawn[drawn["value"].notna()].groupby("area")["value"].last()
    near = [at for at in ((mark.value - end) / per_pixel for end in ends) if abs(at) < TARGET_ROOM]
    if mark.year < LAST_YEAR or not near:
        return 0.0
    up, down = TARGET_ROOM - min(near), -(TARGET_ROOM + max(near))
    return up if sum(near) > 0 and up < (extent[1] - mark.value) / per_pixel else down


def _mark_label(mark: Mark, aside: float) -> dict[str, Any]:
    words = f"<b>{mark.words}</b>" if mark.verified else f"{mark.words}<br>待核验"
    label = {"x": mark.year, "y": mark.value, "text": words, "font": {"size": 12, "color": INK}, "showarrow": False}
    if mark.year >= LAST_YEAR:
        return label | {"xanchor": "left", "xshift": 16, "align": "left", "yshift": aside}
    side = {"yanchor": "top", "yshift": -3} if mark.below else {"yanchor": "bottom", "yshift": 3}
    return label | side | {"bgcolor": "rgba(255, 255, 255, .8)", "borderpad": 1}


def _end_labels(
    drawn: pd.DataFrame, lines: list[Line], indicator: dict[str, Any], extent: tuple[float, float], height: int
) -> list[dict]:
    """Name, value and whether it is demonstration data, at the last point of every line."""
    last: dict[str, Any] = {str(r.area): r for r in drawn[drawn["value"].notna()].itertuples()}  # in order of time
    found = [(line, last[line.code]) for line in lines if line.code in last]
    per_pixel = (extent[1] - extent[0]) / max(height - MARGIN["t"] - MARGIN["b"], 1)
    wanted = [row.value / per_pixel for _, row in found]
    labels = []
    for (line, row), at, place in zip(found, wanted, spread_labels(wanted, LABEL_GAP), strict=True):
        name = f"<b>{line.name}</b>" if line.own else line.name
        kind = " <span style='color:#6A3FA0'>演示</span>" if row.demonstration else ""
        text = f"<span style='color:{line.colour}'>●</span> {name} {shown(row.value, indicator)}{kind}"
        labels.append(
            {"x": row.x, "y": row.value, "text": text, "xanchor": "left", "xshift": 6, "yshift": place - at,
             "showarrow": False, "font": {"size": 12, "color": INK if line.own else INK_2},
             "bgcolor": "rgba(255, 255, 255, .85)", "borderpad": 1}
        )  # fmt: skip
    return labels
