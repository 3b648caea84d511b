"""How the areas of a layer spread over the values of one indicator: a dot per area, or bars where there are many."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from components.line_labels import kept_within, spread_labels
from components.numbers import shown
from components.passport_link import passport_search
from components.quality_mark import crosses, hover_line
from components.template import chart

NAME_GAP = 92  # px from the middle of one name above a line to the next
NEAR = 2  # classes on either side that a name of usual length covers
MOST_DOTS = 120  # above that bars count the areas of a class
INK, INK_2, PAPER = "#14212E", "#45525E", "#FFFFFF"
FILL, OWN_COLOUR = "#B9C5CE", "#113B6F"
BINS = 36
TOP, BOTTOM, DOT = 22, 26, 12  # px: names of the reference lines, axis, one dot


@dataclass(frozen=True)
class Reference:
    """A vertical line: the nation, the area itself, its parent. `own` is the area that the page is about."""

    name: str
    value: float
    own: bool = False


def distribution_chart(
    values: pd.DataFrame,
    *,
    indicator: dict[str, Any],
    references: list[Reference],
    marked: tuple[str, ...] = (),
    width: int = 400,
) -> dict[str, Any]:
    """A figure from `values_of_children` (area, name, short_name, value, demonstration), as high as it needs to be.

    The lowest, the highest and the `marked` areas are named. `width` is the least that a page gives, for spacing only:
    names that are apart there are further apart in a wider one.
    """
    found = values[values["value"].notna()]
    numbers = found["value"].to_numpy(dtype=float)
    everything = [*numbers, *(r.value for r in references)]
    low, high, step = _classes(everything, int(indicator["decimals"]))
    place = np.clip(((numbers - low) / step).astype(int), 0, None)
    many = len(found) > MOST_DOTS
    counts = np.bincount(place, minlength=1) if len(place) else np.zeros(1, dtype=int)
    tallest = int(counts.max())
    height = TOP + BOTTOM + (110 if many else DOT * max(tallest + 1, 4))
    traces = [_bars(counts, low, step, indicator)] if many else _dots(found, place, low, step, indicator)
    edges = (low - 2 * step, max(high, low + step * len(counts)) + 2 * step)
    ends: Any = found.loc[[found["value"].idxmin(), found["value"].idxmax()], "area"] if len(found) > 1 else []
    named = found[found["area"].isin([*marked, *ends])] if not many else found.iloc[:0]
    layout = {
        "height": height,
        "margin": {"l": 12 if not many else 40, "r": 12, "t": TOP, "b": BOTTOM},
        "xaxis": {"range": list(edges), "showgrid": False, "tickformat": _tick_format(edges)},
        "yaxis": {
            "visible": many,
            "range": [0, tallest * 1.06 if many else max(tallest + 1, 4)],
            "nticks": 3,
            "showgrid": many,
        },
        "bargap": 0.08,
        "shapes": [_line(r) for r in references],
        "annotations": _names(references, edges, width) + _marked_names(named, found, place, low, step),
    }
    return chart(traces, layout)


def _classes(values: list[float], decimals: int) -> tuple[float, float, float]:
    """First edge, last value and width of the classes: a round width that gives about `BINS` of them."""
    if not values:
        return 0.0, 1.0, 1.0
    low, high = min(values), max(values)
    raw = (high - low) / BINS or 10.0**-decimals
    scale = 10.0 ** math.floor(math.log10(raw))
    step = next(m * scale for m in (1, 2, 2.5, 5, 10) if m * scale >= raw * 0.999)
    return math.floor(low / step) * step, high, step


def _tick_format(edges: tuple[float, float]) -> str:
    span = edges[1] - edges[0]
    return ",.0f" if span >= 6 else ",.1f" if span >= 0.6 else ",.2f"


def _dots(found: pd.DataFrame, place: np.ndarray, low: float, step: float, indicator: dict) -> list[dict[str, Any]]:
    """Equal classes stack their areas; open dots are demonstration data, where both kinds occur, crossed ones doubt."""
    heights: dict[int, int] = {}
    levels = []
    for k in place:
        heights[k] = heights.get(k, 0) + 1
        levels.append(heights[k] - 0.5)
    mixed = found["demonstration"].nunique() > 1
    fills = [PAPER if mixed and d else FILL for d in found["demonstration"]]
    said = [_said(r, indicator) for r in found.itertuples()]
    placed = found.assign(x=[low + (k + 0.5) * step for k in place.tolist()], level=levels)
    dots = {
        "type": "scatter",
        "mode": "markers",
        "name": "地区",
        "meta": {"kind": "areas", "names": found["name"].tolist(), "values": found["value"].tolist()},
        "x": placed["x"].tolist(),
        "y": levels,
        "marker": {"size": DOT - 2, "color": fills, "line": {"color": "#76828D", "width": 1}},
        "hovertext": said,
        "customdata": [passport_search(area=code) for code in found["area"]],
        "hoverinfo": "text",
    }
    return [dots, *crosses(placed, "x", "level")]


def _said(row: Any, indicator: dict) -> str:
    tail = "<br>演示数据" if row.demonstration else ""
    return f"{row.name}<br><b>{shown(row.value, indicator)}</b> {indicator['unit']}{tail}{hover_line(row)}"


def _bars(counts: np.ndarray, low: float, step: float, indicator: dict) -> dict[str, Any]:
    starts = [low + k * step for k in range(len(counts))]
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return {
        "type": "bar",
        "name": "地区数",
        "x": [s + step / 2 for s in starts],
        "y": counts.tolist(),
        "width": step * 0.92,
        "marker": {"color": FILL},
        "textposition": "none",
        "hovertext": [
            f"{s:,.{decimals}f}–{s + step:,.{decimals}f} {indicator['unit']}<br><b>{n}</b>个地区"
            for s, n in zip(starts, counts.tolist(), strict=True)
        ],
        "hoverinfo": "text",
    }


def _line(reference: Reference) -> dict[str, Any]:
    colour, width = (OWN_COLOUR, 2) if reference.own else (INK, 1)
    return {
        "type": "line", "x0": reference.value, "x1": reference.value, "y0": 0, "y1": 1.02, "yref": "paper",
        "line": {"color": colour, "width": width},
    }  # fmt: skip


def _names(references: list[Reference], edges: tuple[float, float], width: int) -> list[dict]:
    """Names above the lines, moved apart sideways where two lines are close."""
    if not references:
        return []
    per_value = (width - 24) / (edges[1] - edges[0])
    wanted = [(r.value - edges[0]) * per_value for r in references]
    inside = kept_within(spread_labels(wanted, NAME_GAP), NAME_GAP, 44.0, width - 68.0)
    return [
        {"x": r.value, "xshift": place - at, "y": 1.02, "yref": "paper", "yanchor": "bottom", "showarrow": False,
         "text": f"<b>{r.name}</b>" if r.own else r.name,
         "font": {"size": 12, "color": OWN_COLOUR if r.own else INK}}
        for r, at, place in zip(references, wanted, inside, strict=True)
    ]  # fmt: skip


def _marked_names(
    marked: pd.DataFrame, found: pd.DataFrame, place: np.ndarray, low: float, step: float
) -> list[dict[str, Any]]:
    """Names above the dots of the marked areas and of what stands close by."""
    position = dict(zip(found["area"], place.tolist(), strict=True))
    stacks = np.bincount(place)
    return [
        {"x": low + (position[r.area] + 0.5) * step, "showarrow": False, "yanchor": "bottom", "text": r.short_name,
         "y": int(stacks[max(position[r.area] - NEAR, 0) : position[r.area] + NEAR + 1].max()),
         "font": {"size": 12, "color": INK_2}, "bgcolor": "rgba(255, 255, 255, .8)"}
        for r in marked.itertuples()
    ]  # fmt: skip
