"""The overview's map: areas by their gap to the target of one indicator, in one common year."""

import pandas as pd
from dash import dcc, html

from components import palette
from components.controls import choice
from components.downloads import exports
from components.figure_frame import figure_frame
from components.gap_legend import gap_legend
from components.map_figure import map_credit, map_figure
from components.numbers import aim_text, difference_unit, is_missing
from components.provenance import provenance
from components.states import nothing_to_show
from components.template import graph
from data.boundaries import read_frame
from data.settings import settings
from methods.gap_classes import gap_breaks, gap_class
from pages.overview_standing import Overview
from queries.view_of import DEFAULT_INDICATOR, LAYER_NAMES, NATION, Record

PATH, MAP, GRAPH = "/", "overview-map", "overview-map-graph"


def gap_map(overview: Overview):
    """The areas inside home by their gap to the target of the selected indicator, in one common year."""
    view, indicator = overview.view, overview.view.indicator
    code, target = indicator["code"], overview.targets.get(indicator["code"])
    title = f"各地{indicator['short_name']}与2030年目标的差距"
    rows = overview.judged[(overview.judged["indicator"] == code) & (overview.judged["area"] != overview.home["code"])]
    frame = read_frame(settings().geo, overview.home["code"], overview.layer)
    steps = [("看地图", overview.selection.address("/map"))]
    if code != DEFAULT_INDICATOR:
        steps.append(("换为人均预期寿命", overview.selection.change(indicator=None).address(PATH)))
    if target is None or target["operator"] == "between":
        body = nothing_to_show("not_applicable", f"{indicator['name']}没有可以计算差距的2030年数值目标。", *steps)
        return figure_frame(body, id=MAP, title=title, unit=indicator["unit"], version=view.version)
    if rows.empty or frame is None:
        why = f"{overview.home['name']}没有分{LAYER_NAMES[overview.layer]}的{indicator['name']}数据。"
        return figure_frame(nothing_to_show("missing", why, *steps), id=MAP, title=title, version=view.version)
    period = rows["period"].mode().iloc[-1]
    rows = rows[rows["period"] == period]
    return drawn_gaps(overview, rows, target, frame, title)


def drawn_gaps(overview: Overview, rows: pd.DataFrame, target: Record, frame: dict, title: str):
    view, indicator = overview.view, overview.view.indicator
    higher = target["operator"] in (">=", ">", "=")
    better = (rows["value"] - target["value"]) * (1 if higher else -1)
    breaks, colours = gap_breaks(better.to_numpy()), palette.diverging(6)
    areas = rows.assign(class_index=gap_class(better.to_numpy(), breaks))
    figure = map_figure(
        areas=areas, frame=frame, geo_url_prefix="/geo/", colours=colours, breaks=breaks, size="small",
    )  # fmt: skip
    here = overview.selection.change(indicator=indicator["code"], show=None)
    figure["layout"]["meta"] |= {"search": here.change(area=NATION).to_search()}
    classes = areas.set_index("area")["class_index"].reindex(frame["areas"]).to_numpy(dtype=float)
    unit = difference_unit(indicator["unit"])
    short = indicator["unit"] if len(indicator["unit"]) < 3 else ""
    legend = gap_legend(
        classes, breaks, colours, higher_better=higher,
        unit=short if unit == indicator["unit"] else "",  # a gap of percentages is in 个百分点: the title line says so
        target=aim_text(target, "").lstrip("≥≤><") + short, level=LAYER_NAMES[overview.layer],
        doubtful=int((areas["doubt"] != "").sum()),
    )  # fmt: skip
    map_link = dcc.Link("在地图上查看", href=here.change(area=overview.home["code"]).address("/map"))
    indicator_choice = choice("indicator", "换指标", aimed_options(overview), indicator["code"])
    told = provenance([rows], pd.DataFrame(list(overview.sources.values())))
    body = html.Div(
        [
            html.Aside([legend, html.Div([map_link, indicator_choice], className="hc-map-tools")]),
            html.Div(graph(GRAPH, figure, className="hc-overview-graph"), className="hc-overview-map", role="img",
                     **{"aria-label": f"{title}，点击地区进入区域地图"}),
        ],
        className="hc-overview-gaps",
    )  # fmt: skip
    return figure_frame(
        body, id=MAP, title=title, subtitle=f"{overview.home['name']}　{rows['year'].iloc[0]}年", unit=unit,
        source=told["source"], cut_off=told["cut_off"], version=view.version,
        demonstration=told["demonstration"], verified=told["verified"] and bool(target["verified"]),
        credit=map_credit(settings().map_source, settings().map_approval),
        exports=exports(MAP, search=gap_search(overview, rows["period"].iloc[0]), name=title),
    )  # fmt: skip


def gap_search(overview: Overview, period: str) -> dict[str, str]:
    return {
        "indicator": overview.view.indicator["code"], "parent": overview.home["code"], "layer": overview.layer,
        "period": period, "breakdown": "all", "v": overview.view.version, "quality": overview.selection.quality or "",
    }  # fmt: skip


def aimed_options(overview: Overview) -> list[tuple[str, str]]:
    """Indicators with a gap that can be put on this map, the featured ones first."""
    inside = overview.judged[overview.judged["area"] != overview.home["code"]]
    held = set(inside["indicator"])
    mapped = [code for code in overview.indicators if code in held]
    mapped.sort(
        key=lambda c: 99 if is_missing(overview.indicators[c]["featured"]) else overview.indicators[c]["featured"]
    )
    return [(code, overview.indicators[code]["short_name"]) for code in mapped]
