"""大屏　播放: what the browser needs to play a list of addresses (`assets/wall.js`), and what stands until it does."""

import json

from dash import html

from components.selection import Selection
from components.wall_frame import CLOCK, status
from state.playlists import DEFAULT, Playlist, playlist_of
from state.store import StateError

KEYS = (("空格", "暂停或继续"), ("← →", "上一幅、下一幅"), ("F", "全屏"))


def player(selection: Selection, notices: list[str]) -> html.Main:
    """The list of the address, else the default one; entries travel with the page, changes of them are polled for."""
    playlist = chosen(selection.playlist or DEFAULT.playlist_id, notices)
    entries = [{"address": e.address, "seconds": e.seconds} for e in playlist.entries]
    bar = html.Header(
        [
            html.Span(f"{len(entries)}个画面", className="hc-wall-cut-off"),
            html.H1(playlist.name),
            html.Span([status(), html.Time(className=CLOCK)], className="hc-wall-now"),
        ],
        className="hc-wall-bar",
    )
    keys = [html.Span([html.Kbd(key), f" {words}"]) for key, words in KEYS]
    waiting = html.Div(
        [html.P("正在准备第一个画面…"), *(html.P(n) for n in notices), html.P(keys, className="keys"),
         html.P([html.A("编辑播放列表", href=f"/playlists?playlist={playlist.playlist_id}"), "　",
                 html.A("返回总览", href="/")])],
        className="hc-wall-waiting",
    )  # fmt: skip
    return html.Main(
        [bar, waiting],
        id="wall-player", className="hc-page hc-wall",
        **{"data-bs-theme": "dark", "data-playlist": playlist.playlist_id, "data-name": playlist.name,
           "data-entries": json.dumps(entries, ensure_ascii=False)},
    )  # fmt: skip


def chosen(playlist_id: str, notices: list[str]) -> Playlist:
    try:
        found = playlist_of(playlist_id)
    except StateError as error:
        notices.append(f"{error}现播放默认列表。")
        return DEFAULT
    if found is None:
        notices.append(f"没有代号为{playlist_id}的播放列表，现播放默认列表。")
    return found or playlist_of(DEFAULT.playlist_id) or DEFAULT
