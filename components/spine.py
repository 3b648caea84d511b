"""The spine chart: every indicator of one area against nation, parent and peers, a row each, right is better."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from dash import html

from components.comparison_mark import Comparison, comparison_tag
from components.marks import DEMONSTRATION
from components.numbers import is_missing
from components.passport_link import number_tag
from components.plain import Node, plain, tag
from components.quality_mark import quality_tag
from components.trend_arrow import Trend, trend_tag

EDGE = 48.0  # per cent of the width on either side of the axis, leaving room for the outermost mark


@dataclass(frozen=True)
class SpineRow:
    """One indicator. `texts` are the formatted values by column; numbers are NaN where unknown.

    `sign` is +1 where more is better, −1 where less is, 0 where neither. `rank` is its text ("3 / 21") or "—".
    """

    name: str
    address: str
    unit: str
    texts: tuple[str, ...]
    value: float
    axis: float
    sign: int
    year: str
    rank: str = "—"
    parent: float = math.nan
    peer: float = math.nan
    lower: float = math.nan
    upper: float = math.nan
    spread: dict[str, float] = field(default_factory=dict)  # minimum, lower_quartile, upper_quartile, maximum
    demonstration: bool = False  # the area's own value
    beside_demonstration: bool = False  # something it is compared with
    verified: bool = True
    few: bool = False  # a rate of so few events that it is not judged
    note: str = ""  # said instead of a picture where there is no axis
    passports: tuple[str, ...] = ()  # where the first of `texts` lead, column by column
    doubts: dict[int, tuple[str, str, str]] = field(default_factory=dict)  # column → reason, finding, area
    versus: tuple[Comparison | None, ...] = ()  # with each of the areas that contain it, by interval
    trend: Trend | None = None
    direction: str = "none"  # of the indicator


@dataclass(frozen=True)
class SpineGroup:
    name: str
    rows: list[SpineRow]

    @property
    def ends(self) -> tuple[str, str]:
        """What left and right mean in this group."""
        directed = [bool(row.sign) for row in self.rows]
        if all(directed):
            return "较差", "较好"
        return ("较低或较差", "较高或较好") if any(directed) else ("较低", "较高")

    @property
    def demonstration(self) -> bool:
        return bool(self.rows) and all(row.demonstration for row in self.rows)


def judgement(row: SpineRow) -> str:
    """better, worse, or neutral: no direction, no axis, equal, too few events, or an interval that holds the axis."""
    if not row.sign or row.few or is_missing(row.value) or is_missing(row.axis):
        return "neutral"
    if not is_missing(row.lower) and not is_missing(row.upper) and row.lower <= row.axis <= row.upper:
        return "neutral"
    side = row.sign * (row.value - row.axis)
    return "better" if side > 0 else "worse" if side < 0 else "neutral"


def positions(row: SpineRow) -> dict[str, float]:
    """Places in per cent of the width by name (value, parent, peer, lower … maximum), the axis at 50.

    Each row has its own scale: the farthest mark on either side reaches the edge. A longer interval is cut.
    Empty where there is no axis.
    """
    if is_missing(row.axis):
        return {}
    marks = {"value": row.value, "parent": row.parent, "peer": row.peer, **row.spread}
    marks = {name: float(v) for name, v in marks.items() if not is_missing(v)}
    reach = max((abs(v - row.axis) for v in marks.values()), default=0.0) or 1.0
    if not is_missing(row.lower) and not is_missing(row.upper):
        marks |= {"lower": row.lower, "upper": row.upper}
    turn = -1 if row.sign < 0 else 1
    return {name: min(max(50 + turn * (v - row.axis) / reach * EDGE, 0.0), 100.0) for name, v in marks.items()}


def _bar(place: dict[str, float], first: str, last: str, name: str) -> list[Node]:
    if first not in place or last not in place:
        return []
    left, right = sorted((place[first], place[last]))
    return [tag("i", className=name, style={"left": f"{left:.1f}%", "width": f"{right - left:.1f}%"})]


def _mark(place: dict[str, float], what: str, name: str) -> list[Node]:
    return [tag("i", className=name, style={"left": f"{place[what]:.1f}%"})] if what in place else []


def spine(row: SpineRow) -> Node:
    """The picture of one row; what it shows is said in words for those who do not see it."""
    place = positions(row)
    if not place:
        nothing = tag("span", row.note or "无全国值", className="quiet")
        return tag("div", nothing, className="hc-spine hc-spine-none")
    side = judgement(row)
    own = _bar(place, "lower", "upper", "ci") + _mark(place, "value", "dot" if side != "neutral" else "sq")
    words = {"better": "好于全国", "worse": "差于全国", "neutral": "不判优劣或差异不显著"}[side]
    return tag(
        "div",
        *_bar(place, "minimum", "maximum", "rng"),
        *_bar(place, "lower_quartile", "upper_quartile", "iqr"),
        tag("i", className="axis"),
        *_mark(place, "peer", "peer"),
        *_mark(place, "parent", "par"),
        tag("span", *own, className=side),
        className="hc-spine",
        role="img",
        ariaLabel=words,
    )


def _demonstration(words: str, title: str = "由程序生成，仅供演示，不得引用") -> Node:
    return tag("span", words, className="hc-demo", title=title)


def _doubt(row: SpineRow, column: int) -> list[Node]:
    """The mark of the value in a column: the crosses alone, before the number so that digits stay aligned."""
    if column not in row.doubts:
        return []
    reason, finding, area = row.doubts[column]
    return [quality_tag(reason, finding, area=area, withheld=column == 0 and is_missing(row.value), look="hc-short")]


def _row(row: SpineRow, mark: bool) -> Node:
    name: list[Node] = [tag("a", row.name, href=row.address)]
    if mark and row.demonstration:
        name += [" ", _demonstration("演示")]
    elif mark and row.beside_demonstration:
        name += [" ", _demonstration("对比演示", "本地区数值为公布数据，对比的数值中有演示数据")]
    ways = [*row.passports, *[""] * (len(row.texts) - len(row.passports))]
    first, *others = [number_tag(text, way) for text, way in zip(row.texts, ways, strict=True)]
    own = {} if row.verified else {"className": "hc-unverified", "title": "待核验：尚未与官方出版物核对"}
    return tag(
        "tr",
        tag("td", *name),
        tag("td", row.unit, className="quiet beside"),
        tag("td", *_doubt(row, 0), tag("b", first, **own), className="num"),
        *[tag("td", *_doubt(row, n), text, className="num beside") for n, text in enumerate(others, start=1)],
        tag("td", spine(row), className="hc-spine-cell"),
        *[tag("td", comparison_tag(one), className="beside") for one in row.versus],
        tag("td", trend_tag(row.trend, row.direction, short=True) if row.trend else "", className="beside"),
        tag("td", row.rank, className="num", title="事件数少于10，不排名" if row.few else None),
        tag("td", row.year, className="num quiet beside"),
    )


def _group(group: SpineGroup, columns: int, compared: int) -> list[Node]:
    title: list[Node] = [group.name]
    if group.demonstration:
        title += ["　", _demonstration(DEMONSTRATION)]
    left, right = group.ends
    ends = tag("div", tag("span", f"◂ {left}"), tag("span", f"{right} ▸"), className="hc-spine-ends")
    head = tag(
        "tr",
        tag("td", *title),
        tag("td", colSpan=1 + columns, className="beside"),
        tag("td", className="narrow"),
        tag("td", ends, className="hc-spine-cell"),
        tag("td", colSpan=1 + compared, className="beside"),
        tag("td", colSpan=2),
        className="group",
    )
    return [head, *[_row(row, mark=not group.demonstration) for row in group.rows]]


def spine_table(
    groups: list[SpineGroup], columns: list[str], *, axis: str, rank: str = "位次", compared: Sequence[str] = ()
) -> html.Div:
    """`columns` heads the value columns (the area first); `axis` is whose line the spine is drawn around; `compared`
    names the areas that each row's `versus` is with."""
    head = tag(
        "tr",
        tag("th", "指标"),
        tag("th", "单位", className="beside"),
        *[tag("th", words, className="num beside" if n else "num", title=words) for n, words in enumerate(columns)],
        tag("th", axis, className="hc-spine-head"),
        *[tag("th", f"与{name}比", className="beside", title=f"以95%区间是否含{name}的数值判断") for name in compared],
        tag("th", "趋势", className="beside", title="逐年数值的显著升降"),
        tag("th", rank, className="num"),
        tag("th", "年份", className="num beside"),
    )
    body = [tr for group in groups for tr in _group(group, len(columns), len(compared))]
    table = tag("table", tag("thead", head), tag("tbody", *body), className="hc-table hc-spine-table")
    return plain(table, className="hc-spine-scroll", label="主要指标与比较")


def spine_legend(
    *,
    parent: str = "",
    peers: str = "",
    siblings: str = "",
    judged: bool = True,
    interval: bool = True,
    doubtful: bool = False,
) -> html.Div:
    """What the marks mean; only those that the chart has. `siblings` names the group; `judged`: against the nation."""
    entries: list[tuple[str, str]] = [("better dot", "好于全国"), ("worse dot", "差于全国")] if judged else []
    entries += [("neutral sq", "不判优劣或差异不显著" if judged else "全国")]
    entries += [("par", parent)] if parent else []
    entries += [("peer", f"{peers}中位数")] if peers else []
    entries += [("rng", f"{siblings}全距"), ("iqr", f"{siblings}中间50%")] if siblings else []
    entries += [("ci", "95%置信区间")] if interval else []
    entries += [("hc-doubt hc-short", "存疑")] if doubtful else []
    return html.Div(
        [html.Span([html.I(className=f"k {look}"), words]) for look, words in entries], className="hc-spine-legend"
    )
