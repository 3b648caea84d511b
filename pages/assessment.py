"""考核排名: where every area stands by a scheme, how sure that is, and what it rests on."""

from collections.abc import Callable
from typing import Any

import dash
from dash import dcc, html

from access.current import current_viewer
from components.controls import choice, control_strip, segments
from components.page_head import area_trail, page, page_foot, page_head
from components.quality_mark import quality_switch
from components.states import nothing_to_show
from pages.assessment_card import card_of, facts, losses_figure, nothing_of
from pages.assessment_chain import chain_figure
from pages.assessment_history import history_figure, published_figures
from pages.assessment_matrix import matrix_figure, trial_view
from pages.assessment_ranking import Ranking, ranking_of
from pages.assessment_ranking_figure import ranking_figure
from pages.assessment_view import PATH, PHASE_WORDS, AssessmentView, assessment_view_of, groups_of
from pages.assessment_warnings import warnings_figure
from pages.assessment_why import pace_figure, why_figure
from queries.view_of import NATION

dash.register_page(__name__, path=PATH, name="考核排名", title="考核排名 · 健康中国数据驾驶舱", order=6)

FORMULA = "国家未公布统一计分公式，本页得分按可调整的默认方案计算，不代表官方考核结果。"


def layout(**params):
    a = assessment_view_of(params, viewer=current_viewer())
    trail = area_trail(a.view.ancestors, a.area, a.selection.change(item=None, view=None), PATH)
    foot = page_foot(a.view.version, FORMULA)
    if a.scheme is None or a.phase is None:
        return page(trail, page_head("考核排名", str(a.area["name"])), *refused(a), nothing_assessed(a), foot,
                    notices=a.notices)  # fmt: skip
    if a.card:
        return page(trail, *card_view(a), foot, notices=a.notices)
    ranking = ranking_of(a)
    body = html.Div([*VIEWS[a.selection.view](a, ranking), *published_figures(a)], className="hc-assessment")
    views = segments("视图", PATH, a.selection, "view", VIEW_WORDS, a.selection.view)
    head = page_head("考核排名", words(a), demonstration=ranking.demonstration, exports=views)
    return page(trail, head, strip(a), *refused(a), body, foot, notices=a.notices)


def card_view(a: AssessmentView) -> list[Any]:
    """The report card of an area that is assessed itself."""
    card = card_of(a)
    if card is None:
        return [page_head("考核成绩单", words(a)), strip(a), nothing_of(a)]
    left = [losses_figure(a, card), history_figure(a, card)]
    right = [why_figure(a, card), pace_figure(a, card), chain_figure(a, card), *published_figures(a)]
    columns = html.Div([column(left), column(right)], className="hc-card-columns")
    head = page_head("考核成绩单", words(a), demonstration=bool(card.result["demonstration"]))
    return [head, strip(a), *refused(a), facts(a, card), columns]


def column(figures: list[Any]) -> html.Div:
    return html.Div([figure for figure in figures if figure is not None])


VIEWS: dict[str | None, Callable[[AssessmentView, Ranking], list[Any]]] = {
    None: lambda a, ranking: [ranking_figure(a, ranking)],
    "matrix": lambda a, ranking: [matrix_figure(a, ranking)],
    "warnings": lambda a, ranking: [warnings_figure(a)],
    "trial": lambda a, ranking: [trial_view(a, ranking)],
}
VIEW_WORDS = ((None, "排名"), ("matrix", "指标矩阵"), ("warnings", "预警办理"), ("trial", "权重试算"))


def words(a: AssessmentView) -> list[Any]:
    """Place, level, phase and how many items; that the scheme is not official stands beside."""
    assert a.scheme is not None and a.phase is not None
    said = [
        a.area["name"],
        "" if a.card else f"分{a.level_words}",
        a.phase["period_label"],
        a.selection.group or "",
        a.part or "",
    ]
    official = html.Span(a.official, className="hc-unofficial", title=str(a.scheme["note"]))
    return ["　".join(str(w) for w in said if w), "　", official, *beside(a)]


def beside(a: AssessmentView) -> list[Any]:
    """From an area's own report card to the ranking that it stands in and to the one inside it, and back."""
    away = {"view": None, "item": None, "part": None, "group": None, "show": None}
    own = next((s for s in a.schemes if s["level"] == a.area["level"]), None)
    inside = any(s["level"] != a.area["level"] for s in a.schemes)
    links = []
    if a.card and a.scheme and a.view.ancestors:
        words = f"{a.view.ancestors[0]['short_name']}排名"
        at = a.address(area=a.view.ancestors[0]["code"], scheme=a.scheme["scheme"], **away)
        links.append(dcc.Link(f"{words} ›", href=at, className="hc-beside"))
    if a.card and inside:
        at = a.address(scheme=None, period=None, **away)
        links.append(dcc.Link("下级排名 ›", href=at, className="hc-beside"))
    if not a.card and own and a.area["has_statistics"]:
        words = f"{a.area['short_name']}成绩单 ›"
        at = a.address(scheme=own["scheme"], period=None, **away)
        links.append(dcc.Link(words, href=at, className="hc-beside"))
    return [part for link in links for part in ("　", link)]


def strip(a: AssessmentView) -> html.Div:
    assert a.scheme is not None and a.phase is not None
    schemes = [(str(s["scheme"]), str(s["name"])) for s in a.schemes]
    groups = [("*", f"全部{a.level_words}"), *((name, name) for name in groups_of(a.scheme, a.view))]
    parts = [("*", "总分"), *((str(n), name) for n, name in enumerate(a.scheme["dimensions"], 1))]
    return control_strip(
        choice("period", "年度", years_of(a), str(a.phase["period"])),
        segments("阶段", PATH, a.selection, "period", stages_of(a), str(a.phase["period"])),
        choice("scheme", "方案", schemes, str(a.scheme["scheme"])),
        choice("group", "分组", groups, a.selection.group or "*") if len(groups) > 1 and not a.card else None,
        choice("part", "维度", parts, a.selection.part or "*"),
        quality_switch(PATH, a.selection) if a.phase["doubtful_values"] or a.variant == "trusted" else None,
    )


def years_of(a: AssessmentView) -> list[tuple[str, str]]:
    """The years that have results, the newest first, each by the same phase where it has it, else its last one."""
    assert a.phase is not None
    found: dict[int, Any] = {}
    for phase in a.phases:
        held = found.get(phase["year"])
        if held is None or held["phase"] != a.phase["phase"]:
            found[phase["year"]] = phase
    return [(str(p["period"]), f"{year}年度") for year, p in sorted(found.items(), reverse=True)]


def stages_of(a: AssessmentView) -> list[tuple[str | None, str]]:
    """The phases of the year shown."""
    assert a.phase is not None
    return [(str(p["period"]), PHASE_WORDS[p["phase"]]) for p in a.phases if p["year"] == a.phase["year"]]


def refused(a: AssessmentView) -> list[Any]:
    """Schemes that cannot be used, with file, field and reason."""
    return [
        html.P([html.B(f"考核方案{s['scheme']}不能使用："), str(s["problem"])], className="hc-problem-line")
        for s in a.refused
    ]


def nothing_assessed(a: AssessmentView) -> html.Div:
    """No scheme has results for the area or what lies inside it."""
    steps = [("查看全国", a.address(area=NATION, scheme=None))] if a.code != NATION else []
    reason = f"本数据版本中没有{a.area['name']}及其下级的考核结果：没有可用的考核方案，或方案中的指标还没有数据。"
    return nothing_to_show("missing", reason, *steps, ("数据目录", "/catalogue"))
