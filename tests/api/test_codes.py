"""Codes of views that leave the cockpit: the same for the same, nothing for what is no view of ours."""

import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from two_releases import CURRENT, OLD

from access.viewer import Viewer
from api import codes, issued_address
from data import settings as settings_module
from state import store
from state.issued_views import find, read_code

TOKEN = "検-token-of-this-test".encode().hex()
AS_RENDERER = {"X-Cockpit-Snapshot-Token": TOKEN}
AT = "2026-11-22T08:00:00+08:00"
SICHUAN = "/indicators?indicator=A65&area=510000&period=2020&layer=county"


@pytest.fixture
def issuing(client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """A client of a server that knows a renderer's token, with a state store of this test's own."""
    monkeypatch.setenv("COCKPIT_STATE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    monkeypatch.setenv("COCKPIT_SNAPSHOT_TOKEN", TOKEN)
    _forget()
    yield client
    _forget()


def _forget() -> None:
    settings_module.settings.cache_clear()
    store.close_engines()
    issued_address.forget()
    codes.forget()


def asked(client: FlaskClient, address: object, headers: dict | None = None, **more: object):
    return client.post("/api/v1/codes", json={"address": address, "surface": "svg"} | more, headers=headers or {})


def expected_code(address: str, version: str, at: str, surface: str) -> str:
    """By the book: SHA-256, five bits a letter, from the first bit on."""
    scope = '[["100000"], ["internal", "public", "restricted"]]'
    said = f'["{address}", "{version}", "{at}", "{surface}", {scope}]'
    bits = "".join(f"{byte:08b}" for byte in sha256(said.encode()).digest())
    letters = ["0123456789ABCDEFGHJKMNPQRSTVWXYZ"[int(bits[n : n + 5], 2)] for n in range(0, 40, 5)]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def test_a_code_says_which_view_it_was(issuing: FlaskClient):
    answer = asked(issuing, SICHUAN + f"&v={OLD}", AS_RENDERER, surface="pdf", time=AT, title="四川老龄\u202e化")
    assert answer.status_code == 200
    address = "/indicators?area=510000&indicator=A65&layer=county&period=2020"
    code = expected_code(address, OLD, "2026-11-22T00:00:00", "pdf")
    assert answer.json["code"] == code
    assert answer.json["at"] == "2026-11-22T00:00:00Z"
    issued = find(read_code(code) or "")
    assert issued is not None
    assert (issued.address, issued.data_version, issued.surface) == (address, OLD, "pdf")
    assert issued.title == "四川老龄化"
    assert issued.at.isoformat() == "2026-11-22T00:00:00"


def test_the_same_view_has_the_same_code_however_it_is_written(issuing: FlaskClient):
    first = asked(issuing, SICHUAN, AS_RENDERER, time=AT).json
    for other in ("/indicators/?layer=county&period=2020&area=510000&indicator=A65", SICHUAN + f"&v={CURRENT}"):
        assert asked(issuing, other, AS_RENDERER, time="2026-11-22T00:00:00.400Z").json["code"] == first["code"]
    later, older = (SICHUAN, "2026-11-22T00:00:01Z"), (SICHUAN + f"&v={OLD}", AT)
    for other, time in (later, older, ("/indicators?area=510100", AT)):
        assert asked(issuing, other, AS_RENDERER, time=time).json["code"] != first["code"]


def test_the_view_names_itself(issuing: FlaskClient):
    title = asked(issuing, SICHUAN).json["title"]
    assert "四川" in title
    assert "2020年" in title


HOSTILE = [
    None, "", 7, "map", "//evil.example/map", "https://evil.example/map", "javascript:alert(1)", "/\\evil.example",
    "/map\n?x=1", "/nothing", "/verify", "/verify/ABCD-EFGH", "/404", "/api/v1/observations", "/assets/../app.py",
    "/map?" + "a" * 2000, "/map?" + "&".join(f"k{n}=1" for n in range(50)), "/map?x=%ff%fe", "http://[::1",
    "/map?v=1.1",
]  # fmt: skip


@pytest.mark.parametrize("address", HOSTILE)
def test_no_code_for_what_is_no_page_of_ours(issuing: FlaskClient, address: object):
    answer = asked(issuing, address)
    assert answer.status_code == 400
    assert re.search("[一-鿿]", answer.json["detail"])
    assert not (Path(store.settings().state_url.removeprefix("sqlite:///"))).exists()


def test_a_picture_of_a_figure_says_which(issuing: FlaskClient):
    whole, first, second = (
        asked(issuing, f"{SICHUAN}&v={OLD}{figure}", AS_RENDERER, surface="svg", time=AT).json
        for figure in ("", "#indicators-trend", "#indicators-ranking")
    )
    assert len({whole["code"], first["code"], second["code"]}) == 3
    kept = find(read_code(second["code"]))
    assert kept is not None and kept.address.endswith("&period=2020#indicators-ranking")
    assert kept.title == second["title"] == whole["title"] + "　图：四川各县排序"
    assert find(read_code(whole["code"])).answers == kept.answers
    for figure in ("#indicators-nothing", "#%E4", "#a b"):
        assert asked(issuing, SICHUAN + figure).status_code == 400


def test_a_version_that_is_gone_has_no_new_codes(issuing: FlaskClient):
    assert asked(issuing, SICHUAN + "&v=2019.1.1").status_code == 410


def test_a_browser_says_neither_time_nor_title_nor_paper(issuing: FlaskClient):
    assert asked(issuing, SICHUAN, time=AT).status_code == 403
    assert asked(issuing, SICHUAN, title="官方数据").status_code == 403
    assert asked(issuing, SICHUAN, surface="pdf").status_code == 400
    assert asked(issuing, SICHUAN, {"X-Cockpit-Snapshot-Token": "guessed"}, time=AT).status_code == 403
    assert asked(issuing, SICHUAN, who="省长").status_code == 400


def test_without_a_token_of_its_own_a_server_takes_none(issuing: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("COCKPIT_SNAPSHOT_TOKEN")
    _forget()
    assert asked(issuing, SICHUAN, {"X-Cockpit-Snapshot-Token": ""}, time=AT).status_code == 403
    assert asked(issuing, SICHUAN, AS_RENDERER, time=AT).status_code == 403


@pytest.mark.parametrize("said", ["yesterday", "2026-11-22T08:00:00", 5, "9999-12-31T23:59:59-14:00"])
def test_a_time_without_zone_or_sense_is_refused(issuing: FlaskClient, said: object):
    assert asked(issuing, SICHUAN, AS_RENDERER, time=said).status_code == 400


def test_other_sites_cannot_have_codes_made(issuing: FlaskClient):
    body = {"address": SICHUAN, "surface": "svg"}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert issuing.post("/api/v1/codes", json=body, headers=headers).status_code == 403
    assert issuing.post("/api/v1/codes", data=body).status_code == 403
    assert issuing.post("/api/v1/codes", json=[1]).status_code == 400
    assert issuing.get("/api/v1/codes").status_code == 404


def test_browsers_are_held_back_and_the_renderer_is_not(issuing: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(codes, "RATES", ((60.0, 3), (3600.0, 600)))
    told = [asked(issuing, f"/indicators?area=5101{n:02d}").status_code for n in range(5)]
    assert told == [200, 200, 200, 429, 429]
    assert asked(issuing, SICHUAN, AS_RENDERER).status_code == 200


def test_the_code_leads_to_the_public_address(issuing: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    own = asked(issuing, SICHUAN).json
    assert own["address"] == f"http://localhost/verify/{own['code']}"
    # a renderer's server lives on a port of its own: printed, it would lead nowhere and differ from run to run
    assert asked(issuing, SICHUAN, AS_RENDERER).json["address"].startswith("/verify/")
    monkeypatch.setenv("COCKPIT_PUBLIC_URL", "https://health.example/")
    settings_module.settings.cache_clear()
    for headers in ({}, AS_RENDERER):
        answer = asked(issuing, SICHUAN, headers).json
        assert answer["address"] == f"https://health.example/verify/{answer['code']}"
    assert answer["qr"].startswith("<svg")


@pytest.mark.parametrize("said", ["health.example", "javascript:alert(1)", "https://a.example/path", "https://u:p@a"])
def test_a_public_address_that_is_none_is_told(issuing: FlaskClient, monkeypatch: pytest.MonkeyPatch, said: str):
    monkeypatch.setenv("COCKPIT_PUBLIC_URL", said)
    settings_module.settings.cache_clear()
    answer = asked(issuing, SICHUAN)
    assert answer.status_code == 503
    assert "COCKPIT_PUBLIC_URL" in answer.json["detail"]


def test_what_was_issued_for_one_scope_is_another_code_for_another(
    issuing: FlaskClient, looking: Callable[[Viewer], None]
):
    looking(Viewer("四川", areas=("510000",)))
    narrow = asked(issuing, SICHUAN, AS_RENDERER, time=AT).json
    looking(Viewer("全国"))
    assert asked(issuing, SICHUAN, AS_RENDERER, time=AT).json["code"] != narrow["code"]
    issued = find(read_code(narrow["code"]) or "")
    assert issued is not None
    assert issued.scope[0] == ("510000",)
