"""The charts of 指标监测: over time, by groups of people, over areas; each with its title, source and exports."""

from typing import Any

import pandas as pd
from dash import html

from components.comparison_chart import comparison_chart, panels_of
from components.distribution_chart import MOST_DOTS, Reference, distribution_chart
from components.large_units import divided, large_units
from components.numbers import aim_text, is_count, is_yes_no, shown
from components.quality_mark import doubt_note
from components.states import nothing_to_show
from components.template import graph
from components.trend_chart import FIRST_YEAR, LAST_YEAR, Mark, Path, lines_of, trend_chart
from components.trend_key import trend_key
from data.breakdowns import BY_CODE
from methods.ranks import coverage_of
from pages.indicator_depth import Depth
from pages.indicator_frame import (
    GROUPS,
    SPREAD,
    TREND,
    children_search,
    framed,
    other_layers,
    unit_of,
    with_passports,
)
from pages.quality_marks import hides
from queries.view_of import LAYER_NAMES, NATION


def trend_figure(depth: Depth) -> html.Section:
    view, series = depth.view, depth.series
    assert view.period is not None
    wholes = [] if is_count(depth.indicator) else reversed(view.ancestors)  # a count dwarfs its parts
    compared = [*wholes, *(depth.areas[c] for c in depth.selection.compare)]
    others = list(dict.fromkeys((a["code"], a["short_name"]) for a in compared))
    lines = lines_of((view.area["code"], view.area["short_name"]), others)
    path = Path(**depth.expected_ends) if depth.expected_ends and not is_yes_no(depth.indicator) else None
    marks = target_marks(depth)
    yearly = view.period["kind"] == "year"
    series = series[series["area"].isin([line.code for line in lines])]
    indicator, divisor = large_units(depth.indicator, series)
    figure = trend_chart(divided(series, divisor), lines=lines, indicator=indicator, path=path, marks=marks)
    body: list[Any] = [
        trend_key(_signs(depth, series, path if yearly else None, marks if yearly else ())),
        graph(f"{TREND}-graph", with_passports(figure, depth), height=300),
    ]
    if yearly and (series["year"] < FIRST_YEAR).any():
        body.append(html.P(f"图自{FIRST_YEAR}年起，更早年份见数据表。", className="hc-note"))
    kinds = "年度" if yearly else ""
    search = {
        "indicator": view.indicator["code"], "area": [line.code for line in lines], "breakdown": view.breakdown,
        "v": view.version,
    }  # fmt: skip
    return framed(body, depth, TREND, f"{kinds}变化与目标", [series], unit=unit_of(indicator), search=search)


def target_marks(depth: Depth) -> tuple[Mark, ...]:
    """The leading national target of each year that has a number."""
    if depth.view.breakdown != "all":
        return ()
    marks = []
    for year, target in depth.leads.items():
        if target["kind"] == "yes_no":
            continue
        aim = aim_text(target, depth.indicator["unit"])
        words = f"{year}年目标<br>{aim}" if year >= LAST_YEAR else f"{year}年 {aim}"
        reached = depth.own.loc[depth.own["year"] == year, "value"]
        below = len(reached) > 0 and float(reached.iloc[0]) > target["value"]
        marks.append(Mark(year, float(target["value"]), words, bool(target["verified"]), below))
    return tuple(marks)


def _signs(depth: Depth, series: pd.DataFrame, path: Path | None, marks: tuple[Mark, ...]) -> list[str]:
    values = series[series["value"].notna()]
    own = values[values["area"] == depth.view.area["code"]]
    signs = {
        "published": bool((~values["demonstration"]).any()),
        "demonstration": bool(values["demonstration"].any()),
        "doubt": bool((values["doubt"] != "").any()),
        "band": bool(own["lower"].notna().any()),
        "baseline": path is not None,
        "path": path is not None and path.verified,
        "path_unverified": path is not None and not path.verified,
        "target": any(m.verified for m in marks),
        "target_unverified": any(not m.verified for m in marks),
    }
    return [sign for sign, drawn in signs.items() if drawn]


def groups_figure(depth: Depth) -> html.Section | None:
    """Men and women, town and country …; nothing where the indicator is not broken down."""
    kinds = [BY_CODE[code].kind for code in depth.groups["breakdown"]]
    groups = depth.groups.assign(breakdown_kind=kinds)
    groups = groups[groups["year"] >= FIRST_YEAR]
    if is_count(depth.indicator):
        groups = groups[groups["breakdown"] != "all"]
    if not panels_of(groups):
        return None
    indicator, divisor = large_units(depth.indicator, groups)
    figure = comparison_chart(divided(groups, divisor), indicator=indicator)
    search = {
        "indicator": depth.indicator["code"], "area": depth.view.area["code"], "breakdown": "*",
        "v": depth.view.version,
    }  # fmt: skip
    figure = with_passports(figure, depth, group=False)
    note = doubt_note(int((groups["doubt"] != "").sum()), hidden=hides(depth.selection), what="个")
    return framed(
        [graph(f"{GROUPS}-graph", figure, height=210), note], depth, GROUPS, "分人群比较", [groups],
        subtitle=depth.view.area["name"], unit=unit_of(indicator), search=search,
    )  # fmt: skip


def spread_figure(depth: Depth) -> html.Section | None:
    """How the areas spread around the nation, with the area itself."""
    children, view = depth.children, depth.view
    assert view.period is not None
    title = f"{depth.parent['short_name']}各{LAYER_NAMES[depth.layer]}分布"
    search = children_search(depth)
    with_value, expected = coverage_of(children["value"], ranked=children["has_statistics"])
    subtitle = f"{view.period['label']}　有数据 {with_value} / {expected}"
    body: Any
    indicator, divisor = large_units(depth.indicator, children)
    if with_value == 0:
        body = nothing_to_show(
            "missing",
            f"{view.period['label']}{depth.parent['name']}没有分{LAYER_NAMES[depth.layer]}数据。",
            *other_layers(depth),
        )
    else:
        marked = depth.selection.compare
        told = [Reference(r.name, r.value / divisor, r.own) for r in references_of(depth)]
        figure = distribution_chart(divided(children, divisor), indicator=indicator, references=told, marked=marked)
        figure = with_passports(figure, depth, period=view.period["code"])
        note = doubt_note(
            int((children["doubt"] != "").sum()), hidden=hides(depth.selection), crossed=with_value <= MOST_DOTS
        )
        body = [graph(f"{SPREAD}-graph", figure, height=figure["layout"]["height"]), note]
    return framed(body, depth, SPREAD, title, [children], subtitle=subtitle, unit=unit_of(indicator), search=search)


def references_of(depth: Depth) -> list[Reference]:
    """The nation, the ancestors and the area itself, in the chosen period; of counts only what is no whole."""
    chain = [NATION, *(a["code"] for a in depth.view.ancestors), depth.view.area["code"]]
    if is_count(depth.indicator):
        chain = [code for code in chain if code in set(depth.children["area"])]
    known = depth.references[depth.references["area"].isin(chain) & depth.references["value"].notna()]
    return [
        Reference(
            f"{r.short_name} {shown(r.value, depth.indicator)}", float(r.value), r.area == depth.view.area["code"]
        )
        for r in known.itertuples()
    ]
