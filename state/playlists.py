"""Playlists of the wall: addresses of this cockpit with the seconds that each is shown.

One exists without being stored (`DEFAULT`); one that is stored under its id takes its place.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import Row, delete, insert, select, update

from state.explanations import ExplanationError, checked_name
from state.finding_states import now
from state.schema import playlist as table
from state.schema import state_info
from state.store import reading, writing

SHORTEST, LONGEST = 5, 3600  # seconds
MOST_ENTRIES, MOST_PLAYLISTS = 100, 200
LONGEST_ADDRESS, LONGEST_TITLE = 2_000, 60
FIRST_VERSION = 3  # of the store that has the table
# What is no picture: interfaces, files, and the pages that say which pictures there are.
REFUSED = ("/api", "/assets", "/geo", "/healthz", "/playlists", "/_")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,23}")
_ADDRESS = re.compile(r"/[^\s\\\x00-\x1f\x7f]*")


class PlaylistError(ValueError):
    """A playlist cannot be kept; the message says in the writer's words what to change."""


@dataclass(frozen=True)
class Entry:
    address: str
    seconds: int


@dataclass(frozen=True)
class Playlist:
    """`who` and `at` (UTC) of the last change; None of the one that comes with the product."""

    playlist_id: str
    name: str
    entries: tuple[Entry, ...]
    who: str | None = None
    at: datetime | None = None


DEFAULT = Playlist(
    "default",
    "默认轮播",
    (
        Entry("/wall?layout=overview", 60), Entry("/wall?layout=map", 45),
        Entry("/wall?layout=assessment", 45), Entry("/wall?layout=quality", 45),
    ),
)  # fmt: skip


def playlists() -> list[Playlist]:
    """All of them, the default one first, then by name. Raises StateError."""
    stored = {p.playlist_id: p for p in _stored()}
    first = stored.pop(DEFAULT.playlist_id, DEFAULT)
    return [first, *sorted(stored.values(), key=lambda p: (p.name, p.playlist_id))]


def playlist_of(playlist_id: str) -> Playlist | None:
    """One of them, None where there is none of this id. Raises StateError."""
    return next((p for p in playlists() if p.playlist_id == playlist_id), None)


def save_playlist(playlist_id: object, name: object, entries: object, *, who: object) -> Playlist:
    """Keep a playlist in place of what its id held. `entries`: address and seconds each, as `checked_entries` takes
    them. Raises PlaylistError, StateError; then nothing is kept."""
    kept = Playlist(checked_id(playlist_id), _checked_title(name), checked_entries(entries), _checked_who(who), now())
    told = json.dumps([{"address": e.address, "seconds": e.seconds} for e in kept.entries], ensure_ascii=False)
    row = {"name": kept.name, "entries": told, "who": kept.who, "at": kept.at}
    with writing() as connection:
        changed = connection.execute(update(table).where(table.c.playlist_id == kept.playlist_id).values(**row))
        if not changed.rowcount:
            held = connection.execute(select(table.c.playlist_id)).all()
            if len(held) >= MOST_PLAYLISTS:
                raise PlaylistError(f"播放列表最多{MOST_PLAYLISTS}个，请先删除不用的。")
            connection.execute(insert(table).values(playlist_id=kept.playlist_id, **row))
    return kept


def remove_playlist(playlist_id: object) -> bool:
    """Whether there was one. The default one is then again as it came. Raises PlaylistError, StateError."""
    known = checked_id(playlist_id)
    with writing() as connection:
        gone = connection.execute(delete(table).where(table.c.playlist_id == known)).rowcount
    return bool(gone)


def checked_id(playlist_id: object) -> str:
    """1 to 24 small letters, digits, hyphens and underscores."""
    if not isinstance(playlist_id, str) or not _ID.fullmatch(playlist_id.strip()):
        raise PlaylistError("代号由1–24个小写字母、数字、-或_组成，以字母或数字开头，如hall-1。")
    return playlist_id.strip()


def checked_entries(entries: object) -> tuple[Entry, ...]:
    """1 to 100 entries from records with `address` and `seconds`. Raises PlaylistError, which names the line."""
    if not isinstance(entries, list | tuple) or not entries:
        raise PlaylistError("播放列表至少要有一个画面。")
    if len(entries) > MOST_ENTRIES:
        raise PlaylistError(f"一个播放列表最多{MOST_ENTRIES}个画面，这里有{len(entries)}个，请拆成几个。")
    return tuple(_checked_entry(entry, number) for number, entry in enumerate(entries, 1))


def _checked_entry(entry: Any, number: int) -> Entry:
    if isinstance(entry, Entry):
        entry = {"address": entry.address, "seconds": entry.seconds}
    if not isinstance(entry, dict):
        raise PlaylistError(f"第{number}个画面要写明网址（address）和秒数（seconds）。")
    if unknown := sorted(str(key) for key in entry if key not in ("address", "seconds")):
        raise PlaylistError(f"第{number}个画面有不认识的项“{unknown[0][:30]}”，只用address和seconds。")
    try:
        address = checked_address(entry.get("address"))
    except PlaylistError as error:
        raise PlaylistError(f"第{number}个画面：{error}") from error
    seconds = entry.get("seconds")
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not SHORTEST <= seconds <= LONGEST:
        raise PlaylistError(f"第{number}个画面的秒数要在{SHORTEST}–{LONGEST}之间的整数。")
    return Entry(address, seconds)


def checked_address(address: object) -> str:
    """An address of this cockpit that shows a picture: it begins with one slash and names no other host."""
    if not isinstance(address, str) or not address.strip():
        raise PlaylistError("请填写网址，如/map?indicator=A65。")
    text = address.strip()
    if len(text) > LONGEST_ADDRESS:
        raise PlaylistError(f"网址最多{LONGEST_ADDRESS}个字符。")
    if not _ADDRESS.fullmatch(text) or text.startswith("//") or ".." in text.split("?")[0]:
        raise PlaylistError("只能用本系统的网址：以一个“/”开头，不含主机名、空格和控制字符，如/map?indicator=A65。")
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise PlaylistError("网址写法有误，请从浏览器地址栏复制“/”以后的部分。") from error
    if any(parts.path == path or parts.path.startswith(path + ("" if path == "/_" else "/")) for path in REFUSED):
        raise PlaylistError(f"{parts.path}不是可以播放的画面。")
    if parts.path.rstrip("/") == "/wall" and "playlist" in parse_qs(parts.query):
        raise PlaylistError("播放列表里不能再放播放列表，请直接列出画面。")
    return text


def _checked_title(name: object) -> str:
    if not isinstance(name, str) or not name.strip():
        raise PlaylistError("请填写名称。")
    try:
        title = checked_name(name)
    except ExplanationError as error:
        raise PlaylistError(str(error).replace("填写人", "名称")) from error
    if len(title) > LONGEST_TITLE:
        raise PlaylistError(f"名称最多{LONGEST_TITLE}个字。")
    return title


def _checked_who(who: object) -> str:
    try:
        return checked_name(who)
    except ExplanationError as error:
        raise PlaylistError(str(error)) from error


def _stored() -> list[Playlist]:
    with reading() as connection:
        if connection is None or (connection.scalar(select(state_info.c.schema_version)) or 0) < FIRST_VERSION:
            return []
        return [_read(row) for row in connection.execute(select(table))]


def _read(row: Row[Any]) -> Playlist:
    entries = tuple(Entry(str(e["address"]), int(e["seconds"])) for e in json.loads(row.entries))
    return Playlist(row.playlist_id, row.name, entries, row.who, row.at.replace(tzinfo=UTC))
