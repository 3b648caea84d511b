"""Finding one's way in a layout without a browser."""

from collections.abc import Iterator
from typing import Any


def parts(component: Any) -> Iterator[Any]:
    """Every component of a layout, from the outside in."""
    if isinstance(component, list | tuple):
        for child in component:
            yield from parts(child)
    elif hasattr(component, "to_plotly_json"):
        yield component
        yield from parts(getattr(component, "children", None))


def by_id(layout: Any, id: str) -> Any:
    return next(p for p in parts(layout) if getattr(p, "id", None) == id)


def has_id(layout: Any, id: str) -> bool:
    return any(getattr(p, "id", None) == id for p in parts(layout))


def by_class(layout: Any, name: str) -> list[Any]:
    return [p for p in parts(layout) if name in (getattr(p, "className", "") or "").split()]


def of_kind(layout: Any, kind: str) -> list[Any]:
    return [p for p in parts(layout) if type(p).__name__ == kind]


def words(component: Any) -> str:
    """The text that a reader sees, without marks of where one component ends."""
    if isinstance(component, list | tuple):
        return "".join(words(c) for c in component)
    if hasattr(component, "to_plotly_json"):
        return words(getattr(component, "children", None))
    return "" if component is None else str(component)


def rows(table: Any) -> list[list[str]]:
    """The words of a table's body, cell by cell."""
    body = next(p for p in parts(table) if type(p).__name__ == "Tbody")
    cells = [tr.children if isinstance(tr.children, list | tuple) else [tr.children] for tr in body.children]
    return [[words(cell) for cell in row] for row in cells]
