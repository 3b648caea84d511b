"""The blocks of a bulletin as they stand on paper: GB/T 9704 headings and text, three-line tables, captions above."""

from typing import Any

from dash import html

from components.marks import DEMONSTRATION
from components.passport_link import number_link
from components.plain import as_one
from components.template import graph

GENERATED = "由程序生成，仅供演示，不得引用"
SHEET_WIDTH = 590  # px
WHOLE = ("Cover", "Contents", "Heading")  # a few, with elements that do not travel packed (assets/plain.js)


def sheet(bulletin: Any) -> list[Any]:
    """`bulletin` is a `bulletins.blocks.Bulletin`. Components in the order of its blocks; sentences that go on in one
    paragraph share it. What needs no callback travels as one component."""
    found: list[Any] = []
    still: list[Any] = []  # components without a graph, not yet packed
    paragraph: list[Any] = []
    definitions: list[Any] = []  # one after the other: set in columns

    def end_paragraph() -> None:
        if definitions:
            still.append(html.Div(list(definitions), className="hc-bulletin-definitions"))
            definitions.clear()
        if paragraph:
            still.append(html.P([part for told in paragraph for part in words_of(told)], **_rests_on(paragraph)))
            paragraph.clear()

    def pack() -> None:
        end_paragraph()
        if still:
            found.append(as_one(html.Div(list(still), className="hc-bulletin-part")))
            still.clear()

    for block in bulletin.blocks:
        kind = type(block).__name__
        if kind == "Sentence" and block.small:
            end_paragraph()
            still.append(html.P(words_of(block), className="hc-note", **_rests_on([block])))
        elif kind == "Sentence":
            if block.begins:
                end_paragraph()
            paragraph.append(block)
        elif kind == "Definition":
            definitions.append(definition(block))
        elif kind in FIGURES:
            pack()
            found.append(FIGURES[kind](block))
        elif kind in WHOLE:
            pack()
            found.append(WRITERS[kind](block, bulletin))
        else:
            end_paragraph()
            still.append(WRITERS[kind](block, bulletin))
    pack()
    return found


def words_of(sentence: Any) -> list[Any]:
    """The parts of a sentence; a number that stands for itself leads to its passport."""
    return [part if isinstance(part, str) else _number(part) for part in sentence.parts]


def _number(told: Any) -> Any:
    if len(told.figures) == 1:
        return number_link(told.text, told.figures[0])
    return told.text


def _rests_on(sentences: list[Any]) -> dict[str, str]:
    return {"data-demonstration": "yes"} if any(s.demonstration for s in sentences) else {}


def cover(block: Any, _: Any) -> html.Header:
    mark = [html.P([html.B(DEMONSTRATION), f"　{GENERATED}"], className="hc-demo-line")] if block.demonstration else []
    facts = [html.Div([html.Dt(name), html.Dd(words)]) for name, words in block.facts]
    return html.Header(
        [html.H1(block.title), html.P(block.subtitle, className="hc-by"), *mark, html.Dl(facts)],
        className="hc-bulletin-cover", **({"data-demonstration": "yes"} if block.demonstration else {}),
    )  # fmt: skip


def contents(block: Any, bulletin: Any) -> html.Nav:
    """Entries with a place for the page, which is known only once the pages are made (`snapshots/contents.py`)."""
    entries = [
        html.A(
            [html.Span(h.text), html.I(**{"aria-hidden": "true"}), html.Span("", **{"data-page-of": h.id})],
            href=f"#{h.id}", className=f"level-{h.level}",
        )
        for h in bulletin.headings()
    ]  # fmt: skip
    return html.Nav(
        [html.P(block.title, className="hc-bulletin-contents-title"), *entries],
        className="hc-bulletin-contents", **{"data-contents": "yes", "aria-label": block.title},
    )  # fmt: skip


def heading(block: Any, _: Any) -> Any:
    kind = {1: html.H2, 2: html.H3}[block.level]
    return kind(block.text, id=block.id)


def note(block: Any, _: Any) -> html.P:
    return html.P(block.text, className="hc-note")


def definition(block: Any) -> html.P:
    mark = [] if block.verified else ["（定义待核验）"]
    return html.P([html.B(block.name), "　", block.text, *mark], className="hc-bulletin-definition")


def _caption(block: Any) -> list[Any]:
    marks = [html.Span(f"（{DEMONSTRATION}）", className="hc-bulletin-demo")] if block.source.demonstration else []
    return [block.caption, *marks, html.Span(f"单位：{block.unit}", className="unit") if block.unit else None]


def _source(block: Any) -> html.P | None:
    words = block.source.words
    return html.P(words, className="hc-note hc-bulletin-source") if words else None


def _facts(block: Any) -> dict[str, str]:
    said = block.source
    facts = {"data-source": said.source, "data-cut-off": said.cut_off}
    return facts | ({"data-demonstration": "yes"} if said.demonstration else {})


def table(block: Any, _: Any) -> html.Div:
    total = sum(c.width for c in block.columns)
    widths = [html.Col(style={"width": f"{c.width / total * 100:.2f}%"}) for c in block.columns]
    head = html.Tr([html.Th(c.name, className="num" if c.number else None, scope="col") for c in block.columns])
    rows = [
        html.Tr(
            [
                html.Td(cell if isinstance(cell, str) else _number(cell), className="num" if c.number else None)
                for c, cell in zip(block.columns, row, strict=True)
            ]
        )
        for row in block.rows
    ]
    return html.Div(
        [
            html.Table(
                [html.Caption(_caption(block)), html.Colgroup(widths), html.Thead(head), html.Tbody(rows)],
                className=f"hc-table hc-bulletin-table{' long' if block.long else ''}", id=block.id,
            ),
            _source(block),
        ],
        className="hc-bulletin-block", **_facts(block),
    )  # fmt: skip


def beside(block: Any) -> html.Div:
    """Two figures and one line of sources for both."""
    drawn = [figure(one, source=False) for one in block.figures]
    return html.Div(
        [html.Div(drawn, className="hc-bulletin-pair"), _source(block)], className="hc-bulletin-block", **_facts(block)
    )


def figure(block: Any, *, source: bool = True) -> html.Figure:
    """A chart, or a map with its legend and its credit beneath."""
    aside = type(block).__name__ == "MapFigure" and block.width < SHEET_WIDTH
    drawn = html.Div(
        graph(block.id, block.figure, height=block.height), role="img", className="hc-bulletin-graph",
        style={"width": f"{block.width}px"} if aside else {}, **{"aria-label": block.words},
    )  # fmt: skip
    parts = [drawn]
    if type(block).__name__ == "MapFigure":
        keys = [
            html.Span(
                [html.I(style={"background": colour} if colour else {}, className="" if colour else "none"),
                 words, html.Span(f"（{n}）", className="n")]
            )
            for words, colour, n in block.legend
        ]  # fmt: skip
        legend = html.Div([*keys, html.Span(f"括号内为{block.legend_title}", className="t")],
                          className="hc-bulletin-legend")  # fmt: skip
        parts = [html.Div([*parts, legend], className=f"hc-bulletin-map{' aside' if aside else ''}")]
        parts.append(html.Div(block.credit, className="hc-credit"))
    return html.Figure(
        [html.Figcaption(_caption(block)), *parts, _source(block) if source else None],
        className="hc-bulletin-block", **{"data-figure": block.id, "data-indicator": getattr(block, "indicator", "")},
        **_facts(block),
    )  # fmt: skip


FIGURES: dict[str, Any] = {"Figure": figure, "MapFigure": figure, "Beside": beside}
WRITERS: dict[str, Any] = {
    "Cover": cover, "Contents": contents, "Heading": heading, "Note": note, "Table": table,
}  # fmt: skip
