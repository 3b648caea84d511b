"""Pages kept in memory: once per version and scope, not after a failure, not for requests of other sites."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import dash
import pytest
from flask.testing import FlaskClient

import api.kept_pages as kept
from access.viewer import Viewer
from app import server
from bench.pages_router import ENDPOINT, body
from data import settings as settings_module
from state import store
from state.finding_states import explain


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    kept.forget()
    yield
    kept.forget()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Callable[..., list[dict]]:
    """`made(layout)` puts a page in place of the map and says with what it was called."""
    monkeypatch.setenv("COCKPIT_DATA", str(tmp_path))
    (tmp_path / "geo").mkdir()
    (tmp_path / "geo" / "CURRENT").write_text("abcdef")
    monkeypatch.setattr(kept, "current_version", lambda: "2026.1.1")
    monkeypatch.setattr(kept, "settings", lambda: _Settings(tmp_path))
    calls: list[dict] = []
    page = next(p for p in dash.page_registry.values() if p["path"] == "/map")

    def place(draw: Callable[[], Any]) -> list[dict]:
        def layout(**params: Any) -> Any:
            calls.append(params)
            return draw()

        monkeypatch.setitem(page, "layout", layout)
        return calls

    return place


class _Settings:
    def __init__(self, data: Any) -> None:
        self.geo = data / "geo"

    def __hash__(self) -> int:
        return hash(self.geo)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Settings) and other.geo == self.geo


def ask(client: FlaskClient, address: str, **headers: str) -> Any:
    return client.post(ENDPOINT, data=body(address), content_type="application/json", headers=headers)


def words(answer: Any) -> Any:
    return json.loads(answer.data)["response"]["_pages_content"]["children"]["props"]["children"]


def test_a_page_is_made_once_per_address(made):
    calls = made(lambda: dash.html.Div("一"))
    client = server.test_client()
    first, again = ask(client, "/map?area=510000"), ask(client, "/map?area=510000")
    assert words(first) == words(again) == "一"
    assert dict(first.headers) == dict(again.headers)
    assert len(calls) == 1
    ask(client, "/map?area=520000")
    assert [c["area"] for c in calls] == ["510000", "520000"]


def test_another_version_and_another_scope_are_other_pages(made, monkeypatch):
    calls = made(lambda: dash.html.Div("一"))
    client = server.test_client()
    ask(client, "/map")
    monkeypatch.setattr(kept, "current_version", lambda: "2026.1.2")
    ask(client, "/map")
    monkeypatch.setattr(kept, "current_viewer", lambda: Viewer("四川", ("510000",), ("public",)))
    ask(client, "/map")
    assert len(calls) == 3


def test_a_failed_page_is_made_again(made):
    def fail() -> Any:
        kept.do_not_keep()
        return dash.html.Div("出错")

    calls = made(fail)
    client = server.test_client()
    ask(client, "/map")
    ask(client, "/map")
    assert len(calls) == 2


def test_the_page_of_a_code_is_never_kept(made, monkeypatch):
    calls = made(lambda: dash.html.Div("一"))
    pages = {p["path"]: p for p in dash.page_registry.values()}
    monkeypatch.setitem(pages["/verify"], "layout", pages["/map"]["layout"])
    client = server.test_client()
    for address in ("/verify/ABCD-EFGH", "/verify", "/verify/"):
        for _ in range(2):
            ask(client, address)
    assert len(calls) == 6


def test_compressed_and_plain_answers_are_kept_apart(made):
    made(lambda: dash.html.Div("一" * 3000))
    client = server.test_client()
    packed = ask(client, "/map", **{"Accept-Encoding": "gzip"})
    plain = ask(client, "/map")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert words(plain) == "一" * 3000
    assert ask(client, "/map", **{"Accept-Encoding": "gzip"}).data == packed.data


def test_a_kept_page_is_refused_to_other_sites(made):
    made(lambda: dash.html.Div("一"))
    client = server.test_client()
    ask(client, "/map")
    assert ask(client, "/map", **{"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize("sent", [b"", b"{}", b"[]", b'{"output": ".._pages_content.children..._pages_store.data.."}'])
def test_nonsense_has_no_key(sent):
    with server.test_request_context(ENDPOINT, method="POST", data=sent):
        assert kept._key() is None


def test_the_oldest_pages_go_when_memory_is_full(made, monkeypatch):
    calls = made(lambda: dash.html.Div("一" * 500))
    monkeypatch.setattr(kept, "MOST_BYTES", 16_000)
    client = server.test_client()
    for code in range(510000, 510020):
        ask(client, f"/map?area={code}")
    assert kept._size <= 16_000
    ask(client, "/map?area=510019")
    ask(client, "/map?area=510000")
    assert [c["area"] for c in calls[20:]] == ["510000"]


def test_a_page_is_made_anew_when_somebody_explains_a_finding(made, tmp_path):
    calls = made(lambda: dash.html.Div("一"))
    settings_module.settings.cache_clear()
    store.close_engines()
    client = server.test_client()
    ask(client, "/map")
    ask(client, "/map")
    assert len(calls) == 1
    explain("0" * 16, "说明", "张三", {})
    ask(client, "/map")
    ask(client, "/map")
    assert len(calls) == 2
    store.close_engines()
    settings_module.settings.cache_clear()


def test_a_page_without_states_is_kept_whatever_is_said(made, monkeypatch):
    made(lambda: dash.html.Div("一"))
    asked = []
    monkeypatch.setattr(kept, "revision", lambda: asked.append(1) or len(asked))
    client = server.test_client()
    for address in ("/catalogue", "/map"):
        ask(client, address)
    assert len(asked) == 1


def test_nothing_is_kept_where_the_state_is_unknown(made, monkeypatch):
    calls = made(lambda: dash.html.Div("一"))

    def fails():
        raise store.StateError("不可用")

    monkeypatch.setattr(kept, "revision", fails)
    client = server.test_client()
    for _ in range(2):
        assert words(ask(client, "/map")) == "一"
    assert len(calls) == 2
