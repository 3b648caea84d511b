"""Definitions, areas, versions, search and health."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from invented import world
from two_releases import CURRENT, OLD


def test_indicators_carry_their_targets(client: FlaskClient):
    body = client.get("/api/v1/indicators").json
    assert [row["code"] for row in body["indicators"]] == [i["code"] for i in world().indicators]
    by_code = {row["code"]: row for row in body["indicators"]}
    assert [(t["area"], t["value"], t["year"]) for t in by_code["LE"]["targets"]] == [
        ("100000", 77.7, 2022), ("110000", 83.0, 2030), ("510000", 78.0, 2030), ("100000", 79.0, 2030),
    ] or len(by_code["LE"]["targets"]) == 4  # fmt: skip
    assert by_code["VIS"]["targets"][0]["value"] is None
    assert by_code["LE"]["memberships"] == [] and by_code["LE"]["breaks"] is None
    assert "pinyin" not in by_code["LE"] and "indicator_id" not in by_code["LE"]


def test_areas_inside_one_and_of_one_level(client: FlaskClient):
    body = client.get("/api/v1/areas?parent=510000&level=county").json
    assert {row["code"] for row in body["areas"]} == {
        a["code"] for a in world().areas if a["province_code"] == "510000" and a["level"] == "county"
    }
    assert body["count"] == len(body["areas"]) > 0
    zones = client.get("/api/v1/areas?level=zone").json["areas"]
    assert {zone["code"] for zone in zones} == {"510198", "170971"}


def test_versions_newest_first(client: FlaskClient):
    body = client.get("/api/v1/versions").json
    assert body["current"] == CURRENT
    assert [row["version"] for row in body["versions"]] == [CURRENT, OLD]
    assert body["versions"][0]["published_at"].endswith("+00:00")
    assert body["versions"][0]["observations"] == len(world().observations)


def test_search_finds_by_name_and_code(client: FlaskClient):
    assert client.get("/api/v1/search?q=四川").json["results"][0] == {
        "kind": "area", "code": "510000", "name": "四川省", "detail": "",
    }  # fmt: skip
    assert client.get("/api/v1/search?q=a65").json["results"][0]["kind"] == "indicator"


def test_health(client: FlaskClient):
    answer = client.get("/healthz")
    assert answer.json == {"status": "ok", "data_version": CURRENT, "engine": "duckdb"}
    assert answer.headers["Cache-Control"] == "no-store"


def test_without_a_warehouse_everything_says_what_to_do(server: Flask, at: Callable, tmp_path: Path):
    at(tmp_path)
    client = server.test_client()
    health = client.get("/healthz")
    assert health.status_code == 503
    assert (health.json["status"], health.json["data_version"]) == ("unavailable", None)
    for path in ("observations?indicator=LE&parent=100000", "indicators", "areas", "versions", "search?q=a"):
        answer = client.get(f"/api/v1/{path}")
        assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
        assert "script/cockpit publish" in answer.json["detail"]
    assert client.get("/api/v1/openapi.json").status_code == 200


def test_a_damaged_warehouse_is_unavailable_not_an_error_page(server: Flask, at: Callable, tmp_path: Path):
    releases = tmp_path / "releases"
    releases.mkdir()
    (releases / "CURRENT").write_text(CURRENT)
    (releases / f"{CURRENT}.duckdb").write_bytes(b"not a database")
    at(tmp_path)
    client = server.test_client()
    assert client.get("/healthz").status_code == 503
    answer = client.get("/api/v1/areas")
    assert answer.status_code == 503
    assert f"{CURRENT}.duckdb 打不开" in answer.json["detail"]
