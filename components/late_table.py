"""Who reported late or not at all, with the day it was due."""

from typing import Any

import pandas as pd
from dash import html

from components.plain import Node, plain, tag
from components.selection import Selection

MISSING = "未报"


def late_areas_table(late: pd.DataFrame, *, selection: Selection, path: str) -> html.Div:
    """A row per area of `lateness_of_children` with something late or missing; the number of reports of each kind."""
    names = ("地区", "报齐日期", "迟报天数", "未报", "迟报", "按时率")
    body = [_area_row(r, selection, path) for r in late.itertuples()]
    return _table(names, body)


def late_units_table(late: pd.DataFrame) -> html.Div:
    """A row per reporting unit of `submissions_of_area`, for an area without areas inside it."""
    names = ("报表", "截止", "收到", "迟报", "已报/应报")
    return _table(names, [_unit_row(r) for r in late.itertuples()])


def _table(names: tuple[str, ...], body: list[Node]) -> html.Div:
    head = tag("tr", *[tag("th", words, className="num" if n else None) for n, words in enumerate(names)])
    table = tag("table", tag("thead", head), tag("tbody", *body), className="hc-table hc-late")
    return plain(table, className="hc-late-scroll", label="迟报和未报")


def _area_row(row: Any, selection: Selection, path: str) -> Node:
    there = selection.change(area=row.area, layer=None, rule=None, page=None).address(path)
    share = f"{row.on_time / row.expected * 100:.1f}%" if row.expected else "—"
    counted = f"按时{int(row.on_time):,}家，应报{int(row.expected):,}家"
    return tag(
        "tr",
        tag("td", tag("a", row.name, href=there)),
        tag("td", "未报齐" if pd.isna(row.received) else str(row.received), className="num"),
        tag("td", _days(row.late_days), className="num"),
        tag(
            "td",
            f"{int(row.missing)}份" if row.missing else "0",
            className="num failed" if row.missing else "num quiet",
        ),
        tag("td", f"{int(row.late)}份" if row.late else "0", className="num" if row.late else "num quiet"),
        tag("td", share, className="num quiet", title=counted),
    )


def _unit_row(row: Any) -> Node:
    missing = pd.isna(row.received)
    late = _days(row.late_days)
    what = "　".join(w for w in (row.form_name, row.period_label, row.organisation) if w)
    return tag(
        "tr",
        tag("td", what, className="hc-cut", title=what),
        tag("td", str(row.due), className="num"),
        tag("td", "—" if missing else str(row.received), className="num"),
        tag("td", MISSING if missing else late, className="num failed" if missing else "num"),
        tag("td", f"{_count(row.reported)}/{_count(row.expected)}", className="num quiet"),
    )


def _days(days: Any) -> str:
    return "—" if pd.isna(days) or not days else f"{int(days)}天"


def _count(value: Any) -> str:
    return "…" if pd.isna(value) else f"{int(value):,}"
