"""Scores, rules, submissions and findings through the interface: those of the viewer, in the described shape."""

import csv
from collections.abc import Callable, Iterator
from datetime import datetime
from io import BytesIO, StringIO

import pytest
from flask.testing import FlaskClient
from invented import area_of, world
from python_calamine import CalamineWorkbook
from two_releases import CURRENT, OLD
from visible import VIEWERS, findings_seen, is_inside, sees_area, sees_form, sees_indicator

from state.corrections import record_corrected
from state.finding_states import explain, reopen
from state.store import writing

FINDINGS = "/api/v1/quality/findings"


@pytest.fixture(params=["everything", "one province", "public only", "nothing"])
def viewer(request: pytest.FixtureRequest, looking: Callable):
    looking(VIEWERS[request.param])
    return VIEWERS[request.param]


@pytest.fixture
def no_states(data) -> Iterator[None]:
    """A state store of this test's own."""
    path = data / "state.sqlite"
    yield
    for file in data.glob("state.sqlite*"):
        file.unlink()
    assert not path.exists()


def test_findings_are_those_that_the_viewer_may_see(client: FlaskClient, viewer):
    answer = client.get(f"{FINDINGS}?limit=1000")
    truth = findings_seen(viewer)
    found = {row["finding"] for row in answer.json["findings"]}
    assert answer.json["count"] == len(truth)
    assert found <= {row["finding"] for row in truth}
    assert len(found) == min(1000, len(truth))


@pytest.mark.parametrize(
    ("query", "keeps"),
    [
        ("area=510000", lambda f: is_inside(area_of(f["area"]), ("510000",))),
        ("severity=hard,serious", lambda f: f["severity"] in ("hard", "serious")),
        ("form=年鉴&period=2020", lambda f: (f["form"], f["period"]) == ("年鉴", "2020")),
        ("rule=K02&indicator=A65", lambda f: (f["rule"], f["indicator"]) == ("K02", "A65")),
        ("dimension=completeness", lambda f: f["rule"] == "C01"),
        ("state=open&rule=A04", lambda f: f["rule"] == "A04"),
    ],
)
def test_parameters_choose(client: FlaskClient, query: str, keeps: Callable):
    truth = {f["finding"] for f in world().findings if keeps(f)}
    answer = client.get(f"{FINDINGS}?{query}&limit=1000").json
    assert truth and {row["finding"] for row in answer["findings"]} == truth
    assert answer["count"] == len(truth)


def test_a_finding_is_told_with_its_row_and_a_sentence(client: FlaskClient):
    truth = next(f for f in world().findings if f["indicator"] and f["batch_id"] and f["observed"] and f["expected"])
    rows = client.get(f"{FINDINGS}?rule={truth['rule']}&limit=1000").json["findings"]
    row = next(r for r in rows if r["finding"] == truth["finding"])
    assert (row["observed"], row["row_number"], row["batch_id"]) == (
        truth["observed"], truth["row_number"], truth["batch_id"],
    )  # fmt: skip
    assert row["file_name"] == f"{truth['batch_id']}.csv" and row["state"] == "open"
    assert "{" not in row["sentence"] and row["sentence"].startswith("应为")


def test_the_scorecard_as_a_file_is_the_answer_of_the_interface(client: FlaskClient):
    asked = "form=ALL&period=2020&parent=510000&layer=county"
    scores = client.get(f"/api/v1/quality/scores?{asked}").json["scores"]
    rows = list(csv.DictReader(StringIO(client.get(f"/api/v1/quality/scores.csv?{asked}").data.decode("utf-8-sig"))))
    assert scores and [r["行政区划代码"] for r in rows] == [s["area"] for s in scores]
    assert [r["总分"] for r in rows] == ["" if s["total"] is None else str(s["total"]) for s in scores]
    assert [r["等级"] for r in rows] == [s["grade"] or "" for s in scores]
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(f"/api/v1/quality/scores.xlsx?{asked}").data))
    assert book.sheet_names == ["质量评分", "说明"]
    assert "非官方标准" in dict(book.get_sheet_by_name("说明").to_python())["评分方案"]


def test_the_heat_map_as_a_file_has_all_periods(client: FlaskClient):
    asked = "form=ALL&parent=510000&layer=county&dimension=accuracy"
    rows = list(csv.DictReader(StringIO(client.get(f"/api/v1/quality/history.csv?{asked}").data.decode("utf-8-sig"))))
    now = client.get("/api/v1/quality/scores?form=ALL&period=2020&parent=510000&layer=county").json["scores"]
    held = {r["行政区划代码"]: (r["总分"], r["准确性"]) for r in rows if r["时期"] == "2020"}
    shown = {s["area"]: tuple("" if s[n] is None else str(s[n]) for n in ("total", "accuracy")) for s in now}
    assert held and all(shown[area] == found for area, found in held.items())
    assert client.get("/api/v1/quality/history.csv?form=ALL").status_code == 400


def test_files_have_every_row_and_no_formula(client: FlaskClient):
    text = client.get(f"{FINDINGS}.csv?form=ALL&period=2020").data.decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    count = client.get(f"{FINDINGS}?form=ALL&period=2020").json["count"]
    assert len(rows) == count > 100
    assert {row["程度"] for row in rows} <= {"硬规则", "严重", "一般", "提示"} and {r["状态"] for r in rows} == {
        "待处理"
    }
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(f"{FINDINGS}.xlsx?form=ALL&period=2020").data))
    assert book.sheet_names == ["问题清单", "说明"]
    assert len(book.get_sheet_by_name("问题清单").to_python()) == count + 1
    facts = dict(book.get_sheet_by_name("说明").to_python())
    assert facts["数据版本"] == CURRENT and "演示数据" in facts


def test_an_explanation_is_told_and_never_kept_for_good(client: FlaskClient, no_states):
    pinned = f"{FINDINGS}?rule=K02&v={CURRENT}&limit=1000"
    before = client.get(pinned)
    assert "immutable" not in before.headers["Cache-Control"]
    truth = before.json["findings"][0]
    tag = {"If-None-Match": before.headers["ETag"]}
    assert client.get(pinned, headers=tag).status_code == 304
    explain(truth["finding"], "=cmd|'/c calc'!A1", "张三", truth)
    after = client.get(pinned, headers=tag)
    assert after.status_code == 200
    row = next(r for r in after.json["findings"] if r["finding"] == truth["finding"])
    assert (row["state"], row["explanation"], row["who"]) == ("explained", "=cmd|'/c calc'!A1", "张三")
    listed = client.get(f"{FINDINGS}?state=explained").json
    assert [r["finding"] for r in listed["findings"]] == [truth["finding"]] and listed["count"] == 1
    others = client.get(f"{FINDINGS}?state=open&rule=K02").json["count"]
    assert others == before.json["count"] - 1
    text = client.get(f"{FINDINGS}.csv?state=explained").data.decode("utf-8-sig")
    assert next(csv.DictReader(StringIO(text)))["说明"].startswith("'=cmd")
    reopen(truth["finding"], "李四")
    assert client.get(f"{FINDINGS}?state=explained").json["count"] == 0


def test_corrected_ones_are_listed_alone_and_only_where_the_release_has_them_no_more(client: FlaskClient, no_states):
    whole = client.get(f"{FINDINGS}?limit=1000").json["findings"]
    gone = whole[0] | {"finding": "0" * 16, "message": "应为{expected}，上报{observed}。", "corrected_by": 9,
                       "classification": "public"}  # fmt: skip
    there = whole[1] | {"message": "", "corrected_by": 9, "classification": "public"}
    elsewhere = gone | {"finding": "1" * 16, "corrected_by": 77}  # by a batch of a later release
    record_corrected([gone, there, elsewhere], version=CURRENT, published_at=datetime(2026, 11, 1))
    listed = client.get(f"{FINDINGS}?state=corrected").json
    assert [(r["finding"], r["corrected_by"], r["state"]) for r in listed["findings"]] == [("0" * 16, 9, "corrected")]
    assert listed["count"] == 1 and listed["findings"][0]["sentence"] == whole[0]["sentence"].split("。")[0] + "。"
    assert client.get(f"{FINDINGS}?state=corrected&area={gone['area']}").json["count"] == 1
    assert client.get(f"{FINDINGS}?state=corrected&rule=F01").json["count"] == 0
    assert client.get(f"{FINDINGS}?state=corrected&offset=1").json["findings"] == []
    assert client.get(f"{FINDINGS}?limit=1000").json["findings"] == whole


def test_a_newer_state_store_is_a_clear_problem_only_where_it_is_needed(client: FlaskClient, no_states):
    explain("0" * 16, "说明", "张三", {})
    with writing() as connection:
        connection.exec_driver_sql("UPDATE state_info SET schema_version = 99")
    answer = client.get(f"{FINDINGS}?state=open")
    assert answer.status_code == 503 and "结构版本是 99" in answer.json["detail"]
    rows = client.get(f"{FINDINGS}?limit=5").json["findings"]
    assert {row["state"] for row in rows} == {"unknown"}


def test_scores_of_children_and_of_areas(client: FlaskClient, viewer):
    for form in ("ALL", "年鉴"):
        answer = client.get(
            "/api/v1/quality/scores", query_string={"form": form, "period": "2020", "area": "510000,510101"}
        )
        if not sees_form(viewer, form) or not sees_area(viewer, "510000"):
            assert answer.status_code == 404
            continue
        truth = {
            s["area"]: s for s in world().scores if (s["indicator"], s["form"], s["period"]) == (None, form, "2020")
        }
        for row in answer.json["scores"]:
            wanted = truth.get(row["area"])
            assert row["total"] == (wanted and wanted["total"]) and row["grade"] == (wanted and wanted["grade"])
    if sees_area(viewer, "510000") and sees_form(viewer, "ALL"):
        rows = client.get("/api/v1/quality/scores?parent=510000&layer=county&period=2020").json["scores"]
        assert {row["area"] for row in rows} == {
            a["code"] for a in world().areas if a["in_county_layer"] and is_inside(a, ("510000",))
        }


def test_the_newest_period_with_a_score_is_the_default(client: FlaskClient):
    assert client.get("/api/v1/quality/scores").json["period"] == "2020"
    assert client.get("/api/v1/submissions?form=流动人口").json["period"] == "2020"


def test_submissions_come_in_pages(client: FlaskClient):
    whole = client.get("/api/v1/submissions?form=ALL&period=2020").json
    assert len(whole["submissions"]) > 100 and not whole["more"]
    page = client.get("/api/v1/submissions?form=ALL&period=2020&limit=50&offset=50").json
    assert page["more"] and page["submissions"] == whole["submissions"][50:100]
    inside = client.get("/api/v1/submissions?form=ALL&period=2020&area=510000&layer=county").json["submissions"]
    assert inside and all(row["area"].startswith("51") and row["level"] == "county" for row in inside)


def test_rules_have_their_parameters(client: FlaskClient):
    rules = client.get(f"/api/v1/quality/rules?v={OLD}").json["rules"]
    assert [r["rule"] for r in rules] == sorted(r["code"] for r in world().rules)
    assert all(isinstance(r["parameters"], dict) for r in rules)
    assert next(r for r in rules if r["rule"] == "X01")["problem"] == "参数互相矛盾。"


BAD = [
    (f"{FINDINGS}?area=51", 400, "area", "不是6位行政区划代码"),
    (f"{FINDINGS}?area=510000,110000", 400, "area", "只能是一个地区"),
    (f"{FINDINGS}?area=999999", 404, "area", "没有地区“999999”"),
    (f"{FINDINGS}?form=<script>", 404, "form", "没有报表“<script>”"),
    (f"{FINDINGS}?rule=K02'--", 404, "rule", "没有规则"),
    (f"{FINDINGS}?indicator=XX", 404, "indicator", "没有指标"),
    (f"{FINDINGS}?period=2020Q9", 400, "period", "不是时期"),
    (f"{FINDINGS}?severity=deadly", 400, "severity", "可用：hard、serious"),
    (f"{FINDINGS}?state=closed", 400, "state", "可用：open、explained、corrected"),
    (f"{FINDINGS}?dimension=完整性", 400, "dimension", "可用：completeness"),
    (f"{FINDINGS}?limit=0", 400, "limit", "limit要在1到1000之间"),
    (f"{FINDINGS}?limit=-1", 400, "limit", "整数"),
    (f"{FINDINGS}.csv?limit=5", 400, "limit", "没有参数“limit”"),
    (f"{FINDINGS}?sort=x", 400, "sort", "没有参数“sort”"),
    (f"{FINDINGS}?area=510000&area=110000", 400, "area", "多次"),
    ("/api/v1/quality/scores?parent=510101", 400, "parent", "没有下级地区"),
    ("/api/v1/quality/scores?parent=510100&layer=province", 400, "layer", "没有省级下级；可用：county"),
    ("/api/v1/quality/scores?layer=county", 400, "layer", "layer须与parent"),
    ("/api/v1/quality/scores?parent=510000&layer=village", 400, "layer", "可用：province"),
    ("/api/v1/quality/notice.xlsx?area=000000", 404, "area", "没有地区"),
    ("/api/v1/submissions?limit=99999", 400, "limit", "limit要在1到10000之间"),
]  # fmt: skip


@pytest.mark.parametrize(("address", "status", "parameter", "words"), BAD)
def test_each_bad_parameter_has_its_message(client: FlaskClient, address, status, parameter, words):
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    told = [error for error in answer.json["errors"] if error["parameter"] == parameter]
    assert told and words in told[0]["detail"]


def test_what_lies_outside_the_scope_is_unknown(client: FlaskClient, looking: Callable):
    looking(VIEWERS["one province"])
    for address in (FINDINGS, f"{FINDINGS}.csv", "/api/v1/quality/scores", "/api/v1/submissions",
                    "/api/v1/quality/notice.xlsx"):  # fmt: skip
        assert client.get(f"{address}?area=110000").status_code == 404
    looking(VIEWERS["public only"])
    assert client.get(f"{FINDINGS}?form=年鉴").status_code == 404
    assert client.get(f"{FINDINGS}?indicator=FLT").status_code == 404
    assert not sees_indicator(VIEWERS["public only"], "FLT")
