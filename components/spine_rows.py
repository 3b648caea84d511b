"""From an area's profile to the rows of its spine chart."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from components.comparison_mark import Comparison
from components.numbers import MARKS, count, is_count, is_missing, is_yes_no, number, shown
from components.passport_link import passport_address
from components.spine import SpineGroup, SpineRow
from components.trend_arrow import Trend
from methods.rare_events import too_few_events

SIGNS = {"higher": 1, "lower": -1}
TOTALS = "总量指标"
FIRST_GROUPS = ("人口与家庭", "流动人口")  # the census: published down to every county
is_total = is_count  # a total stands below the chart, without a place on its axis
Record = dict[str, Any]


@dataclass(frozen=True)
class Profile:
    """Plain records, because a frame's lookup costs 0.3 ms and a chart makes 300 of them.

    `values` by (indicator, area) hold value, numerator, status, lower, upper, period, year, demonstration, batch_id,
    read at version `v`, which the links to the numbers' passports pin; `spread`
    is the siblings' by indicator (`methods.spread`), `ranks` the place among them in words (3 / 21), `peers` the peers'
    medians. `columns` are the areas shown, the area first, then the parent and the nation, at last those that the
    reader chose (`compared` of them); `nation` is whose value is the axis. `generated` are the
    indicators whose siblings have demonstration values, `unverified` the batches not yet checked. `versus` (the same
    number of comparisons for every indicator) and `trends` are by indicator.
    """

    values: dict[tuple[str, str], Record]
    columns: list[str]
    nation: str
    spread: dict[str, Record]
    ranks: dict[str, str]
    peers: dict[str, float]
    with_peers: bool
    generated: frozenset[str]
    unverified: frozenset[int]
    v: str = ""
    versus: dict[str, tuple[Comparison | None, ...]] = field(default_factory=dict)
    trends: dict[str, Trend] = field(default_factory=dict)
    compared: int = 0


def spine_groups(profile: Profile, indicators: dict[str, Record], address: Callable[[str], str]) -> list[SpineGroup]:
    """Groups in the order of the catalogue after the people themselves.

    Counts come last: the size of an area is not comparable with the nation's. `address(code)` is where a row leads.
    """
    groups: dict[str, list[SpineRow]] = {}
    totals: list[SpineRow] = []
    for code, indicator in indicators.items():
        own = profile.values.get((code, profile.columns[0]))
        if own is None:
            continue
        row = _row(profile, own, code, indicator, address(code))
        if is_count(indicator):
            totals.append(row)
        else:
            groups.setdefault(indicator["group_name"], []).append(row)
    first = [name for name in FIRST_GROUPS if name in groups]
    found = [SpineGroup(name, groups[name]) for name in dict.fromkeys([*first, *groups])]
    return found + ([SpineGroup(TOTALS, totals)] if totals else [])


def _row(profile: Profile, own: Record, code: str, indicator: Record, address: str) -> SpineRow:
    beside = [profile.values.get((code, area)) for area in profile.columns]
    nation = profile.values.get((code, profile.nation))
    total = is_count(indicator)
    peer = profile.peers.get(code, math.nan)
    texts = [_text(row, indicator) for row in beside] + ([_value(peer, indicator)] if profile.with_peers else [])
    group = profile.spread.get(code, {})
    return SpineRow(
        name=indicator["name"],
        address=address,
        unit=indicator["unit"],
        texts=tuple(texts),
        value=own["value"],
        axis=math.nan if total or is_yes_no(indicator) else _number(nation),
        sign=SIGNS.get(indicator["direction"], 0),
        year=str(own["year"]),
        rank=profile.ranks.get(code, "—"),
        parent=_number(beside[1]) if len(beside) - profile.compared > 2 else math.nan,
        peer=peer,
        lower=own["lower"],
        upper=own["upper"],
        spread={name: size for name, size in group.items() if name not in ("n", "median")},
        demonstration=bool(own["demonstration"]),
        beside_demonstration=code in profile.generated or any(row and row["demonstration"] for row in beside),
        verified=bool(own["demonstration"]) or own["batch_id"] not in profile.unverified,
        few=bool(too_few_events(own["numerator"], indicator["unit"], indicator["aggregation"])),
        note=_share(own["value"], _number(nation)) if total else "",
        passports=_passports(profile, code, beside),
        doubts=_doubts(profile, beside),
        versus=profile.versus.get(code, ()),
        trend=profile.trends.get(code),
        direction=indicator["direction"],
    )


def _doubts(profile: Profile, beside: list[Record | None]) -> dict[int, tuple[str, str, str]]:
    """Reason, finding and area of the values in doubt, by their column."""
    return {
        n: (row["doubt"], row["doubt_finding"], area)
        for n, (row, area) in enumerate(zip(beside, profile.columns, strict=True))
        if row and row.get("doubt")
    }


def _passports(profile: Profile, code: str, beside: list[Record | None]) -> tuple[str, ...]:
    if not profile.v:
        return ()
    return tuple(
        passport_address(code, area, row["period"], v=profile.v) if row else ""
        for area, row in zip(profile.columns, beside, strict=True)
    )


def _number(row: Record | None) -> float:
    return math.nan if row is None else float(row["value"])


def _text(row: Record | None, indicator: Record) -> str:
    if row is None:
        return "…"
    return MARKS.get(row["status"], "…") if is_missing(row["value"]) else _value(row["value"], indicator)


def _value(value: float, indicator: Record) -> str:
    return count(value) if is_count(indicator) else shown(value, indicator)


def _share(own: float, whole: float) -> str:
    """What part of the nation an area's count is; nothing for the nation itself."""
    if is_missing(own) or is_missing(whole) or not whole or own == whole:
        return ""
    return f"占全国 {number(own / whole * 100, 2)}%"
