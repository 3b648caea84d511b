"""指标监测: the indicators by action, and one of them in depth for one area."""

from typing import Any

import dash
from dash import dcc, html

from access.current import current_viewer
from components.cards import LAMP_OF
from components.controls import choice, control_strip, segments
from components.figure_frame import STANDING_NOTE
from components.indicator_list import indicator_list
from components.numbers import is_yes_no
from components.page_head import area_trail, page, page_foot, page_head
from components.passport_link import opens_passports
from components.quality_mark import quality_switch
from components.selection import MOST_COMPARED, Selection
from components.states import nothing_to_show
from methods.leading_target import leading_target
from methods.standing import judged_standing
from pages.indicator_charts import groups_figure, spread_figure, trend_figure
from pages.indicator_depth import Depth, depth_of
from pages.indicator_facts import facts
from pages.indicator_frame import GROUPS, SPREAD, TREND
from pages.indicator_inequality import inequality_figure
from pages.indicator_ranking import ranking_figure
from pages.indicator_words import definition_figure, targets_figure, without_figures
from queries.areas_register import areas_register
from queries.ask import keep
from queries.indicator_definitions import indicator_definitions
from queries.standing_of_areas import standing_of_areas
from queries.targets_of_indicators import targets_of_indicators
from queries.view_of import LAYER_NAMES, NATION, Record, View, records, view_of

dash.register_page(__name__, path="/indicators", name="指标监测", title="指标监测 · 健康中国数据驾驶舱", order=2)

PATH = "/indicators"
MOST_CHOICES = 200


def layout(**params):
    selection, notices = Selection.from_params(params)
    view = view_of(selection, viewer=current_viewer())
    selection, unseen = resolved(selection, view)
    return page(
        area_trail(view.ancestors, view.area, selection, PATH),
        html.Div([catalogue(view, selection), html.Div(in_depth(view, selection), className="hc-depth")],
                 className="hc-monitor"),
        page_foot(view.version),
        notices=notices + view.notices + unseen,
    )  # fmt: skip


def resolved(selection: Selection, view: View) -> tuple[Selection, list[str]]:
    """The selection with what the view made of it; compared areas must exist and differ from the area itself."""
    areas = records(areas_register, viewer=view.viewer, version=view.version, key="code")
    unknown = [c for c in selection.compare if c not in areas]
    told = [f"对比地区 {'、'.join(unknown)} 不存在或不在您的查看范围内，未显示。"] if unknown else []
    compared = tuple(c for c in selection.compare if c in areas and c != view.area["code"])
    here = {"indicator": view.indicator["code"], "area": view.area["code"], "compare": compared}
    return selection.change(**here, breakdown=view.breakdown), told


def catalogue(view: View, selection: Selection) -> html.Nav:
    known = records(indicator_definitions, viewer=view.viewer, version=view.version, key="code")
    there = selection.change(period=None, breakdown="all")
    return indicator_list(
        list(known.values()),
        chosen=view.indicator["code"],
        states=national_states(view, known),
        addresses={code: there.change(indicator=code).address(PATH) for code in known},
        label="指标目录",
    )


def national_states(view: View, known: dict[str, Record]) -> dict[str, str]:
    """The lamp of every indicator that has a measurable target for the nation: good, watch, bad or none.

    The same on every page of a version, hence kept: judging 100 targets takes 30 ms.
    """
    return keep("national states", lambda: judged_states(view, known), viewer=view.viewer, version=view.version)


def judged_states(view: View, known: dict[str, Record]) -> dict[str, str]:
    found = leading_target(view.ask(targets_of_indicators, indicators=None))
    targets = {str(t["indicator"]): t for t in found[found["area"] == NATION].to_dict("records")}
    baselines = tuple((code, int(t["baseline_year"])) for code, t in targets.items())
    standing = view.ask(standing_of_areas, areas=(NATION,), baselines=baselines)
    judged = judged_standing(standing, targets, {code: known[code]["direction"] for code in targets}, NATION)
    states = dict.fromkeys(targets, "none") | dict(zip(judged["indicator"], judged["state"], strict=True))
    return {code: LAMP_OF[state][0] for code, state in states.items()}


def in_depth(view: View, selection: Selection) -> list[Any]:
    depth = depth_of(view, selection)
    group = dict(view.breakdowns).get(view.breakdown, "") if view.breakdown != "all" else ""
    unit = f"单位：{view.indicator['unit']}" if view.indicator["unit"] != "-" else ""
    words = [view.area["name"], view.period["label"] if view.period else "", group, unit]
    head = page_head(view.indicator["name"], "　".join(w for w in words if w))
    if view.period is None:
        return [head, columns([without_figures(depth), targets_figure(depth)], [definition_figure(depth)])]
    if not view.area["has_statistics"]:
        reason = f"{view.area['name']}不在统计范围内。{STANDING_NOTE}"
        steps = [("查看全国", selection.change(area=NATION, layer=None).address(PATH))]
        return [
            head,
            strip(depth),
            nothing_to_show("not_applicable", reason, *steps),
            columns([targets_figure(depth)], [definition_figure(depth)]),
        ]
    left: list[Any] = [trend_figure(depth)]
    if not is_yes_no(view.indicator):  # of 是 and 否 nothing spreads and nothing lies apart
        left += [groups_figure(depth), spread_figure(depth), inequality_figure(depth)]
    left.append(targets_figure(depth))
    return [head, strip(depth), facts(depth), columns(left, [ranking_figure(depth), definition_figure(depth)])]


def columns(*sides: list[Any]) -> html.Div:
    return html.Div([html.Div([f for f in side if f is not None]) for side in sides], className="hc-columns")


def strip(depth: Depth) -> html.Div:
    view, selection = depth.view, depth.selection
    layers = [(x, LAYER_NAMES[x]) for x in ("province", "prefecture", "county") if x in view.layers]
    shown = view.layer if depth.parent is view.area else ""  # siblings are ranked: none of the area's own layers
    periods = [(p["code"], p["label"]) for p in reversed(view.periods)]
    return control_strip(
        choice("period", "时期", periods, view.period and view.period["code"]),
        segments("层级", PATH, selection, "layer", layers, shown) if len(layers) > 1 else None,
        choice("breakdown", "人群", view.breakdowns, view.breakdown) if len(view.breakdowns) > 1 else None,
        compare_choice(depth),
        quality_switch(PATH, selection),
        html.Span(dcc.Link("在地图上看 ›", href=selection.address("/map")), className="hc-control hc-onward"),
    )


def compare_choice(depth: Depth) -> html.Label | None:
    """Adds an area to the compared ones; the table takes areas out again."""
    held = depth.selection.compare
    if len(held) >= MOST_COMPARED:
        return None
    now = ",".join(held) or ","  # an option needs a value; a lone comma names no area
    taken = {depth.view.area["code"], *(a["code"] for a in depth.view.ancestors), *held}
    near = depth.children[depth.children["value"].notna()].head(MOST_CHOICES)
    offered = dict(zip(near["area"], near["short_name"], strict=True))
    offered |= {c: a["short_name"] for c, a in depth.areas.items() if a["level"] == "province" and a["has_statistics"]}
    first = (now, f"已选{len(held)}个" if held else "添加地区…")
    free = [(",".join((*held, code)), name) for code, name in offered.items() if code not in taken]
    return choice("compare", "对比", [first, *free], now)


for figure in (TREND, GROUPS, SPREAD):
    opens_passports(f"{figure}-graph")
