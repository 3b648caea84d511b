"""The arrow beside a value: has it been rising or falling, is that for the better, and how was it judged.

The arrow's way says rising or falling; a disc means better, a diamond worse, no ground neither; colour only repeats it.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dash import html

from components.plain import Node, tag

ARROWS = {"increasing": "↗", "decreasing": "↘", "none": "→"}
WORDS = {"increasing": "显著上升", "decreasing": "显著下降", "none": "无显著变化", "too few points": "点数不足"}
SHORT = {"increasing": "升", "decreasing": "降", "none": "平", "too few points": "点少"}
SIDES = {"better": "向好", "worse": "变差"}
NEEDED = "需近5个等间隔且有区间的年度值，或8个年度值"
LIMITS = "公布值与演示数据不混在一起判断，先看与所示数值同类的，不足时看公布值"


@dataclass(frozen=True)
class Trend:
    """A row of `methods.judged_trend`, with whether its points are demonstration data."""

    trend: str
    method: str = ""
    points: int = 0
    first: int = 0
    last: int = 0
    demonstration: bool = False


def side_of_trend(trend: Trend, direction: str) -> str:
    """better, worse, or empty: no trend, or neither way is good."""
    if trend.trend not in ("increasing", "decreasing") or direction not in ("higher", "lower"):
        return ""
    return "better" if (trend.trend == "increasing") == (direction == "higher") else "worse"


def explained(trend: Trend, direction: str = "none") -> str:
    """What was found, over which points, by which method."""
    years = f"{trend.first}–{trend.last}年" if trend.last > trend.first else f"{trend.last}年"
    found = f"{years}{trend.points}个年度值" if trend.points else "没有年度值"
    tail = ("；演示数据" if trend.demonstration else "；公布值") if trend.points else ""
    if not trend.method:
        return f"{WORDS['too few points']}：{found}；{NEEDED}{tail}"
    how = {
        "weighted least squares": "按区间加权的最小二乘，χ²检验（99.8%），去掉任一点方向不变才算显著",
        "Mann–Kendall": "Mann–Kendall检验（95%），未用区间，未校正序列相关",
    }[trend.method]
    side = SIDES.get(side_of_trend(trend, direction), "")
    return f"{WORDS[trend.trend]}{f'（{side}）' if side else ''}：{found}，{how}{tail}"


def explained_briefly(trend: Trend, direction: str = "none") -> str:
    """The same for each of many rows, whose page tells the methods once."""
    if not trend.method:
        return explained(trend, direction)
    side = SIDES.get(side_of_trend(trend, direction), "")
    method = {"weighted least squares": "加权最小二乘"}.get(trend.method, trend.method)
    kind = "演示数据" if trend.demonstration else "公布值"
    told = (WORDS[trend.trend], side, f"{trend.first}–{trend.last}年{trend.points}点", method, kind)
    return "，".join(part for part in told if part)


@lru_cache(maxsize=1024)
def trend_arrow(trend: Trend, direction: str, *, short: bool = False) -> html.Span:
    """`short`: one word of one character beside the arrow, for narrow tables; the rest on hover. Kept, because most
    rows of a table have the same: change nothing in it."""
    look, words, told = _parts(trend, direction, short)
    arrow = ARROWS.get(trend.trend)
    inside: list[Any] = [html.I(arrow, **{"aria-hidden": "true"})] if arrow else []
    return html.Span([*inside, words], className=look, title=told)


def trend_tag(trend: Trend, direction: str, *, short: bool = False) -> Node:
    """The same as a node of `components.plain`."""
    look, words, told = _parts(trend, direction, short)
    arrow = ARROWS.get(trend.trend)
    inside: list[Node] = [tag("i", arrow, **{"aria-hidden": "true"})] if arrow else []
    return tag("span", *inside, words, className=look, title=told)


def _parts(trend: Trend, direction: str, short: bool) -> tuple[str, str, str]:
    side = side_of_trend(trend, direction)
    words = (SHORT if short else WORDS)[trend.trend]
    look = "hc-arrow" if trend.trend in ARROWS else "hc-arrow quiet"
    told = explained_briefly(trend, direction) if short else explained(trend, direction)
    return f"{look} {side}".strip(), words, told
