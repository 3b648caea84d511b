"""All indicators of the catalogue with what is known of them and how far their figures reach."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dash import dcc, html

from components.definition import CLASSIFICATIONS, LEVELS, LISTS, memberships_of
from components.marks import demonstration as demonstration_mark
from components.marks import unverified

SHOWN_LEVELS = ("nation", "province", "prefecture", "county")
HEAD = ("代码", "指标", "单位", "频率", "清单", "分级", "来源", "核验")


@dataclass(frozen=True)
class Reach:
    """How far the figures of one indicator reach at one level."""

    first_year: int | None
    last_year: int | None
    share: float | None  # of the level's areas in the latest period


def indicator_table(
    indicators: list[dict[str, Any]],
    *,
    id: str,
    reach: dict[tuple[str, str], Reach],
    counts: dict[str, tuple[int, int]],
    chosen: str,
    address: Callable[[str], str],
) -> html.Table:
    """`reach` by (indicator, level); `counts`: observations and demonstration observations by indicator; `address`
    leads to an indicator. Rows carry what `assets/filter.js` filters by."""
    head = [html.Th(words) for words in HEAD]
    head += [html.Th(LEVELS[level]) for level in SHOWN_LEVELS]
    head += [html.Th("条数", className="num"), html.Th("演示占比", className="num")]
    rows: list[html.Tr] = []
    group = None
    for indicator in indicators:
        if indicator["group_code"] != group:
            group = indicator["group_code"]
            title = f"{int(group)} {indicator['group_name']}" if group.isdigit() else indicator["group_name"]
            rows.append(html.Tr(html.Td(title, colSpan=len(head)), className="group"))
        rows.append(_row(indicator, reach, counts.get(indicator["code"], (0, 0)), chosen, address))
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)], id=id, className="hc-table hc-indicators")


def _row(
    indicator: dict[str, Any],
    reach: dict[tuple[str, str], Reach],
    counts: tuple[int, int],
    chosen: str,
    address: Callable[[str], str],
) -> html.Tr:
    code = indicator["code"]
    lists = [m["list"] for m in memberships_of(indicator)]
    observations, demonstrations = counts
    cells = [
        html.Td(code, className="quiet"),
        html.Td(dcc.Link(indicator["name"], href=address(code)), title=indicator["definition"] or ""),
        html.Td(indicator["unit"]),
        html.Td(indicator["frequency"] or ""),
        html.Td("、".join(SHORT_LISTS[x] for x in dict.fromkeys(lists) if x in SHORT_LISTS)),
        html.Td(CLASSIFICATIONS[indicator["classification"]]),
        html.Td(indicator["source"] or "—", className="hc-cut", title=indicator["source"] or ""),
        html.Td("已核对" if indicator["verified"] else unverified()),
        *(html.Td(_reach(reach.get((code, level)), indicator, level), className="hc-reach") for level in SHOWN_LEVELS),
        html.Td(f"{observations:,}" if observations else "—", className="num"),
        html.Td(_share(demonstrations, observations), className="num"),
    ]
    told = {
        "data-search": f"{indicator['name']} {indicator['initials']} {code} {indicator['name_en']}".lower(),
        "data-group": indicator["group_code"],
        "data-list": " ".join(lists),
        "data-classification": indicator["classification"],
        "data-figures": "yes" if observations else "no",
    }
    return html.Tr(cells, className="sel" if code == chosen else "", **told)


SHORT_LISTS = {
    "assessment_26": "考核", "healthy_china_actions": "行动", "core_statistics": "核心", "census_2020": "普查",
    "national_series": "公布",
}  # fmt: skip
assert set(SHORT_LISTS) == set(LISTS)


def _reach(found: Reach | None, indicator: dict[str, Any], level: str) -> Any:
    if found is None or found.first_year is None:
        order = list(LEVELS)
        beyond = order.index(level) > order.index(indicator["finest_level"])
        return html.Span("不适用" if beyond else "—", className="quiet")
    years = f"{found.first_year}" if found.first_year == found.last_year else f"{found.first_year}–{found.last_year}"
    if level == "nation" or found.share is None:
        return years
    return [years, html.Span(f" {found.share:.0%}", className="quiet")]


def _share(demonstrations: int, observations: int) -> Any:
    if not demonstrations:
        return "" if not observations else "0%"
    share = demonstrations / observations
    words = "<1%" if share < 0.01 else ">99%" if 0.99 < share < 1 else f"{share:.0%}"
    return [f"{words} ", demonstration_mark(short=True)]
