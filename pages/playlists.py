"""播放列表: which pictures walls show in turn; list, form, and what may be put into one."""

from typing import Any
from urllib.parse import urlsplit

import dash
from dash import Input, Output, State, callback, ctx, dcc, html, no_update
from flask import has_request_context, request

from components.figure_frame import figure_frame
from components.page_head import breadcrumb, page, page_foot, page_head
from components.playlist_table import (
    ENTRIES,
    ID,
    NAME,
    PATH,
    REMOVE,
    SAVE,
    WHO,
    playlist_form,
    playlist_table,
)
from components.selection import Selection
from components.states import nothing_to_show
from data.warehouse import current_version
from state.playlists import (
    DEFAULT,
    LONGEST,
    MOST_ENTRIES,
    SHORTEST,
    Entry,
    Playlist,
    PlaylistError,
    playlists,
    remove_playlist,
    save_playlist,
)
from state.store import StateError

dash.register_page(__name__, path=PATH, name="播放列表", title="大屏播放列表 · 健康中国数据驾驶舱")

BODY = "playlists-body"
EXAMPLES = (
    ("总览", "/wall?layout=overview"), ("四川总览", "/wall?layout=overview&area=510000"),
    ("预期寿命分省地图", "/wall?layout=map&indicator=LE"),
    ("四川分县地图", "/wall?layout=map&area=510000&layer=county"), ("考核", "/wall?layout=assessment"),
    ("数据质量", "/wall?layout=quality"), ("普通页面", "/indicators?indicator=HL"),
)  # fmt: skip


def layout(**params: Any) -> Any:
    selection, notices = Selection.from_params(params)
    known, trouble = known_playlists()
    chosen = next((p for p in known if p.playlist_id == selection.playlist), None)
    if selection.playlist and chosen is None and not trouble:
        notices.append(f"没有代号为{selection.playlist}的播放列表，可在下面新建。")
    typed = typed_of(chosen) if chosen else {"id": selection.playlist or "", "name": "", "entries": "", "who": ""}
    return page(
        breadcrumb([("大屏", "/wall"), ("播放列表", None)]),
        page_head("大屏播放列表", f"每个列表最多{MOST_ENTRIES}个画面，每个画面{SHORTEST}–{LONGEST}秒",
                  exports=html.Span([dcc.Link("新建", href=PATH), dcc.Link("报告与快照", href="/reports")],
                                    className="hc-out")),
        html.Div(body_of(typed, known, trouble), id=BODY, **{"aria-live": "polite"}),
        page_foot(current_version()),
        notices=notices,
    )  # fmt: skip


def known_playlists() -> tuple[list[Playlist], str]:
    """What there is, and why it cannot be read."""
    try:
        return playlists(), ""
    except StateError as error:
        return [DEFAULT], str(error)


def body_of(typed: dict[str, str], known: list[Playlist], trouble: str, *, problem: str = "", done: str = "") -> Any:
    stored = any(p.playlist_id == typed["id"] and p.at for p in known)
    version = current_version()
    listed: Any = playlist_table(known, typed["id"])
    if trouble:
        listed = nothing_to_show("error", trouble, ("重试", PATH))
    examples = html.Ul([html.Li([html.Code(address), html.Span(f"　{words}", className="quiet")])
                        for words, address in EXAMPLES])  # fmt: skip
    left = figure_frame(listed, id="playlists-list", title="播放列表", subtitle=f"{len(known)}个", version=version)
    title = "修改播放列表" if stored or typed["id"] == DEFAULT.playlist_id else "新建播放列表"
    form = [playlist_form(typed, problem=problem, done=done, stored=stored),
            html.Details([html.Summary("可用的网址举例"), examples])]  # fmt: skip
    right = figure_frame(form, id="playlists-edit", title=title, version=version)
    return html.Div([left, right], className="hc-playlist-columns")


def typed_of(playlist: Playlist, who: str = "") -> dict[str, str]:
    lines = "\n".join(f"{e.seconds} {e.address}" for e in playlist.entries)
    return {"id": playlist.playlist_id, "name": playlist.name, "entries": lines, "who": who}


@callback(
    Output(BODY, "children"),
    Input(SAVE, "n_clicks"),
    Input(REMOVE, "n_clicks"),
    State(ID, "value"),
    State(NAME, "value"),
    State(ENTRIES, "value"),
    State(WHO, "value"),
    prevent_initial_call=True,
)
def change_playlist(_save: int | None, _remove: int | None, id: Any, name: Any, entries: Any, who: Any) -> Any:
    """Keep what was typed, or remove the list. Everything here comes from the browser: the state store checks it."""
    if not ctx.triggered or not ctx.triggered[0]["value"]:
        return no_update
    typed = {"id": str(id or "").strip(), "name": str(name or ""), "entries": str(entries or ""), "who": str(who or "")}
    problem = done = ""
    try:
        if ctx.triggered_id == REMOVE:
            done = "已删除。" if remove_playlist(typed["id"]) else "没有这个播放列表，没有改动。"
            typed = {"id": "", "name": "", "entries": "", "who": typed["who"]}
        else:
            kept = save_playlist(typed["id"], typed["name"], entries_of(typed["entries"]), who=typed["who"])
            typed, done = typed_of(kept, typed["who"]), "已保存；正在播放的大屏一两分钟内自动更新。"
    except (PlaylistError, StateError) as error:
        problem = f"未保存：{error}"
    return body_of(typed, *known_playlists(), problem=problem, done=done)


def entries_of(text: str) -> list[Entry]:
    """A line each: seconds and address; addresses of this very host lose it. Raises PlaylistError with the line."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        seconds, _, address = line.strip().partition(" ")
        if not seconds.isdecimal() or not address.strip():
            raise PlaylistError(f"第{number}行应是“秒数 网址”，如：30 /wall?layout=map。")
        found.append(Entry(own(address.strip()), int(seconds)))
    return found


def own(address: str) -> str:
    """What was copied from the browser's address bar without the host, where that is this one."""
    parts = urlsplit(address)
    if parts.scheme in ("http", "https") and has_request_context() and parts.netloc == request.host:
        return address.split(parts.netloc, 1)[1] or "/"
    return address
