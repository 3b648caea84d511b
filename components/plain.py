"""Long tables as plain markup: one Dash component that the browser turns into elements (`assets/plain.js`).

Dash tells every component on a page of every new one. A table of 120 rows made of 2,500 components took 8 s to follow
another such table, on top of 300 kB of layout; as one component it takes 20 ms. What the browser builds is ordinary
markup: it prints, exports and is read aloud like any other.
"""

import json
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
