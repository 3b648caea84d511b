"""Boundaries: as built, compressed beforehand, kept for good; nothing else of the disk."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

BUILD = "7841a0df9970"
SHAPES = b'{"type":"FeatureCollection","features":[]}'


@pytest.fixture
def client(server: Flask, at: Callable, tmp_path: Path) -> FlaskClient:
    folder = tmp_path / "geo" / BUILD
    folder.mkdir(parents=True)
    (folder / "510000-county.json").write_bytes(SHAPES)
    (folder / "510000-county.json.gz").write_bytes(gzip.compress(SHAPES))
    (folder / "plain.json").write_bytes(SHAPES)
    (tmp_path / "geo" / "CURRENT").write_text(BUILD)
    (tmp_path / "secret.json").write_text("secret")
    at(tmp_path)
    return server.test_client()


def test_a_file_is_sent_as_it_was_compressed(client: FlaskClient):
    answer = client.get(f"/geo/{BUILD}/510000-county.json", headers={"Accept-Encoding": "gzip, br"})
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data) == SHAPES
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Accept-Encoding" in answer.headers["Vary"]
    again = client.get(
        f"/geo/{BUILD}/510000-county.json",
        headers={"Accept-Encoding": "gzip", "If-None-Match": answer.headers["ETag"]},
    )
    assert again.status_code == 304


@pytest.mark.parametrize("accepted", ["identity", "", "gzip;q=0"])
def test_who_cannot_unpack_gets_it_plain(client: FlaskClient, accepted: str):
    answer = client.get(f"/geo/{BUILD}/510000-county.json", headers={"Accept-Encoding": accepted})
    assert answer.data == SHAPES
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        f"{BUILD}/../../secret.json",
        f"{BUILD}/..%2F..%2Fsecret.json",
        f"{BUILD}/%2e%2e/%2e%2e/secret.json",
        f"{BUILD}/....//secret.json",
        "../secret.json",
        "..%2f/secret.json",
        "%2e%2e/secret.json",
        "CURRENT",
        f"{BUILD}",
        f"{BUILD}/",
        f"{BUILD}/none.json",
        f"{BUILD}/510000-county.json.gz",
        f"{BUILD}/510000-county.json%00.png",
        f"{BUILD}//etc/passwd",
        "000000000000/510000-county.json",
        f"{BUILD.upper()}/510000-county.json",
    ],
)
def test_nothing_else_is_sent(client: FlaskClient, path: str):
    answer = client.get(f"/geo/{path}", follow_redirects=True)
    if path.startswith("../"):  # the client resolves it: then it is an address of a page
        assert b"secret" not in answer.data
        return
    assert answer.status_code == 404
    assert b"secret" not in answer.data
