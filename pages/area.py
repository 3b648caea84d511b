"""地区画像: one area against its parent, the nation and its peers, on every indicator that it has a value of."""

import dash
from dash import dcc, html

from access.current import current_viewer
from components.controls import choice
from components.figure_frame import STANDING_NOTE, figure_frame
from components.page_head import area_trail, page, page_foot, page_head
from components.quality_mark import quality_switch
from components.selection import Selection
from components.states import nothing_to_show
from pages.area_comparison import SPINE, compared, headlines, trends
from pages.area_inequality import inequality
from pages.area_people import ages, people, place
from pages.area_portrait import MOST_BESIDE, PATH, Portrait, portrait_of
from queries.view_of import NATION, View, view_of

dash.register_page(__name__, path=PATH, name="地区画像", title="地区画像 · 健康中国数据驾驶舱", order=4)


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
        page_head(view.area["name"], described(portrait), exports=tools(portrait)),
        html.Div(
            [
                html.Div([people(portrait), place(portrait), ages(portrait)]),
                html.Div([compared(portrait), trends(portrait), inequality(portrait, headlines(portrait))]),
            ],
            className="hc-portrait" + (" wide" if portrait.area["level"] in ("nation", "province") else ""),
        ),
        page_foot(view.version, "位次与同类分组为本系统默认口径"),
        notices=notices,
    )


def tools(portrait: Portrait) -> html.Div:
    """The switch of values in doubt, and the way to the area's bulletin."""
    report = portrait.selection.change(indicator=None, layer=None, breakdown="all", compare=()).address("/bulletin")
    link = dcc.Link("统计报告", href=report, className="hc-to-bulletin", title="这个地区的统计报告，可生成PDF和Word")
    return html.Div([compare_choice(portrait), quality_switch(PATH, portrait.selection), link],
                    style={"display": "contents"})  # fmt: skip


def compare_choice(portrait: Portrait) -> html.Label | None:
    """Puts an area beside this one: those of its own kind nearby, then the provinces; the first word takes all out."""
    area, held = portrait.area, [a["code"] for a in portrait.compared]
    if area["level"] == "nation":
        return None
    taken = {a["code"] for a in portrait.columns}
    above = "prefecture_code" if area["level"] == "county" else "province_code"
    near = [a for a in portrait.areas.values() if (a["level"], a[above]) == (area["level"], area[above])]
    provinces = [a for a in portrait.areas.values() if a["level"] == "province"]
    listed = [a for a in (*near, *provinces) if a["has_statistics"] and a["code"] not in taken]
    offered = {a["code"]: str(a["short_name"]) for a in listed}
    full = len(held) >= MOST_BESIDE
    free = [] if full else [(",".join((*held, code)), name) for code, name in offered.items()]
    names = "、".join(str(a["short_name"]) for a in portrait.compared)
    first = [(",".join(held), names), ("*", "不再对比")] if held else [("*", "添加地区…")]
    return choice("compare", "对比", [*first, *free], ",".join(held) or "*")


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
