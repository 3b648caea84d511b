"""区域地图: one indicator on the map, from the nation down to the county; a click goes one level deeper."""

import dash
from dash import ClientsideFunction, Input, Output, State, clientside_callback, dcc, html

from access.current import current_viewer
from components.controls import choice, control_strip, indicator_choice, period_slider, segments
from components.downloads import exports
from components.numbers import is_yes_no
from components.page_head import area_trail, page, page_foot, page_head
from components.quality_mark import quality_switch
from components.selection import Selection
from pages.map_drawing import FIGURE, GRAPH, PATH, READOUT, TABLE, described, drawing
from pages.map_values import MapValues, place_of
from queries.indicator_definitions import indicator_definitions
from queries.view_of import LAYER_NAMES, mapped_indicators, records, view_of

dash.register_page(__name__, path=PATH, name="区域地图", title="区域地图 · 健康中国数据驾驶舱", order=3)

CLASS_WORDS = {"fixed": "统一断点", "jenks": "自然间断", "quantile": "等量", "equal": "等距", "deviation": "标准差"}


def layout(**params):
    selection, notices = Selection.from_params(params)
    view = view_of(selection, viewer=current_viewer(), real_first=True)
    place = place_of(view, selection.layer)
    notices += view.notices
    selection = selection.change(
        indicator=view.indicator["code"], area=view.area["code"], period=view.period and view.period["code"]
    )
    map = MapValues(view, place, selection)
    return page(
        area_trail(view.ancestors, view.area, selection, PATH),
        page_head(
            view.indicator["name"],
            described(map) + (f"　单位：{view.indicator['unit']}" if view.indicator["unit"] != "-" else ""),
            demonstration=bool(len(map.children) and map.children["demonstration"].any()),
            exports=exports(FIGURE, search=export_search(map), name=view.indicator["name"] + place.parent["name"]),
        ),
        strip(map),
        drawing(map),
        meaning(map),
        page_foot(view.version),
        notices=notices,
    )


def strip(map: MapValues) -> html.Div:
    view, selection = map.view, map.selection
    layers = [(x, LAYER_NAMES[x]) for x in ("province", "prefecture", "county") if x in view.layers]
    known = records(indicator_definitions, viewer=view.viewer, version=view.version, key="code")
    mapped = mapped_indicators(viewer=view.viewer, version=view.version) | {view.indicator["code"]}
    known = {code: indicator for code, indicator in known.items() if code in mapped}
    return control_strip(
        indicator_choice(known, view.indicator["code"]),
        segments("层级", PATH, selection, "layer", layers, map.place.layer) if len(layers) > 1 else None,
        choice("breakdown", "人群", view.breakdowns, view.breakdown) if len(view.breakdowns) > 1 else None,
        None if is_yes_no(view.indicator) else choice("classes", "分级", list(CLASS_WORDS.items()), selection.classes),
        quality_switch(PATH, selection),
        period_slider(view.periods, view.period and view.period["code"]) if len(view.periods) > 1 else None,
    )


def meaning(map: MapValues) -> html.P:
    """What the figures are, for who came by a link and knows only the name; the whole definition is a step away."""
    more = dcc.Link("指标监测 ›", href=map.selection.change(layer=None).address("/indicators"))
    return html.P(["定义：", map.view.indicator["definition"], "　", more], className="hc-note hc-map-meant")


def export_search(map: MapValues) -> dict[str, str]:
    view = map.view
    return {
        "indicator": view.indicator["code"], "parent": map.place.parent["code"], "layer": map.place.layer,
        "period": view.period["code"] if view.period else "", "breakdown": view.breakdown, "v": view.version,
        "quality": map.selection.quality or "",
    }  # fmt: skip


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
