"""What a map draws over its areas: hatching, crossed lines, borders, outline, dashes, the selected area."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from components import palette
from components.palette import Theme

HAINAN = "46"  # its islands lie in the inset
NO_DATA = -1  # the class number of areas without a value, below the first class

# Crossed lines on light and on dark classes: the class shows through, the lines keep 3:1 against it.
CROSS_ON = {"#14212E": "rgba(20,33,46,.75)", "#FFFFFF": "rgba(255,255,255,.8)"}
_HOLLOW = [[0, "rgba(0,0,0,0)"], [1, "rgba(0,0,0,0)"]]


class Pen:
    """Makes choropleth traces on one geometry file."""

    def __init__(self, url: str, theme: Theme, unit: float):
        self.url, self.theme, self.unit = url, theme, unit

    def trace(
        self, locations: list[str], z: list[int], geo: str, colour: str | list[str], width: float
    ) -> dict[str, Any]:
        return {
            "type": "choropleth",
            "geojson": self.url,
            "locationmode": "geojson-id",
            "locations": locations,
            "z": z,
            "showscale": False,
            "hoverinfo": "skip",
            "geo": geo,
            "marker": {"line": {"color": colour, "width": round(width * self.unit, 2)}},
        }

    def line(self, locations: list[str], geo: str, colour: str | list[str], width: float) -> dict[str, Any]:
        """Strokes without fill: the features named, which may be none."""
        return self.trace(locations, [0] * len(locations), geo, colour, width) | {"colorscale": _HOLLOW}


def lines_over(
    pen: Pen,
    frame: dict,
    values: pd.DataFrame,
    colours: Sequence[str],
    selected: str | None,
    prefix: str,
    small: bool = False,
) -> list[dict[str, Any]]:
    """What lies over the areas, lowest first. `values` has class_index and perhaps doubt, by area; `prefix` is "" for
    the main map and "inset-" for the inset; on a `small` map crossed lines lie close and are drawn thinner."""
    theme, geo, present = pen.theme, "geo2" if prefix else "geo", frame["lines"]

    shown = frame["inset"]["areas"] if prefix else frame["areas"]
    classes = values["class_index"].to_dict()  # 60 times as fast as values.at
    empty = [code for code in shown if classes[code] == NO_DATA]
    chosen = [("i" if prefix else "") + selected] if selected and selected in shown else []
    inner = 0.6 if prefix else 1.0  # the inset is a sixth of the width: thinner strokes
    lines = {
        "prefectures": (palette.PAPER[theme], 1.0),
        "provinces": (palette.PAPER[theme], 1.2),
        "outline": (palette.MAP_NATION[theme], 0.8),
        "dashes": (palette.MAP_DASH[theme], 1.4),
    }
    drawn = [
        pen.line([prefix + line], geo, colour, width * inner)
        for line, (colour, width) in lines.items()
        if prefix + line in present
    ]
    return [
        *_hatching(pen, frame, empty, geo, 0.8 * inner),
        *_crosses(pen, frame, values.loc[shown] if prefix else values, colours, geo, (0.45 if small else 0.8) * inner),
        *drawn,
        pen.line(chosen, geo, palette.PAPER[theme], 1.8 * inner + 2.8 * inner),
        pen.line(chosen, geo, palette.MAP_SELECTED[theme], 1.8 * inner),
    ]


def _hatching(pen: Pen, frame: dict, empty: list[str], geo: str, width: float) -> list[dict[str, Any]]:
    """Hatching over areas without data: from the map's own file, and from a second one where others than the usual
    are without (docs/maps.md)."""
    usual, apart = set(frame["hatched"]), set(frame.get("hatched_apart", ()))
    colour = palette.NO_DATA_HATCH[pen.theme]
    traces = [pen.line([f"h{code}" for code in empty if code in usual], geo, colour, width)]
    others = [f"h{code}" for code in empty if code in apart]
    if others:
        address = pen.url.removesuffix(frame["file"]) + frame["hatch_file"]
        traces.append(pen.line(others, geo, colour, width) | {"geojson": address})
    return traces


def _crosses(
    pen: Pen, frame: dict, values: pd.DataFrame, colours: Sequence[str], geo: str, width: float
) -> list[dict[str, Any]]:
    """Crossed lines over values in doubt, dark on light classes and light on dark ones, so that the class still shows.

    Their file is fetched where one is drawn. Boundaries built before there was one have the lines of areas without
    data. The inset draws only what lies whole in it: lines must not meet the edge that clips them.
    """
    if "doubt" not in values.columns:
        return []
    found = values[values["doubt"].fillna("").ne("") & values["class_index"].ne(NO_DATA)]
    if geo == "geo2":
        found = found[found.index.str.startswith(HAINAN)]
    if found.empty:
        return []
    prefix, file = ("x", frame["cross_file"]) if "cross_file" in frame else ("h", frame["hatch_file"])
    strokes = [CROSS_ON[palette.on_colour(colours[number])] for number in found["class_index"]]
    trace = pen.line([f"{prefix}{code}" for code in found.index], geo, strokes, width)
    return [trace | {"geojson": pen.url.removesuffix(frame["file"]) + file}]
