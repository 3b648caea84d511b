"""Headers that browsers must obey, and requests that the server refuses."""

import base64
import gzip
import hashlib
import re

import brotli
import pytest
from dash import Dash, Input, Output, dcc, html
from flask.testing import FlaskClient
from flask_compress import flask_compress

import api

ASK = {"output": "out.children", "outputs": {"id": "out", "property": "children"}, "changedPropIds": ["in.value"],
       "inputs": [{"id": "in", "property": "value", "value": "甲" * 2000}]}  # fmt: skip


@pytest.fixture(scope="module")
def page_client() -> FlaskClient:
    app = Dash("protected", assets_folder="tests/none")
    app.layout = html.Div([dcc.Input(id="in"), html.Div(id="out"), html.Div(id="mirror")])

    @app.callback(Output("out", "children"), Input("in", "value"))
    def say(value: str) -> str:
        return value

    app.clientside_callback("function(x) { return x; }", Output("mirror", "children"), Input("in", "value"))
    api.register(app.server)
    api.secure(app)
    return app.server.test_client()


def test_every_inline_script_is_allowed_by_its_hash_and_no_other(page_client: FlaskClient):
    answer = page_client.get("/")
    policy = answer.headers["Content-Security-Policy"]
    page = re.sub(r"<!--.*?-->", "", answer.get_data(as_text=True), flags=re.S)
    scripts = re.findall(r"<script[^>]*>([^<].*?)</script>", page, re.S)
    inline = [script for script in scripts if not script.lstrip().startswith("{")]  # config is JSON, not run
    assert inline
    for script in inline:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert "unsafe" not in directives["script-src"]
    assert directives["default-src"] == directives["connect-src"] == "'self'"
    assert directives["object-src"] == directives["base-uri"] == "'none'"
    assert directives["frame-ancestors"] == "'self'"


@pytest.mark.parametrize("path", ["/", "/api/v1/openapi.json", "/api/nothing", "/geo/x", "/_dash-layout"])
def test_every_answer_carries_the_headers(page_client: FlaskClient, path: str):
    headers = page_client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "default-src 'self'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://proxy.example"}, 200),  # https ends at a proxy
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Origin": "http://localhost:81"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 200),  # a program, not a browser
    ],
)
def test_callbacks_answer_only_our_own_pages(page_client: FlaskClient, headers: dict, status: int):
    answer = page_client.post("/_dash-update-component", json=ASK, headers=headers)
    assert answer.status_code == status
    if status == 403:
        assert answer.mimetype == "application/problem+json"
        assert "不是从本站页面发出" in answer.json["detail"]


def test_a_form_of_another_site_cannot_pass_as_a_program(page_client: FlaskClient):
    assert page_client.post("/_dash-update-component", data={"a": "b"}).status_code == 403


def test_endless_requests_are_refused(page_client: FlaskClient):
    huge = ASK | {"inputs": [{"id": "in", "property": "value", "value": "x" * 3_000_000}]}
    assert page_client.post("/_dash-update-component", json=huge).status_code == 413
    answer = page_client.get("/?indicator=" + "A" * 9000)
    assert answer.status_code == 414
    assert "8000个字符" in answer.json["detail"]


@pytest.mark.parametrize(("accepted", "unpack"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_callbacks_and_interface_are_compressed(page_client: FlaskClient, accepted: str, unpack):
    plain = page_client.post("/_dash-update-component", json=ASK, headers={"Accept-Encoding": "identity"})
    packed = page_client.post("/_dash-update-component", json=ASK, headers={"Accept-Encoding": accepted})
    assert packed.headers["Content-Encoding"] == accepted
    assert unpack(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 10
    answer = page_client.get("/api/v1/openapi.json", headers={"Accept-Encoding": accepted})
    assert answer.headers["Content-Encoding"] == accepted


def test_files_of_the_product_are_compressed_once(page_client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    page = page_client.get("/").get_data(as_text=True)
    address = next(a for a in re.findall(r'src="([^"]+)"', page) if "dash_renderer" in a or "dash-renderer" in a)
    first = page_client.get(address, headers={"Accept-Encoding": "gzip"})
    assert first.headers["Content-Encoding"] == "gzip"
    assert "max-age=31536000" in first.headers["Cache-Control"]

    done = []
    compressed = flask_compress._compress_data
    monkeypatch.setattr(flask_compress, "_compress_data", lambda *given: done.append(1) or compressed(*given))
    second = page_client.get(address, headers={"Accept-Encoding": "gzip"})
    assert (second.data, done) == (first.data, [])
    for _ in range(2):  # answers to requests are never taken from memory
        page_client.post("/_dash-update-component", json=ASK, headers={"Accept-Encoding": "gzip"})
    assert done == [1, 1]
