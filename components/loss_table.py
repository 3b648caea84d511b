"""Where one area lost its points: its items with value, target, light, score, and the points that each cost."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dash import html

from components.numbers import number
from components.passport_link import number_tag
from components.plain import Node, plain, tag
from components.quality_mark import quality_tag
from components.score_explained import figure, not_scored, short_unit, target_words
from components.warning_lights import WORDS, light_node, light_word

DOUBT = "质量评为D级，或有未处理的硬规则、严重问题"
Record = dict[str, Any]


@dataclass(frozen=True)
class LossColumns:
    """`why` leads to the explanation of an item (by its number), `passport` to that of its value (None where there is
    none); `chosen` is the item explained beside; `mixed`: published and demonstration values stand in one table."""

    why: Callable[[str], str]
    passport: Callable[[Record], str | None]
    area: str
    chosen: int
    mixed: bool


def loss_table(items: list[Record], *, columns: LossColumns) -> html.Div:
    """`items`: rows of `items_of_area` with None where missing, in the order to show. One component."""
    most = max((float(i["lost"]) for i in items if i["lost"] is not None), default=0.0)
    head = [
        ("", "编号"), ("", "指标"), ("", "状态"), ("num", "数值"), ("num", "目标"), ("num", "得分"),
        ("", "失分（占总分）"), ("num", "改善1单位可得"),
    ]  # fmt: skip
    cells = [tag("th", words, className=look) for look, words in head]
    body = [_row(item, columns, most) for item in items]
    table = tag("table", tag("thead", tag("tr", *cells)), tag("tbody", *body), className="hc-table hc-losses")
    return plain(table, className="hc-losses-scroll", label="各项指标得分与失分")


def _row(item: Record, columns: LossColumns, most: float) -> Node:
    number_ = int(item["item_number"])
    name: list[Node] = [tag("a", str(item["name"]), href=columns.why(str(number_)), title="为什么是这个分数")]
    name.append(tag("span", f" {item['dimension']}", className="quiet"))
    scored = item["score"] is not None
    word = light_word(item["light"], item["met"], item["score"], item["reason"])
    if scored:
        score = tag("td", tag("b", number(item["score"], 1)), className="num")
        tail = [tag("td", _bar(item["lost"], most)), tag("td", _gain(item), className="num")]
    else:
        score = tag("td", "—", className="num quiet")
        tail = [tag("td", not_scored(item["reason"]), className="quiet", colSpan="2")]
    return tag(
        "tr",
        tag("td", str(item["place"]), className="num quiet"),
        tag("td", tag("div", *name), className="hc-cut", title=str(item["name"])),
        tag("td", light_node(item["light"], word), title=WORDS.get(str(item["light"]), "")),
        _value(item, columns),
        tag("td", target_words(item), className="num"),
        score,
        *tail,
        className="sel" if number_ == columns.chosen else "",
    )


def _value(item: Record, columns: LossColumns) -> Node:
    if item["value"] is None:
        return tag("td", "…", className="num quiet")
    words = ("是" if item["value"] else "否") if item["scoring"] == "yes_no" else figure(item["value"], item)
    shown: list[Node] = [number_tag(words, columns.passport(item))]
    if item["unit"] and item["scoring"] != "yes_no":
        shown.append(tag("span", f" {short_unit(item['unit'])}", className="unit"))
    if item["carried"]:
        period = str(item["value_period"])
        shown.append(tag("span", f" {period}", className="hc-carried", title=f"本阶段没有数据，沿用{period}的数值"))
    if columns.mixed and item["demonstration"]:
        shown.append(tag("span", "演示", className="hc-demo"))
    if item["doubtful"]:
        shown.append(quality_tag(DOUBT, area=columns.area, look="hc-short"))
    return tag("td", *shown, className="num")


def _bar(lost: float | None, most: float) -> Node:
    if lost is None:
        return ""
    width = 0.0 if most <= 0 else max(float(lost), 0) / most * 100
    words = number(float(lost), 2)
    return tag(
        "div",
        tag("div", tag("i", style={"width": f"{width:.1f}%"}), className="hc-barcell"),
        tag("span", words, className="quiet" if float(lost) < 0.005 else ""),
        className="hc-loss",
    )


def _gain(item: Record) -> str:
    gain = item["gain_per_unit"]
    if gain is None:
        return "—"
    return number(float(gain), 2, signed=True) if float(gain) >= 0.005 else "0"
