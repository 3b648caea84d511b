"""Warnings of 考核排名 as a list of a place, with how far the chain of each has come."""

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from components.figure_frame import figure_frame
from components.warnings_table import warnings_table
from pages.assessment_card import plain_records
from pages.assessment_chain import CHAIN
from pages.assessment_sources import files, placed, told
from pages.assessment_view import PATH, AssessmentView
from queries.assessment_of_children import assessment_of_children
from queries.items_of_area import items_of_area
from queries.warnings_of_areas import warnings_of_areas
from state.store import StateError
from state.warning_chains import with_chains, without_chains

WARNINGS, TABLE = "assessment-warnings", "assessment-warnings-table"
MOST_ROWS = 400
UNTOLD = "预警的办理情况暂时读不到，清单中未显示。"
Record = dict[str, Any]


def warnings_figure(a: AssessmentView) -> html.Section:
    rows = _told_chains(a, plain_records(a.ask(warnings_of_areas, **a.asked, parent=a.code)))
    rows = [r for r in rows if a.part is None or r["dimension"] == a.part]
    red = sum(r["light"] == "red" for r in rows)
    amber = sum(r["light"] == "amber" for r in rows)
    under_way = sum(bool(r["chain"]) for r in rows)
    limit = len(rows) if a.selection.show == "all" else MOST_ROWS
    body: list[Any] = [_tools(a, rows, limit)]
    if rows:
        held = {bool(r["demonstration"]) for r in rows}
        body.append(warnings_table(rows[:limit], id=TABLE, address=_addresses(a), mixed=len(held) > 1))
    else:
        body = [html.P(f"{placed(a)}没有预警：已评分的指标都达标或按进度。", className="hc-note")]
    note = (
        "预警：未达标且落后应达进度5%以上；关注：落后不超过5%，或连续两期变差。产品默认规则。"
        "办理环节：提醒 → 预警 → 整改 → 复核。"
    )
    return figure_frame(
        [*body, html.P(note, className="hc-note")], id=WARNINGS, title="预警与办理",
        subtitle=f"{placed(a)}　预警{red}项，关注{amber}项，已办理{under_way}项",
        **told(a, any(r["demonstration"] for r in rows)),
        exports=files(a, WARNINGS, f"{placed(a)}预警", table="warnings"),
    )  # fmt: skip


def _addresses(a: AssessmentView) -> Any:
    kept = {"scheme": a.asked["scheme"], "view": None, "group": None, "part": None, "show": None}
    there = a.selection.change(area="AREA", item="ITEM", **kept).address(PATH) + f"#{CHAIN}"
    return lambda area, item: there.replace("AREA", area).replace("ITEM", item)


def _tools(a: AssessmentView, rows: list[Record], limit: int) -> html.Div:
    box = dbc.Input(
        id="assessment-warnings-search", type="search", placeholder="地区、指标、办理进展", autocomplete="off",
        className="hc-filter-text",
    )  # fmt: skip
    more: list[Any] = []
    if len(rows) > limit:
        more = [f"；只列前{limit}条　", dcc.Link("列出全部", href=a.address(show="all"))]
    return html.Div(
        [
            html.Label([html.Span("在清单中查找", className="hc-quiet"), box], className="hc-filter",
                       **{"data-filters": TABLE}),
            html.Span([html.Span("", **{"data-count-of": TABLE}), f"共{len(rows):,}条", *more]),
        ],
        className="hc-ranks-tools",
    )  # fmt: skip


def _told_chains(a: AssessmentView, rows: list[Record]) -> list[Record]:
    """The warnings with their chains; without them, and said so, where what people did cannot be read."""
    areas = plain_records(a.ask(assessment_of_children, **a.asked, parent=a.code))
    items = plain_records(a.ask(items_of_area, **a.asked, area=str(areas[0]["area"]))) if areas else []
    try:
        return with_chains(rows, areas, items, scheme=a.asked["scheme"])
    except StateError:
        a.notices.append(UNTOLD)
        return without_chains(rows, areas)
