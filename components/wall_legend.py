"""The legend above a wall's map: one strip of classes, the lowest at the left, and the area without data apart."""

from collections.abc import Sequence

from dash import html


def wall_legend(
    words: Sequence[str], colours: Sequence[str], *, nothing: str = "无数据", doubt: bool = False
) -> html.Div:
    """`words` name the classes in the order of `colours`; `doubt`: some areas are crossed."""
    parts = [
        html.Div([html.I(style={"background": colour}), word]) for word, colour in zip(words, colours, strict=True)
    ]
    parts.append(html.Div([html.I(), nothing], className="nd"))
    if doubt:
        parts.append(html.Div([html.I(), "数据存疑"], className="nd doubt"))
    return html.Div(parts, className="hc-wall-legend", role="img", **{"aria-label": "图例"})
