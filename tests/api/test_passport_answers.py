"""`/api/v1/passport`: the number that observations has, in its scope, refused like observations, without what tells."""

import csv
import io

import pytest
from flask.testing import FlaskClient
from invented import INDICATORS, world
from visible import VIEWERS, observations_seen, sees_area, sees_indicator

KEYS = ("indicator", "area", "period", "breakdown")


def some(count: int, **wanted):
    rows = [o for o in world().observations if all(o[name] == value for name, value in wanted.items())]
    return rows[:: max(1, len(rows) // count)][:count]


def asked(client: FlaskClient, row, ending: str = "json"):
    return client.get(f"/api/v1/passport.{ending}", query_string={name: row[name] for name in KEYS})


@pytest.mark.parametrize("row", some(12, status="final"), ids=lambda r: "-".join(r[k] for k in KEYS))
def test_it_says_what_observations_says(client: FlaskClient, row):
    told = asked(client, row).json
    query = {name: row[name] for name in KEYS}
    (listed,) = client.get("/api/v1/observations", query_string=query).json["observations"]
    for name in ("value", "numerator", "denominator", "lower", "upper", "status", "batch_id", "row_number"):
        assert told["observation"][name] == listed[name], name
    assert told["batch"]["source"] == listed["source"]
    revisions = [r for r in world().revisions if all(r[k] == row[k] for k in KEYS)]
    assert len(told["revisions"]) == len(revisions) + 1 and told["revisions"][0]["current"] is True


@pytest.mark.parametrize("name", list(VIEWERS))
def test_outside_the_scope_it_is_unknown(client: FlaskClient, looking, name: str):
    viewer = VIEWERS[name]
    looking(viewer)
    seen = {tuple(o[k] for k in KEYS) for code, *_ in INDICATORS for o in observations_seen(viewer, indicator=code)}
    for row in some(40):
        answer = asked(client, row)
        if not (sees_indicator(viewer, row["indicator"]) and sees_area(viewer, row["area"])):
            assert answer.status_code == 404
            continue
        visible = tuple(row[k] for k in KEYS) in seen
        assert answer.status_code == 200 and (answer.json["status"] != "absent") is visible
        for near in [*answer.json["siblings"], *answer.json["parts"], answer.json["parent"]]:
            assert near is None or sees_area(viewer, near["area"])


@pytest.mark.parametrize("row", some(8, status="suppressed"), ids=lambda r: "-".join(r[k] for k in KEYS))
def test_a_suppressed_one_has_no_number_anywhere(client: FlaskClient, row):
    told = asked(client, row).json
    assert told["status"] == "suppressed" and told["neighbours_withheld"] is True
    assert told["recomputed"] is None and told["parts"] == []
    for holder in [told["observation"], *told["revisions"], *told["siblings"], *filter(None, [told["parent"]])]:
        assert all(holder.get(name) is None for name in ("value", "numerator", "denominator", "lower", "upper"))


def test_the_csv_holds_the_same(client: FlaskClient):
    row = some(1, status="final")[0]
    told, answer = asked(client, row).json, asked(client, row, "csv")
    lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert lines[0] == ["部分", "序号", "项目", "值"]
    held = {(section, at, item): value for section, at, item, value in lines[1:]}
    assert float(held["数值", "", "value"]) == told["observation"]["value"]
    assert held["批次", "", "sha256"] == told["batch"]["sha256"]
    assert len({at for section, at, _ in held if section == "修订"}) == len(told["revisions"])
    assert not [v for v in held.values() if v.startswith(("=", "+", "@"))]
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("", 400, "请用indicator指明"),
        ("indicator=A65&area=510000", 400, "请用period指明"),
        ("indicator=A65,LE&area=510000&period=2020", 400, "请用indicator指明一个值"),
        ("indicator=A65&area=510000&period=2020&breakdown=*", 400, "breakdown只能是一个分组"),
        ("indicator=A65&area=510000&period=2020&layer=county", 400, "可用参数：indicator、area"),
        ("indicator=A65&area=510000&period=2020-13", 400, "不是时期"),
        ("indicator=A65&area=999999&period=2020", 404, "没有代码为999999的地区，或不在您的查看范围内"),
        ("indicator=NONE1&area=510000&period=2020", 404, "没有代码为NONE1的指标"),
        ("indicator=A65&area=510000&period=2020&v=2020.1.1", 410, "已不再保留"),
    ],
)
def test_what_is_wrong_is_told(client: FlaskClient, query: str, status: int, said: str):
    answer = client.get(f"/api/v1/passport?{query}")
    assert answer.status_code == status and said in answer.json["detail"]


def test_a_pinned_address_is_kept_for_good(client: FlaskClient):
    query = "indicator=A65&area=510000&period=2020"
    pinned = client.get(f"/api/v1/passport?{query}&v=2026.11.1")
    assert "immutable" in pinned.headers["Cache-Control"]
    assert (
        client.get(
            f"/api/v1/passport?{query}&v=2026.11.1", headers={"If-None-Match": pinned.headers["ETag"]}
        ).status_code
        == 304
    )
    assert "immutable" not in client.get(f"/api/v1/passport?{query}").headers["Cache-Control"]
