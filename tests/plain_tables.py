"""Reading the tables that travel as one component (`components/plain.py`)."""

import json
from collections.abc import Iterator
from typing import Any

from layouts import parts


def nodes(node: Any) -> Iterator[list]:
    """Every element of a plain tree, from the outside in."""
    if isinstance(node, list):
        yield node
        for child in node[2:]:
            yield from nodes(child)


def text(node: Any) -> str:
    return node if isinstance(node, str) else "".join(text(child) for child in node[2:])


def named(node: Any, *names: str) -> list[list]:
    return [n for n in nodes(node) if n[0] in names]


def plain_of(layout: Any, look: str) -> list:
    """The tree of the plain component whose class holds `look`; fails where there is none."""
    for part in parts(layout):
        if look in (getattr(part, "className", None) or "").split():
            return json.loads(part.to_plotly_json()["props"]["data-plain"])
    raise AssertionError(look)


def has_plain(layout: Any, look: str) -> bool:
    return any(look in (getattr(part, "className", None) or "").split() for part in parts(layout))


def rows_of_plain(tree: list) -> list[list[str]]:
    """The words of the body, cell by cell."""
    body = named(tree, "tbody")[0]
    return [[text(cell) for cell in named(row, "td", "th")] for row in named(body, "tr")]


def row_of(tree: list, first: str, column: int = 0) -> list:
    """The row whose cell `column` begins with `first`."""
    for row in named(named(tree, "tbody")[0], "tr"):
        if text(named(row, "td", "th")[column]).startswith(first):
            return row
    raise AssertionError(first)


def links_of(tree: Any) -> list[str]:
    return [n[1]["href"] for n in named(tree, "a")]
