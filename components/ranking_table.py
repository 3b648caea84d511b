"""Areas in order of one indicator: rank, value, a bar with the national line, differences, the trend, marks."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from dash import dcc, html

from components.comparison_mark import Comparison, comparison_cell
from components.marks import demonstration as demonstration_mark
from components.numbers import STATUS_WORDS, difference_unit, is_count, is_missing, is_yes_no, number, shown
from components.passport_link import number_link
from components.quality_mark import quality_mark
from components.selection import MOST_COMPARED, Selection
from components.trend_arrow import Trend, trend_arrow

MOST_ROWS = 200
PROVISIONAL = ("preliminary", "estimated")
BARS_FROM = 0.6  # bars start at 0; where the lowest value is beyond this share of the highest, points tell more


@dataclass(frozen=True)
class Scale:
    """Left and right end of the bars' axis, and whether there are bars (from 0) or points."""

    low: float
    high: float
    bars: bool

    def at(self, value: float) -> float:
        """Position in per cent, kept inside the cell."""
        span = (self.high - self.low) or 1.0
        return round(min(max((value - self.low) / span * 100, 0), 100), 1)


def ranking_table(
    rows: pd.DataFrame,
    *,
    id: str,
    indicator: dict[str, Any],
    selection: Selection,
    path: str,
    layer_word: str,
    references: pd.DataFrame,
    national: float | None,
    limit: int = MOST_ROWS,
    passport: Callable[[str], str] | None = None,
    whole: str = "",
    versus: dict[str, Comparison] | None = None,
    trends: dict[str, Trend] | None = None,
) -> html.Table:
    """`rows`: `values_of_children` with a `rank` column, in the order to show; `references`: `values_of_areas` rows
    that stand first (nation, parent, compared areas). Only `limit` rows are drawn; the caller says how many there are.
    Of a count (aggregation "sum") the share of the nation is told instead of the difference to it. `passport` gives
    the address of an area's number. `versus` has the comparison by interval with the area that contains them, which is
    named `whole`; `trends` those of all areas; without either there is no such column.
    """
    drawn = rows.head(limit)
    counted, judged = indicator["aggregation"] == "sum", not (is_count(indicator) or is_yes_no(indicator))
    everything = pd.concat([drawn, references])
    present = everything[everything["value"].notna()]
    scale = scale_of(drawn["value"] if counted else present["value"], drawn[["lower", "upper"]])
    with_intervals = bool(drawn["lower"].notna().any())
    parts = _Row(
        indicator, selection, path, scale,
        national=national if judged else None,
        whole=national if counted else None,
        with_intervals=with_intervals,
        mixed=present["demonstration"].nunique() > 1,
        provisional=present["status"].nunique() > 1,
        passport=passport,
        versus=versus,
        trends=trends,
    )  # fmt: skip
    body = [parts.reference(r) for r in references.itertuples()] + [parts.area(r) for r in drawn.itertuples()]
    head = [
        html.Th("" if is_yes_no(indicator) else "位次", className="num"),
        html.Th(layer_word),
        html.Th("数值", className="num"),
        html.Th("│ 全国" if not is_missing(parts.national) else ""),
        html.Th("占全国", className="num")
        if counted
        else html.Th("较全国" if judged else "", className="num", title=difference_unit(indicator["unit"])),
    ]
    if versus is not None:
        head.append(html.Th(f"与{whole}比", title=f"以95%区间是否含{whole}的数值判断"))
    if trends is not None:
        head.append(html.Th("趋势", title="逐年数值的显著升降"))
    if with_intervals:
        head.append(html.Th("95%区间", className="num hc-wide"))
    head.append(html.Th("对比", className="num"))
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], id=id, className="hc-table hc-ranking")


def scale_of(values: pd.Series, bounds: pd.DataFrame) -> Scale:
    """Bars from 0 where they tell areas apart, otherwise points between the extremes."""
    found = [float(v) for v in values if not is_missing(v)]
    if not found:
        return Scale(0.0, 1.0, True)
    low, high = min(found), max(found)
    if low >= 0 and low <= BARS_FROM * high:
        return Scale(0.0, high, True)
    found += [float(v) for column in bounds for v in bounds[column] if not math.isnan(v)]
    room = (max(found) - min(found)) * 0.04 or 1.0
    return Scale(min(found) - room, max(found) + room, False)


@dataclass(frozen=True)
class _Row:
    indicator: dict[str, Any]
    selection: Selection
    path: str
    scale: Scale
    national: float | None
    whole: float | None  # the national total that shares are of
    with_intervals: bool
    mixed: bool
    provisional: bool  # whether a preliminary or estimated value says so: not where all of them are
    passport: Callable[[str], str] | None = None
    versus: dict[str, Comparison] | None = None
    trends: dict[str, Trend] | None = None

    def reference(self, row: Any) -> html.Tr:
        toggle = self._toggle(row) if row.area in self.selection.compare else ""
        return html.Tr([html.Td(""), *self._cells(row), html.Td(toggle, className="num")], className="ref")

    def area(self, row: Any) -> html.Tr:
        rank = "" if is_yes_no(self.indicator) else "—" if is_missing(row.rank) else f"{row.rank:.0f}"
        chosen = {"className": "sel"} if row.area == self.selection.area else {}
        return html.Tr(
            [html.Td(rank, className="num"), *self._cells(row), html.Td(self._toggle(row), className="num")], **chosen
        )

    def _cells(self, row: Any) -> list[html.Td]:
        name: list[Any] = [dcc.Link(row.name, href=self.selection.change(area=row.area, layer=None).address(self.path))]
        if row.parent_name:
            name.append(html.Span(f" {row.parent_name}", className="quiet"))
        if self.mixed and row.demonstration:
            name += [" ", demonstration_mark(short=True)]
        if reason := getattr(row, "doubt", ""):
            name += [" ", quality_mark(reason, row.doubt_finding, area=row.area, withheld=is_missing(row.value))]
        if is_missing(row.value):
            why = "不参加统计" if not row.has_statistics else STATUS_WORDS.get(row.status, "无数据")
            value: Any = html.Span(why, className="quiet")
        else:
            value = number_link(
                shown(row.value, self.indicator, row.status), self.passport(row.area) if self.passport else None
            )
            if self.provisional and row.status in PROVISIONAL:
                value = [html.Span(STATUS_WORDS[row.status], className="quiet hc-small"), " ", value]
        cells = [html.Td(name), html.Td(value, className="num"), html.Td(self._bar(row)), self._difference(row)]
        if self.versus is not None:
            cells.append(comparison_cell(self.versus.get(row.area)))
        if self.trends is not None:
            trend = self.trends.get(row.area)
            cells.append(html.Td(trend_arrow(trend, self.indicator["direction"], short=True) if trend else None))
        if self.with_intervals:
            known = not (is_missing(row.lower) or is_missing(row.upper))
            words = f"{shown(row.lower, self.indicator)}–{shown(row.upper, self.indicator)}" if known else ""
            cells.append(html.Td(words, className="num quiet hc-wide"))
        return cells

    def _bar(self, row: Any) -> html.Div | None:
        if is_missing(row.value) or is_yes_no(self.indicator):
            return None
        if self.whole is not None and row.value > self.scale.high:
            return None
        at = self.scale.at(row.value)
        parts: list[Any] = [html.I(style={"width": f"{at}%"} if self.scale.bars else {"left": f"{at}%"})]
        if not is_missing(row.lower) and not is_missing(row.upper):
            left, right = self.scale.at(row.lower), self.scale.at(row.upper)
            parts.append(html.S(style={"left": f"{left}%", "width": f"{round(right - left, 1)}%"}))
        if not is_missing(self.national):
            parts.append(html.U(style={"left": f"{self.scale.at(float(self.national or 0))}%"}))
        return html.Div(parts, className="hc-barcell" if self.scale.bars else "hc-barcell hc-points")

    def _difference(self, row: Any) -> html.Td:
        if self.whole and not is_missing(row.value) and row.level != "nation":
            share = row.value / self.whole * 100
            return html.Td(f"{share:.1f}%" if share >= 0.05 else "<0.1%", className="num")
        if is_missing(row.value) or is_missing(self.national) or row.level == "nation":
            return html.Td("—" if row.level == "nation" and not is_missing(self.national) else "", className="num")
        assert self.national is not None
        gap = float(row.value) - float(self.national)
        side = side_of(gap, row.lower, row.upper, float(self.national), self.indicator["direction"])
        words = number(gap, int(self.indicator["decimals"]), signed=True)
        return html.Td(words, className=f"num {side}".strip(), title="与全国无显著差异" if side == "same" else None)

    def _toggle(self, row: Any) -> Any:
        """A link that puts the area among the compared ones or takes it out."""
        held = self.selection.compare
        if row.area in held:
            href = self.selection.change(compare=tuple(c for c in held if c != row.area)).address(self.path)
            return dcc.Link("移除", href=href, title=f"不再对比{row.name}")
        if row.area == self.selection.area or len(held) >= MOST_COMPARED or is_missing(row.value):
            return ""
        href = self.selection.change(compare=(*held, row.area)).address(self.path)
        return dcc.Link("＋", href=href, title=f"加入对比：{row.name}", className="hc-add")


def side_of(gap: float, lower: float, upper: float, national: float, direction: str) -> str:
    """better, worse; `same` where the interval holds the national value; empty where the indicator has no direction."""
    if direction not in ("higher", "lower") or gap == 0:
        return ""
    if not is_missing(lower) and not is_missing(upper) and lower <= national <= upper:
        return "same"
    return "better" if (gap > 0) == (direction == "higher") else "worse"
