"""Groups of people compared over time: one small panel for the sexes, one for town and country, and so on."""

from typing import Any

import pandas as pd

from components.line_labels import spread_labels
from components.numbers import is_missing, shown
from components.passport_link import passport_search
from components.quality_mark import crosses, hover_line
from components.template import chart

KINDS = {"sex": "按性别", "residence": "按城乡", "age": "按年龄", "region": "按地区分组"}
# A group keeps its colour wherever it shows.
COLOURS = {
    "male": "#113B6F", "female": "#D87230", "urban": "#113B6F", "rural": "#3F968E",
    "east": "#113B6F", "central": "#D87230", "west": "#3F968E", "northeast": "#7B2D48",
    "age0_14": "#3F968E", "age15_64": "#113B6F", "age60": "#D87230", "age65": "#7B2D48", "age80": "#9876D1",
}  # fmt: skip
ALL_COLOUR = "#76828D"
PAPER, INK, INK_2 = "#FFFFFF", "#14212E", "#45525E"
TOP, BOTTOM, BETWEEN = 26, 26, 0.04
WIDTH, LABEL, NAME = 560, 128, 96  # px: what a page usually gives, a name with its value, a name alone
MOST_WITH_VALUES = 2  # panels; in more of them names stand alone, values are in the table and on hover


def panels_of(series: pd.DataFrame) -> list[str]:
    """The kinds of groups in `series_of_breakdowns` that have at least one value, in a fixed order."""
    present = set(series.loc[series["value"].notna(), "breakdown_kind"])
    return [kind for kind in KINDS if kind in present]


def comparison_chart(series: pd.DataFrame, *, indicator: dict[str, Any], height: int = 210) -> dict[str, Any]:
    """A figure from `series_of_breakdowns` (breakdown, breakdown_kind, breakdown_label, period, year, value,
    demonstration). All panels share one value axis; grey is everybody together."""
    kinds = panels_of(series)
    drawn = series[series["value"].notna() & (series["breakdown_kind"].isin([*kinds, "all"]))]
    low, high = _range(drawn["value"])
    traces: list[dict] = []
    annotations: list[dict] = []
    layout: dict[str, Any] = {
        # of one panel the names stand in the margin, which a phone keeps; of several in the panels
        "height": height, "margin": {"l": 44, "r": LABEL if len(kinds) == 1 else 8, "t": TOP, "b": BOTTOM},
        "yaxis": {"range": [low, high], "nticks": 4, "zeroline": low == 0},
    }  # fmt: skip
    width = (1 - BETWEEN * (len(kinds) - 1)) / max(len(kinds), 1)
    years = drawn["year"].tolist() or [2010, 2020]
    first, last = min(years), max(years)
    with_values = len(kinds) <= MOST_WITH_VALUES
    share = min(0.7, (LABEL if with_values else NAME) / (WIDTH * width))  # of a panel, for the names at the line ends
    tail = 0.5 if len(kinds) == 1 else (max(last - first, 2) + 0.5) * share / (1 - share)
    for n, kind in enumerate(kinds):
        axis = "" if n == 0 else str(n + 1)
        left = n * (width + BETWEEN)
        layout[f"xaxis{axis}"] = {
            "domain": [left, left + width], "range": [first - 0.5, last + tail], "tickformat": "d",
            "tickvals": sorted({first, (first + last) // 2, last}),
        }  # fmt: skip
        group = drawn[drawn["breakdown_kind"].isin([kind, "all"])]
        traces += _lines(group, f"x{axis}", indicator)
        traces += crosses(group, "year", size=8, xaxis=f"x{axis}")
        annotations += _labels(group, f"x{axis}", indicator, last, (low, high), height, with_values)
        annotations.append(
            {"text": f"<b>{KINDS[kind]}</b>", "x": left, "xref": "paper", "y": 1, "yref": "paper", "yanchor": "bottom",
             "xanchor": "left", "yshift": 6, "showarrow": False, "font": {"size": 12, "color": INK}}
        )  # fmt: skip
    return chart(traces, layout | {"annotations": annotations})


def _range(values: pd.Series) -> tuple[float, float]:
    if values.empty:
        return 0.0, 1.0
    low, high = float(values.min()), float(values.max())
    room = (high - low) * 0.15 or abs(high) * 0.1 or 1.0
    return (0.0 if 0 <= low < 0.25 * high else low - room), high + room


def _lines(group: pd.DataFrame, axis: str, indicator: dict[str, Any]) -> list[dict]:
    traces = []
    for code, rows in group.groupby("breakdown", sort=False):
        colour = COLOURS.get(str(code), ALL_COLOUR)
        fills = [PAPER if d else colour for d in rows["demonstration"]]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "xaxis": axis,
                "name": str(rows["breakdown_label"].iloc[0]),
                "meta": {"kind": "points", "labels": rows["period_label"].tolist()},
                "x": rows["year"].tolist(),
                "y": rows["value"].tolist(),
                "line": {"color": colour, "width": 1.2 if rows["demonstration"].any() else 2},
                "marker": {"size": 4.5, "color": fills, "line": {"color": colour, "width": 1.2}},
                "hovertext": [_said(r, indicator) for r in rows.itertuples()],
                "customdata": [passport_search(breakdown=str(code), period=period) for period in rows["period"]],
                "hoverinfo": "text",
            }
        )
    return traces


def _said(row: Any, indicator: dict[str, Any]) -> str:
    words = f"{row.breakdown_label}　{row.period_label}<br><b>{shown(row.value, indicator)}</b> {indicator['unit']}"
    if not is_missing(row.lower):
        words += f"<br>95%区间 {shown(row.lower, indicator)}–{shown(row.upper, indicator)}"
    return words + ("<br>演示数据" if row.demonstration else "") + hover_line(row)


def _labels(
    group: pd.DataFrame,
    axis: str,
    indicator: dict[str, Any],
    year: int,
    extent: tuple[float, float],
    height: int,
    with_values: bool,
) -> list[dict]:
    """Names at the right of the last year, moved apart up and down."""
    last: dict[str, Any] = {str(r.breakdown): r for r in group.itertuples()}  # rows are in order of time
    rows = list(last.values())
    per_pixel = (extent[1] - extent[0]) / max(height - TOP - BOTTOM, 1)
    wanted = [r.value / per_pixel for r in rows]
    labels = []
    for r, at, place in zip(rows, wanted, spread_labels(wanted, 16), strict=True):
        value = f" {shown(r.value, indicator)}" if with_values else ""
        dot = f"<span style='color:{COLOURS.get(r.breakdown, ALL_COLOUR)}'>●</span>"
        labels.append(
            {"x": year, "y": r.value, "xref": axis, "xanchor": "left", "xshift": 6, "yshift": place - at,
             "showarrow": False, "font": {"size": 12, "color": INK_2}, "text": f"{dot} {r.breakdown_label}{value}"}
        )  # fmt: skip
    return labels
