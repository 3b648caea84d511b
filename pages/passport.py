"""数值溯源: one number with everything behind it; every number of every page leads here."""

from collections.abc import Mapping
from typing import Any

import dash
from dash import html

from access.current import current_viewer
from components.page_head import area_trail, page, page_head
from components.passport_exports import take_away
from components.selection import Selection
from components.states import nothing_to_show
from data.warehouse import current_version
from pages.passport_figures import (
    arithmetic_figure,
    beside_figure,
    checks_figure,
    definition_figure,
    headline,
    origin_figure,
    parts_figure,
    revisions_figure,
    series_figure,
    version_line,
)
from pages.passport_nothing import without_value
from queries.passport_of import WITH_VALUE, NoSuchNumber, Passport, passport_of
from state.finding_states import with_states

# Without an order: the page has no place in the bar, because a number leads to it.
dash.register_page(__name__, path="/passport", name="数值溯源", title="数值溯源 · 健康中国数据驾驶舱")

PATH = "/passport"
NAMED = {"indicator": "指标", "area": "地区", "period": "时期", "breakdown": "人群", "v": "数据版本"}


def layout(**params):
    selection, notices = Selection.from_params(params)
    try:
        passport = asked_passport(params, selection)
    except NoSuchNumber as problem:
        return unknown(str(problem))
    if selection.v and selection.v != passport.version:
        notices.append(f"数据版本 {selection.v} 已不再保留，现显示当前版本 {passport.version} 中的同一数值。")
    # Links away from here pin a version only where it is not the one that everybody sees.
    here = selection.change(v=None if passport.version == current_version() else passport.version)
    told = with_states(passport.checks)
    top = headline(passport, told, here) if passport.status in WITH_VALUE else without_value(passport, here)
    left = [
        arithmetic_figure(passport),
        parts_figure(passport),
        checks_figure(passport, told, here),
        series_figure(passport),
        beside_figure(passport),
    ]
    right = [origin_figure(passport), definition_figure(passport, here)]
    return page(
        area_trail(passport.ancestors, passport.area, selection, PATH),
        page_head("数值溯源", described(passport), exports=take_away(passport.search, v=passport.version)),
        html.Div(
            [
                top,
                html.Div(
                    [html.Div([f for f in side if f is not None]) for side in (left, right)], className="hc-proof"
                ),
                revisions_figure(passport),
                version_line(passport),
            ],
            className="hc-passport",
            **sheet_facts(passport),
        ),
        notices=notices,
    )


def asked_passport(params: Mapping[str, Any], selection: Selection) -> Passport:
    """The number that the address names: never another one in its stead. Raises NoSuchNumber."""
    for key, word in NAMED.items():
        given = params.get(key)
        first = given[0] if isinstance(given, list | tuple) and given else given
        if first not in (None, "", []) and str(first).strip() != getattr(selection, key):
            raise NoSuchNumber(f"网址中的“{word}”无法识别。")
    if selection.indicator is None or selection.period is None:
        raise NoSuchNumber("网址没有指明是哪个数值：需要指标、地区和时期。")
    return passport_of(
        viewer=current_viewer(), indicator=selection.indicator, area=selection.area, period=selection.period,
        breakdown=selection.breakdown, v=selection.v,
    )  # fmt: skip


def described(passport: Passport) -> str:
    group = passport.breakdown.label if passport.breakdown.code != "all" else "合计"
    words = [passport.indicator["name"], passport.area["name"], passport.period.label, group]
    unit = passport.indicator["unit"]
    return "　".join(words) + (f"　单位：{unit}" if unit != "-" else "")


def sheet_facts(passport: Passport) -> dict[str, str]:
    """For the foot of a printed sheet: where the number comes from."""
    if passport.batch is None:
        return {}
    source, cut_off = passport.batch["source"], passport.batch["cut_off"]
    return {"data-source": str(source or ""), "data-cut-off": str(cut_off or "")}


def unknown(reason: str) -> html.Main:
    steps = (("指标监测", "/indicators"), ("区域地图", "/map"), ("数据目录", "/catalogue"))
    return page(page_head("数值溯源", ""), nothing_to_show("missing", reason, *steps))
