"""Observations as JSON, CSV and XLSX: the same rows as the invented world holds, whatever the format."""

import csv
import datetime as dt
import io
import math
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from invented import area_of, batch_of, indicator_of, world
from python_calamine import CalamineWorkbook
from two_releases import CURRENT, FORMULA, OLD

from api.observation_columns import COLUMNS, NAMES

ASKED = "indicator=A65,BEDK&parent=510000&layer=county&period=2019,2020&breakdown=*"


def expected() -> list[dict]:
    """The rows of ASKED, by a plain loop over the invented records."""
    rows = []
    for row in world().observations:
        area = area_of(row["area"])
        if row["indicator"] not in ("A65", "BEDK") or row["period"] not in ("2019", "2020"):
            continue
        if not area["in_county_layer"] or area["province_code"] != "510000":
            continue
        rows.append(row)
    return rows


def key(row: dict) -> tuple:
    return (row["indicator"], row["period"], row["breakdown"], row["area"])


def test_json_holds_the_rows_of_the_world(client: FlaskClient):
    body = client.get(f"/api/v1/observations.json?{ASKED}").json
    truth = {key(row): row for row in expected()}
    assert body["data_version"] == CURRENT
    assert body["count"] == len(body["observations"]) == len(truth) > 50
    assert body["next"] is None
    for row in body["observations"]:
        own = truth.pop(key(row))
        batch = batch_of(own["batch_id"])
        assert list(row) == NAMES
        assert row["value"] == (None if own["value"] is None else pytest.approx(own["value"] + 1))
        assert (row["numerator"], row["denominator"]) == (own["numerator"], own["denominator"])
        assert (row["status"], row["note"]) == (own["status"], own["note"])
        assert row["area_name"] == area_of(own["area"])["name"]
        assert row["indicator_name"] == indicator_of(own["indicator"])["name"]
        assert row["demonstration"] is batch["demonstration"]
        assert ("演示数据" in row["mark"]) is batch["demonstration"]
        assert ("待核验" in row["mark"]) is not batch["verified"]
        assert row["cut_off"] == (batch["cut_off"].isoformat() if batch["cut_off"] else None)
    assert not truth


def test_missing_is_null_with_its_reason_never_zero(client: FlaskClient):
    rows = client.get(f"/api/v1/observations.json?{ASKED}").json["observations"]
    without = [row for row in rows if row["status"] in ("missing", "suppressed", "not_applicable")]
    assert without
    assert all(row["value"] is None for row in without)


def from_csv(payload: bytes) -> list[dict]:
    assert payload.startswith(b"\xef\xbb\xbf"), "Excel needs the byte order mark"
    return list(csv.DictReader(io.StringIO(payload.decode("utf-8-sig"), newline="")))


def test_csv_is_the_json(client: FlaskClient):
    answer = client.get(f"/api/v1/observations.csv?{ASKED}")
    assert answer.mimetype == "text/csv"
    table = from_csv(answer.data)
    body = client.get(f"/api/v1/observations.json?{ASKED}").json["observations"]
    assert len(table) == len(body)
    kinds = {column.name: column.kind for column in COLUMNS}
    for written, told in zip(table, body, strict=True):
        for name, value in told.items():
            text = written[name]
            if value in (None, ""):
                assert text == ""
            elif kinds[name] == "number":
                assert float(text) == value
            elif kinds[name] == "boolean":
                assert text == str(value).lower()
            elif name == "source" and str(value).startswith("="):
                assert text == "'" + value
            else:
                assert text == str(value)


def test_counts_in_csv_have_no_decimal_point(client: FlaskClient):
    table = from_csv(client.get(f"/api/v1/observations.csv?{ASKED}").data)
    assert {row["denominator"] for row in table} == {"", "1000"}


def test_xlsx_is_the_json_with_a_sheet_about_it(client: FlaskClient):
    answer = client.get(f"/api/v1/observations.xlsx?{ASKED}")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    assert book.sheet_names == ["数据", "说明"]
    head, *rows = book.get_sheet_by_name("数据").to_python()
    assert head == NAMES
    body = client.get(f"/api/v1/observations.json?{ASKED}").json["observations"]
    assert len(rows) == len(body)
    for cells, told in zip(rows, body, strict=True):
        row = dict(zip(head, cells, strict=True))
        assert row["value"] == ("" if told["value"] is None else pytest.approx(told["value"], rel=1e-14))
        assert not isinstance(row["value"], str) or row["value"] == ""
        assert row["demonstration"] is told["demonstration"]
        if told["cut_off"]:
            assert row["cut_off"] == dt.date.fromisoformat(told["cut_off"])
    about = {row[0]: row[1] for row in book.get_sheet_by_name("说明").to_python()}
    assert about["数据版本"] == CURRENT
    assert about["附注"] == "全国性统计指标均未包括香港、澳门特别行政区和台湾省数据。"
    assert "不得引用" in about["演示数据"]
    assert about["数据截止"] == "2020-12-31"
    assert about["计量单位"] == "%"
    assert f"v={CURRENT}" in about["查询地址"] and "layer=county" in about["查询地址"]
    assert "四川省" in about["标题"] and "分县" in about["标题"]
    assert {f"字段 {name}" for name in NAMES} <= set(about)


def test_a_formula_in_a_text_is_only_text(client: FlaskClient):
    sources = {row["source"] for row in from_csv(client.get(f"/api/v1/observations.csv?{ASKED}").data)}
    assert "'" + FORMULA in sources
    assert not any(source.startswith(("=", "+", "-", "@")) for source in sources)
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"/api/v1/observations.xlsx?{ASKED}").data))
    cells = {cell for row in book.get_sheet_by_name("数据").to_python() for cell in row if isinstance(cell, str)}
    assert "'" + FORMULA in cells and FORMULA not in cells


def test_pages_follow_each_other_and_stay_at_their_version(client: FlaskClient):
    whole = client.get(f"/api/v1/observations.json?{ASKED}").json["observations"]
    address, gathered, rounds = f"/api/v1/observations.json?{ASKED}&limit=7", [], 0
    while address:
        body = client.get(address).json
        assert len(body["observations"]) <= 7
        gathered += body["observations"]
        address, rounds = body["next"], rounds + 1
        if address:
            assert dict(parse_qsl(urlsplit(address).query))["v"] == CURRENT
    assert gathered == whole
    assert rounds == math.ceil(len(whole) / 7)


def test_large_answers_are_streamed_with_the_same_rows(client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    whole = client.get(f"/api/v1/observations.csv?{ASKED}").data
    monkeypatch.setattr("api.observations.PAGE", 10)
    monkeypatch.setattr("api.observation_pages.PAGE", 10)
    answer = client.get(f"/api/v1/observations.csv?{ASKED}")
    assert answer.is_streamed
    assert answer.data == whole


def test_too_much_at_once_is_refused_with_the_way_out(client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("api.observations.MOST_XLSX", 5)
    answer = client.get(f"/api/v1/observations.xlsx?{ASKED}")
    assert answer.status_code == 400
    assert "上限5行" in answer.json["detail"] and "script/cockpit export" in answer.json["detail"]


@pytest.mark.parametrize(
    ("query", "areas"),
    [
        ("parent=100000", {"110000", "460000", "510000", "710000"}),
        ("parent=510000", {"510100", "510300", "510700", "513200", "513400"}),
        ("parent=110000", {f"1101{n:02}" for n in range(1, 9)}),
        ("area=510000,100000", {"510000", "100000"}),
        ("parent=460000&layer=all", {a["code"] for a in world().areas if a["province_code"] == "460000"}),
        ("parent=510000&area=510101,110101", {"510101"}),
    ],
)
def test_which_areas_are_meant(client: FlaskClient, query: str, areas: set[str]):
    rows = client.get(f"/api/v1/observations?indicator=LE&{query}").json["observations"]
    held = {row["area"] for row in world().observations if row["indicator"] == "LE" and row["breakdown"] == "all"}
    assert {row["area"] for row in rows} == areas & held
    assert {row["breakdown"] for row in rows} == {"all"}


def test_an_area_without_indicator_gives_all_indicators(client: FlaskClient):
    rows = client.get("/api/v1/observations?area=510000&period=2020").json["observations"]
    truth = {r["indicator"] for r in world().observations
             if r["area"] == "510000" and r["period"] == "2020" and r["breakdown"] == "all"}  # fmt: skip
    assert {row["indicator"] for row in rows} == truth


def test_an_old_version_keeps_its_values_and_its_answer_for_good(client: FlaskClient):
    pinned = client.get(f"/api/v1/observations?{ASKED}&v={OLD}")
    truth = {key(row): row["value"] for row in expected()}
    assert pinned.json["data_version"] == OLD
    assert {key(row): row["value"] for row in pinned.json["observations"]} == truth
    assert "no-cache" in pinned.headers["Cache-Control"]  # some are in doubt, which an explanation would change
    settled = client.get(f"/api/v1/observations?indicator=A65&parent=510000&period=2010&v={OLD}")
    assert "immutable" in settled.headers["Cache-Control"]
    assert "Cookie" in settled.headers["Vary"]
    current = client.get(f"/api/v1/observations?{ASKED}")
    assert "immutable" not in current.headers["Cache-Control"] and "no-cache" in current.headers["Cache-Control"]


@pytest.mark.parametrize("ending", ["json", "csv", "xlsx"])
def test_what_the_client_holds_is_not_sent_again(client: FlaskClient, ending: str):
    address = f"/api/v1/observations.{ending}?{ASKED}"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get(address + f"&v={OLD}", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_the_file_name_says_what_is_inside(client: FlaskClient):
    said = client.get("/api/v1/observations.csv?indicator=A65&parent=510000&period=2020").headers["Content-Disposition"]
    assert f"A65-510000-prefecture-2020-{CURRENT}.csv" in said
    assert "filename*=UTF-8''" in said
    assert "\n" not in said


def test_nothing_found_is_an_empty_table(client: FlaskClient):
    answer = client.get("/api/v1/observations.csv?indicator=A65&parent=510000&period=1999")
    assert answer.status_code == 200
    assert from_csv(answer.data) == []
