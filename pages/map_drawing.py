"""The map's figure frame: legend, map, what the browser needs for table and readout; or why nothing is drawn."""

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components import palette
from components.figure_frame import figure_frame
from components.map_figure import map_credit, map_figure
from components.map_legend import map_legend
from components.map_narrow import with_narrow_names
from components.numbers import difference_unit, is_count, is_yes_no
from components.passport_link import passport_search
from components.states import nothing_to_show
from components.template import graph
from data.boundaries.read import read_frame
from data.settings import settings
from methods.classes import class_of
from methods.doubtful import WITHHELD
from methods.rare_events import FEWEST_EVENTS, too_few_events
from pages.map_values import MapValues
from pages.quality_marks import hides
from queries.coverage import coverage
from queries.view_of import LAYER_NAMES, NATION

PATH = "/map"
FIGURE, GRAPH, TABLE, READOUT = "map-frame", "map-figure", "map-table", "map-readout"
KEYS = "方向键选择地区，回车进入，退格返回上级；数据见右侧表格。"
# Up to here a page carries the counts behind each value; a map of all counties carries values only (20 kB a step).
MOST_WITH_COUNTS = 400


def described(map: MapValues) -> str:
    """Where, by which level, when and of whom."""
    view = map.view
    people = dict(view.breakdowns).get(view.breakdown, "") if len(view.breakdowns) > 1 else ""
    period = view.period["label"] if view.period else ""
    words = [map.place.parent["name"], f"分{LAYER_NAMES[map.place.layer]}", period, people]
    return "　".join(w for w in words if w)


def drawing(map: MapValues) -> Component:
    """The figure, or the reason why there is none."""
    if not map.view.period:
        return unavailable(map)
    frame = read_frame(settings().geo, map.place.parent["code"], map.place.layer)
    if frame is None:
        why = f"{map.place.parent['name']}没有分{LAYER_NAMES[map.place.layer]}的边界。"
        return html.Div(nothing_to_show("missing", why, ("查看全国", PATH)))
    if map.children["value"].isna().all():
        return nothing_here(map)
    return drawn(map, frame)


def unavailable(map: MapValues) -> html.Div:
    view, selection = map.view, map.selection
    steps = [("查看定义", selection.address("/indicators"))]
    if view.area["code"] != NATION:
        steps.append(("查看全国", selection.change(area=NATION, layer=None).address(PATH)))
    return html.Div(nothing_to_show("missing", f"{view.indicator['name']}还没有可以上图的数据。", *steps))


def nothing_here(map: MapValues) -> html.Div:
    """No area of this map has a value: say where there are values."""
    view, place, selection = map.view, map.place, map.selection
    assert view.period is not None
    held = view.ask(coverage, indicator=view.indicator["code"])
    held = held[(held["with_value"] > 0) & (held["level"] != "zone")]
    at_layer = held[held["level"] == place.layer]
    level = LAYER_NAMES[place.layer]
    steps = []
    if (map.children["status"] == WITHHELD).any():
        reason = f"{place.parent['name']}{view.period['label']}的分{level}数据均存疑，按您的选择未显示。"
        steps = [("显示存疑数据", selection.change(quality=None).address(PATH))]
    elif not place.parent["has_statistics"]:
        reason = f"{place.parent['name']}不在全国性统计指标的范围内。"
    elif len(at_layer):
        period = at_layer["period"].iloc[-1]
        reason = f"{place.parent['name']}{view.period['label']}没有该指标的分{level}数据。"
        steps = [(f"查看{at_layer['period_label'].iloc[-1]}", selection.change(period=period).address(PATH))]
    else:
        reason = f"该指标没有分{level}的数据。"
    if "province" in set(held["level"]):
        steps.append(("查看全国分省", selection.change(area=NATION, layer="province", period=None).address(PATH)))
    return html.Div(nothing_to_show("missing", reason, *steps, ("查看指标", selection.address("/indicators"))))


def drawn(map: MapValues, frame: dict) -> Component:
    view, place, breaks = map.view, map.place, map.breaks
    children = map.children.assign(class_index=class_of(map.children["value"], breaks, right=False))
    colours = palette.sequential(len(breaks) + 1)
    figure = map_figure(
        areas=children, frame=frame, geo_url_prefix="/geo/", colours=colours, breaks=breaks, selected=place.selected,
        # Far more than are shown: what is rounded twice is wrong (64.8045 → 64.805 → 64.81).
        decimals=int(view.indicator["decimals"]) + 8,
    )  # fmt: skip
    figure["layout"]["meta"] |= meta(map, children.set_index("area").reindex(frame["areas"]))
    figure = with_narrow_names(figure, frame)
    batch = map.source
    aside = [
        map_legend(children, breaks, colours, view.indicator, LAYER_NAMES[place.layer], note=map.class_words),
        html.Div(id=READOUT, className="hc-readout", **{"aria-live": "polite"}),
    ]
    picture = html.Div(
        graph(GRAPH, figure, className="hc-map-graph"), className="hc-map-box", id="map-keys", tabIndex=0,
        role="application", **{"aria-label": f"{view.indicator['name']}地图。{KEYS}"},
    )  # fmt: skip
    body = [html.Aside(aside), picture, html.Div(id=TABLE, className="hc-map-table", tabIndex=-1)]
    return figure_frame(
        html.Div(body, className="hc-map-page"),
        id=FIGURE,
        title=view.indicator["name"],
        subtitle=described(map),
        unit="" if view.indicator["unit"] == "-" else view.indicator["unit"],
        source=batch["source"],
        cut_off=str(batch["cut_off"] or ""),
        version=view.version,
        demonstration=bool(children["demonstration"].any()),
        verified=bool(batch["verified"]),
        credit=map_credit(settings().map_source, settings().map_approval),
    )  # fmt: skip


def meta(map: MapValues, children: pd.DataFrame) -> dict:
    """What the browser needs besides the figure to write table and readout (`assets/map.js`); `children` by area."""
    view, place = map.view, map.place
    assert view.period is not None
    benchmarks = map.benchmarks
    without = children[children["value"].isna() & children["status"].isin(["suppressed", "not_applicable", WITHHELD])]
    outside = children.index[children["has_statistics"] != True]  # noqa: E712  (no row at all is outside too)
    few = children.index[
        too_few_events(children["numerator"].to_numpy(), view.indicator["unit"], view.indicator["aggregation"])
    ]
    with_counts = len(children) <= MOST_WITH_COUNTS and children["numerator"].notna().any()
    return {
        "decimals": int(view.indicator["decimals"]),
        "unit": "" if view.indicator["unit"] == "-" else view.indicator["unit"],
        "passport": passport_search(
            view.indicator["code"], period=view.period["code"], breakdown=view.breakdown, v=view.version
        ),
        "difference": difference_unit(view.indicator["unit"]),
        "benchmarks": [
            [code, name, None if pd.isna(value) else value]
            for code, name, value in zip(benchmarks["area"], benchmarks["name"], benchmarks["value"], strict=True)
        ],
        "layer": place.layer,
        "selected": place.selected,
        "search": map.selection.change(area=NATION, layer=None).to_search(),
        "marks": without["status"].to_dict(),
        "unranked": [*outside, *few],
        "outside": outside.tolist(),
        "fewest_events": FEWEST_EVENTS,
        "sum": view.indicator["aggregation"] == "sum",
        "kind": "count" if is_count(view.indicator) else "yes_no" if is_yes_no(view.indicator) else "",
        "lowest_first": view.indicator["direction"] == "lower",
        "counts": [
            [view.indicator["numerator_label"], compact(children["numerator"])],
            [view.indicator["denominator_label"], compact(children["denominator"])],
        ]
        if with_counts
        else [],
    } | doubts(map, children)


def doubts(map: MapValues, children: pd.DataFrame) -> dict:
    """Values in doubt: `doubts` by area as [number of the reason, key of the finding], `reasons` each once."""
    shown = pd.concat([children["doubt"], map.benchmarks["doubt"]])
    keys = pd.concat([children["doubt_finding"], map.benchmarks["doubt_finding"]])
    told = {code: (reason, keys_of) for code, reason, keys_of in zip(shown.index, shown, keys, strict=True)
            if isinstance(reason, str) and reason}  # fmt: skip
    reasons = list(dict.fromkeys(reason for reason, _ in told.values()))
    return {
        "doubts": {code: [reasons.index(reason), key] for code, (reason, key) in told.items()},
        "reasons": reasons,
        "hidden": hides(map.selection),
    }


def compact(column: pd.Series) -> list[float | None]:
    return [None if pd.isna(x) else (int(x) if x == int(x) else round(x, 2)) for x in column]
