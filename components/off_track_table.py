"""Indicators and areas behind the path to their target, the most urgent first."""

from dataclasses import dataclass
from typing import Any

from dash import dcc, html

from components.cards import state_lamp
from components.marks import demonstration as demonstration_mark
from components.marks import unverified as unverified_mark
from components.numbers import aim_text, number

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


def off_track(
    row: Record, indicator: Record, target: Record, area: Record, *, verified: bool, addresses: tuple[str, str]
) -> OffTrack:
    """One row of `methods.progress` as shown; `addresses` lead to the indicator and to the area."""
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
    )


def off_track_table(rows: list[OffTrack]) -> html.Div:
    head = html.Tr([html.Th(words, className=look) for words, look in HEADS])
    return html.Div(
        html.Table([html.Thead(head), html.Tbody([_row(r) for r in rows])], className="hc-table"),
        className="hc-off-track",
        tabIndex=0,
        role="region",
        **{"aria-label": "未达预期进度的指标与地区"},
    )


def _row(row: OffTrack) -> html.Tr:
    nature: list[Any] = []
    if row.demonstration:
        nature.append(demonstration_mark(short=True))
    if not row.verified:
        nature += [" ", unverified_mark()] if nature else [unverified_mark()]
    return html.Tr(
        [
            html.Td(state_lamp(row.state)),
            html.Td(dcc.Link(row.indicator, href=row.indicator_address)),
            html.Td(dcc.Link(row.area, href=row.area_address)),
            html.Td([html.B(row.value), html.Span(f" {row.unit}", className="quiet")], className="num"),
            html.Td(row.year, className="num"),
            html.Td(row.expected, className="num"),
            html.Td(row.gap, className="num worse"),
            html.Td(row.target, className="num"),
            html.Td(nature),
        ]
    )
