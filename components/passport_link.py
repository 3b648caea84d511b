"""A number as the link to its passport: where it comes from, what was checked, what was changed.

The number itself is the link and looks like a number; the way shows on hover and focus (`assets/16-passport.css`).
Points of charts carry their part of the address as `customdata`, the figure the rest as `layout.meta["passport"]`
(`assets/passport.js` puts both together); tables that the browser writes do the same.
"""

from typing import Any
from urllib.parse import urlencode

from dash import ClientsideFunction, Input, Output, State, clientside_callback, dcc

from components.plain import Node, tag

PATH = "/passport"
NUMBER = "hc-number"  # the look of such a link
TITLE = "数值溯源"


def passport_search(
    indicator: str = "", area: str = "", period: str = "", breakdown: str = "all", v: str | None = None
) -> str:
    """`indicator=…&area=…` of what is named, in this order; the whole population is not."""
    said = {"indicator": indicator, "area": area, "period": period, "breakdown": breakdown, "v": v}
    return urlencode({key: value for key, value in said.items() if value and (key, value) != ("breakdown", "all")})


def passport_address(indicator: str, area: str, period: str, breakdown: str = "all", v: str | None = None) -> str:
    """`v` pins the release that the number was read from: another publication must not answer for it."""
    return f"{PATH}?{passport_search(indicator, area, period, breakdown, v)}"


def passport(
    indicator: str, area: str, period: str, breakdown: str = "all", v: str | None = None, text: Any = "", **more: Any
) -> dcc.Link:
    """The number `text` as a link, also inside tables that travel as one (`components.plain.as_one`)."""
    look = f"{NUMBER} {more.pop('className', '')}".strip()
    title = more.pop("title", None) or TITLE
    return dcc.Link(
        text, href=passport_address(indicator, area, period, breakdown, v), className=look, title=title, **more
    )


def number_link(text: Any, address: str | None, **more: Any) -> Any:
    """`text` linked to a finished address of a passport; the text alone where there is none."""
    if not address:
        return text
    look = f"{NUMBER} {more.pop('className', '')}".strip()
    return dcc.Link(text, href=address, className=look, title=more.pop("title", None) or TITLE, **more)


def number_tag(text: Node, address: str | None, **more: Any) -> Node:
    """The same as a node of `components.plain`."""
    if not address:
        return text
    look = f"{NUMBER} {more.pop('className', '')}".strip()
    return tag("a", text, href=address, className=look, title=more.pop("title", None) or TITLE, **more)


def opens_passports(graph: str) -> None:
    """A click on a point of this graph that has customdata opens its passport. Called once, when a page is imported."""
    clientside_callback(
        ClientsideFunction("cockpit", "open_passport"),
        Output("address", "href", allow_duplicate=True),
        Input(graph, "clickData"),
        State(graph, "figure"),
        prevent_initial_call=True,
    )
