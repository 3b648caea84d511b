"""Several indicators of one area: how far its parts lie apart on each, a row an indicator."""

import math
from dataclasses import dataclass

from dash import html

from components.inequality_lines import Line, scale_of, strip
from components.marks import DEMONSTRATION
from components.numbers import is_missing, number
from components.plain import Node, plain, tag

Interval = tuple[float, float, float]  # value, lower, upper; NaN where unknown
UNKNOWN: Interval = (math.nan, math.nan, math.nan)


@dataclass(frozen=True)
class OverviewRow:
    """`line` holds the parts; `whole` the area's own value; `span`: highest less lowest; `gaps`: of the pairs named."""

    name: str
    address: str
    unit: str
    decimals: int
    year: str
    line: Line
    whole: float
    n: int
    span: float
    variation: float
    slope: Interval = UNKNOWN
    gaps: tuple[Interval, ...] = ()
    demonstration: bool = False


def inequality_overview(rows: list[OverviewRow], *, layer: str, pairs: list[str], how: str) -> list[html.Div | html.P]:
    """`pairs` names the first of the rows' gaps, those that are shown; `how` says how all of it was computed."""
    head = tag(
        "tr",
        tag("th", "指标"), tag("th", "单位"), tag("th", f"各{layer}（竖线为本地区）"), tag("th", "n", className="num"),
        tag("th", "极差", className="num"), tag("th", "变异系数", className="num"),
        tag("th", "斜率指数", className="num"), *[tag("th", words, className="num") for words in pairs],
        tag("th", "年份", className="num"),
    )  # fmt: skip
    mixed = len({row.demonstration for row in rows}) > 1
    body = [_row(row, len(pairs), mixed) for row in rows]
    table = tag("table", tag("thead", head), tag("tbody", *body), className="hc-table hc-apart")
    return [plain(table, className="hc-sideways hc-strip", label="内部差距"), html.P(how, className="hc-note")]


def _row(row: OverviewRow, pairs: int, mixed: bool) -> Node:
    name: list[Node] = [tag("a", row.name, href=row.address)]
    if mixed and row.demonstration:
        name += [" ", tag("span", "演示", className="hc-demo", title=DEMONSTRATION)]
    ends = scale_of([row.line], row.whole)
    shown_as = {"decimals": row.decimals}
    return tag(
        "tr",
        tag("td", *name),
        tag("td", row.unit, className="quiet"),
        tag("td", strip(row.line, ends, shown_as, row.whole), className="strip"),
        tag("td", str(row.n), className="num quiet"),
        tag("td", number(row.span, row.decimals, mark="—"), className="num"),
        tag("td", "—" if is_missing(row.variation) else f"{number(row.variation, 1)}%", className="num"),
        _interval(row.slope, row.decimals),
        *[_interval(gap, row.decimals) for gap in row.gaps[:pairs]],
        tag("td", row.year, className="num quiet"),
    )


def _interval(found: Interval, decimals: int) -> Node:
    value, lower, upper = found
    if is_missing(value):
        return tag("td", "—", className="num quiet")
    words = number(value, decimals, signed=True)
    if is_missing(lower) or is_missing(upper):
        return tag("td", tag("b", words), tag("span", "无区间", className="quiet i"), className="num")
    low, high = (number(x, decimals, signed=True) for x in (lower, upper))
    verdict = "不显著" if lower <= 0 <= upper else "显著"
    return tag("td", tag("b", words), tag("span", f"{low} 至 {high} {verdict}", className="quiet i"), className="num")
