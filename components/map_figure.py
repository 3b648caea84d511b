"""The map: areas in class colours, and over them the lines, hatching, islands and names that a lawful map needs.

Every shape is a choropleth whose geometry the browser fetches by an immutable address, so that a figure carries codes
and class numbers only. Trace order is drawing order, except that plotly puts every scattergeo above every choropleth.
"""

from collections.abc import Sequence
from typing import Any, Literal

import pandas as pd

from components import palette
from components.map_labels import island_traces, name_traces
from components.map_lines import NO_DATA, Pen, lines_over
from components.palette import Theme

Size = Literal["large", "small", "wall"]
Figure = dict[str, Any]

NATION = "100000"


def map_figure(
    *,
    areas: pd.DataFrame,
    frame: dict,
    geo_url_prefix: str,
    colours: Sequence[str],
    breaks: Sequence[float] | None = None,
    selected: str | None = None,
    size: Size = "large",
    theme: Theme = "light",
    decimals: int | None = None,
    pixels: int | None = None,
    unit: float = 1.0,
) -> Figure:
    """A plotly figure as a plain dict: `data[0]` holds the values, what follows is drawn over them.

    `areas` has columns area (six-digit code), value, class_index (0 … len(colours) − 1 or missing), and optionally
    text (the value as displayed) and doubt (why the value is in doubt, or empty: crossed lines). Every polygon of the
    map is drawn: one without a row, or without a class, is in the no-data class. `frame` comes from
    `data.boundaries.read_frame`, `geo_url_prefix` is the address of its files ("/geo/"). `decimals` rounds customdata
    to what is displayed, else five significant digits are kept. `pixels` is the figure's width where it is known: more
    names fit on a wider map. `unit` scales text and strokes on the wall.

    `data[0]` has locations (codes, always the frame's order), z (class number, −1 without data), customdata (value or
    None); clicks and hovers carry `location`. `layout.meta` carries parent, layer, selected and breaks.
    """
    folder = f"{geo_url_prefix.rstrip('/')}/{frame['version']}"
    pen = Pen(f"{folder}/{frame['file']}", theme, unit)
    values = _values_by_area(areas, frame, decimals)
    strokes = _strokes(frame, theme)
    data = [
        _value_trace(pen, values, frame["areas"], colours, strokes, "geo"),
        *lines_over(pen, frame, values, colours, selected, "", size == "small"),
    ]
    inset = frame.get("inset")
    if inset:
        thin = (strokes[0], strokes[1] / 2)
        shown = _value_trace(pen, values, inset["areas"], colours, thin, "geo2")
        shown["hoverinfo"] = "skip"
        data += [shown, *lines_over(pen, frame, values, colours, selected, "inset-", size == "small")]
    data += _undetermined(frame, theme, unit)
    data += name_traces(frame, values["class_index"].to_dict(), colours, size, theme, pixels, unit)
    data += island_traces(frame, size, theme, unit)
    return {"data": data, "layout": _layout(frame, size, theme, unit, selected, breaks)}


def map_credit(source: str, approval: str) -> str:
    """The line at the lower left of every map, from `settings().map_source` and `settings().map_approval`.

    Without an approval number it says 审图号待填: a map that goes public needs one of its own (docs/maps.md).
    """
    return f"{source}，{approval or '审图号待填'}" if source else (approval or "审图号待填")


def _values_by_area(areas: pd.DataFrame, frame: dict, decimals: int | None) -> pd.DataFrame:
    """Value, class number and text per polygon of the map; NO_DATA where there is no row, no value or no class."""
    columns = [name for name in ("value", "class_index", "text", "doubt") if name in areas.columns]
    values = areas.drop_duplicates("area").set_index("area")[columns].reindex(frame["areas"])
    known = values["class_index"].notna() & values["value"].notna()
    shown = [_shortened(value, decimals) for value in values["value"].tolist()]
    numbers = values["class_index"].where(known, NO_DATA).astype(int)
    return values.assign(class_index=numbers, value=pd.Series(shown, index=values.index, dtype=object))


def _shortened(value: float | None, decimals: int | None) -> float | None:
    """Full precision would treble the bytes of a map of 2,891 counties."""
    if value is None or pd.isna(value):
        return None
    return round(value, decimals) if decimals is not None else float(f"{value:.5g}")


def _value_trace(
    pen: Pen, values: pd.DataFrame, codes: list[str], colours: Sequence[str], stroke: tuple[str, float], geo: str
) -> dict[str, Any]:
    part = values if geo == "geo" else values.loc[codes]
    locations = list(codes) if geo == "geo" else [f"i{code}" for code in codes]
    trace = pen.trace(locations, part["class_index"].tolist(), geo, *stroke)
    fills = [palette.NO_DATA[pen.theme], *colours]
    steps = [[index / len(fills), (index + 1) / len(fills)] for index in range(len(fills))]
    trace["colorscale"] = [[edge, fill] for step, fill in zip(steps, fills, strict=True) for edge in step]
    trace["zmin"], trace["zmax"] = NO_DATA - 0.5, len(colours) - 0.5
    trace["hoverinfo"] = "none"
    if geo == "geo":
        trace["customdata"] = part["value"].tolist()
        if "text" in part.columns:
            trace["text"] = part["text"].fillna("").tolist()
    return trace


def _strokes(frame: dict, theme: Theme) -> tuple[str, float]:
    """Colour and width of the borders between the map's own areas."""
    if frame["layer"] == "county":
        if frame["parent"] == NATION:
            return palette.MAP_COUNTY[theme], 0.3
        return palette.PAPER[theme], 0.4 if "prefectures" in frame["lines"] else 0.8
    if frame["layer"] == "prefecture":
        return palette.PAPER[theme], 0.5 if frame["parent"] == NATION else 1.0
    return palette.PAPER[theme], 0.8 if theme == "light" else 1.0


def _undetermined(frame: dict, theme: Theme, unit: float) -> list[dict[str, Any]]:
    """The stretch in the west: dashed 3 2, inline because only scattergeo can dash (about 80 points)."""
    longitudes: list[float | None] = []
    latitudes: list[float | None] = []
    for line in frame["undetermined"]:
        longitudes += [point[0] for point in line] + [None]
        latitudes += [point[1] for point in line] + [None]
    if not longitudes:
        return []
    stroke = {"color": palette.MAP_NATION[theme], "width": 0.8 * unit, "dash": f"{3 * unit}px,{2 * unit}px"}
    return [
        {"type": "scattergeo", "mode": "lines", "lon": longitudes[:-1], "lat": latitudes[:-1], "geo": "geo"}
        | {"line": stroke, "hoverinfo": "skip"}
    ]


def _layout(
    frame: dict, size: Size, theme: Theme, unit: float, selected: str | None, breaks: Sequence[float] | None
) -> dict[str, Any]:
    parent, layer = frame["parent"], frame["layer"]
    layout: dict[str, Any] = {
        "geo": _geo(frame["views"][size]),
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "dragmode": False,
        "hovermode": "closest",
        "clickmode": "event",
        "showlegend": False,
        "autosize": True,
        "uirevision": f"{parent}-{layer}",
        "meta": {"parent": parent, "layer": layer, "selected": selected, "breaks": list(breaks or [])},
    }
    if frame.get("inset"):
        inset = frame["inset"]["views"][size]
        frame_line = {"showframe": True, "framecolor": palette.LINE_STRONG[theme], "framewidth": unit}
        layout["geo2"] = _geo(inset) | {"domain": inset["domain"], "bgcolor": palette.PAPER[theme]} | frame_line
    return layout


def _geo(view: dict) -> dict[str, Any]:
    """One geo subplot: our projection, no base map of any kind, nothing fitted by plotly."""
    base = dict.fromkeys(("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"), False)
    return {
        "projection": {
            "type": "conic equal area",
            "parallels": [25, 47],
            "rotation": {"lon": 105, "lat": 0, "roll": 0},
            "scale": view["scale"],
        },
        "center": view["center"],
        "lonaxis": {"range": view["lonaxis"], "showgrid": False},
        "lataxis": {"range": view["lataxis"], "showgrid": False},
        "domain": {"x": [0, 1], "y": [0, 1]},  # unset, plotly stacks two subplots
        "fitbounds": False,
        "resolution": 110,
        "showframe": False,
        "bgcolor": "rgba(0,0,0,0)",
    } | {f"show{name}": shown for name, shown in base.items()}
