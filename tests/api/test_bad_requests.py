"""What is wrong is said with its place and its remedy; nothing hostile gets further than the message."""

import pytest
from flask.testing import FlaskClient
from two_releases import CURRENT

BASE = "/api/v1/observations"
CASES = [
    ("", 400, "parent", "请用parent"),
    ("parent=100000", 400, "indicator", "请用indicator指明指标"),
    ("indicator=LE", 400, "parent", "请用parent（上级地区"),
    ("indicator=le&parent=100000", 400, "indicator", "不是指标代码"),
    ("indicator=<script>alert(1)</script>&parent=100000", 400, "indicator", "不是指标代码"),
    ("indicator=LE';DROP TABLE dim_area;--&parent=100000", 400, "indicator", "不是指标代码"),
    ("indicator=LF&parent=100000", 404, "indicator", "是否指LE"),
    ("indicator=LE&parent=51", 400, "parent", "不是6位行政区划代码"),
    ("indicator=LE&parent=510000&parent=110000", 400, "parent", "只能出现一次"),
    ("indicator=LE&parent=５１００００", 400, "parent", "不是6位行政区划代码"),
    ("indicator=LE&area=../../etc/passwd", 400, "area", "不是6位行政区划代码"),
    ("indicator=LE&area=999999", 404, "area", "没有代码为999999的地区"),
    ("indicator=LE&parent=510101", 400, "parent", "没有下级地区"),
    ("indicator=LE&parent=510100&layer=province", 400, "layer", "没有省级下级；可用：county"),
    ("indicator=LE&parent=510000&layer=village", 400, "layer", "没有层级“village”"),
    ("indicator=LE&area=510000&layer=county", 400, "layer", "layer须与parent"),
    ("indicator=LE&parent=100000&period=2020Q5", 400, "period", "不是时期；可用写法"),
    ("indicator=LE&parent=100000&period=2020-02-31", 400, "period", "不是时期"),
    ("indicator=LE&parent=100000&period=２０２０", 400, "period", "不是时期"),
    ("indicator=LE&parent=100000&breakdown=men", 400, "breakdown", "没有人群分组“men”"),
    ("indicator=LE&parent=100000&v=latest", 400, "v", "不是数据版本"),
    ("indicator=LE&parent=100000&limit=0", 400, "limit", "limit要在1到"),
    ("indicator=LE&parent=100000&limit=1e9", 400, "limit", "整数"),
    ("indicator=LE&parent=100000&offset=-1", 400, "offset", "整数"),
    ("indicator=LE&parent=100000&sort=value", 400, "sort", "没有参数“sort”；可用参数"),
    ("parent=100000&indicator=" + ",".join(f"A{n}" for n in range(201)), 400, "indicator", "最多200个值"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "status", "parameter", "words"), CASES)
def test_each_bad_parameter_has_its_message(client: FlaskClient, query: str, status: int, parameter: str, words: str):
    answer = client.get(f"{BASE}?{query}")
    body = answer.json
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert body["status"] == status and body["title"] and body["type"].startswith("urn:")
    told = [error for error in body["errors"] if error["parameter"] == parameter]
    assert told and words in told[0]["detail"]
    assert words in body["detail"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_everything_wrong_is_told_at_once(client: FlaskClient):
    body = client.get(f"{BASE}?indicator=x&parent=y&period=z&nonsense=1").json
    assert {error["parameter"] for error in body["errors"]} == {"indicator", "parent", "period", "nonsense"}


def test_a_long_value_is_not_repeated_whole(client: FlaskClient):
    answer = client.get(f"{BASE}?indicator={'A' * 3000}&parent=100000")
    assert answer.status_code == 400
    assert len(answer.data) < 1500


def test_a_null_byte_and_broken_text_are_only_bad_values(client: FlaskClient):
    for query in ("indicator=LE%00&parent=100000", "indicator=%ff%fe&parent=100000", "indicator=LE&parent=%E5%9B%9B"):
        assert client.get(f"{BASE}?{query}").status_code == 400


def test_a_version_that_is_gone_says_so(client: FlaskClient):
    answer = client.get(f"{BASE}?indicator=LE&parent=100000&v=2020.1.1")
    assert answer.status_code == 410
    assert "2020.1.1 已不再保留" in answer.json["detail"] and "去掉参数 v" in answer.json["detail"]


def test_a_county_that_no_longer_exists_names_its_successor(client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    from data.areas import Change

    merged = {"510199": Change("510199", "510101", 2021, "并入")}
    monkeypatch.setattr("api.observation_request.read_changes", lambda: merged)
    answer = client.get(f"{BASE}?indicator=LE&area=510199")
    assert answer.status_code == 404
    assert "510199已于2021年调整（并入），现为510101" in answer.json["detail"]


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1", "/api/v1/nothing", "/api/v2/observations"])
def test_an_unknown_address_is_no_page(client: FlaskClient, path: str):
    answer = client.get(path, follow_redirects=True)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_interface_only_reads(client: FlaskClient, method: str):
    answer = getattr(client, method)(BASE, json={})
    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("areas?parent=x", "不是6位"), ("areas?level=town", "没有级别"),
        ("areas?parent=510000&parent=110000", "各一次"),
        ("indicators?q=1", "可用参数：v"), ("search", "请用q"), ("search?q=" + "长" * 41, "请用q"),
        ("search?q=a&limit=99", "limit要在1到50"), ("versions?x=1", "没有参数"),
    ],
)  # fmt: skip
def test_the_other_addresses_too(client: FlaskClient, path: str, words: str):
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 400
    assert words in answer.json["detail"] + "".join(e["detail"] for e in answer.json["errors"])


def test_search_takes_signs_of_sql_literally(client: FlaskClient):
    for text in ("%", "_", "' or 1=1 --", "\\"):
        body = client.get("/api/v1/search", query_string={"q": text}).json
        assert body["results"] == [], text
    assert client.get("/api/v1/search?q=510101").json["results"][0]["code"] == "510101"
    assert client.get("/api/v1/versions").json["current"] == CURRENT
