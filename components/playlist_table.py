"""Playlists of the wall as a table, and the form to write one."""

from typing import Any

from dash import dcc, html

from components.finding_state import moment

ID, NAME, ENTRIES, WHO, SAVE, REMOVE = (
    "playlist-id", "playlist-name", "playlist-entries", "playlist-who", "playlist-save", "playlist-remove",
)  # fmt: skip
PATH = "/playlists"
CODE = "代号（小写字母、数字、-、_）"


def playlist_table(playlists: list[Any], chosen: str) -> html.Table:
    """`playlists` as `state.playlists` tells them."""
    head = [html.Th("名称"), html.Th("代号"), html.Th("画面", className="num"), html.Th("一轮", className="num"),
            html.Th("最后修改"), html.Th("")]  # fmt: skip
    body = [_row(p, p.playlist_id == chosen) for p in playlists]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="hc-table hc-playlists")


def _row(playlist: Any, chosen: bool) -> html.Tr:
    changed = f"{moment(playlist.at)}　{playlist.who}" if playlist.at else "随系统提供"
    links = [html.A("播放", href=f"/wall?playlist={playlist.playlist_id}"), "　",
             dcc.Link("编辑", href=f"{PATH}?playlist={playlist.playlist_id}")]  # fmt: skip
    return html.Tr(
        [
            html.Td(playlist.name),
            html.Td(html.Code(playlist.playlist_id)),
            html.Td(str(len(playlist.entries)), className="num"),
            html.Td(duration(sum(e.seconds for e in playlist.entries)), className="num"),
            html.Td(changed, className="quiet"),
            html.Td(links),
        ],
        className="sel" if chosen else "",
    )


def duration(seconds: int) -> str:
    """`90` → 1分30秒."""
    minutes, rest = divmod(seconds, 60)
    return (f"{minutes}分" if minutes else "") + (f"{rest}秒" if rest or not minutes else "")


def playlist_form(typed: dict[str, str], *, problem: str = "", done: str = "", stored: bool = False) -> html.Div:
    """`typed`: id, name, entries (a line each: seconds and address) and who; `stored` offers to remove it."""
    return html.Div(
        [
            _field(CODE, dcc.Input(id=ID, value=typed["id"], maxLength=24, autoComplete="off")),
            _field("名称", dcc.Input(id=NAME, value=typed["name"], maxLength=60, autoComplete="off")),
            _field("画面，每行一个：秒数、空格、网址", dcc.Textarea(id=ENTRIES, value=typed["entries"], rows=12)),
            _field("填写人", dcc.Input(id=WHO, value=typed["who"], maxLength=60, autoComplete="name")),
            html.P(problem, className="hc-form-problem", role="alert") if problem else None,
            html.P(done, className="hc-form-done", role="status") if done else None,
            html.Div(
                [
                    html.Button("保存", id=SAVE, type="button", className="hc-button"),
                    html.Button("删除", id=REMOVE, type="button", className="hc-button quietly", hidden=not stored),
                ],
                className="hc-buttons",
            ),
        ],
        className="hc-form hc-playlist-form",
    )  # fmt: skip


def _field(words: str, control: Any) -> html.Label:
    return html.Label([html.Span(words), control])
