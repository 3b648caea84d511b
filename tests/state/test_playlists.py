"""Playlists of walls: what is kept, and what is refused with the line and the remedy."""

import pytest

from state.playlists import (
    DEFAULT,
    LONGEST,
    MOST_ENTRIES,
    SHORTEST,
    Entry,
    PlaylistError,
    checked_address,
    checked_entries,
    playlist_of,
    playlists,
    remove_playlist,
    save_playlist,
)
from state.store import revision

MAP = {"address": "/map?indicator=A65", "seconds": 30}


def test_the_default_one_is_there_without_being_stored(state_url):
    assert playlists() == [DEFAULT]
    assert DEFAULT.entries[0].address == "/wall?layout=overview"
    assert checked_entries(DEFAULT.entries) == DEFAULT.entries  # it keeps its own rules
    assert revision() == 0


def test_what_is_saved_is_told_and_replaced_and_removed(state_url):
    kept = save_playlist("hall-1", " 一楼大厅 ", [MAP], who="张三")
    assert (kept.name, kept.entries, kept.who) == ("一楼大厅", (Entry("/map?indicator=A65", 30),), "张三")
    save_playlist("hall-1", "一楼", [MAP, MAP], who="李四")
    assert [p.playlist_id for p in playlists()] == ["default", "hall-1"]
    held = playlist_of("hall-1")
    assert held is not None and held.at is not None and held.at.tzinfo is not None
    assert (held.name, len(held.entries), held.who) == ("一楼", 2, "李四")
    assert revision() == 2
    assert remove_playlist("hall-1") and not remove_playlist("hall-1")
    assert playlist_of("hall-1") is None


def test_a_stored_default_takes_its_place_until_it_is_removed(state_url):
    save_playlist("default", "我们的", [MAP], who="张三")
    assert [p.name for p in playlists()] == ["我们的"]
    remove_playlist("default")
    assert playlists() == [DEFAULT]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://example.org/map", "本系统的网址"), ("//example.org/map", "本系统的网址"), ("map", "本系统的网址"),
        ("/\\example.org", "本系统的网址"), ("/map\n?x", "本系统的网址"), ("/a b", "本系统的网址"),
        ("/../etc", "本系统的网址"),
        ("javascript:alert(1)", "本系统的网址"), ("/api/v1/versions", "不是可以播放的画面"),
        ("/_dash-layout", "不是可以播放"),
        ("/playlists", "不是可以播放的画面"), ("/wall?playlist=default", "不能再放播放列表"), ("", "请填写网址"),
        (None, "请填写网址"), ("/map?" + "x" * 2_000, "最多2000个字符"),
    ],
)  # fmt: skip
def test_addresses_of_this_cockpit_only(address, said):
    with pytest.raises(PlaylistError, match=said):
        checked_address(address)


@pytest.mark.parametrize("address", ["/", "/wall?layout=map", "/map?area=510000&layer=county", "/area?area=510000#x"])
def test_pages_are_taken(address):
    assert checked_address(f" {address} ") == address


@pytest.mark.parametrize("seconds", [SHORTEST - 1, LONGEST + 1, 0, -5, 7.5, "30", None, True])
def test_seconds_have_bounds(seconds):
    with pytest.raises(PlaylistError, match=f"第2个画面的秒数要在{SHORTEST}–{LONGEST}"):
        checked_entries([MAP, MAP | {"seconds": seconds}])


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([], "至少要有一个"), (None, "至少要有一个"), ([MAP] * (MOST_ENTRIES + 1), "最多100个画面"),
        (["/map"], "第1个画面要写明"),
        ([MAP | {"secs": 3}], "第1个画面有不认识的项“secs”"),
    ],
)  # fmt: skip
def test_lists_that_cannot_be_played(entries, said):
    with pytest.raises(PlaylistError, match=said):
        checked_entries(entries)


@pytest.mark.parametrize(
    ("id", "name", "who", "said"),
    [("Hall", "名", "人", "小写字母"), ("-x", "名", "人", "小写字母"),
     ("x" * 25, "名", "人", "小写字母"), ("a", " ", "人", "请填写名称"),
     ("a", "名\n称", "人", "名称含有换行"), ("a", "名", "", "请填写填写人")],
)  # fmt: skip
def test_nothing_is_kept_of_what_is_refused(state_url, id, name, who, said):
    with pytest.raises(PlaylistError, match=said):
        save_playlist(id, name, [MAP], who=who)
    assert playlists() == [DEFAULT] and revision() == 0
