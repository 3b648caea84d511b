"""Names and island marks on the map: the only things besides the undetermined stretch that a figure carries inline."""

from collections.abc import Mapping, Sequence
from typing import Any

from components import palette
from components.palette import Theme

NATION, TAIWAN = "100000", "710000"
FONT = '"Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif'

# What the main map does not reach is named in the inset, in open sea clear of islands and dashes: code to degrees.
_IN_INSET = {"460300": (113.3, 13.4)}

# Usual widths of the three kinds of figure (data/boundaries/views.py) and the text sizes of LOOK.md.
_PIXELS = {"large": 754, "small": 358, "wall": 1000}
_TEXT = {"large": 12, "small": 12, "wall": 24}


def name_traces(
    frame: dict,
    classes: Mapping[str, int],
    colours: Sequence[str],
    size: str,
    theme: Theme,
    pixels: int | None,
    unit: float,
) -> list[dict[str, Any]]:
    """Names of areas where they fit: all 34 units on a large national map by province, 台湾省 on every national one,
    三沙 in the inset of Hainan."""
    apart: list[list[Any]] = []
    if frame["parent"] == NATION:
        chosen = _national(frame, size)
    elif "prefectures" in frame["lines"] or size == "small":
        return []
    else:
        chosen = _fitting(frame, size, pixels or _PIXELS[size])
        if frame.get("inset"):
            apart = [[code, name, *_IN_INSET[code], 0.0] for code, name, *_ in frame["labels"] if code in _IN_INSET]
    fills = [_label_colour(classes.get(code), radius, colours, theme) for code, _, _, _, radius in chosen]
    traces = [_names(chosen, _font(size, unit, fills))] if chosen else []
    return traces + ([_names(apart, _font(size, unit, palette.INK[theme]), "geo2")] if apart else [])


def _national(frame: dict, size: str) -> list[list[Any]]:
    """台湾省 stands on the island from top to bottom where the map is large, else in the sea beside it."""
    labels = frame["labels"] if size == "large" and frame["layer"] == "province" else []
    chosen = [label for label in labels if label[0] != TAIWAN]
    if size == "large":
        chosen.append([TAIWAN, "<b>台<br>湾<br>省</b>", 120.95, 23.75, 1.0])
    return chosen + [["", name, *place, 0.0] for name, place in frame["sea_names"][size].items()]


def _names(labels: list[list[Any]], font: dict[str, Any], geo: str = "geo") -> dict[str, Any]:
    """One text trace; labels are code, text, longitude, latitude, radius."""
    return {
        "type": "scattergeo",
        "mode": "text",
        "geo": geo,
        "text": [label[1] for label in labels],
        "lon": [label[2] for label in labels],
        "lat": [label[3] for label in labels],
        "textfont": font,
        "hoverinfo": "skip",
    }


def _font(size: str, unit: float, colour: str | list[str]) -> dict[str, Any]:
    return {"family": FONT, "size": _TEXT[size] * unit, "color": colour}


def _label_colour(class_index: int | None, radius: float, colours: Sequence[str], theme: Theme) -> str:
    if radius == 0 or class_index is None:
        return palette.INK[theme]
    fill = palette.NO_DATA[theme] if class_index < 0 else colours[class_index]
    return palette.on_colour(fill)


def _fitting(frame: dict, size: str, pixels: int) -> list[list[Any]]:
    """The names that fit inside their areas without touching another, widest areas first."""
    rectangle = frame["views"][size]["rectangle"]
    per_unit = pixels / (rectangle[2] - rectangle[0])
    height = _TEXT[size]
    placed: list[tuple[float, float, float]] = []
    chosen = []
    within = [label for label in frame["labels"] if not (frame.get("inset") and label[0] in _IN_INSET)]
    for label in sorted(within, key=lambda item: -item[4]):
        width = height * len(label[1])
        if width > 2.6 * label[4] * per_unit or height > 2 * label[4] * per_unit:
            continue
        # Degrees to pixels, near enough to tell whether two names touch: a radian is 57.3 degrees.
        x, y = label[2] * 0.83 / 57.3 * per_unit, label[3] / 57.3 * per_unit
        if all(abs(x - a) > (width + w) / 2 or abs(y - b) > height * 1.1 for a, b, w in placed):
            placed.append((x, y, width))
            chosen.append(label)
    return chosen


def island_traces(frame: dict, size: str, theme: Theme, unit: float) -> list[dict[str, Any]]:
    """钓鱼岛, 赤尾屿 and 黄岩岛 as dots on national maps, the first two named on Taiwan's, and the inset's name."""
    traces: list[dict[str, Any]] = []
    islands = frame["islands"]
    font = _font(size, unit, palette.INK[theme])
    if frame["parent"] in (NATION, TAIWAN):
        east = {name: islands[name] for name in ("钓鱼岛", "赤尾屿")}
        traces.append(_dots(list(east.values()), "geo", theme, 2.4 * unit))
        if frame["parent"] == TAIWAN and size != "small":
            traces[-1] |= {"mode": "markers+text", "text": [f" {name} " for name in east], "textfont": font}
            traces[-1]["textposition"] = ["middle left", "middle right"]
    if frame.get("inset"):
        traces.append(_dots([islands["黄岩岛"]], "geo2", theme, 2.0 * unit))
        # at the lower right corner, clear of 曾母暗沙
        corner = ["", "南海诸岛", *frame["inset"]["views"][size]["name_at"], 0.0]
        traces.append(_names([corner], font, "geo2") | {"textposition": "top left"})
    return traces


def _dots(places: list[list[float]], geo: str, theme: Theme, size: float) -> dict[str, Any]:
    return {
        "type": "scattergeo",
        "mode": "markers",
        "geo": geo,
        "lon": [place[0] for place in places],
        "lat": [place[1] for place in places],
        "marker": {"size": size, "color": palette.MAP_DASH[theme], "line": {"width": 0}},
        "hoverinfo": "skip",
    }
