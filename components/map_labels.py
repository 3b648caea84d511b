"""Names and island marks on the map: the only things besides the undetermined stretch that a figure carries inline."""

from collections.abc import Mapping, Sequence
from typing import Any

from components import palette
from components.palette import Theme

NATION, TAIWAN = "100000", "710000"
FONT = '"Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif'

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
    """Names of areas, where they fit: all 34 units on a large national map by province, 台湾省 on every national map."""
    if frame["parent"] == NATION:
        labels = frame["labels"] if size == "large" and frame["layer"] == "province" else []
        chosen = [label for label in labels if label[0] != TAIWAN] + [_taiwan(frame, size)]
    elif "prefectures" in frame["lines"] or size == "small":
        return []
    else:
        chosen = _fitting(frame, size, pixels or _PIXELS[size])
    if not chosen:
        return []
    fills = [_label_colour(classes.get(code), radius, colours, theme) for code, _, _, _, radius in chosen]
    return [
        {
            "type": "scattergeo",
            "mode": "text",
            "geo": "geo",
            "text": [label[1] for label in chosen],
            "lon": [label[2] for label in chosen],
            "lat": [label[3] for label in chosen],
            "textfont": {"family": FONT, "size": _TEXT[size] * unit, "color": fills},
            "hoverinfo": "skip",
        }
    ]


def _taiwan(frame: dict, size: str) -> list[Any]:
    """On the island from top to bottom where the map is large, else in the sea to its south-west."""
    if size == "large":
        return [TAIWAN, "<b>台<br>湾<br>省</b>", 120.95, 23.75, 1.0]
    longitude, latitude = frame["taiwan_at_sea"]
    return [TAIWAN, "台湾省", longitude, latitude, 0.0]


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
    for label in sorted(frame["labels"], key=lambda item: -item[4]):
        width = height * len(label[1])
        if width > 2.6 * label[4] * per_unit or height > 2 * label[4] * per_unit:
            continue
        # Degrees to pixels, near enough to tell whether two names touch: a radian is 57.3 degrees.
        x, y = label[2] * 0.83 / 57.3 * per_unit, label[3] / 57.3 * per_unit
        if all(abs(x - a) > (width + w) / 2 or abs(y - b) > height * 1.1 for a, b, w in placed):
            placed.append((x, y, width))
            chosen.append(label)
    return chosen


def island_traces(frame: dict, size: str, theme: Theme, unit: float, *, wide: bool) -> list[dict[str, Any]]:
    """钓鱼岛, 赤尾屿 and 黄岩岛 as dots on national maps, with names where there is room, and the inset's name."""
    traces: list[dict[str, Any]] = []
    ink = palette.INK[theme]
    text = {"family": FONT, "size": _TEXT[size] * unit, "color": ink}
    if wide or frame["parent"] == TAIWAN:
        sides = {"钓鱼岛": "middle left", "赤尾屿": "middle right"}
        east = [island for island in frame["islands"] if island[0] in sides]
        traces.append(_dots(east, "geo", theme, 2.4 * unit))
        if size != "small":
            traces[-1] |= {"mode": "markers+text", "text": [f" {island[0]} " for island in east], "textfont": text}
            traces[-1]["textposition"] = [sides[island[0]] for island in east]
    if frame.get("inset"):
        south = [island for island in frame["islands"] if island[0] == "黄岩岛"]
        traces.append(_dots(south, "geo2", theme, 2.0 * unit))
        traces.append(_inset_name(frame["inset"]["views"][size], size, text))
    return traces


def _dots(islands: list[list[Any]], geo: str, theme: Theme, size: float) -> dict[str, Any]:
    return {
        "type": "scattergeo",
        "mode": "markers",
        "geo": geo,
        "lon": [island[1] for island in islands],
        "lat": [island[2] for island in islands],
        "marker": {"size": size, "color": palette.MAP_DASH[theme], "line": {"width": 0}},
        "hoverinfo": "skip",
    }


def _inset_name(view: dict, size: str, text: dict[str, Any]) -> dict[str, Any]:
    """南海诸岛 at the inset's lower right corner, clear of 曾母暗沙."""
    words = "南海<br>诸岛" if size == "wall" else "南海诸岛"
    longitude, latitude = view["name_at"]
    return {
        "type": "scattergeo",
        "mode": "text",
        "geo": "geo2",
        "text": [words],
        "lon": [longitude],
        "lat": [latitude],
        "textposition": "top left",
        "textfont": text,
        "hoverinfo": "skip",
    }
