"""The indicators by group, each with its lamp: the catalogue beside 指标监测."""

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from components.marks import LAMPS, lamp
from components.plain import Plain

WORDS = {**LAMPS, "good": "达标或按进度"}


def indicator_list(
    indicators: list[dict[str, Any]], *, chosen: str, states: dict[str, str], addresses: dict[str, str], label: str
) -> html.Nav:
    """`states`: lamp state by code, for indicators with a target; `addresses`: where a click leads, by code.

    The filter works in the browser (`assets/filter.js`) on name, pinyin initials and code.
    """
    groups: dict[str, list[dict[str, Any]]] = {}
    for indicator in indicators:
        groups.setdefault(indicator["group_code"], []).append(indicator)
    parts = [_group(members, chosen, states, addresses) for members in groups.values()]
    box = dbc.Input(
        id="indicators-filter", type="search", placeholder="筛选：名称、拼音首字母、代码", autocomplete="off",
        debounce=False, className="hc-filter-text",
    )  # fmt: skip
    filter_box = html.Label(
        [html.Span("筛选指标", className="hc-quiet"), box], className="hc-filter", **{"data-filters": "indicators-list"}
    )
    none = html.P("没有符合的指标。", className="hc-filter-none", hidden=True)
    return html.Nav(
        [filter_box, Plain([*parts, none], id="indicators-list", className="hc-list")],
        className="hc-catalogue",
        **{"aria-label": label},
    )


def _group(
    members: list[dict[str, Any]], chosen: str, states: dict[str, str], addresses: dict[str, str]
) -> html.Details:
    here = any(i["code"] == chosen for i in members)
    code, name = members[0]["group_code"], members[0]["group_name"]
    title = f"{int(code)} {name}" if code.isdigit() else name
    summary = html.Summary([html.Span(title), html.Span(str(len(members)), className="hc-count")])
    return html.Details([summary, *(_item(i, chosen, states, addresses) for i in members)], open=here)


def _item(indicator: dict[str, Any], chosen: str, states: dict[str, str], addresses: dict[str, str]) -> html.Div:
    code = indicator["code"]
    state = states.get(code)
    mark: Any = lamp(state, "") if state else html.Span(className="hc-lamp-none")
    words = f"（{WORDS[state]}）" if state else ""
    return html.Div(
        dcc.Link(
            [mark, html.Span(indicator["short_name"]), html.Span(words, className="hc-quiet")],
            href=addresses[code],
            className="on" if code == chosen else "",
            title=f"{indicator['name']}{words}",
        ),
        className="hc-item",
        **{"data-search": f"{indicator['name']} {indicator['initials']} {code}".lower()},
    )
