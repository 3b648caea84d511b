"""数据质量: how far the numbers can be trusted — scores, rules, findings, and each finding down to its row."""

from typing import Any

import dash
from dash import dcc, html

from access.current import current_viewer
from components.controls import choice, control_strip, segments
from components.grade_mark import DIMENSIONS
from components.page_head import area_trail, page, page_foot, page_head
from components.states import nothing_to_show
from pages.quality_finding import finding_view
from pages.quality_findings import findings_figure
from pages.quality_rules import late_figure, rules_figure
from pages.quality_scores import Scores, grades_line, scorecard_figure, scores_of, scoring, unscored
from pages.quality_states import explained_findings
from pages.quality_time import heat_figure, trend_figure
from pages.quality_view import ALL_FORMS, PATH, QualityView, quality_view_of
from queries.view_of import LAYER_NAMES, NATION

MOST_BESIDE = 24  # areas up to which the heat map fits under the scorecard, beside the rules
UNOFFICIAL = "产品默认值，非官方标准"

dash.register_page(__name__, path=PATH, name="数据质量", title="数据质量 · 健康中国数据驾驶舱", order=5)


def layout(**params):
    q = quality_view_of(params, viewer=current_viewer())
    if q.finding:
        return finding_view(q)
    trail = area_trail(q.view.ancestors, q.area, q.selection, PATH)
    foot = page_foot(q.view.version, f"{scoring().name}，非官方标准。")
    if q.period is None:
        content = [page_head("数据质量", str(q.area["name"])), strip(q), nothing_scored(q)]
        return page(trail, *content, foot, notices=q.notices)
    explained = explained_findings(q)
    scores = scores_of(q, explained)
    heat = heat_figure(q, scores)
    if not q.area["has_statistics"]:  # no record of it is ever checked: nothing passed and nothing failed
        return page(trail, head(q, scores), strip(q), unscored(q), foot, notices=q.notices)
    short = len(scores.children) <= MOST_BESIDE
    left = [scorecard_figure(q, scores), heat if short else None]
    right = [rules_figure(q), trend_figure(q), late_figure(q)]
    return page(
        trail,
        head(q, scores),
        strip(q),
        html.Div([column(left), column(right)], className="hc-quality"),
        None if short else heat,
        findings_figure(q, explained),
        foot,
        notices=q.notices,
    )


def column(figures: list[Any]) -> html.Div:
    return html.Div([f for f in figures if f is not None])


def head(q: QualityView, scores: Scores) -> html.Div:
    """Which form, period and layer, and how the areas are graded; the sheet to send to the area."""
    assert q.period is not None
    words = [
        q.area["name"],
        f"分{LAYER_NAMES[q.layer]}" if q.view.layers else "",
        q.period["period_label"],
        q.form["name"],
    ]
    what: list[Any] = [html.Span("　".join(str(w) for w in words if w))]
    if scores.none:
        return page_head("数据质量", what)
    what.append(grades_line(scores, q.layer))
    notice = dcc.Link(
        "质量通报 ›", href=q.address(severity=None, state=None, page=None).replace(PATH, f"{PATH}/notice", 1)
    )
    return page_head(
        "数据质量", what, demonstration=scores.demonstration, exports=html.Span(notice, className="hc-out")
    )


def strip(q: QualityView) -> html.Div:
    layers = [(x, LAYER_NAMES[x]) for x in ("province", "prefecture", "county") if x in q.layers]
    periods = [(p["period"], p["period_label"]) for p in reversed(q.periods)]
    forms = [(f["form"], form_words(f)) for f in q.forms]
    return control_strip(
        choice("form", "报表", forms, q.form["form"]),
        choice("period", "时期", periods, q.period["period"]) if q.period else None,
        segments("层级", PATH, q.selection.change(page=None), "layer", layers, q.layer) if len(layers) > 1 else None,
        choice("dimension", "维度", [("*", "全部"), *DIMENSIONS.items()], q.selection.dimension or "*"),
        html.Span(["方案", html.Span(scoring().name, className="hc-scheme", title=UNOFFICIAL)], className="hc-control"),
    )  # fmt: skip


def form_words(form: dict[str, Any]) -> str:
    """卫统1-9 二级以上医院月报表; a form outside the calendar has one name only."""
    code, name = str(form["form"]), str(form["name"])
    return name if code in (ALL_FORMS, name) else f"{code} {name}"


def nothing_scored(q: QualityView) -> html.Div:
    """The form has no score in any period."""
    steps = [("查看全部报表", q.address(form=None, period=None))] if q.form["form"] != ALL_FORMS else []
    if q.code != NATION:
        steps.append(("查看全国", q.address(area=NATION, layer=None)))
    reason = f"{q.form['name']}还没有质量评分：本数据版本中没有它的上报记录可以核查。"
    return nothing_to_show("missing", reason, *steps, ("数据目录", "/catalogue"))
