"""区域地图: one indicator on the map, from the nation down to the county; a click goes one level deeper."""

import json
from dataclasses import dataclass
from datetime import date

import dash
import numpy as np
import pandas as pd
from dash import ClientsideFunction, Input, Output, State, clientside_callback, html
from dash.development.base_component import Component

from access.current import current_viewer
from components import palette
from components.controls import choice, control_strip, indicator_choice, period_slider, segments
from components.downloads import exports
from components.figure_frame import figure_frame
from components.map_figure import map_credit, map_figure
from components.map_legend import map_legend
from components.map_narrow import with_narrow_names
from components.numbers import difference_unit
from components.page_head import area_trail, page, page_foot, page_head
from components.selection import Selection
from components.states import nothing_to_show
from components.template import graph
from data.boundaries.read import read_frame
from data.settings import settings
from methods.classes import class_breaks, class_of, round_breaks
from methods.rare_events import FEWEST_EVENTS, too_few_events
from queries.batches import batches
from queries.coverage import coverage
from queries.indicator_definitions import indicator_definitions
from queries.values_of_areas import values_of_areas
from queries.values_of_children import values_of_children
from queries.view_of import LAYER_NAMES, NATION, Record, View, mapped_indicators, records, view_of

dash.register_page(__name__, path="/map", name="区域地图", title="区域地图 · 健康中国数据驾驶舱", order=3)

PATH = "/map"
FIGURE, GRAPH, TABLE, READOUT = "map-frame", "map-figure", "map-table", "map-readout"
KEYS = "方向键选择地区，回车进入，退格返回上级；数据见右侧表格。"
CLASS_WORDS = {"fixed": "统一断点", "jenks": "自然间断", "quantile": "等量", "equal": "等距"}
# Up to here a page carries the counts behind each value; a map of all counties carries values only (20 kB a step).
MOST_WITH_COUNTS = 400


@dataclass
class Place:
    """The map's parent and what is selected in it: a county has no map of its own, its parent's map shows it."""

    parent: Record
    layer: str
    selected: str | None


def place_of(view: View, asked_layer: str | None) -> Place:
    if view.layers:
        return Place(view.area, view.layer, None)
    parent = view.ancestors[-1]
    layers = ["prefecture", "county"] if view.area["level"] == "prefecture" else ["county"]
    layer = asked_layer if asked_layer in layers else layers[0]
    return Place(parent, layer, view.area["code"])


def layout(**params):
    selection, notices = Selection.from_params(params)
    view = view_of(selection, viewer=current_viewer(), real_first=True)
    place = place_of(view, selection.layer)
    notices += view.notices
    selection = selection.change(
        indicator=view.indicator["code"], area=view.area["code"], period=view.period and view.period["code"]
    )
    children = values(view, place)
    drawn = drawing(view, place, selection, children) if view.period else unavailable(view, place, selection)
    return page(
        area_trail(view.ancestors, view.area, selection, PATH),
        page_head(
            view.indicator["name"],
            f"{described(view, place)}　单位：{view.indicator['unit']}",
            demonstration=bool(len(children) and children["demonstration"].any()),
            exports=exports(
                FIGURE, search=export_search(view, place), name=view.indicator["name"] + place.parent["name"]
            ),
        ),
        strip(view, place, selection),
        drawn,
        page_foot(view.version),
        notices=notices,
    )


def described(view: View, place: Place) -> str:
    """Where, by which level, when and of whom."""
    people = dict(view.breakdowns).get(view.breakdown, "") if len(view.breakdowns) > 1 else ""
    words = [place.parent["name"], f"分{LAYER_NAMES[place.layer]}", view.period["label"] if view.period else "", people]
    return "　".join(w for w in words if w)


def values(view: View, place: Place) -> pd.DataFrame:
    """The areas of the map with their values; what lies outside the statistics has none."""
    if not view.period:
        return pd.DataFrame()
    frame = view.ask(
        values_of_children,
        indicator=view.indicator["code"],
        parent=place.parent["code"],
        layer=place.layer,
        period=view.period["code"],
        breakdown=view.breakdown,
    )
    frame.loc[~frame["has_statistics"], "value"] = np.nan
    return frame.sort_values(
        "value", ascending=view.indicator["direction"] == "lower", kind="stable", na_position="last"
    )


def strip(view: View, place: Place, selection: Selection) -> html.Div:
    layers = [(x, LAYER_NAMES[x]) for x in ("province", "prefecture", "county") if x in view.layers]
    known = records(indicator_definitions, viewer=view.viewer, version=view.version, key="code")
    mapped = mapped_indicators(viewer=view.viewer, version=view.version) | {view.indicator["code"]}
    known = {code: indicator for code, indicator in known.items() if code in mapped}
    return control_strip(
        indicator_choice(known, view.indicator["code"]),
        segments("层级", PATH, selection, "layer", layers, place.layer) if len(layers) > 1 else None,
        choice("breakdown", "人群", view.breakdowns, view.breakdown) if len(view.breakdowns) > 1 else None,
        choice("classes", "分级", list(CLASS_WORDS.items()), selection.classes),
        period_slider(view.periods, view.period and view.period["code"]) if len(view.periods) > 1 else None,
    )


def unavailable(view: View, place: Place, selection: Selection) -> html.Div:
    steps = [("查看定义", selection.address("/indicators"))]
    if view.area["code"] != NATION:
        steps.append(("查看全国", selection.change(area=NATION, layer=None).address(PATH)))
    return html.Div(nothing_to_show("missing", f"{view.indicator['name']}还没有可以上图的数据。", *steps))


def nothing_here(view: View, place: Place, selection: Selection) -> html.Div:
    """No area of this map has a value: say where there are values."""
    held = view.ask(coverage, indicator=view.indicator["code"])
    held = held[(held["with_value"] > 0) & (held["level"] != "zone")]
    at_layer = held[held["level"] == place.layer]
    level = LAYER_NAMES[place.layer]
    assert view.period is not None
    if not place.parent["has_statistics"]:
        reason = f"{place.parent['name']}不在全国性统计指标的范围内。"
        steps = []
    elif len(at_layer):
        period = at_layer["period"].iloc[-1]
        reason = f"{place.parent['name']}{view.period['label']}没有该指标的分{level}数据。"
        steps = [(f"查看{at_layer['period_label'].iloc[-1]}", selection.change(period=period).address(PATH))]
    else:
        reason = f"该指标没有分{level}的数据。"
        steps = []
    if "province" in set(held["level"]):
        steps.append(("查看全国分省", selection.change(area=NATION, layer="province", period=None).address(PATH)))
    return html.Div(nothing_to_show("missing", reason, *steps, ("查看指标", selection.address("/indicators"))))


def breaks_for(view: View, selection: Selection, children: pd.DataFrame) -> list[float]:
    """Class breaks: fixed ones stay the same at every level, the others follow the areas shown."""
    present = children.loc[children["has_statistics"], "value"]
    if selection.classes != "fixed":
        return class_breaks(present, selection.classes)
    if view.indicator["breaks"]:
        return json.loads(view.indicator["breaks"])
    assert view.period is not None
    for layer in ("county", "prefecture", "province"):
        wide = view.ask(
            values_of_children,
            indicator=view.indicator["code"],
            parent=NATION,
            layer=layer,
            period=view.period["code"],
            breakdown=view.breakdown,
        )
        if wide["value"].notna().sum() > 7:
            return round_breaks(wide["value"])
    return round_breaks(present)


def drawing(view: View, place: Place, selection: Selection, children: pd.DataFrame) -> Component:
    assert view.period is not None
    frame = read_frame(settings().geo, place.parent["code"], place.layer)
    if frame is None:
        return html.Div(
            nothing_to_show(
                "missing", f"{place.parent['name']}没有分{LAYER_NAMES[place.layer]}的边界。", ("查看全国", PATH)
            )
        )
    if children["value"].isna().all():
        return nothing_here(view, place, selection)
    breaks = breaks_for(view, selection, children)
    children = children.assign(class_index=class_of(children["value"], breaks, right=False))
    colours = palette.sequential(len(breaks) + 1)
    figure = map_figure(
        areas=children, frame=frame, geo_url_prefix="/geo/", colours=colours, breaks=breaks, selected=place.selected,
        decimals=int(view.indicator["decimals"]) + 1,  # one more than shown: differences are rounded once
    )  # fmt: skip
    ordered = children.set_index("area").reindex(frame["areas"])
    figure["layout"]["meta"] |= meta(view, place, selection, ordered)
    figure = with_narrow_names(figure, frame)
    batch = source_of(view, children)
    body = html.Div(
        [
            html.Aside(
                [
                    map_legend(children, breaks, colours, view.indicator, LAYER_NAMES[place.layer]),
                    html.Div(id=READOUT, className="hc-readout", **{"aria-live": "polite"}),
                ]
            ),
            html.Div(
                graph(GRAPH, figure, className="hc-map-graph"),
                className="hc-map-box",
                id="map-keys",
                tabIndex=0,
                role="application",
                **{"aria-label": f"{view.indicator['name']}地图。{KEYS}"},
            ),
            html.Div(id=TABLE, className="hc-map-table", tabIndex=-1),
        ],
        className="hc-map-page",
    )
    return figure_frame(
        body,
        id=FIGURE,
        title=view.indicator["name"],
        subtitle=described(view, place),
        unit=view.indicator["unit"],
        source=batch["source"],
        cut_off=str(batch["cut_off"] or ""),
        version=view.version,
        demonstration=bool(children["demonstration"].any()),
        verified=bool(batch["verified"]),
        credit=map_credit(settings().map_source, settings().map_approval),
    )  # fmt: skip


def export_search(view: View, place: Place) -> dict[str, str]:
    return {
        "indicator": view.indicator["code"], "parent": place.parent["code"], "layer": place.layer,
        "period": view.period["code"] if view.period else "", "breakdown": view.breakdown, "v": view.version,
    }  # fmt: skip


def meta(view: View, place: Place, selection: Selection, children: pd.DataFrame) -> dict:
    """What the browser needs besides the figure to write table and readout (`assets/map.js`); `children` by area."""
    assert view.period is not None
    codes = list(dict.fromkeys([NATION, *(a["code"] for a in view.ancestors), place.parent["code"]]))
    rows = view.ask(
        values_of_areas,
        indicator=view.indicator["code"],
        areas=tuple(codes),
        period=view.period["code"],
        breakdown=view.breakdown,
    ).set_index("area")
    benchmarks = [
        [code, rows.loc[code, "name"], None if pd.isna(rows.loc[code, "value"]) else rows.loc[code, "value"]]
        for code in codes
        if code in rows.index
    ]
    without = children[children["value"].isna() & children["status"].isin(["suppressed", "not_applicable"])]
    outside = children.index[children["has_statistics"] != True]  # noqa: E712  (no row at all is outside too)
    few = children.index[
        too_few_events(children["numerator"].to_numpy(), view.indicator["unit"], view.indicator["aggregation"])
    ]
    with_counts = len(children) <= MOST_WITH_COUNTS and children["numerator"].notna().any()
    return {
        "decimals": int(view.indicator["decimals"]),
        "unit": view.indicator["unit"],
        "difference": difference_unit(view.indicator["unit"]),
        "benchmarks": benchmarks,
        "layer": place.layer,
        "selected": place.selected,
        "search": selection.change(area=NATION, layer=None).to_search(),
        "marks": without["status"].to_dict(),
        "unranked": [*outside, *few],
        "outside": outside.tolist(),
        "fewest_events": FEWEST_EVENTS,
        "sum": view.indicator["aggregation"] == "sum",
        "lowest_first": view.indicator["direction"] == "lower",
        "counts": [
            [view.indicator["numerator_label"], compact(children["numerator"])],
            [view.indicator["denominator_label"], compact(children["denominator"])],
        ]
        if with_counts
        else [],
    }


def compact(column: pd.Series) -> list[float | None]:
    return [None if pd.isna(x) else (int(x) if x == int(x) else round(x, 2)) for x in column]


def source_of(view: View, children: pd.DataFrame) -> dict:
    """Source, cut-off and standing of the batches behind a figure: the most frequent batch speaks for all."""
    used = children["batch_id"].dropna()
    if used.empty:
        return {"source": "—", "cut_off": "", "verified": True}
    every = records(batches, viewer=view.viewer, version=view.version, key="batch_id")
    known = [every[int(b)] for b in used.unique()]
    latest = max((b["cut_off"] for b in known if isinstance(b["cut_off"], date)), default=None)
    verified = all(b["verified"] for b in known if not b["demonstration"])
    return {"source": every[int(used.mode().iloc[0])]["source"], "cut_off": latest, "verified": verified}


clientside_callback(
    ClientsideFunction("cockpit", "drill_down"),
    Output("address", "search", allow_duplicate=True),
    Input(GRAPH, "clickData"),
    State(GRAPH, "figure"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("cockpit", "read_out"),
    Output(READOUT, "title"),
    Input(GRAPH, "hoverData"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("cockpit", "write_table"),
    Output(TABLE, "title"),
    Input(GRAPH, "figure"),
)
