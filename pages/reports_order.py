"""Ordering files on 报告与快照: what the form begins with, its preview, and keeping or removing an order."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from dash import Input, Output, State, callback, ctx, dcc, html, no_update
from flask import has_request_context, request

from access.current import current_viewer
from components.figure_frame import figure_frame
from components.order_form import (
    CURRENT,
    CUSTOM,
    FIELDS,
    KEEP,
    NUMBER,
    OFTEN,
    ONCE,
    PREVIEW,
    REMOVE,
    field_id,
    order_form,
    preview_of,
)
from components.selection import Selection
from data.settings import settings
from data.warehouse import WarehouseError, current_version, kept_versions
from pages.reports_rows import PATH, zone_words
from queries.areas_register import areas_register
from queries.ordered_views import unknown_codes
from queries.view_of import records
from state.explanations import ExplanationError
from state.finding_states import now
from state.snapshot_jobs import Job, change_job, job, order_job, remove_job
from state.snapshot_orders import FORMATS, PAGES, PAPERS, Order, OrderError, checked_order
from state.snapshot_schedule import ScheduleError, checked_schedule, checked_zone, next_times, schedule_words
from state.store import StateError

ORDER, FORM, KEPT = "reports-order", "reports-form", "reports-kept"
MONTHLY = ("/", "/map", "/indicators", "/assessment", "/quality")
TEMPLATES = {"bulletins": "31省统计报告", "monthly": "月度总览"}
Said = dict[str, Any]


def order_figure(selection: Selection, notices: list[str]) -> html.Section:
    """The form: of the order that the address names, of the view that it gives, of a template, or empty."""
    chosen = _chosen(selection)
    if selection.job and chosen is None:
        notices.append("没有这个任务：可能已被删除，或不在您的查看范围内。")
    said = said_of(chosen) if chosen else prefilled(selection)
    sets = [dcc.Link(words, href=Selection(template=key).address(PATH)) for key, words in TEMPLATES.items()]
    if chosen:
        sets.insert(0, dcc.Link("新建任务", href=PATH))
    templates = html.P([html.Span("模板"), *sets], className="hc-order-sets")
    form = html.Div(drawn(said, number=chosen.job_id if chosen else None), id=FORM)
    title = f"修改任务：{chosen.order.name}" if chosen else "新建任务"
    return figure_frame([templates, form], id=ORDER, title=title)


def drawn(said: Said, **more: Any) -> list[Any]:
    return order_form(
        said, formats=FORMATS, papers=PAPERS, versions=_versions(), notes=_notes(),
        preview=previewed(said.get("schedule"), said.get("zone")), **more,
    )  # fmt: skip


def prefilled(selection: Selection) -> Said:
    """What the form of a new order begins with."""
    if selection.template == "bulletins":
        lines = "\n".join(f"/bulletin?area={code}" for code in _provinces())
        return {"name": TEMPLATES["bulletins"], "addresses": lines, "together": "each"}
    if selection.template == "monthly":
        said = {"name": TEMPLATES["monthly"], "addresses": "\n".join(MONTHLY), "paper": "a4-landscape"}
        return said | {"schedule": "0 8 1 * *"}
    if not selection.order:
        return {}
    page = PAGES.get(urlsplit(selection.order).path.rstrip("/") or "/", "")
    query = dict(part.partition("=")[::2] for part in urlsplit(selection.order).query.split("&"))
    return {"name": page, "addresses": selection.order, "version": query.get("v", "")}


def said_of(kept: Job) -> Said:
    """An order as its form says it."""
    order = kept.order
    return {
        "name": order.name, "addresses": "\n".join(order.addresses), "format": order.format, "paper": order.paper,
        "together": "together" if order.together else "each", "schedule": order.schedule or "", "zone": order.zone,
        "version": order.version or "", "mail_to": ", ".join(order.mail_to), "folder": order.folder or "",
        "retries": str(order.retries), "keep_runs": str(order.keep_runs), "who": kept.who,
    }  # fmt: skip


def previewed(schedule: object, zone: object) -> list[Any]:
    """The schedule in words and its next five times, or what is wrong with it."""
    try:
        known = checked_zone(zone)
        if not str(schedule or "").strip():
            return preview_of("保存后立即生成一次。", ())
        written = checked_schedule(schedule, known)
    except ScheduleError as error:
        return preview_of("", (), str(error))
    week = "一二三四五六日"
    times = [f"{at:%Y-%m-%d} 周{week[at.weekday()]} {at:%H:%M}" for at in next_times(written, known, now())]
    return preview_of(f"{schedule_words(written)}（{zone_words(known)}）", times)


@callback(
    Output(field_id("schedule"), "value"),
    Input(OFTEN, "value"),
    State(field_id("schedule"), "value"),
    prevent_initial_call=True,
)
def choose_how_often(often: str | None, schedule: str | None) -> Any:
    wanted = "" if often == ONCE else often
    return no_update if wanted in (CUSTOM, schedule or "") else wanted


@callback(
    Output(PREVIEW, "children"),
    Input(field_id("schedule"), "value"),
    Input(field_id("zone"), "value"),
    prevent_initial_call=True,
)
def preview_times(schedule: Any, zone: Any) -> list[Any]:
    return previewed(schedule, zone)


@callback(
    Output(FORM, "children"),
    Output(KEPT, "data"),
    Input(KEEP, "n_clicks"),
    Input(REMOVE, "n_clicks"),
    State(NUMBER, "data"),
    State(KEPT, "data"),
    *[State(field_id(name), "value") for name in FIELDS],
    prevent_initial_call=True,
)
def keep_order(_keep: int | None, _remove: int | None, number: Any, kept: Any, *values: Any) -> Any:
    """Keep what the form says, or remove the order. Everything here comes from the browser: the state store checks it,
    and whether the viewer may touch the order."""
    if not ctx.triggered or not ctx.triggered[0]["value"]:
        return no_update, no_update
    said = {name: str(value or "") for name, value in zip(FIELDS, values, strict=True)}
    said["version"] = said["version"] if said["version"] != CURRENT else ""
    known = number if isinstance(number, int) else None
    try:
        if ctx.triggered_id == REMOVE:
            if known is not None:
                remove_job(known, viewer=current_viewer())
            return drawn({"who": said["who"]}, done="任务已删除。"), (kept or 0) + 1
        done = _kept(said, known)
    except (OrderError, ExplanationError, StateError) as error:
        return drawn(said, number=known, problem=f"未保存：{error}"), no_update
    return drawn({"who": said["who"]} if known is None else said, number=known, done=done), (kept or 0) + 1


def _kept(said: Said, number: int | None) -> str:
    """Keep it; what was kept, in words."""
    lines = [_own(line.strip()) for line in said["addresses"].splitlines()]
    order = checked_order(said | {"addresses": lines, "together": said["together"] != "each"})
    if order.version and order.version not in _versions():
        raise OrderError("version", f"数据版本 {order.version} 已不再保留；请改为生成时的当前版本。")
    _can_be_shown(order)
    if number is not None:
        change_job(number, order, viewer=current_viewer())
        return f"已保存对“{order.name}”的修改。"
    made = order_job(order, viewer=current_viewer(), who=said["who"])
    when = "很快开始生成" if not order.schedule else f"{schedule_words(order.schedule)}"
    return f"已保存任务“{made.order.name}”，{when}。"


def _can_be_shown(order: Order) -> None:
    """A page that shows something else than its address asks for may go to nobody. Raises OrderError."""
    for address in order.addresses:
        _, notices = Selection.of_address(address)
        if notices:
            raise OrderError("addresses", f"{notices[0]}请改正 {address[:60]}。")
    try:
        words = unknown_codes(order.addresses, viewer=current_viewer(), version=order.version or current_version())
    except WarehouseError:
        return  # nothing can be drawn now; the run will tell
    if words:
        raise OrderError("addresses", words)


def _own(address: str) -> str:
    """An address as it is copied from the browser, without this host; any other host stays and is refused."""
    try:
        parts = urlsplit(address)
    except ValueError:  # brackets that are no address of a host
        return address
    if parts.scheme in ("http", "https") and has_request_context() and parts.netloc == request.host:
        return parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    return address


def _chosen(selection: Selection) -> Job | None:
    try:
        return job(int(selection.job), current_viewer()) if selection.job else None
    except StateError:
        return None


def _versions() -> list[str]:
    try:
        return [str(version) for version in kept_versions()]
    except WarehouseError:
        return []


def _areas() -> Mapping[str, Any]:
    return records(areas_register, viewer=current_viewer(), version=current_version(), key="code")


def _provinces() -> list[str]:
    return [code for code, area in _areas().items() if area["level"] == "province" and area["has_statistics"]]


def _notes() -> list[str]:
    """What a reader may choose and this server cannot do."""
    s = settings()
    lacks = [
        ("邮件服务器", s.smtp_url and s.smtp_from),
        ("投递目录", s.delivery),
    ]
    missing = [words for words, there in lacks if not there]
    return [f"本机尚未设置{'和'.join(missing)}，请管理员设置后再选。"] if missing else []
