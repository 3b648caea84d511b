"""Ranking and report card as files: the same rows as the question behind them, labelled, within the viewer's limits."""

import csv
import zipfile
from io import BytesIO, StringIO

import pytest
from flask.testing import FlaskClient
from invented import world

from access.viewer import Viewer
from api import assessment_answers, assessment_files, assessment_tables

FRAME = "scheme=frame&period=2020"


def table(client: FlaskClient, path: str) -> list[dict[str, str]]:
    answer = client.get(f"/api/v1/assessment/{path}")
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(StringIO(answer.data.decode("utf-8-sig"))))


def placed(parent: str, scheme: str = "frame") -> dict[str, int]:
    return {
        r["area"]: r["rank"] for r in world().ranks
        if (r["scheme"], r["period"], r["variant"], r["comparison_group"], r["parent"])
        == (scheme, "2020", "all", "all", parent)
    }  # fmt: skip


def test_the_ranking_as_csv(client: FlaskClient):
    rows = table(client, f"ranking.csv?{FRAME}")
    held = {
        t["area"]: t for t in world().totals if (t["scheme"], t["period"], t["variant"]) == ("frame", "2020", "all")
    }
    assert {r["行政区划代码"] for r in rows} == set(held)
    ranks = placed("100000")
    assert {r["行政区划代码"]: int(r["位次"]) for r in rows if r["位次"]} == ranks
    assert all(r["不排名的原因"] for r in rows if not r["位次"])
    for row in rows:
        total = held[row["行政区划代码"]]["total"]
        assert row["总分"] == ("" if total is None else str(total))
        assert row["方案性质"] == "产品默认评分方案（非官方）"


def test_the_card_as_csv_has_every_item_and_no_zero_for_what_is_missing(client: FlaskClient):
    area = next(iter(placed("100000")))
    rows = table(client, f"items.csv?{FRAME}&area={area}")
    assert [r["编号"] for r in rows] == [i["place"] for i in world().scheme_items if i["scheme"] == "frame"]
    for row in rows:
        assert bool(row["得分"]) != bool(row["未评分的原因"])
    assert rows[-1]["未评分的原因"] == "产品中还没有这项指标" and rows[-1]["数值"] == rows[-1]["失分（占总分）"] == ""


def test_the_ranking_as_json_is_that_of_the_file(client: FlaskClient):
    body = client.get(f"/api/v1/assessment/ranking.json?{FRAME}").json
    rows = table(client, f"ranking.csv?{FRAME}")
    assert [r["area"] for r in body["ranking"]] == [r["行政区划代码"] for r in rows] and body["count"] == len(rows)
    assert [r["rank"] for r in body["ranking"]] == [int(r["位次"]) if r["位次"] else None for r in rows]
    assert body["official"] is False and body["parent"] == "100000" and body["period"] == "2020"
    assert all(len(r["dimensions"]) == len(body["dimensions"]) for r in body["ranking"])
    assert all((r["rank"] is None) == bool(r["reason"]) for r in body["ranking"])
    assert client.get(f"/api/v1/assessment/ranking?{FRAME}").json == body


def test_the_card_as_json_has_codes_and_null_for_what_is_missing(client: FlaskClient):
    area = next(iter(placed("100000")))
    answer = client.get(f"/api/v1/assessment/items.json?{FRAME}&area={area}")
    held = {r["item_number"]: r for r in world().item_results
            if (r["scheme"], r["period"], r["area"]) == ("frame", "2020", area)}  # fmt: skip
    for row in answer.json["items"]:
        own = held.get(row["item_number"])
        assert row["score"] == (own["score"] if own else None) and (row["score"] is None) == bool(row["reason"])
        assert row["light"] == (own["light"] if own else "grey") and isinstance(row["parameters"], dict)
    again = client.get(
        f"/api/v1/assessment/items.json?{FRAME}&area={area}", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304 and not again.data


@pytest.mark.parametrize("path", [f"ranking.xlsx?{FRAME}", f"items.xlsx?{FRAME}&area=510000"])
def test_a_sheet_says_what_it_is(client: FlaskClient, path: str):
    answer = client.get(f"/api/v1/assessment/{path}")
    with zipfile.ZipFile(BytesIO(answer.data)) as book:
        told = book.read("xl/sharedStrings.xml").decode()
        rows = book.read("xl/worksheets/sheet1.xml").decode().count("<row ")
    assert "产品默认评分方案（非官方）。国家未公布统一计分公式。" in told and "不得引用" in told
    assert answer.headers["X-Data-Version"] in told and rows > 3


@pytest.mark.parametrize(
    ("path", "status", "word"),
    [
        ("ranking.csv", 400, "没有这个考核方案"),
        ("ranking.csv?scheme=broken", 400, "没有这个考核方案"),
        (f"ranking.csv?{FRAME}&parent=999999", 400, "没有这个代码的地区"),
        (f"ranking.csv?{FRAME}&variant=best", 400, "trusted"),
        ("ranking.csv?scheme=frame&period=1999", 404, "没有1999的考核结果"),
        (f"items.csv?{FRAME}&nonsense=1", 400, "可用参数"),
        (f"items.csv?{FRAME}&v=x", 400, "不是数据版本"),
        ("ranking.json?scheme=broken", 400, "没有这个考核方案"),
        (f"items.json?{FRAME}&area=999999", 400, "没有这个代码的地区"),
    ],
)
def test_a_bad_request_says_what_is_wrong(client: FlaskClient, path: str, status: int, word: str):
    answer = client.get(f"/api/v1/assessment/{path}")
    assert answer.status_code == status and word in answer.json["detail"]


def test_without_a_period_the_newest_phase_is_told(client: FlaskClient):
    answer = client.get("/api/v1/assessment/ranking.csv?scheme=frame")
    assert "2020" in answer.headers["Content-Disposition"]


def test_a_viewer_gets_areas_and_schemes_of_their_own(client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    sichuan = Viewer("四川", areas=("510000",), classifications=("public",))
    for module in (assessment_files, assessment_answers):
        monkeypatch.setattr(module, "current_viewer", lambda: sichuan)
    inside = client.get(f"/api/v1/assessment/ranking.json?{FRAME}&parent=510000").json["ranking"]
    assert {r["area"][:2] for r in inside} <= {"51"}
    rows = table(client, f"ranking.csv?{FRAME}&parent=510000")
    assert {r["行政区划代码"][:2] for r in rows} <= {"51"}
    for path in (
        "ranking.csv?scheme=cities",
        "ranking.json?scheme=cities",
        f"items.json?{FRAME}&area=110000",
        f"items.csv?{FRAME}&area=110000",
        f"ranking.csv?{FRAME}&parent=100000",
    ):
        assert client.get(f"/api/v1/assessment/{path}").status_code == 400


def word_of(row: dict) -> str:
    if row["light"] == "green":
        return "达标" if row["met"] else "按进度"
    if row["light"] == "grey":
        return "缺失" if row["score"] is None else "不判断"
    return {"amber": "关注", "red": "预警"}[row["light"]]


def results(period: str = "2020") -> list[dict]:
    return [r for r in world().item_results if (r["scheme"], r["period"]) == ("frame", period)]


def test_the_card_says_the_word_of_the_page_for_every_light(client: FlaskClient):
    area = next(iter(placed("100000")))
    held = {r["item_number"]: word_of(r) for r in results() if r["area"] == area}
    rows = table(client, f"items.csv?{FRAME}&area={area}")
    assert [r["状态"] for r in rows] == [held.get(n, "缺失") for n in range(1, len(rows) + 1)]


def test_the_matrix_has_a_row_per_area_and_a_word_per_item(client: FlaskClient):
    rows = table(client, f"matrix.csv?{FRAME}")
    assert [r["行政区划代码"] for r in rows] == [r["行政区划代码"] for r in table(client, f"ranking.csv?{FRAME}")]
    listed = [i for i in world().scheme_items if i["scheme"] == "frame"]
    headings = [f"{i['place']} {i['name']}" for i in listed]
    held = {(r["area"], r["item_number"]): word_of(r) for r in results()}
    for row in rows:
        told = [row[heading] for heading in headings]
        assert told == [held.get((row["行政区划代码"], i["item_number"]), "缺失") for i in listed]
    assert {word for row in rows for word in row.values()} >= set(held.values())


def test_the_matrix_without_values_in_doubt_leaves_them_out(client: FlaskClient):
    doubtful = {(r["area"], r["item_number"]) for r in results() if r["doubtful"]}
    rows = {r["行政区划代码"]: list(r.values()) for r in table(client, f"matrix.csv?{FRAME}&variant=trusted")}
    assert doubtful and all(rows[area][3 + number] == "不计入" for area, number in doubtful if area in rows)
    assert sum(word == "不计入" for row in rows.values() for word in row) == len([d for d in doubtful if d[0] in rows])


def test_warnings_are_the_red_and_amber_lights_with_what_was_done(client: FlaskClient):
    rows = table(client, f"warnings.csv?{FRAME}")
    held = {(r["area"], r["item_number"]): word_of(r) for r in results() if r["light"] in ("red", "amber")}
    places = {i["place"]: i["item_number"] for i in world().scheme_items if i["scheme"] == "frame"}
    items = {(r["行政区划代码"], places[r["编号"]]): r["程度"] for r in rows if r["编号"]}
    assert items == held and held
    assert [r["程度"] for r in rows] == sorted((r["程度"] for r in rows), key=["预警", "关注"].index)
    assert {r["办理进展"] for r in rows} == {"尚未办理"} and {r["方案性质"] for r in rows} == {
        "产品默认评分方案（非官方）"
    }
    answer = client.get(f"/api/v1/assessment/warnings.csv?{FRAME}&v=" + rows_version(client))
    assert "immutable" not in answer.headers["Cache-Control"]  # what people do about a warning is no part of a version


def rows_version(client: FlaskClient) -> str:
    return client.get(f"/api/v1/assessment/ranking.json?{FRAME}").json["data_version"]


@pytest.mark.parametrize("path", [f"matrix.xlsx?{FRAME}", f"warnings.xlsx?{FRAME}"])
def test_sheets_of_matrix_and_warnings_say_what_they_are(client: FlaskClient, path: str):
    with zipfile.ZipFile(BytesIO(client.get(f"/api/v1/assessment/{path}").data)) as book:
        told = book.read("xl/sharedStrings.xml").decode()
    assert "产品默认评分方案（非官方）。国家未公布统一计分公式。" in told


def test_warnings_of_a_viewer_are_of_their_own_areas(client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    sichuan = Viewer("四川", areas=("510000",), classifications=("public",))
    monkeypatch.setattr(assessment_tables, "current_viewer", lambda: sichuan)
    for name in ("warnings", "matrix"):
        rows = table(client, f"{name}.csv?{FRAME}&parent=510000")
        assert {r["行政区划代码"][:2] for r in rows} <= {"51"}
