"""Numbers of one kind side by side, each a link to its own passport: other periods, other areas, the parts of a sum."""

from dataclasses import dataclass

from dash import html

from components.passport_link import number_link


@dataclass(frozen=True)
class Cell:
    """`text` is the formatted number (or the mark of why there is none); `address` its passport."""

    label: str
    text: str
    address: str
    current: bool = False
    demonstration: bool = False
    note: str = ""


def number_strip(cells: list[Cell], *, id: str, label: str) -> html.Ul:
    """A list as wide as it is given, which breaks into lines; `label` says what it lists."""
    return html.Ul([_cell(cell) for cell in cells], id=id, className="hc-strip", **{"aria-label": label})


def _cell(cell: Cell) -> html.Li:
    kind = "demo" if cell.demonstration else ""
    text = html.B(cell.text) if cell.current else number_link(cell.text or "查看", cell.address)
    note = [html.Span(cell.note, className="n")] if cell.note else []
    told = {"aria-current": "true"} if cell.current else {}
    return html.Li(
        [html.Span(cell.label, className="k", title=cell.label), html.Span(text, className=f"w {kind}".strip()), *note],
        className="on" if cell.current else "",
        **told,
    )
