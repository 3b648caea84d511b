"""Colours of classes and of map marks, the values of assets/tokens.css for places that CSS cannot reach.

Sequential palettes run from the lowest class to the highest, diverging ones from worse to better.
"""

from typing import Literal

Theme = Literal["light", "wall"]

_SEQUENTIAL: dict[Theme, dict[int, list[str]]] = {
    "light": {
        5: ["#FCF3D1", "#9ECFDC", "#519BBC", "#245F94", "#1A2B56"],
        6: ["#FCF3D1", "#ABD7E1", "#71B1C9", "#377DAA", "#245185", "#1A2B56"],
        7: ["#FCF3D1", "#B3DCE4", "#83BFD2", "#539DBD", "#3173A2", "#244E81", "#1A2B56"],
    },
    "wall": {
        5: ["#263753", "#36648E", "#4F95BC", "#8BC9DB", "#F9EFC2"],
        6: ["#263753", "#325981", "#43819F", "#5AA3C4", "#93CEDE", "#F9EFC2"],
        7: ["#263753", "#305077", "#3A6D99", "#498FB6", "#66B0CD", "#99D2E1", "#F9EFC2"],
    },
}
# Worse three, on the line, better three. Six classes break at 0 and leave the middle out.
_DIVERGING: dict[Theme, list[str]] = {
    "light": ["#923D17", "#CB7941", "#E7BF97", "#F3F1EB", "#A2D4D7", "#419FA7", "#005B65"],
    "wall": ["#E0834B", "#B55F34", "#75442E", "#383D47", "#2F6E75", "#49A2A7", "#77CFCF"],
}
_STATUS: dict[Theme, list[str]] = {
    "light": ["#8F2D06", "#F0C766", "#4FA39E"],
    "wall": ["#E8622E", "#FFDD8A", "#2A7C7C"],
}

INK: dict[Theme, str] = {"light": "#14212E", "wall": "#F0F4F7"}
INK_2: dict[Theme, str] = {"light": "#45525E", "wall": "#B7C4CF"}
PAPER: dict[Theme, str] = {"light": "#FFFFFF", "wall": "#0B1622"}
LINE_STRONG: dict[Theme, str] = {"light": "#76828D", "wall": "#72879A"}
NO_DATA: dict[Theme, str] = {"light": "#CFCDCB", "wall": "#5C5A58"}
NO_DATA_HATCH: dict[Theme, str] = {"light": "#B4B1AD", "wall": "#85827F"}
MAP_NATION: dict[Theme, str] = {"light": "#5B6874", "wall": "#7F93A6"}
MAP_DASH: dict[Theme, str] = {"light": "#3A4652", "wall": "#B7C4CF"}
MAP_SELECTED: dict[Theme, str] = {"light": "#14212E", "wall": "#FFFFFF"}
MAP_COUNTY: dict[Theme, str] = {"light": "rgba(255,255,255,.5)", "wall": "rgba(11,22,34,.5)"}


def sequential(classes: int, theme: Theme = "light") -> list[str]:
    """Colours of 1 to 7 classes, lowest first; fewer than five are taken from across the palette of five."""
    palettes = _SEQUENTIAL[theme]
    if classes in palettes:
        return list(palettes[classes])
    if not 1 <= classes < 5:
        raise ValueError(f"a sequential palette has 1 to 7 classes, not {classes}")
    five = palettes[5]
    return {1: [five[2]], 2: [five[1], five[3]], 3: five[1:4], 4: five[:4]}[classes]


def diverging(classes: int, theme: Theme = "light") -> list[str]:
    """Colours from worst to best: six classes that break at 0, or seven with a neutral middle."""
    seven = _DIVERGING[theme]
    if classes == 7:
        return list(seven)
    if classes == 6:
        return seven[:3] + seven[4:]
    raise ValueError(f"a diverging palette has 6 or 7 classes, not {classes}")


def status(theme: Theme = "light") -> list[str]:
    """Area fills for 预警, 关注, 达标 in this order; always with the word or the lamp's shape beside them."""
    return list(_STATUS[theme])


def on_colour(colour: str) -> str:
    """Ink or white, whichever contrasts more with this fill."""
    ink, white = INK["light"], "#FFFFFF"
    return ink if _contrast(colour, ink) >= _contrast(colour, white) else white


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
