"""Breadcrumb, title line and foot of a page."""

from typing import Any

from dash import dcc, html

from access.moment import moment
from components.figure_frame import STANDING_NOTE
from components.marks import demonstration as demonstration_mark
from components.states import notices as notice_box


def breadcrumb(trail: list[tuple[str, str | None]]) -> html.Nav:
    """(words, address) from the nation down; the last one, without address, is where we are."""
    parts: list[Any] = []
    for words, address in trail:
        if parts:
            parts.append(html.I("›", **{"aria-hidden": "true"}))
        step = dcc.Link(words, href=address) if address else html.B(words, **{"aria-current": "page"})
        parts.append(html.Span(step))
    return html.Nav(parts, className="hc-crumb", **{"aria-label": "区划"})


def area_trail(ancestors: list[dict], area: dict, selection: Any, path: str) -> html.Nav:
    """Where an area lies, each ancestor a link to the same view of it (its natural layer)."""
    above = [(a["name"], selection.change(area=a["code"], layer=None).address(path)) for a in ancestors]
    return breadcrumb([*above, (area["name"], None)])


def page_head(
    title: str, what: Any = "", *, demonstration: bool = False, exports: Any = None, orderable: bool = True
) -> html.Div:
    """`what` says place, period and unit; the mark 演示数据 stands beside the title where it applies.

    An `orderable` page leads to 报告与快照 with its own address (`assets/reports.js` puts it into the link)."""
    children: list[Any] = [html.H1(title), html.Span(what, className="hc-what")]
    if demonstration:
        children.append(demonstration_mark())
    if exports is not None:
        children.append(exports)
    if orderable:
        children.append(html.A("定时快照", href="/reports", className="hc-to-order", title="把这个页面生成为文件"))
    return html.Div(children, className="hc-head")


def page_foot(version: str, *extra: str) -> html.Footer:
    made = moment().strftime("%Y-%m-%d %H:%M")
    left = "　".join([*(e for e in extra if e), STANDING_NOTE])
    return html.Footer([html.Span(left), html.Span(f"数据版本 {version}　生成时间 {made}")], className="hc-foot")


def page(*children: Any, notices: list[str] | None = None) -> html.Main:
    """A page's content; what could not be shown as asked stands first."""
    first = notice_box(notices or [])
    return html.Main([c for c in (first, *children) if c is not None], className="hc-page")
