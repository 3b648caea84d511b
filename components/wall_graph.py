"""A plotly figure on the wall: it travels at unit 1 and is drawn at the window's unit.

The server does not know how high the window is. The figure lies in a store; the browser multiplies every size in it
(fonts, strokes, margins, dashes) by a 1080th of the window's height and puts a graph of it in its place, one figure
after the other with frames between (`assets/wall_picture.js`). What the window has no room for is not drawn.
"""

import json
from typing import Any

from dash import MATCH, ClientsideFunction, Input, Output, clientside_callback, dcc, html

from components.template import CONFIG

STILL = json.dumps(CONFIG | {"staticPlot": True})  # nothing on the wall answers a mouse
UNIT = "wall-unit"  # the store that holds the window's unit


def wall_graph(name: str, figure: dict[str, Any], *, height: float | None = None, label: str = "") -> html.Div:
    """`height` in units; without one the graph takes the shape its class says."""
    style = {"height": f"calc({height:g} * var(--hc-u))"} if height else {}
    place = html.Div(id={"wall": name, "part": "place"}, **{"data-config": STILL})
    return html.Div(
        [dcc.Store(id={"wall": name, "part": "figure"}, data=figure), place],
        className=f"hc-wall-graph hc-wall-{name.split('-')[0]}", style=style, role="img", **{"aria-label": label},
    )  # fmt: skip


def unit_store() -> dcc.Store:
    return dcc.Store(id=UNIT)


clientside_callback(
    ClientsideFunction("wall", "at_unit"),
    Output({"wall": MATCH, "part": "place"}, "children"),
    Input({"wall": MATCH, "part": "figure"}, "data"),
    Input(UNIT, "data"),
)
