"""总览: how the nation, or one province, stands on its way to 2030."""

import json

import dash
import pandas as pd
from dash import ClientsideFunction, Input, Output, State, clientside_callback, dcc, html

from access.current import current_viewer
from components.cards import headline_cards, state_counts
from components.changes_list import change, changes_list
from components.figure_frame import STANDING_NOTE, figure_frame
from components.headlines import headline
from components.numbers import is_missing
from components.off_track_table import RULES, off_track, off_track_table
from components.page_head import area_trail, page, page_foot, page_head
from components.passport_link import passport_address
from components.provenance import provenance
from components.quality_mark import quality_switch
from components.selection import Selection
from components.states import nothing_to_show
from methods.progress import STATES
from methods.relative_change import relative_change
from pages.overview_map import GRAPH, gap_map
from pages.overview_standing import Overview, most_urgent, overview_of, until_of
from pages.quality_marks import hides, marked, marks_of
from queries.annual_points import annual_points
from queries.view_of import NATION, Record, view_of

dash.register_page(__name__, path="/", name="总览", title="总览 · 健康中国数据驾驶舱", order=1)

PATH = "/"
BEHIND, CHANGES = "overview-behind", "overview-changes"
ROWS_AT_FIRST, CHANGES_SHOWN = 40, 3


def layout(**params):
    selection, notices = Selection.from_params(params)
    view = view_of(selection, viewer=current_viewer())
    overview = overview_of(view, selection)
    home = overview.home
    here = selection.change(area=home["code"])
    trail = [a for a in view.ancestors if a["code"] == NATION and home["code"] != NATION]
    crumbs = area_trail(trail, home, here, PATH)
    if not home["has_statistics"]:
        reason = f"{home['name']}不在统计范围内。{STANDING_NOTE}"
        steps = (("查看全国", here.change(area=NATION).address(PATH)), ("区域地图", "/map"))
        nothing = nothing_to_show("not_applicable", reason, *steps)
        return page(crumbs, page_head(f"总览　{home['name']}"), nothing, page_foot(view.version),
                    notices=notices + view.notices)  # fmt: skip
    return page(
        crumbs,
        page_head(
            "总览" if home["code"] == NATION else f"总览　{home['name']}", tally(overview), exports=switch(overview)
        ),
        cards(overview),
        html.Div(
            [gap_map(overview), html.Div([behind(overview), changed(overview)])],
            className="hc-overview",
        ),
        page_foot(view.version),
        notices=notices + view.notices,
    )


def switch(overview: Overview):
    """The view with or without values in doubt, where there are any."""
    concerned = (overview.judged["doubt"] != "").any() or hides(overview.selection)
    return quality_switch(PATH, overview.selection) if concerned else None


def tally(overview: Overview) -> list:
    """The states of the 26 assessment indicators; one of several parts is in the state of its worst part."""
    own = overview.judged[overview.judged["area"] == overview.home["code"]]
    states = dict(zip(own["indicator"], own["state"], strict=True))
    worst: dict[int, str] = {}
    for code, indicator in overview.indicators.items():
        for membership in json.loads(indicator["memberships"]):
            if membership["list"] == "assessment_26":
                both = (worst.get(membership["number"], "none"), states.get(code, "none"))
                worst[membership["number"]] = min(both, key=STATES.index)
    counts = {state: list(worst.values()).count(state) for state in STATES}
    return state_counts(f"健康中国行动2030年目标进展　考核指标{len(worst)}项：", counts)


def cards(overview: Overview):
    """One card per featured indicator, in their order; links lead to the indicator in this area."""
    chosen = sorted((i["featured"], code) for code, i in overview.indicators.items() if not is_missing(i["featured"]))
    codes = tuple(code for _, code in chosen)
    home = overview.home["code"]
    series = overview.view.ask(annual_points, indicators=codes, areas=(home,), until=until_of(overview.selection))
    if hides(overview.selection):
        series = series.assign(period=series["year"].astype(str))
        marks = marks_of(overview.view, codes, areas=(home,), breakdown="all")
        series = marked(series, marks, overview.selection, breakdown="all")
        series = series[series["value"].notna()]
    own = {r["indicator"]: r for r in overview.judged[overview.judged["area"] == home].to_dict("records")}
    heads = []
    for code in codes:
        row = own.get(code)
        batch = overview.sources.get(row["batch_id"], {}) if row else {}
        there = overview.selection.change(indicator=code, area=home, show=None)
        # the year of the card: without it the indicator opens with its newest figure, which may be a generated one
        here = there.change(period=row["period"] if row else there.period).address("/indicators")
        part = series[series["indicator"] == code]
        number = passport_address(code, home, row["period"], v=overview.view.version) if row else ""
        heads.append(headline(overview.indicators[code], row, overview.targets.get(code), part, batch, here, number))
    return headline_cards(heads, note="来源：逐项见各卡片与数据目录　数据截止：各卡片所列年份　虚线：2030年目标")


def behind(overview: Overview):
    """Every pair of indicator and area that is behind its path, by state, level and relative gap."""
    late = most_urgent(overview)
    everything = overview.selection.show == "all"
    shown = late if everything else late.head(ROWS_AT_FIRST)
    if late.empty:
        body = nothing_to_show("missing", "没有落后于预期进度的指标；没有目标、基期或数据的指标不在此列。")
    else:
        body = off_track_table([late_row(overview, r) for r in shown.to_dict("records")])
    other = overview.selection.change(show=None if everything else "all", area=overview.home["code"]).address(PATH)
    link = dcc.Link("收起" if everything else "全部 ›", href=other, className="hc-more")
    listed = "" if len(shown) == len(late) else f"，列出前{len(shown)}条"
    told = provenance([shown], pd.DataFrame(list(overview.sources.values())))
    return figure_frame(
        [html.Div(link if len(late) > ROWS_AT_FIRST else "", className="hc-more-line"), body,
         html.Div(RULES, className="hc-rules")],
        id=BEHIND, title="未达预期进度的指标与地区", subtitle=f"共{len(late)}条，按状态、层级和差距排序{listed}",
        source="逐条见所链接的指标", cut_off=told["cut_off"], version=overview.view.version, className="hc-behind",
    )  # fmt: skip


def late_row(overview: Overview, row: Record):
    there = overview.selection.change(area=row["area"], show=None)
    number = there.change(indicator=row["indicator"], period=row["period"])
    return off_track(
        row,
        overview.indicators[row["indicator"]],
        overview.targets[row["indicator"]],
        overview.areas[row["area"]],
        verified=not row["measured"] or bool(overview.sources.get(row["batch_id"], {}).get("verified", True)),
        addresses=(number.address("/indicators"), there.change(indicator=None).address("/area")),
        v=overview.view.version,
    )


def changed(overview: Overview):
    """The largest steps of home since the period before, relative to it; published ones before invented ones."""
    home = overview.home
    moved = relative_change(overview.judged[overview.judged["area"] == home["code"]])
    moved = moved.assign(size=moved["gain"].abs()).sort_values(["measured", "size"], ascending=False, kind="stable")
    better, worse = moved[moved["gain"] > 0].head(CHANGES_SHOWN), moved[moved["gain"] < 0].head(CHANGES_SHOWN)
    there = overview.selection.change(area=home["code"], show=None)
    if moved.empty:
        body = nothing_to_show("missing", f"{home['name']}还没有两期可比的数据。")
    else:
        sides = [[step_of(overview, r, there) for r in part.to_dict("records")] for part in (better, worse)]
        body = changes_list(*sides)
    told = provenance([pd.concat([better, worse])], pd.DataFrame(list(overview.sources.values())))
    return figure_frame(
        body, id=CHANGES, title="较上期变化最大的指标",
        subtitle=f"{home['name']}　最近两期，公布值在前，按相对变化排序",
        source=told["source"].replace("；", "等；").split("；")[0], cut_off=told["cut_off"],
        version=overview.view.version, verified=told["verified"], className="hc-changed",
    )  # fmt: skip


def step_of(overview: Overview, row: Record, there: Selection):
    code = row["indicator"]
    here = there.change(indicator=code, period=row["period"]).address("/indicators")
    return change(row, overview.indicators[code], here, v=overview.view.version)


clientside_callback(
    ClientsideFunction("cockpit", "open_map"),
    Output("address", "href", allow_duplicate=True),
    Input(GRAPH, "clickData"),
    State(GRAPH, "figure"),
    prevent_initial_call=True,
)
