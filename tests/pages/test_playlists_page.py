"""播放列表: the list and its form as functions of the address, and what saving keeps."""

import pytest
from portraits import by_class, by_id, parts, words

import app  # noqa: F401  (pages register with it)
from pages import playlists, wall
from state.playlists import PlaylistError, playlist_of, save_playlist

TEXT = "30 /wall?layout=map\n\n 45  /map?indicator=A65 "


@pytest.fixture(autouse=True)
def data(monitored, tmp_path, monkeypatch):
    monkeypatch.setenv("COCKPIT_STATE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    from data.settings import settings

    settings.cache_clear()


def press(monkeypatch, button, *typed):
    class Pressed:
        triggered = ({"value": 1},)
        triggered_id = button

    monkeypatch.setattr(playlists, "ctx", Pressed)
    return playlists.change_playlist(1, 1, *typed)


def test_the_list_and_the_form_of_the_chosen_one():
    layout = playlists.layout(playlist="default")
    assert "默认轮播" in words(by_class(layout, "hc-playlists")[0]) and "3分15秒" in words(layout)
    assert by_id(layout, playlists.ENTRIES).value.splitlines()[0] == "60 /wall?layout=overview"
    assert by_id(layout, playlists.REMOVE).hidden  # the one that comes with the product cannot be removed
    assert any(getattr(p, "href", "") == "/wall?playlist=default" for p in parts(layout))


def test_saving_keeps_what_was_typed_and_the_wall_plays_it(monkeypatch):
    shown = press(monkeypatch, playlists.SAVE, "hall-1", "大厅", TEXT, "张三")
    assert "已保存" in words(shown) and not by_id(shown, playlists.REMOVE).hidden
    played = by_id(wall.layout(playlist="hall-1"), "wall-player").to_plotly_json()["props"]
    assert played["data-name"] == "大厅"
    assert '"/map?indicator=A65", "seconds": 45' in played["data-entries"]
    assert "已删除" in words(press(monkeypatch, playlists.REMOVE, "hall-1", "", "", "张三"))
    assert playlist_of("hall-1") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/map 30", "第1行应是“秒数 网址”"),
        ("30 http://example.org/", "第1个画面：只能用本系统的网址"),
        ("", "至少要有一个"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(monkeypatch, text, said):
    shown = press(monkeypatch, playlists.SAVE, "hall-1", "大厅", text, "张三")
    assert said in words(by_class(shown, "hc-form-problem")[0])
    assert by_id(shown, playlists.ENTRIES).value == text and playlist_of("hall-1") is None


def test_an_unknown_list_says_so_and_plays_the_default():
    assert "没有代号为hall-9的播放列表" in words(playlists.layout(playlist="hall-9"))
    layout = wall.layout(playlist="hall-9")
    assert "没有代号为hall-9" in words(layout)
    assert by_id(layout, "wall-player").to_plotly_json()["props"]["data-playlist"] == "default"


def test_lines_are_read_strictly():
    assert [(e.seconds, e.address) for e in playlists.entries_of(TEXT)] == [
        (30, "/wall?layout=map"), (45, "/map?indicator=A65"),
    ]  # fmt: skip
    with pytest.raises(PlaylistError, match="第2行"):
        playlists.entries_of("30 /map\nx /map")


def test_a_stored_list_is_told_with_who_and_when():
    save_playlist("b", "乙", [{"address": "/map", "seconds": 5}], who="李四")
    assert "李四" in words(by_class(playlists.layout(), "hc-playlists")[0])
