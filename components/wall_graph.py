"""A plotly figure on the wall: it travels at unit 1 and is drawn at the window's unit.

The server does not know how high the window is. The figure lies in a store; the browser multiplies every size in it
(fonts, strokes, margins, dashes) by a 1080th of the window's height and gives it to the graph
(`assets/wall_picture.js`).
"""

from typing import Any

from dash import MATCH, ClientsideFunction, Input, Output, clientside_callback, dcc, html

from components.template import CONFIG

UNIT = "wall-unit"  # the store that holds the window's unit


def wall_graph(name: str, figure: dict[str, Any], *, height: float | None = None, label: str = "") -> html.Div:
    """`height` in units; without one the graph takes the shape its class says."""
    style = {"height": f"calc({height:g} * var(--hc-u))"} if height else {}
    empty = {"data": [], "layout": {"paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)",
                                    "xaxis": {"visible": False}, "yaxis": {"visible": False}}}  # fmt: skip
    graph = dcc.Graph(id={"wall": name, "part": "graph"}, figure=empty, config=CONFIG | {"staticPlot": True},
                      style={"height": "100%"})  # fmt: skip
    return html.Div(
        [dcc.Store(id={"wall": name, "part": "figure"}, data=figure), graph],
        className=f"hc-wall-graph hc-wall-{name.split('-')[0]}", style=style, role="img", **{"aria-label": label},
    )  # fmt: skip


def unit_store() -> dcc.Store:
    return dcc.Store(id=UNIT)


clientside_callback(
    ClientsideFunction("wall", "at_unit"),
    Output({"wall": MATCH, "part": "graph"}, "figure"),
    Input({"wall": MATCH, "part": "figure"}, "data"),
    Input(UNIT, "data"),
)
