"""The line of facts that opens an indicator in depth: the value itself, then what it is measured against."""

from dataclasses import dataclass
from typing import Any

from dash import html


@dataclass(frozen=True)
class Fact:
    """`words` beneath the term; `note` beneath the words; `look` adds a class (better, worse)."""

    term: str
    words: Any
    note: Any = ""
    look: str = ""


def key_facts(value: Any, unit: str, place: Any, facts: list[Fact], *, id: str) -> html.Div:
    """`place` says whose value it is and when."""
    headline = html.Div(
        [html.Div(place, className="t"), html.Div([value, html.Span(unit, className="unit")], className="v")],
        className="hc-fact hc-fact-main",
    )
    cells = [
        html.Div(
            [
                html.Div(f.term, className="t"),
                html.Div(f.words, className=f"w {f.look}".strip()),
                html.Div(f.note, className="n"),
            ],
            className="hc-fact",
        )
        for f in facts
    ]
    return html.Div([headline, *cells], id=id, className="hc-facts")
