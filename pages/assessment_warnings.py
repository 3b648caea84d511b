"""Warnings of 考核排名 and what was done about them: the list of a place, and the chain of one warning."""

from typing import Any

import dash_bootstrap_components as dbc
from dash import Input, Output, State, callback, ctx, dcc, html, no_update

from access.current import current_viewer
from components.chain_panel import CHOICE, DAY, KEEP, KEY, NOTE, WHO, chain_panel
from components.downloads import exports
from components.figure_frame import figure_frame
from components.warnings_table import warnings_table
from data.warehouse import current_version
from pages.assessment_card import Card, plain_records
from pages.assessment_sources import placed, told
from pages.assessment_view import PATH, AssessmentView, schemes_of
from queries.ask import ask
from queries.assessment_of_area import assessment_of_area
from queries.assessment_of_children import assessment_of_children
from queries.items_of_area import items_of_area
from queries.warnings_of_areas import warnings_of_areas
from state.assessment_chain import TOTAL, chain_of, chains_of, take_step
from state.chain_rules import Chain, allowed_steps
from state.explanations import ExplanationError
from state.store import StateError

WARNINGS, TABLE, CHAIN, PANEL = (
    "assessment-warnings",
    "assessment-warnings-table",
    "assessment-chain",
    "assessment-panel",
)
MOST_ROWS = 400
LIGHTS = ("red", "amber", "green", "grey")
UNTOLD = "预警的办理情况暂时读不到，清单中未显示。"
Record = dict[str, Any]


def chain_item(item: Record | None) -> str:
    """What a chain is kept under: total, the indicator, with its breakdown where it is not everybody."""
    if item is None or not item["indicator"]:
        return TOTAL
    group = str(item.get("breakdown") or "all")
    return str(item["indicator"]) if group == "all" else f"{item['indicator']}:{group}"


def warnings_figure(a: AssessmentView) -> html.Section:
    rows = plain_records(a.ask(warnings_of_areas, **a.asked, parent=a.code))
    _with_chains(a, rows)
    rows = [r for r in rows if a.part is None or r["dimension"] == a.part]
    rows.sort(key=lambda r: (LIGHTS.index(r["light"]), bool(r["item"]), -float(r["lost"] or 0)))
    red = sum(r["light"] == "red" for r in rows)
    amber = sum(r["light"] == "amber" for r in rows)
    under_way = sum(bool(r["chain"]) for r in rows)
    limit = len(rows) if a.selection.show == "all" else MOST_ROWS
    body: list[Any] = [_tools(a, rows, limit)]
    if rows:
        held = {bool(r["demonstration"]) for r in rows}
        body.append(warnings_table(rows[:limit], id=TABLE, address=_addresses(a), mixed=len(held) > 1))
    else:
        body = [html.P(f"{placed(a)}没有预警：已评分的指标都达标或按进度。", className="hc-note")]
    note = (
        "预警：未达标且落后应达进度5%以上；关注：落后不超过5%，或连续两期变差。产品默认规则。"
        "办理环节：提醒 → 预警 → 整改 → 复核。"
    )
    return figure_frame(
        [*body, html.P(note, className="hc-note")], id=WARNINGS, title="预警与办理",
        subtitle=f"{placed(a)}　预警{red}项，关注{amber}项，已办理{under_way}项",
        **told(a, any(r["demonstration"] for r in rows)),
        exports=exports(WARNINGS, search=None, name=f"{placed(a)}预警"),
    )  # fmt: skip


def _addresses(a: AssessmentView) -> Any:
    kept = {"scheme": a.asked["scheme"], "view": None, "group": None, "part": None, "show": None}
    there = a.selection.change(area="AREA", item="ITEM", **kept).address(PATH) + f"#{CHAIN}"
    return lambda area, item: there.replace("AREA", area).replace("ITEM", item)


def _tools(a: AssessmentView, rows: list[Record], limit: int) -> html.Div:
    box = dbc.Input(
        id="assessment-warnings-search", type="search", placeholder="地区、指标、办理进展", autocomplete="off",
        className="hc-filter-text",
    )  # fmt: skip
    more: list[Any] = []
    if len(rows) > limit:
        more = [f"；只列前{limit}条　", dcc.Link("列出全部", href=a.address(show="all"))]
    return html.Div(
        [
            html.Label([html.Span("在清单中查找", className="hc-quiet"), box], className="hc-filter",
                       **{"data-filters": TABLE}),
            html.Span([html.Span("", **{"data-count-of": TABLE}), f"共{len(rows)}条", *more]),
        ],
        className="hc-ranks-tools",
    )  # fmt: skip


def _with_chains(a: AssessmentView, rows: list[Record]) -> None:
    """Put `chain`, `day` and `above` into the rows; a chain under way whose warning is over stays in the list until its
    review is done."""
    areas = plain_records(a.ask(assessment_of_children, **a.asked, parent=a.code))
    named = {str(area["area"]): area for area in areas}
    try:
        found = chains_of(a.asked["scheme"], named)
    except StateError:
        a.notices.append(UNTOLD)
        found = {}
    listed = plain_records(a.ask(items_of_area, **a.asked, area=str(areas[0]["area"]))) if areas else []
    items = {int(i["item_number"]): i for i in listed}
    for row in rows:
        _tell(row, found.pop((str(row["area"]), chain_item(items.get(int(row["item_number"])))), None))
    by_key: dict[str, Record | None] = {chain_item(i): i for i in reversed(listed) if i["indicator"]} | {TOTAL: None}
    for (area, key), chain in found.items():
        if chain.under_way and key in by_key:
            rows.append(_tell(_over(named[area], by_key[key]), chain))
    for row in rows:  # 城关区 and 朝阳区 are several: with the place that they lie in
        row["above"] = str((named.get(str(row["area"])) or {}).get("parent_name") or "")


def _tell(row: Record, chain: Chain | None) -> Record:
    last = chain.last if chain else None
    row["chain"] = chain.words if chain else ""
    row["day"] = last.day.isoformat() if last else ""
    return row


def _over(area: Record, item: Record | None) -> Record:
    """The row of a warning that the phase has no longer."""
    nothing = dict.fromkeys(
        (
            "value",
            "target",
            "target_high",
            "operator",
            "expected",
            "score",
            "lost",
            "dimension",
            "scoring",
            "unit",
            "item",
        )
    )
    own = {name: item[name] for name in ("dimension", "unit", "decimals")} | {"item": item["name"]} if item else {}
    number = int(item["item_number"]) if item else 0
    kept = {"light": "green", "area": area["area"], "name": area["name"], "item_number": number, "decimals": 1}
    return nothing | kept | {"demonstration": False} | own


# --- one warning ----------------------------------------------------------------------------------------------------


def chain_figure(a: AssessmentView, card: Card) -> html.Section | None:
    """The chain of the chosen item, or of the total; none where there is nothing to warn of and nothing was done."""
    item = card.item(a.selection.item)
    light = str(item["light"] if item else card.result["warning"])
    key = {**a.asked, "area": a.code, "item": str(int(item["item_number"])) if item else "0"}
    chain = _chain(key["scheme"], a.code, chain_item(item))
    if light not in ("red", "amber") and not (chain and chain.history):
        return None
    panel = html.Div(_panel(key, chain), id=PANEL, **{"aria-live": "polite"})
    return figure_frame(panel, id=CHAIN, title="预警办理", subtitle=str(item["name"]) if item else "总分")


def _chain(scheme: str, area: str, item: str) -> Chain | None:
    try:
        return chain_of(scheme, area, item)
    except StateError:
        return None


def _panel(key: dict[str, str], chain: Chain | None, **said: Any) -> list[Any]:
    return chain_panel(key, chain, allowed_steps(chain) if chain else [], **said)


@callback(
    Output(PANEL, "children"),
    Input(KEEP, "n_clicks"),
    State(CHOICE, "value"),
    State(DAY, "value"),
    State(NOTE, "value"),
    State(WHO, "value"),
    State(KEY, "data"),
    prevent_initial_call=True,
)
def keep_step(_clicks: int | None, choice: Any, day: Any, note: Any, who: Any, key: Any) -> Any:
    """Keep a step. Everything here comes from the browser: the warning is asked for again, within the viewer's limits,
    and the state store checks the step and the words."""
    if not ctx.triggered or not ctx.triggered[0]["value"]:
        return no_update
    typed = {"choice": str(choice or ""), "day": str(day or ""), "who": str(who or ""),
             "note": " ".join(str(note or "").split("\n"))}  # fmt: skip
    warned = _warned(key)
    if warned is None:
        problem = "当前数据版本中没有这条预警，或它不在您的查看范围内，未保存。"
        return [html.P(problem, className="hc-form-problem", role="alert")]
    place, about = warned
    step, _, state = typed["choice"].partition(":")
    try:
        chain = take_step(
            place["scheme"], place["area"], place["item"], phase=place["phase"], step=step, state=state,
            day=typed["day"], note=typed["note"], who=typed["who"], about=about,
        )  # fmt: skip
    except (ExplanationError, StateError) as error:
        now = _chain(place["scheme"], place["area"], place["item"])
        return _panel(key, now, problem=f"未保存：{error}", typed=typed)
    return _panel(key, chain, typed={"who": typed["who"]})


def _warned(key: Any) -> tuple[dict[str, str], Record] | None:
    """(scheme, area, item and phase of the chain, what is kept of the warning); None where the viewer has none such."""
    if not isinstance(key, dict) or not all(isinstance(key.get(k), str) for k in ("scheme", "period", "area", "item")):
        return None
    viewer, version = current_viewer(), current_version()
    scheme = next((s for s in schemes_of(viewer, version) if s["scheme"] == key["scheme"]), None)
    if scheme is None:
        return None
    asked = {"scheme": key["scheme"], "period": key["period"], "area": key["area"]}
    result = plain_records(ask(assessment_of_area, viewer=viewer, version=version, **asked))
    items = plain_records(ask(items_of_area, viewer=viewer, version=version, **asked))
    item = next((i for i in items if str(int(i["item_number"])) == key["item"]), None)
    if not result or (item is None and key["item"] != "0"):
        return None
    about = {"scheme_name": scheme["name"], "area_name": result[0]["name"], "version": version}
    if item is None:
        about |= {"item_name": "总分", "light": result[0]["warning"], "value": result[0]["total"]}
    else:
        about |= {"item_name": item["name"]} | {n: item[n] for n in ("light", "value", "target", "expected", "unit")}
    place = {"scheme": key["scheme"], "area": key["area"], "item": chain_item(item), "phase": key["period"]}
    return place, about
