"""The mark of a value in doubt, the same everywhere: crossed lines, 存疑, the reason, the way to the finding."""

from typing import Any
from urllib.parse import urlencode

from dash import dcc, html

from components.controls import segments
from components.plain import Node, tag
from components.selection import Selection

WORD = "存疑"
WITHHELD = "数据存疑，未显示"
LOOK = "hc-doubt"
COLOUR = "#A93A0B"  # of tokens.css, --hc-bad: needs attention
SYMBOL = "x-thin"  # on charts, over the point that stays as it is
PATH = "/quality"


def finding_address(finding: str, *, area: str = "", v: str | None = None) -> str:
    """Where a finding is told in full; for a grade without a finding of its own, the area's findings."""
    said = {"area": area, "finding": finding, "v": v}
    return f"{PATH}?{urlencode({key: value for key, value in said.items() if value})}"


def quality_mark(reason: str, finding: str = "", *, area: str = "", withheld: bool = False) -> dcc.Link:
    """`reason` says what is wrong: on hover, read aloud, and in full behind the link."""
    told = said(reason, withheld=withheld)
    return dcc.Link(WORD, href=finding_address(finding, area=area), className=LOOK, title=told, **{"aria-label": told})


def quality_tag(reason: str, finding: str = "", *, area: str = "", withheld: bool = False) -> Node:
    """The same as a node of `components.plain`."""
    told = said(reason, withheld=withheld)
    return tag("a", WORD, href=finding_address(finding, area=area), className=LOOK, title=told, ariaLabel=told)


def said(reason: str, *, withheld: bool = False) -> str:
    """The reason in a sentence, as hovers and readouts have it."""
    return f"{WITHHELD if withheld else WORD}：{reason}"


def hover_line(row: Any) -> str:
    """The line that a point's hover text ends with; empty for a value that is in no doubt."""
    reason = getattr(row, "doubt", "")
    return f"<br>{said(reason)}" if reason else ""


def crosses(x: list, y: list, *, size: float = 9, **more: Any) -> dict[str, Any]:
    """A chart trace of crosses over the points in doubt; hover and click are those of the points beneath."""
    stroke = {"color": COLOUR, "width": 2}
    marker = {"symbol": SYMBOL, "size": size, "line": stroke, "color": COLOUR}
    return {"type": "scatter", "mode": "markers", "x": x, "y": y, "marker": marker, "hoverinfo": "skip"} | more


def quality_switch(path: str, selection: Selection) -> html.Div:
    """显示 or 不显示: an address with or without the values in doubt."""
    return segments(f"{WORD}数据", path, selection, "quality", [(None, "显示"), ("hide", "不显示")], selection.quality)


def doubt_note(doubtful: int, *, hidden: bool, words: str = "个地区") -> html.P | None:
    """How many values of a figure are in doubt; nothing where none is."""
    if not doubtful:
        return None
    tail = "，未显示，不参加位次与分级。" if hidden else "，图中以✕标出。"
    return html.P([html.Span(WORD, className=LOOK), f"{doubtful}{words}的数值{tail}"], className="hc-note")
