"""The legend above a wall's map: one strip of classes, the lowest at the left, and the area without data apart."""

from collections.abc import Sequence

from dash import html

WIDTH, EM = 1000, 24  # units


def width(words: str) -> float:
    """Units that words take at the wall's smallest size: digits and Latin letters a little over half an em."""
    return sum(EM if ord(char) > 0x2E7F else 0.57 * EM for char in words)


def wall_legend(
    words: Sequence[str], colours: Sequence[str], *, nothing: str = "无数据", doubt: bool = False
) -> html.Div:
    """`words` name the classes in the order of `colours`; `doubt`: some areas are crossed."""
    room = WIDTH / (len(words) + 1 + doubt) - 8
    if any(width(word) > room for word in words):  # large counts: where a class begins tells enough
        words = ["≥ " + word.partition("–")[0] if "–" in word else word for word in words]
    parts = [
        html.Div([html.I(style={"background": colour}), word]) for word, colour in zip(words, colours, strict=True)
    ]
    parts.append(html.Div([html.I(), nothing], className="nd"))
    if doubt:
        parts.append(html.Div([html.I(), "数据存疑"], className="nd doubt"))
    return html.Div(parts, className="hc-wall-legend", role="img", **{"aria-label": "图例"})
