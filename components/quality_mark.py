"""The mark of a value in doubt, the same everywhere: crossed lines, 存疑, the reason, the way to the finding."""

from typing import Any
from urllib.parse import urlencode

import pandas as pd
from dash import dcc, html

from components.controls import segments
from components.plain import Node, tag
from components.selection import Selection

WORD = "存疑"
WITHHELD = "数据存疑，未显示"
LOOK = "hc-doubt"
COLOUR = "#A93A0B"  # of tokens.css, --hc-bad: needs attention
SYMBOL, PAPER = "circle-x", "#FFFFFF"  # on charts, over the point
PATH = "/quality"


def finding_address(finding: str, *, area: str = "", v: str | None = None) -> str:
    """Where a finding is told in full; for a grade without a finding of its own, the area's findings."""
    said = {"area": area, "finding": finding, "v": v}
    return f"{PATH}?{urlencode({key: value for key, value in said.items() if value})}"


def quality_mark(reason: str, finding: str = "", *, area: str = "", withheld: bool = False) -> dcc.Link:
    """`reason` says what is wrong: on hover, read aloud, and in full behind the link."""
    told = said(reason, withheld=withheld)
    spoken = html.Span(f"：{told.partition('：')[2]}", className="hc-spoken")
    return dcc.Link([html.Span(WORD), spoken], href=finding_address(finding, area=area), className=LOOK, title=told)


def quality_tag(reason: str, finding: str = "", *, area: str = "", withheld: bool = False, look: str = "") -> Node:
    """The same as a node of `components.plain`; with the `look` hc-short the crosses alone, for a narrow column."""
    told = said(reason, withheld=withheld)
    address = finding_address(finding, area=area)
    return tag("a", tag("span", WORD), href=address, className=f"{LOOK} {look}".strip(), title=told, ariaLabel=told)


def said(reason: str, *, withheld: bool = False) -> str:
    """The reason in a sentence, as hovers and readouts have it."""
    return f"{WITHHELD if withheld else WORD}：{reason}"


def hover_line(row: Any) -> str:
    """The line that a point's hover text ends with; empty for a value that is in no doubt."""
    reason = getattr(row, "doubt", "")
    return f"<br>{said(reason)}" if reason else ""


def crosses(rows: pd.DataFrame, x: str, y: str = "value", *, size: float = 10, **more: Any) -> list[dict[str, Any]]:
    """A chart trace of crosses over the points of `rows` in doubt, at the columns `x` and `y`; none, no trace.

    What hovers and clicks say is the business of the points beneath.
    """
    if "doubt" not in rows.columns:
        return []
    found = rows[(rows["doubt"] != "") & rows["value"].notna()]
    if found.empty:
        return []
    marker = {"symbol": SYMBOL, "size": size, "color": PAPER, "line": {"color": COLOUR, "width": 1.6}}
    places = {"x": found[x].tolist(), "y": found[y].tolist()}
    told = {"name": WORD, "meta": {"kind": "doubt"}}
    return [{"type": "scatter", "mode": "markers", "marker": marker, "hoverinfo": "skip"} | told | places | more]


def quality_switch(path: str, selection: Selection) -> html.Div:
    """显示 or 不显示: an address with or without the values in doubt."""
    return segments(f"{WORD}数据", path, selection, "quality", [(None, "显示"), ("hide", "不显示")], selection.quality)


def doubt_note(doubtful: int, *, hidden: bool, what: str = "个地区", crossed: bool = True) -> html.P | None:
    """How many values of a figure are in doubt; None where none is. `crossed`: the picture has `crosses` on them."""
    if not doubtful:
        return None
    shown = "，图中带叉" if crossed else "，逐个标出"
    tail = "，未显示，不参加位次与分级。" if hidden else f"{shown}。"
    return html.P([html.Span(WORD, className=LOOK), f" {doubtful}{what}数值{tail}"], className="hc-note")


def named_marks(doubts: list[tuple[str, str, str, str]], *, hidden: bool) -> html.P | None:
    """Values in doubt beneath a picture without room for marks: (what, reason, finding, area) each; None without."""
    if not doubts:
        return None
    parts: list[Any] = []
    for what, reason, finding, area in doubts:
        parts += ["　" if parts else "", quality_mark(reason, finding, area=area, withheld=hidden), f" {what}"]
    return html.P([*parts, "未显示" if hidden else ""], className="hc-note")
