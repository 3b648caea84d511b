"""The form by which a view, or several, are ordered as files: now, or again and again."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

FIELDS = (
    "name", "addresses", "format", "paper", "together", "schedule", "zone", "version", "mail_to", "folder", "retries",
    "keep_runs", "who",
)  # fmt: skip
KEEP, REMOVE, OFTEN, PREVIEW, NUMBER = (
    "reports-keep", "reports-remove", "reports-often", "reports-preview", "reports-number",
)  # fmt: skip
ONCE, CUSTOM, CURRENT = "once", "custom", "current"  # values that stand for an empty text, which a select cannot show
OFTEN_OPTIONS = (
    (ONCE, "立即，只做一次"), ("0 8 * * *", "每天 08:00"), ("0 8 * * 1-5", "周一至周五 08:00"),
    ("0 8 * * 1", "每周一 08:00"), ("0 8 1 * *", "每月1日 08:00"),
    ("0 8 1 1,4,7,10 *", "每季首日 08:00"), (CUSTOM, "自定"),
)  # fmt: skip
BEIJING = "Asia/Shanghai"
ZONES = {BEIJING: "北京时间", "Asia/Urumqi": "乌鲁木齐时间", "UTC": "协调世界时（UTC）"}
TOGETHER = {"together": "合为一个文件", "each": "每个网址一个文件"}
EXAMPLE = "/map?indicator=LE\n/area?area=510000"


def field_id(name: str) -> str:
    return f"reports-{name.replace('_', '-')}"


def order_form(
    said: Mapping[str, Any], *, formats: Mapping[str, str], papers: Mapping[str, str], versions: Sequence[str],
    preview: Any, number: int | None = None, problem: str = "", done: str = "", notes: Sequence[str] = (),
) -> list[Any]:  # fmt: skip
    """`said` is what stands in the fields, by FIELDS, as texts; `number` of the order that is changed, if one is.

    `problem` says what is wrong with it, `done` what was done, `notes` what delivery lacks on this server.
    """
    return [
        dcc.Store(id=NUMBER, data=number),
        html.P(done, className="hc-form-done", role="status") if done else None,
        html.Div(
            [
                *_what(said, formats, papers),
                *_when(said, preview),
                _more(said, versions, notes),
                _field("填写人", _text("who", said, maxLength=60, autoComplete="name")),
                html.P(problem, className="hc-form-problem", role="alert") if problem else None,
                html.Div(
                    html.Button("保存修改" if number else "保存任务", id=KEEP, type="button", className="hc-button"),
                    className="hc-buttons",
                ),
            ],
            className="hc-form hc-order",
        ),
        _remove(number),
    ]


def preview_of(words: str, times: Sequence[str], problem: str = "") -> list[Any]:
    """What a schedule means: in words, and its next times."""
    if problem:
        return [html.Span(problem, className="bad")]
    if not times:
        return [html.Span(words)]
    return [html.B(words), html.Span("接下来五次"), html.Ul([html.Li(at) for at in times])]


def _what(said: Mapping[str, Any], formats: Mapping[str, str], papers: Mapping[str, str]) -> list[Any]:
    return [
        _field("名称", _text("name", said, maxLength=60, placeholder="月度总览")),
        _field(
            "网址",
            dcc.Textarea(
                id=field_id("addresses"), value=said.get("addresses", ""), rows=4, placeholder=EXAMPLE, spellCheck=False
            ),
            "一行一个，从浏览器地址栏复制即可",
        ),
        html.Div(
            [
                _field("格式", _select("format", list(formats.items()), said.get("format") or "pdf")),
                _field("纸张", _select("paper", list(papers.items()), said.get("paper") or "a4")),
            ],
            className="hc-order-two",
        ),
        _field("文件", _select("together", list(TOGETHER.items()), said.get("together") or "together")),
    ]


def _when(said: Mapping[str, Any], preview: Any) -> list[Any]:
    schedule = str(said.get("schedule") or "")
    often = ONCE if not schedule else schedule if schedule in dict(OFTEN_OPTIONS) else CUSTOM
    return [
        _field("时间", _options(OFTEN, OFTEN_OPTIONS, often)),
        _field(
            "定时", _text("schedule", said, maxLength=120, placeholder="空着为立即做一次", spellCheck=False),
            "五段：分 时 日 月 星期；0 8 * * 1 为每周一 08:00",
        ),
        html.Div(preview, id=PREVIEW, className="hc-order-preview", **{"aria-live": "polite"}),
    ]  # fmt: skip


def _more(said: Mapping[str, Any], versions: Sequence[str], notes: Sequence[str]) -> html.Details:
    known = [(CURRENT, "生成时的当前版本"), *((v, f"固定为 {v}") for v in versions)]
    version = str(said.get("version") or CURRENT)
    if version not in dict(known):
        known.append((version, f"固定为 {version}（已不保留）"))
    zone = str(said.get("zone") or BEIJING)
    zones = list((ZONES if zone in ZONES else ZONES | {zone: zone}).items())
    changed = version != CURRENT or zone != BEIJING or said.get("mail_to") or said.get("folder")
    retries = _select("retries", [(str(n), f"{n}次") for n in range(6)], said.get("retries") or "2")
    kept = _text("keep_runs", {"keep_runs": said.get("keep_runs") or "12"}, maxLength=3)
    mail = _text("mail_to", said, maxLength=2000, placeholder="多个邮箱用逗号隔开", spellCheck=False)
    return html.Details(
        [
            html.Summary("时区、数据版本、发送、重试与保留"),
            _field("时区", _select("zone", zones, zone)),
            _field("数据版本", _select("version", known, version)),
            _field("发送邮件", mail),
            _field("投递目录", _text("folder", said, maxLength=200, placeholder="月报/四川")),
            *[html.P(note, className="hc-note") for note in notes],
            html.Div([_field("失败重试", retries), _field("保留次数", kept)], className="hc-order-two"),
        ],
        open=bool(changed),
    )  # fmt: skip


def _remove(number: int | None) -> Any:
    """Always in the page, because a callback listens to its button; shown where an order is changed."""
    return html.Details(
        [
            html.Summary("删除这个任务…"),
            html.P("任务、它的运行历史和生成的文件都会删除，不能恢复。", className="hc-note"),
            html.Button("确认删除", id=REMOVE, type="button", className="hc-button quietly"),
        ],
        className="hc-order-remove",
        hidden=number is None,
    )


def _field(words: str, control: Any, note: str = "") -> html.Label:
    return html.Label([html.Span(words), html.Span([control, html.Span(note, className="quiet") if note else None])])


def _text(name: str, said: Mapping[str, Any], **more: Any) -> dcc.Input:
    told = {"autoComplete": "off"} | more
    return dcc.Input(id=field_id(name), type="text", value=str(said.get(name) or ""), **told)


def _select(name: str, options: Sequence[tuple[str, str]], value: Any) -> dbc.Select:
    return _options(field_id(name), options, str(value))


def _options(id: str, options: Sequence[tuple[str, str]], value: str) -> dbc.Select:
    return dbc.Select(
        id=id, options=[{"value": v, "label": words} for v, words in options], value=value, className="hc-choice"
    )
