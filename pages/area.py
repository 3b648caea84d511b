"""地区画像: one area against its parent, the nation and its peers, on every indicator that it has a value of."""

from typing import Any

import dash
import numpy as np
import pandas as pd
from dash import dcc, html

from access.current import current_viewer
from components.downloads import exports
from components.figure_frame import STANDING_NOTE, figure_frame
from components.map_figure import map_credit, map_figure
from components.numbers import is_missing, shown
from components.page_head import area_trail, page, page_foot, page_head
from components.passport_link import number_link, passport_address
from components.population import age_bars, population_figures, scaled_people
from components.provenance import provenance
from components.selection import Selection
from components.small_trend import Series, small_trend
from components.spine import spine_legend, spine_table
from components.spine_rows import spine_groups
from components.states import nothing_to_show
from components.template import graph
from data.boundaries import read_frame
from data.settings import settings
from methods.rare_events import too_few_events
from pages.area_portrait import LEVELS, Portrait, facts, passport_of_value, portrait_of, profile_with_siblings
from queries.batches import batches
from queries.series_of_indicators import series_of_indicators
from queries.view_of import NATION, View, view_of

dash.register_page(__name__, path="/area", name="地区画像", title="地区画像 · 健康中国数据驾驶舱", order=4)

PATH = "/area"
PEOPLE, PLACE, AGES, SPINE, TRENDS = "area-people", "area-place", "area-ages", "area-spine", "area-trends"
INSIDE = {
    "市": "市内",
    "区": "区内",
    "州": "州内",
    "省": "省内",
    "国": "全国",
}  # by the last character of the parent's name
FEWEST_PUBLISHED = 3
TRENDS_SHOWN, TRENDS_SINCE = 4, 2010


def layout(**params):
    selection, notices = Selection.from_params(params)
    view = view_of(selection, viewer=current_viewer())
    trail = area_trail(view.ancestors, view.area, selection, PATH)
    notices += view.notices
    if not view.area["has_statistics"]:
        return page(trail, page_head(view.area["name"], "地区画像"), outside(view, selection),
                    page_foot(view.version), notices=notices)  # fmt: skip
    portrait = portrait_of(view, selection)
    return page(
        trail,
        page_head(view.area["name"], described(portrait)),
        html.Div(
            [
                html.Div([people(portrait), place(portrait), ages(portrait)]),
                html.Div([compared(portrait), trends(portrait)]),
            ],
            className="hc-portrait" + (" wide" if portrait.area["level"] in ("nation", "province") else ""),
        ),
        page_foot(view.version, "位次与同类分组为本系统默认口径"),
        notices=notices,
    )


def outside(view: View, selection: Selection):
    """An area that the statistics do not cover: drawn on the map, never compared."""
    why = f"{view.area['name']}不在本系统统计范围内，没有可以展示的指标。{STANDING_NOTE}"
    if view.area["province_code"] not in ("710000", "810000", "820000"):
        why = f"{view.area['name']}不是统计单元，没有单独的指标；其数据计入所属地区。"
    steps = [("查看全国", selection.change(area=NATION).address(PATH)), ("在地图上查看", selection.address("/map"))]
    return figure_frame(
        nothing_to_show("not_applicable", why, *steps), id=SPINE, title="主要指标与比较", version=view.version
    )


def described(portrait: Portrait) -> str:
    beside = [a["name"] for a in portrait.columns[1:]] + ([f"全国{portrait.peer_words}"] if portrait.peers else [])
    return "地区画像" + (f"　与{'、'.join(beside)}比较" if beside else "　各省的分布作背景")


def people(portrait: Portrait):
    """Who lives here: counts of the census where it covers the area."""
    code = portrait.area["code"]

    def count_of(indicator: str, part: str) -> float:
        return portrait.value(indicator, code, part)

    # The people that the ages are counted among; a newer estimate of the total would not fit the other three.
    everyone = count_of("A65", "denominator")
    year = portrait.value("A65" if not is_missing(everyone) else "POP", code, "year")
    away = sum(count_of(i, "numerator") for i in ("MIG_COUNTY", "MIG_PROV", "MIG_OTHER"))
    counts = [
        (
            "常住人口",
            count_of("POP", "value") if is_missing(everyone) else everyone,
            "POP" if is_missing(everyone) else "A65",
        ),
        ("65岁及以上", count_of("A65", "numerator"), "A65"),
        ("城镇人口", count_of("URB", "numerator"), "URB"),
        ("人户分离人口", away, ""),  # of three indicators: none of their passports is its own
    ]
    told = facts(portrait, ["A65", "URB", "MIG_PROV"], [code], brief=True)
    if all(is_missing(n) for _, n, _ in counts):
        body: Any = nothing_to_show("missing", f"{portrait.area['name']}没有人口数据。")
    else:
        body = population_figures(
            [(what, *scaled_people(n), passport_of_value(portrait, i, code) if i else "") for what, n, i in counts]
        )
    return figure_frame(body, id=PEOPLE, title="人口", subtitle="" if is_missing(year) else f"{year:.0f}年", **told)


def place(portrait: Portrait):
    """Where the area lies inside its parent; the nation is shown whole."""
    home, area = portrait.within or portrait.area, portrait.area
    frame = read_frame(settings().geo, home["code"], portrait.layer)
    title = f"在{home['name']}的位置" if area["code"] != home["code"] else "全国各省"
    if frame is None or (area["code"] not in frame["areas"] and area["code"] != home["code"]):
        return figure_frame(nothing_to_show("not_applicable", f"{area['name']}没有单独的边界。"), id=PLACE, title=title)
    shown = pd.DataFrame({"area": frame["areas"]})
    known = [portrait.areas.get(code, {}).get("has_statistics") is True for code in shown["area"]]
    shown = shown.assign(value=np.where(known, 1.0, np.nan), class_index=np.where(known, 0.0, np.nan))
    shown.loc[shown["area"] == area["code"], "class_index"] = 1.0
    figure = map_figure(
        areas=shown, frame=frame, geo_url_prefix="/geo/", colours=["#E6EAED", "#1B4F86"], size="small", decimals=0
    )
    link = dcc.Link("在地图上查看", href=portrait.selection.change(indicator=None).address("/map"))
    picture = html.Div(
        graph("area-place-graph", figure, className="hc-overview-graph"), className="hc-place", role="img",
        **{"aria-label": title},
    )  # fmt: skip
    credit = map_credit(settings().map_source, settings().map_approval)
    return figure_frame([picture, link], id=PLACE, title=title, credit=credit)


def ages(portrait: Portrait):
    rows = []
    for area in portrait.columns:
        shares = [portrait.value(i, area["code"]) for i in ("A0_14", "A15_64", "A65")]
        rows.append((area["short_name"], *shares))
    told = facts(portrait, ["A0_14", "A15_64", "A65"], [a["code"] for a in portrait.columns], brief=True)
    year = portrait.value("A65", portrait.area["code"], "year")
    ways = {
        a["short_name"]: tuple(passport_of_value(portrait, i, a["code"]) for i in ("A0_14", "A15_64", "A65"))
        for a in portrait.columns
    }
    return figure_frame(
        age_bars(rows, ways),
        id=AGES,
        title="年龄构成",
        subtitle="" if is_missing(year) else f"{year:.0f}年",
        unit="%",
        **told,
    )


def compared(portrait: Portrait):
    """The spine chart."""
    area = portrait.area
    title = "主要指标与比较"
    if not portrait.pairs:
        steps = [("查看上级", portrait.selection.change(area=(portrait.within or area)["code"]).address(PATH))]
        body = nothing_to_show("missing", f"{area['name']}还没有任何指标的数据。", *steps)
        return figure_frame(body, id=SPINE, title=title, version=portrait.view.version)
    profile = profile_with_siblings(portrait)
    groups = spine_groups(
        profile,
        portrait.indicators,
        lambda code: portrait.selection.change(indicator=code, period=None).address("/indicators"),
    )
    columns = [a["short_name"] for a in portrait.columns] + (["同类"] if portrait.peers else [])
    inside = INSIDE.get((portrait.within or area)["name"][-1], "辖区内")
    n = int(max((group["n"] for group in profile.spread.values()), default=0))
    ranked = area["level"] not in ("zone", "nation")
    subtitle = "横轴以全国为中线，逐行按比例" + (
        f"；位次为{inside}{n}个{LEVELS[area['level']]}" if ranked and n else ""
    )
    codes = [a["code"] for a in portrait.columns]
    legend = spine_legend(
        parent=portrait.above["short_name"] if portrait.above else "", peers="同类" if portrait.peers else "",
        judged=area["code"] != NATION,
        siblings=f"{inside}各{LEVELS.get(area['level'], '省')[0]}" if n else "",
    )  # fmt: skip
    periods = tuple(sorted({period for _, period in portrait.pairs}))
    return figure_frame(
        [legend, spine_table(groups, columns, axis="全国")],
        id=SPINE, title=title, subtitle=subtitle, unit="见各行", className="hc-compared",
        exports=exports(SPINE, search={"area": codes, "period": periods, "v": portrait.view.version},
                        name=f"{area['name']}画像"),
        **facts(portrait, [i for i, _ in portrait.pairs], [area["code"]]),
    )  # fmt: skip


def trends(portrait: Portrait):
    """The first headline indicators over time; a rate of too few events would draw chance alone."""
    held = {code for code, _ in portrait.pairs if not few_events(portrait, code)}
    featured = sorted((i["featured"], c) for c, i in portrait.indicators.items() if not is_missing(i["featured"]))
    codes = tuple(c for _, c in featured if c in held)[:TRENDS_SHOWN]
    if not codes:
        return None
    # Nation before parent: the order of the colours.
    shown = [portrait.area, *reversed(portrait.columns[1:])]
    found = portrait.view.ask(series_of_indicators, indicators=codes, areas=tuple(a["code"] for a in shown))
    found = found[found["year"] >= TRENDS_SINCE]
    charts, used = [], []
    for code in codes:
        lines: list[Series] = []
        latest: Any = None
        for area in shown:
            points = chosen_points(found[(found["indicator"] == code) & (found["area"] == area["code"])])
            used.append(points)
            if area is portrait.area and len(points):
                latest = newest(portrait, code, points.iloc[-1])
            lines.append(Series(area["short_name"], list(zip(points["year"], points["value"], points["demonstration"],
                                                             strict=True))))  # fmt: skip
        indicator = portrait.indicators[code]
        charts.append(
            small_trend(
                indicator["short_name"], indicator["unit"], lines, decimals=int(indicator["decimals"]), latest=latest
            )
        )
    told = provenance(used, portrait.view.ask(batches))
    return figure_frame(
        html.Div(charts, className="hc-trends"), id=TRENDS, title="走势", version=portrait.view.version, **told,
        subtitle="有公布值的地区只画公布值，其余为演示数据" if told["demonstration"] else "",
    )  # fmt: skip


def newest(portrait: Portrait, code: str, row: Any) -> Any:
    """The last point of the area's own line as a number with its year."""
    way = passport_address(code, portrait.area["code"], str(row["year"]), v=portrait.view.version)
    return [f"{row['year']}年 ", number_link(shown(row["value"], portrait.indicators[code]), way)]


def few_events(portrait: Portrait, code: str) -> bool:
    indicator, events = portrait.indicators[code], portrait.value(code, portrait.area["code"], "numerator")
    return bool(too_few_events(events, indicator["unit"], indicator["aggregation"]))


def chosen_points(points: pd.DataFrame) -> pd.DataFrame:
    """Published points alone where they make a line of their own, else all."""
    published = points[~points["demonstration"]]
    return published if len(published) >= FEWEST_PUBLISHED else points
