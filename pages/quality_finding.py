"""One finding of 数据质量: what, where, by which rule, in which row of which file, and what people said of it."""

from typing import Any

import pandas as pd
from dash import Input, Output, State, callback, ctx, dcc, html, no_update

from access.current import current_viewer
from components.batch_table import day
from components.figure_frame import figure_frame
from components.finding_sentence import figures_of, finding_sentence
from components.finding_state import EXPLAIN, KEY, REOPEN, TEXT, WHO, finding_state_panel
from components.findings_table import when
from components.grade_mark import DIMENSIONS, severity_mark
from components.key_facts import Fact, key_facts
from components.numbers import STATUS_WORDS, is_missing, number, shown
from components.page_head import breadcrumb, page, page_foot, page_head
from components.passport_link import passport_address
from components.revision_changes import revision_changes
from components.revision_table import revision_table
from components.selection import Selection
from components.states import nothing_to_show
from data.warehouse import current_version
from pages.quality_states import corrected_findings
from pages.quality_view import QualityView, area_records
from queries.ask import ask
from queries.batches import batches
from queries.findings import findings
from queries.indicator_definitions import indicator_definitions
from queries.revisions_of_observation import revisions_of_observation
from queries.rules_register import rules_register
from queries.view_of import Record, records
from state.explanations import ExplanationError
from state.finding_states import explain, reopen, state_when_gone, states_of
from state.store import StateError

PANEL = "quality-state-panel"
FACTS, ROW, HISTORY, RULE, STATE = (
    "quality-finding-facts", "quality-finding-row", "quality-finding-history", "quality-finding-rule",
    "quality-finding-state",
)  # fmt: skip


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


def record(rows: pd.DataFrame) -> Record:
    """The first row with None for what is missing."""
    return {str(name): None if pd.isna(value) else value for name, value in rows.iloc[0].items()}


def drawn(q: QualityView, finding: Record, *, present: bool) -> html.Main:
    indicator = records(indicator_definitions, viewer=q.view.viewer, version=q.view.version, key="code").get(
        finding["indicator"] or ""
    )
    history = revisions(q, finding)
    left = [what_figure(q, finding), row_figure(q, finding, indicator, history), history_figure(q, indicator, history)]
    right = [state_figure(q, finding, present), rule_figure(q, finding), onward(finding)]
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
        Fact("应为", expected or "—"),
        Fact("相差", gap or "—"),
        Fact("阈值", str(finding["threshold"])),
        Fact("程度", severity_mark(str(finding["severity"]))),
        Fact("规则", str(finding["rule"]), str(finding["dimension"])),
    ]
    return key_facts(observed or "—", "", f"填报值　{finding['area_name']}", told, id=FACTS)


def what_figure(q: QualityView, finding: Record) -> html.Section:
    body = [
        html.P(finding_sentence(finding), className="hc-sentence"),
        html.P([html.B("建议："), str(finding["advice"])], className="hc-advice"),
    ]
    return figure_frame(
        body, id="quality-finding-what", title="问题", version=q.view.version,
        source="质量规则核查", demonstration=bool(finding["demonstration"]),
    )  # fmt: skip


# --- where it came from ---------------------------------------------------------------------------------------------


def revisions(q: QualityView, finding: Record) -> pd.DataFrame:
    """Every published value of the figure that the finding is about; no row where it is not about one figure."""
    if not (finding["indicator"] and finding["period"]):
        return pd.DataFrame()
    return q.ask(
        revisions_of_observation, indicator=finding["indicator"], area=finding["area"], period=finding["period"],
        breakdown=finding["breakdown"] or "all",
    )  # fmt: skip


def row_figure(q: QualityView, finding: Record, indicator: Record | None, history: pd.DataFrame) -> html.Section:
    """The very row: file, row number, batch, who sent it and when, and what it says."""
    if is_missing_number(finding["batch_id"]):
        reason = "这条问题说的是没有上报的内容，因此没有对应的文件和行。"
        body: Any = nothing_to_show("missing", reason)
        return figure_frame(body, id=ROW, title="上报的那一行")
    known = q.ask(batches, ids=(int(finding["batch_id"]),))
    batch = record(known) if len(known) else {}
    terms: list[tuple[str, Any]] = [
        ("文件", finding["file_name"]),
        ("行号", f"第{int(finding['row_number'])}行（不含表头）" if finding["row_number"] else "整个文件"),
        ("批次", str(int(finding["batch_id"]))),
        ("报送单位", finding["organisation"]),
        ("报表", finding["form_name"]),
        ("收到", day(finding["received"])),
        ("数据截止", day(batch.get("cut_off"))),
        ("装载", f"{day(batch.get('loaded_at'))}　{batch.get('loaded_by') or ''}"),
        ("来源", batch.get("source")),
        ("校验和", html.Code(batch["sha256"]) if batch.get("sha256") else None),
    ]
    terms += row_values(finding, indicator, history)
    demonstration = bool(finding["demonstration"])
    return figure_frame(
        term_list(terms), id=ROW, title="上报的那一行", subtitle="文件、行号与行中数字", version=q.view.version,
        source=str(batch.get("source") or "—"), cut_off=day(batch.get("cut_off")), demonstration=demonstration,
    )  # fmt: skip


def row_values(finding: Record, indicator: Record | None, history: pd.DataFrame) -> list[tuple[str, Any]]:
    """What the row of the file says, where the figure's history still has that row."""
    if indicator is None or history.empty:
        return []
    same = (history["batch_id"] == finding["batch_id"]) & (history["row_number"] == finding["row_number"])
    if not same.any():
        return []
    row = record(history[same])
    return [
        (
            "行中数值",
            f"{shown(_float(row['value']), indicator, row['status'])}（{STATUS_WORDS.get(row['status'], '')}）",
        ),
        (indicator["numerator_label"] or "分子", number(_float(row["numerator"]), 0, mark="")),
        (indicator["denominator_label"] or "分母", number(_float(row["denominator"]), 0, mark="")),
        ("行中说明", row["note"]),
    ]


def _float(value: Any) -> float:
    return float("nan") if value is None else float(value)


def is_missing_number(value: Any) -> bool:
    return value is None or is_missing(float(value))


def term_list(terms: list[tuple[str, Any]]) -> html.Dl:
    """Terms and words; what is not known is left out."""
    return html.Dl(
        [part for term, words in terms if words not in (None, "", "—") for part in (html.Dt(term), html.Dd(words))],
        className="hc-terms",
    )


def history_figure(q: QualityView, indicator: Record | None, history: pd.DataFrame) -> html.Section | None:
    """Every published value of the figure, and what changed from one to the next."""
    if indicator is None or history.empty:
        return None
    body: list[Any] = [
        html.Div(revision_table(history, id=f"{HISTORY}-table", indicator=indicator), className="hc-sideways")
    ]
    body.append(
        revision_changes(history, indicator=indicator)
        if len(history) > 1
        else html.P("只有一版，没有更正过。", className="hc-note")
    )
    return figure_frame(
        body, id=HISTORY, title="数值履历", subtitle="每一版数值与变化", unit=indicator["unit"], version=q.view.version,
        demonstration=bool(history["demonstration"].any()),
    )  # fmt: skip


# --- the rule, and where to go on -----------------------------------------------------------------------------------


def rule_figure(q: QualityView, finding: Record) -> html.Section:
    rules = records(rules_register, viewer=q.view.viewer, version=q.view.version, key="rule")
    rule = rules.get(finding["rule"])
    if rule is None:
        reason = f"本数据版本的规则中已没有{finding['rule']}。"
        return figure_frame(nothing_to_show("missing", reason), id=RULE, title="规则")
    checked, failed = int(rule["checked"]), int(rule["failed"])
    terms = [
        ("规则", f"{finding['rule']}　{rule['name']}"),
        ("公式", rule["formula"]),
        ("阈值", f"{rule['threshold']}（{'公布' if rule['official'] else '产品默认值'}）"),
        (
            "维度",
            f"{rule['dimension']}　计入{DIMENSIONS[rule['scored_as']]}"
            if rule["scored_as"]
            else f"{rule['dimension']}　不计分",
        ),
        ("程度", severity_mark(str(rule["severity"]))),
        ("适用", rule["applies_to"]),
        ("依据", rule["basis"]),
        ("全部核查", f"{checked:,}项，未通过{failed:,}项" if checked else None),
        ("未能核查", rule["problem"]),
    ]
    return figure_frame(term_list(terms), id=RULE, title="规则", subtitle=str(rule["name"]), version=q.view.version)


def onward(finding: Record) -> html.P | None:
    """Where the same figure shows: its passport, the map, the indicator in depth."""
    if not (finding["indicator"] and finding["period"]):
        return None
    breakdown = finding["breakdown"] or "all"
    there = Selection(
        indicator=finding["indicator"], area=finding["area"], period=finding["period"], breakdown=breakdown
    )
    links = [
        dcc.Link(
            "数值溯源 ›", href=passport_address(finding["indicator"], finding["area"], finding["period"], breakdown)
        ),
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
