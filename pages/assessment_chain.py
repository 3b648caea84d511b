"""The chain of one warning of 考核排名, 提醒 → 预警 → 整改 → 复核: what was done, and the form for the next step."""

from typing import Any

from dash import Input, Output, State, callback, ctx, html, no_update

from access.current import current_viewer
from components.chain_panel import CHOICE, DAY, KEEP, KEY, NOTE, WHO, chain_panel
from components.figure_frame import figure_frame
from data.warehouse import current_version
from pages.assessment_card import Card, plain_records
from pages.assessment_view import AssessmentView, schemes_of
from queries.ask import ask
from queries.assessment_of_area import assessment_of_area
from queries.items_of_area import items_of_area
from state.assessment_chain import chain_of, take_step
from state.chain_rules import Chain, allowed_steps
from state.explanations import ExplanationError
from state.store import StateError
from state.warning_chains import chain_item

CHAIN, PANEL = "assessment-chain", "assessment-panel"
WARNING = ("red", "amber")
Record = dict[str, Any]


def chain_figure(a: AssessmentView, card: Card) -> html.Section | None:
    """The chain of the chosen item, or of the total; none where there is nothing to warn of and nothing was done."""
    item = card.item(a.selection.item)
    light = str(item["light"] if item else card.result["warning"])
    key = {**a.asked, "area": a.code, "item": str(int(item["item_number"])) if item else "0"}
    chain = _chain(key["scheme"], a.code, chain_item(item))
    if light not in WARNING and not (chain and chain.history):
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
    """(scheme, area, item and phase of the chain, what is kept of the warning); None where the viewer has no such
    warning: the light is red or amber, or a chain was begun when it was."""
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
    if about["light"] not in WARNING:
        begun = _chain(place["scheme"], place["area"], place["item"])
        if not (begun and begun.history):
            return None
    return place, about
