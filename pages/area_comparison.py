"""地区画像: the area against nation, parent and peers, and its headline indicators over time."""

from typing import Any

import pandas as pd
from dash import html

from components.comparison_mark import LIMITS as VERSUS_LIMITS
from components.downloads import exports
from components.figure_frame import figure_frame
from components.numbers import is_missing, shown
from components.passport_link import number_link, passport_address
from components.provenance import provenance
from components.small_trend import Series, small_trend
from components.spine import spine_legend, spine_table
from components.spine_rows import spine_groups
from components.states import nothing_to_show
from components.trend_arrow import LIMITS as TREND_LIMITS
from components.trend_arrow import NEEDED
from methods.rare_events import too_few_events
from pages.area_portrait import LEVELS, PATH, Portrait, facts, profile_with_siblings
from pages.quality_marks import HIDE, hides, marked, marks_of
from queries.annual_points import annual_points
from queries.batches import batches
from queries.view_of import NATION

SPINE, TRENDS = "area-spine", "area-trends"
INSIDE = {
    "市": "市内",
    "区": "区内",
    "州": "州内",
    "省": "省内",
    "国": "全国",
}  # by the last character of the parent's name
FEWEST_PUBLISHED = 3
TRENDS_SHOWN, TRENDS_SINCE = 4, 2010


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
        doubtful=any(row.doubts for group in groups for row in group.rows),
    )  # fmt: skip
    periods = tuple(sorted({period for _, period in portrait.pairs}))
    search = {"area": codes, "period": periods, "v": portrait.view.version}
    search |= {"quality": HIDE} if hides(portrait.selection) else {}
    return figure_frame(
        [legend, spine_table(groups, columns, axis="全国", compared=[a["short_name"] for a in portrait.wholes]),
         how_judged(portrait)],
        id=SPINE, title=title, subtitle=subtitle, unit="见各行",
        className="hc-compared hc-beside" if portrait.compared else "hc-compared",
        exports=exports(SPINE, search=search, name=f"{area['name']}画像"),
        **facts(portrait, [i for i, _ in portrait.pairs], [area["code"]]),
    )  # fmt: skip


def how_judged(portrait: Portrait) -> html.Details:
    """What stands behind comparison and trend, on demand."""
    told = [f"趋势：{NEEDED}；{TREND_LIMITS}。箭头指升降，圆底为向好，菱形底为变差，悬停可看方法、点数与年份。"]
    if above := "或".join(a["short_name"] for a in portrait.wholes):
        told.insert(0, f"与{above}比：本地区95%区间（随数据报送，或由分子、分母算出）不含对方的数值，判为优于或劣于；"
                       f"含，判为相近；没有区间的不能比较。{VERSUS_LIMITS}。")  # fmt: skip
    return html.Details([html.Summary("比较与趋势怎样判断"), html.Ul([html.Li(x) for x in told])], className="hc-how")


def headlines(portrait: Portrait) -> tuple[str, ...]:
    """The first headline indicators that the area has; a rate of too few events would show chance alone."""
    held = {code for code, _ in portrait.pairs if not few_events(portrait, code)}
    featured = sorted((i["featured"], c) for c, i in portrait.indicators.items() if not is_missing(i["featured"]))
    return tuple(c for _, c in featured if c in held)[:TRENDS_SHOWN]


def trends(portrait: Portrait):
    """The first headline indicators over time."""
    codes = headlines(portrait)
    if not codes:
        return None
    # Nation before parent, then what the reader compares: the order of the colours.
    shown = [portrait.area, *reversed(portrait.wholes), *portrait.compared]
    found = portrait.view.ask(annual_points, indicators=codes, areas=tuple(a["code"] for a in shown))
    found = found[found["year"] >= TRENDS_SINCE]
    found = found.assign(period=found["year"].astype(str))
    marks = marks_of(portrait.view, codes, areas=tuple(a["code"] for a in shown), breakdown="all")
    found = marked(found, marks, portrait.selection, breakdown="all")
    found = found[found["value"].notna()]
    charts, used = [], []
    for code in codes:
        lines: list[Series] = []
        latest: Any = None
        for area in shown:
            points = chosen_points(found[(found["indicator"] == code) & (found["area"] == area["code"])])
            used.append(points)
            if area is portrait.area and len(points):
                latest = newest(portrait, code, points.iloc[-1])
            drawn = zip(points["year"], points["value"], points["demonstration"], strict=True)
            doubtful = frozenset(points.loc[points["doubt"] != "", "year"])
            lines.append(Series(area["short_name"], list(drawn), doubtful))
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
