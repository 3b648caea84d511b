"""An area's total and rank phase by phase, two small charts with one axis of time; bands of ranks where they are."""

from typing import Any

import pandas as pd

from components.numbers import is_missing, number
from components.place_words import place_words
from components.template import chart

OWN, BAND, PAPER, INK = "#113B6F", "rgba(17, 59, 111, .14)", "#FFFFFF", "#14212E"
NAMES = {"rank": "位次", "total": "总分"}
MARGIN = {"l": 40, "r": 52, "t": 10, "b": 24}


def standing_history(rows: pd.DataFrame, *, height: int = 230) -> dict[str, Any]:
    """`rows`: of `assessment_over_time` of one area, one kind of phase, the oldest first. The line breaks where the
    targets changed: totals of different targets do not go on from each other."""
    places = [float(n) for n in range(len(rows))]
    breaks = rows["targets_changed"].tolist()
    held = bool(rows["rank"].notna().any())  # else the totals have the figure to themselves
    total = _line(rows, places, breaks, "total", "y2")
    traces = [*_band(rows, places), total, _line(rows, places, breaks, "rank", "y")] if held else [total]
    ranked = int(rows["ranked"].max()) if held else 1
    totals = rows[["total"]].dropna()["total"]
    low, high = (float(totals.min()), float(totals.max())) if len(totals) else (0.0, 100.0)
    room = max((high - low) * 0.25, 1.0)
    changed = [n for n, new in enumerate(breaks) if new and n]
    layout = {
        "margin": MARGIN,
        "height": height,
        "xaxis": {"range": [-0.4, len(rows) - 0.4], "tickvals": places, "ticktext": [str(y) for y in rows["year"]],
                  "showgrid": False},
        "yaxis": {"range": [ranked + 0.7, 0.3], "domain": [0, 0.46], "zeroline": False, "nticks": 4,
                  "title": {"text": ""}, "visible": held},
        "yaxis2": {"range": [low - room, high + room], "domain": [0.56 if held else 0, 1], "zeroline": False,
                   "nticks": 3, "anchor": "x"},
        "shapes": [{"type": "line", "x0": n - 0.5, "x1": n - 0.5, "y0": 0, "y1": 1, "yref": "paper",
                    "line": {"color": INK, "width": 1, "dash": "dot"}} for n in changed],
        "annotations": [*_ends(rows, places), *[_changed(n) for n in changed]],
        "hovermode": "closest",
    }  # fmt: skip
    return chart(traces, layout)


def _line(rows: pd.DataFrame, places: list[float], breaks: list[bool], name: str, axis: str) -> dict[str, Any]:
    x: list[float | None] = []
    y: list[float | None] = []
    words: list[str] = []
    fills: list[str] = []
    for place, new, row in zip(places, breaks, rows.itertuples(), strict=True):
        value = getattr(row, name)
        if new and x:
            x, y, words, fills = [*x, None], [*y, None], [*words, ""], [*fills, PAPER]
        x.append(place)
        y.append(None if is_missing(value) else float(value))
        place_said = place_words(row.rank, row.rank_low, row.rank_high)
        words.append(f"{row.period_label}<br>总分 {number(row.total, 1)}　{place_said}")
        fills.append(PAPER if row.demonstration else OWN)
    return {
        "type": "scatter", "mode": "lines+markers", "name": NAMES[name], "x": x, "y": y, "yaxis": axis,
        "hovertext": words, "hoverinfo": "text", "connectgaps": False, "line": {"color": OWN, "width": 1.8},
        "marker": {"size": 7, "color": fills, "line": {"color": OWN, "width": 1.4}}, "showlegend": False,
    }  # fmt: skip


def _band(rows: pd.DataFrame, places: list[float]) -> list[dict[str, Any]]:
    """A bar from the lowest to the highest place of each phase with a band."""
    found = [(p, r) for p, r in zip(places, rows.itertuples(), strict=True) if not is_missing(r.rank_low)]
    if not found:
        return []
    return [{
        "type": "bar", "x": [p for p, _ in found], "base": [float(r.rank_low) - 0.25 for _, r in found],
        "y": [float(r.rank_high) - float(r.rank_low) + 0.5 for _, r in found], "width": 0.22,
        "marker": {"color": BAND}, "hoverinfo": "skip", "showlegend": False,
        "meta": {"kind": "interval", "of": "位次", "low": [float(r.rank_low) for _, r in found],
                 "high": [float(r.rank_high) for _, r in found]},
    }]  # fmt: skip


def _ends(rows: pd.DataFrame, places: list[float]) -> list[dict[str, Any]]:
    last: Any = list(rows.itertuples())[-1]
    ends = []
    if not is_missing(last.total):
        ends.append((float(last.total), "y2", f"<b>{number(last.total, 1)}分</b>"))
    if not is_missing(last.rank):
        ends.append((float(last.rank), "y", f"<b>第{int(last.rank)}名</b>"))
    return [
        {"x": places[-1], "y": value, "yref": axis, "text": text, "xanchor": "left", "xshift": 16, "showarrow": False,
         "font": {"size": 12, "color": INK}}
        for value, axis, text in ends
    ]  # fmt: skip


def _changed(place: int) -> dict[str, Any]:
    return {"x": place - 0.5, "y": 1, "yref": "paper", "text": "换目标", "showarrow": False, "xanchor": "left",
            "xshift": 3, "yanchor": "top", "font": {"size": 12, "color": INK}}  # fmt: skip
