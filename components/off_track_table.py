"""Indicators and areas behind the path to their target, the most urgent first."""

from dataclasses import dataclass
from typing import Any

from dash import html

from components.cards import LAMP_OF
from components.numbers import aim_text, number
from components.passport_link import number_tag, passport_address
from components.plain import Node, plain, tag
from components.quality_mark import quality_tag

HEADS = (
    ("状态", ""), ("指标", ""), ("地区", ""), ("最新值", "num"), ("年份", "num"), ("应达", "num"), ("差距", "num"),
    ("2030年目标", "num"), ("性质", ""),
)  # fmt: skip
RULES = "应达：基期至2030年目标的线性进度值　▲偏离5%以上　◆偏离5%以内或连续两期变差　为本系统默认口径，非官方评定"


Record = dict[str, Any]


@dataclass(frozen=True)
class OffTrack:
    """One row, texts formatted. `verified` covers both the figure and the target."""

    state: str
    indicator: str
    indicator_address: str
    area: str
    area_address: str
    value: str
    unit: str
    year: str
    expected: str
    gap: str
    target: str
    demonstration: bool
    verified: bool
    passport: str = ""
    doubt: tuple[str, str, str] = ("", "", "")  # reason, finding, area of a value in doubt


def off_track(
    row: Record,
    indicator: Record,
    target: Record,
    area: Record,
    *,
    verified: bool,
    addresses: tuple[str, str],
    v: str = "",
) -> OffTrack:
    """One row of `methods.progress` as shown; `addresses` lead to the indicator and to the area. With `v`, the version
    it was read at, the value leads to its passport."""
    decimals = int(indicator["decimals"])
    return OffTrack(
        state=row["state"],
        indicator=indicator["short_name"],
        indicator_address=addresses[0],
        area=area["name"],
        area_address=addresses[1],
        value=number(row["value"], decimals),
        unit=indicator["unit"],
        year=str(row["year"]),
        expected=number(row["expected"], decimals),
        gap=number(row["gap"], decimals, signed=True),
        target=aim_text(target, ""),
        demonstration=bool(row["demonstration"]),
        verified=verified and bool(target["verified"]),
        passport=passport_address(row["indicator"], row["area"], row["period"], v=v) if v else "",
        doubt=(row.get("doubt", ""), row.get("doubt_finding", ""), area["code"]),
    )


def off_track_table(rows: list[OffTrack]) -> html.Div:
    head = tag("tr", *[tag("th", words, className=look) for words, look in HEADS])
    table = tag("table", tag("thead", head), tag("tbody", *[_row(r) for r in rows]), className="hc-table")
    return plain(table, className="hc-off-track", label="未达预期进度的指标与地区")


def _row(row: OffTrack) -> Node:
    look, word = LAMP_OF[row.state]
    nature: list[Node] = []
    if row.demonstration:
        nature.append(tag("span", "演示", className="hc-demo", title="由程序生成，仅供演示，不得引用"))
    if not row.verified:
        nature += [" ", tag("span", "待核验", className="hc-unverified", title="尚未与官方出版物核对")]
    reason, finding, area = row.doubt
    if reason:
        nature += [" ", quality_tag(reason, finding, area=area)]
    return tag(
        "tr",
        tag("td", tag("span", word, className=f"hc-lamp {look}")),
        tag("td", tag("a", row.indicator, href=row.indicator_address)),
        tag("td", tag("a", row.area, href=row.area_address)),
        tag(
            "td",
            tag("b", number_tag(row.value, row.passport)),
            tag("span", f" {row.unit}", className="quiet"),
            className="num",
        ),
        tag("td", row.year, className="num"),
        tag("td", row.expected, className="num"),
        tag("td", row.gap, className="num worse"),
        tag("td", row.target, className="num"),
        tag("td", *nature),
    )
