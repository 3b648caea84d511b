"""One finding of 数据质量: what, where, by which rule, in which row of which file, and what people said of it."""

from typing import Any

from dash import Input, Output, State, callback, ctx, dcc, html, no_update

from access.current import current_viewer
from components.figure_frame import figure_frame
from components.finding_sentence import figures_of, finding_sentence
from components.finding_state import EXPLAIN, KEY, REOPEN, TEXT, WHO, finding_state_panel
from components.findings_table import when
from components.grade_mark import severity_mark
from components.key_facts import Fact, key_facts
from components.page_head import breadcrumb, page, page_foot, page_head
from components.passport_link import passport_address
from components.selection import Selection
from components.states import nothing_to_show
from data.warehouse import current_version
from pages.quality_finding_row import history_figure, record, revisions, row_figure, rule_figure
from pages.quality_states import corrected_findings
from pages.quality_view import QualityView, area_records
from queries.ask import ask
from queries.findings import findings
from queries.indicator_definitions import indicator_definitions
from queries.view_of import Record, records
from state.explanations import ExplanationError
from state.finding_states import explain, reopen, state_when_gone, states_of
from state.store import StateError

PANEL = "quality-state-panel"
FACTS, WHAT, STATE = "quality-finding-facts", "quality-finding-what", "quality-finding-state"


def finding_view(q: QualityView) -> html.Main:
    """The page of the finding that the address names; one that is gone says so, and what corrected it."""
    assert q.finding
    rows = q.ask(findings, keys=(q.finding,), limit=1)
    if len(rows):
        return drawn(q, record(rows), present=True)
    gone = corrected_findings(q, key=q.finding)
    if len(gone):
        return drawn(q, record(gone), present=False)
    reason = "这个版本里没有这条问题，或它不在您的查看范围内：可能数值已经更正，规则已经调整，或网址有误。"
    body = nothing_to_show("missing", reason, ("返回问题清单", q.address() + "#quality-findings"))
    return page(page_head("数据质量问题"), body, page_foot(q.view.version), notices=q.notices)


def drawn(q: QualityView, finding: Record, *, present: bool) -> html.Main:
    indicator = records(indicator_definitions, viewer=q.view.viewer, version=q.view.version, key="code").get(
        finding["indicator"] or ""
    )
    history = revisions(q, finding)
    left = [what_figure(q, finding), row_figure(q, finding, indicator, history), history_figure(q, indicator, history)]
    right = [state_figure(q, finding, present), rule_figure(q, finding), onward(q, finding)]
    return page(
        trail(q, finding),
        head(q, finding),
        facts(finding),
        html.Div([column(left), column(right)], className="hc-quality hc-one-finding"),
        page_foot(q.view.version),
        notices=q.notices,
    )


def column(figures: list[Any]) -> html.Div:
    return html.Div([f for f in figures if f is not None])


def trail(q: QualityView, finding: Record) -> html.Nav:
    areas = area_records(q.view)
    own = areas.get(finding["area"])
    codes = ("100000", own["province_code"], own["prefecture_code"], own["code"]) if own else ()
    steps: list[tuple[str, str | None]] = [
        (str(areas[c]["name"]), q.address(area=c, layer=None, page=None)) for c in dict.fromkeys(codes) if c in areas
    ]
    return breadcrumb([*steps, ("一条问题", None)])


def head(q: QualityView, finding: Record) -> html.Div:
    place = f"{finding['parent_name'] or ''}{finding['area_name']}"
    what = "　".join(w for w in (place, finding["indicator_name"] or finding["form_name"], when(finding)) if w)
    back = dcc.Link("‹ 返回问题清单", href=q.address() + "#quality-findings")
    return page_head(
        str(finding["rule_name"]), what, demonstration=bool(finding["demonstration"]),
        exports=html.Span(back, className="hc-out"),
    )  # fmt: skip


def facts(finding: Record) -> html.Div:
    observed, expected, gap = figures_of(finding)
    told = [
        Fact("对照值", expected or "—", "应为、限值或同类水平"),
        Fact("相差", gap or "—"),
        Fact("阈值", str(finding["threshold"])),
        Fact("程度", severity_mark(str(finding["severity"]))),
        Fact("规则", str(finding["rule"]), str(finding["dimension"])),
    ]
    return key_facts(observed or "—", "", f"实际　{finding['area_name']}", told, id=FACTS)


def what_figure(q: QualityView, finding: Record) -> html.Section:
    body = [
        html.P(finding_sentence(finding), className="hc-sentence"),
        html.P([html.B("建议："), str(finding["advice"])], className="hc-advice"),
    ]
    return figure_frame(
        body, id=WHAT, title="问题", version=q.view.version,
        source="质量规则核查", demonstration=bool(finding["demonstration"]),
    )  # fmt: skip


def onward(q: QualityView, finding: Record) -> html.P | None:
    """Where the same figure shows: its passport, the map, the indicator in depth."""
    if not (finding["indicator"] and finding["period"]):
        return None
    breakdown = finding["breakdown"] or "all"
    place = {"indicator": finding["indicator"], "area": finding["area"], "period": finding["period"]}
    there = Selection(**place, breakdown=breakdown, v=q.selection.v)
    links = [
        dcc.Link("数值溯源 ›", href=passport_address(**place, breakdown=breakdown, v=q.selection.v)),
        dcc.Link("在地图上看 ›", href=there.address("/map")),
        dcc.Link("指标监测 ›", href=there.address("/indicators")),
    ]
    return html.P(links, className="hc-onwards")


# --- what people say of it ------------------------------------------------------------------------------------------


def state_figure(q: QualityView, finding: Record, present: bool) -> html.Section:
    panel = html.Div(panel_of(finding, present=present), id=PANEL, **{"aria-live": "polite"})
    return figure_frame(panel, id=STATE, title="处理状态", subtitle="待处理、已说明、已更正")


def panel_of(finding: Record, *, present: bool = True, **typed: str) -> list[Any]:
    """The state as it is now; the store's own trouble is told in its place."""
    key = str(finding["finding"])
    try:
        said = states_of((key,), {key: finding["observed"]})[key] if present else state_when_gone(key)
    except StateError:
        said = None
    return finding_state_panel(key, said, present=present, **typed)


@callback(
    Output(PANEL, "children"),
    Input(EXPLAIN, "n_clicks"),
    Input(REOPEN, "n_clicks"),
    State(TEXT, "value"),
    State(WHO, "value"),
    State(KEY, "data"),
    prevent_initial_call=True,
)
def say_of_finding(_explain: int | None, _reopen: int | None, text: Any, who: Any, key: Any) -> Any:
    """Keep an explanation, or take it back. Everything here comes from the browser: the finding is asked for again,
    within the viewer's limits, and the state store checks the words."""
    if not ctx.triggered or not ctx.triggered[0]["value"]:
        return no_update
    typed = {"text": " ".join(str(text or "").split("\n")), "who": str(who or "")}
    found = ask(findings, viewer=current_viewer(), version=current_version(), keys=(str(key),), limit=1)
    if found.empty:
        problem = "当前数据版本中没有这条问题，或它不在您的查看范围内，未保存。"
        return [html.P(problem, className="hc-form-problem", role="alert")]
    finding = record(found)
    try:
        if ctx.triggered_id == REOPEN:
            reopen(finding["finding"], typed["who"])
        else:
            explain(finding["finding"], typed["text"], typed["who"], about=finding)
    except (ExplanationError, StateError) as error:
        return panel_of(finding, problem=f"未保存：{error}", **typed)
    return panel_of(finding, who=typed["who"])
