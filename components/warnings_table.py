"""Warnings of the assessment, a row each, with how far their chain 提醒 → 预警 → 整改 → 复核 has come."""

from collections.abc import Callable
from typing import Any

from dash import html

from components.numbers import number
from components.plain import Node, plain, tag
from components.score_explained import short_unit, target_words
from components.warning_lights import light_node

LIGHTS = {"red": "预警", "amber": "关注", "green": "已转好", "grey": "缺失"}
Record = dict[str, Any]


def done_words(row: Record) -> str:
    """How far the chain of a warning has come."""
    return str(row["chain"] or "尚未办理")


def warnings_table(rows: list[Record], *, id: str, address: Callable[[str, str], str], mixed: bool) -> html.Div:
    """`rows`: of `warnings_of_areas`, None where missing, with `chain` (words, empty where nothing was done), `day`
    (of its last step) and `above` (what the area lies in, where that has to be said). `address` leads from (area, item
    number) to the report card with the chain."""
    heads = [("", "程度"), ("", "地区"), ("", "指标"), ("num", "数值"), ("num", "目标"), ("num", "当年应达"),
             ("num", "得分"), ("num", "失分"), ("", "办理进展")]  # fmt: skip
    cells = [tag("th", words, className=look) for look, words in heads]
    body = [_row(row, address(str(row["area"]), str(int(row["item_number"]))), mixed) for row in rows]
    table = tag("table", tag("thead", tag("tr", *cells)), tag("tbody", *body), className="hc-table hc-warnings", id=id)
    return plain(table, className="hc-warnings-scroll", label="预警清单")


def _row(row: Record, address: str, mixed: bool) -> Node:
    name = str(row["item"] or "总分")
    words: list[Node] = [tag("a", name, href=address)]
    if mixed and row["demonstration"]:
        words += [" ", tag("span", "演示", className="hc-demo")]
    digits = int(row["decimals"] or 0)
    unit = "" if row["scoring"] == "yes_no" else short_unit(row["unit"])
    shown = number(row["value"], digits) if row["scoring"] != "yes_no" else "是" if row["value"] else "否"
    above: list[Node] = [tag("span", f" {row['above']}", className="quiet")] if row["above"] else []
    done = done_words(row)
    chain = tag("a", f"{done}　{row['day']}".strip(), href=address, className="" if row["chain"] else "quiet")
    return tag(
        "tr",
        tag("td", light_node(row["light"], LIGHTS.get(str(row["light"]), ""))),
        tag("td", str(row["name"]), *above),
        tag("td", *words, className="hc-cut", title=name),
        tag("td", f"{shown} {unit}".strip() if row["value"] is not None else "", className="num"),
        tag("td", target_words(row) if row["item"] and row["value"] is not None else "", className="num"),
        tag("td", number(row["expected"], digits, mark=""), className="num"),
        tag("td", number(row["score"], 1, mark=""), className="num"),
        tag("td", number(row["lost"], 2, mark=""), className="num"),
        tag("td", chain),
        **{"data-search": f"{row['name']} {row['above']} {row['area']} {name} {done}".lower()},
    )
