"""Long tables as plain markup: one Dash component that the browser turns into elements (`assets/plain.js`).

Dash tells every component on a page of every new one. A table of 120 rows made of 2,500 components took 8 s to follow
another such table, on top of 300 kB of layout; as one component it takes 20 ms. What the browser builds is ordinary
markup: it prints, exports and is read aloud like any other.
"""

import json
import re
from typing import Any

from dash import html

# A node is a text or [tag, attributes, child, …]; attributes are named as in HTML, style as a dict.
Node = str | list[Any]


def tag(name: str, *children: Node, **attributes: Any) -> Node:
    """An element. `className` is the class as in Dash, `colSpan` and `ariaLabel` their HTML attributes; attributes
    that are None or empty are left out."""
    known = {_HTML.get(key, key): value for key, value in attributes.items() if value not in (None, "", {})}
    return [name, known, *[child for child in children if child != ""]]


_HTML = {"className": "class", "colSpan": "colspan", "ariaLabel": "aria-label"}


def plain(node: Node, *, className: str, label: str) -> html.Div:
    """A scrollable region, named `label`, that holds `node`."""
    content = json.dumps(node, ensure_ascii=False, separators=(",", ":"))
    return html.Div(
        className=f"{className} hc-plain", tabIndex=0, role="region", **{"data-plain": content, "aria-label": label}
    )


class Plain(html.Div):
    """html components that travel as one: Python sees the components, the browser gets their markup.

    For long tables and lists without callbacks inside. Takes what `html.Div` takes.
    """

    def to_plotly_json(self) -> dict[str, Any]:
        told = super().to_plotly_json()
        held = told["props"].pop("children", None)
        nodes = _nodes(held)
        node = nodes[0] if len(nodes) == 1 else ["div", {"style": {"display": "contents"}}, *nodes]
        told["props"]["data-plain"] = json.dumps(node, ensure_ascii=False, separators=(",", ":"))
        told["props"]["className"] = f"{told['props'].get('className', '')} hc-plain".strip()
        return told


def as_one(component: Any) -> Plain:
    """`component`, travelling as one, without a box of its own in the page."""
    return Plain(component, style={"display": "contents"})


_LEFT_OUT = ("children", "className", "style", "n_clicks", "loading_state", "refresh", "target", "key")
_FLAGS = ("hidden", "open")


def _nodes(held: Any) -> list[Node]:
    if held is None:
        return []
    if isinstance(held, list | tuple):
        return [node for child in held for node in _nodes(child)]
    if not hasattr(held, "to_plotly_json"):
        return [str(held)] if held != "" else []
    given = {name: getattr(held, name) for name in held.to_plotly_json()["props"] if name not in _LEFT_OUT}
    attributes = {
        _HTML.get(name, name): "" if name in _FLAGS else str(value)
        for name, value in given.items()
        if value is not None and not (name in _FLAGS and not value)
    }
    if held_class := getattr(held, "className", None):
        attributes["class"] = held_class
    node: list[Any] = ["a" if type(held).__name__ == "Link" else type(held).__name__.lower(), attributes]
    if style := getattr(held, "style", None):
        node[1] = attributes | {
            "style": {re.sub("[A-Z]", lambda m: "-" + m[0].lower(), k): v for k, v in style.items()}
        }
    return [[*node, *_nodes(getattr(held, "children", None))]]
