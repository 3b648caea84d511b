"""The parts of a passport: arithmetic in words, checks with their sentences, links of numbers."""

import datetime as dt
import math

import pandas as pd
import pytest
from layouts import by_class, of_kind, rows, words

from components.arithmetic import arithmetic, stored
from components.number_strip import Cell, number_strip
from components.passport_link import number_link, number_tag, passport, passport_address, passport_search
from components.plain import as_one
from components.value_checks import value_checks
from methods.recomputed import recomputed_ratio

SHARE = {"unit": "%", "decimals": 1, "multiplier": 100.0, "aggregation": "ratio", "numerator_label": "老年人口",
         "denominator_label": "常住人口"}  # fmt: skip


def row(value, numerator, denominator):
    return {"value": value, "numerator": numerator, "denominator": denominator}


@pytest.mark.parametrize(
    ("given", "look", "said"),
    [
        (row(13.5, 135.0, 1000.0), "good", "135 ÷ 1,000 × 100 = 13.5"),
        (row(13.5, 136.0, 1000.0), "watch", "与所列数值相差+0.10，在装载时允许的误差"),
        (row(13.5, 235.0, 1000.0), "bad", "与所列数值相差+10.00，超出"),
    ],
)
def test_the_arithmetic_is_written_out_and_compared(given, look, said):
    again = recomputed_ratio(given["value"], given["numerator"], given["denominator"], 100.0, 1)
    drawn = arithmetic(given, SHARE, again)
    assert said in words(drawn) and by_class(drawn, look)
    assert "分子老年人口" in words(drawn) and "分母常住人口1,000" in words(drawn)


def test_a_value_without_its_parts_is_not_recomputed():
    assert "无法重新计算" in words(arithmetic(row(13.5, None, None), SHARE, None))


@pytest.mark.parametrize(("value", "text"), [(16.9317, "16.9317"), (16.9, ""), (79.0, ""), (-0.04, "−0.04")])
def test_the_stored_number_is_told_where_it_is_finer(value, text):
    assert stored({"value": value}, SHARE) == text


def checks(**changed):
    found = {
        "rule": "A04", "rule_name": "同比异常波动", "dimension": "准确性", "severity": "serious", "checked": 31,
        "failed": 2, "found": True, "finding": "0123456789abcdef", "observed": 20.0, "expected": 10.0, "detail": None,
        "message": "本期{observed}，上期{expected}。", "advice": "核对报送。", "threshold": ">30%", "state": "open",
        "explanation": None, "who": None, "at": None,
    }  # fmt: skip
    passed = found | {"rule": "A01", "rule_name": "硬逻辑", "severity": "hard", "found": False, "finding": None,
                      "message": None, "failed": 0}  # fmt: skip
    return pd.DataFrame([found | changed, passed]).astype(object)


def test_a_finding_has_its_sentence_advice_state_and_link():
    drawn = value_checks(checks(), SHARE, id="x", v=None)
    (box,) = by_class(drawn, "hc-finding-of")
    text = words(box)
    for said in ("严重", "A04 同比异常波动", "待处理", "本期20.0%，上期10.0%。", "阈值：>30%", "建议：核对报送。"):
        assert said in text, said
    assert [link.href for link in of_kind(box, "Link")] == ["/quality?finding=0123456789abcdef"]
    assert rows(of_kind(drawn, "Table")[0]) == [["A01", "硬逻辑", ">30%", "31", "0", "未发现问题"]]


def test_an_explained_finding_tells_who_explained_it_when_and_how():
    said = {"state": "explained", "explanation": "区划调整", "who": "李明", "at": dt.datetime(2026, 11, 20, 20, 0)}
    text = words(value_checks(checks(**said), SHARE, id="x", v="2026.11.1"))
    assert "已说明" in text and "说明（李明，2026-11-21）：区划调整" in text  # the log is in UTC, readers in Beijing


@pytest.mark.parametrize("held_back", [{"observed": None}, {"expected": math.nan}])
def test_a_sentence_without_what_may_not_be_told_is_the_rules_name(held_back):
    text = words(value_checks(checks(**held_back), SHARE, id="x", v=None))
    assert "未通过“同比异常波动”。" in text and "本期" not in text


def test_addresses_of_numbers():
    assert passport_address("A65", "510000", "2020") == "/passport?indicator=A65&area=510000&period=2020"
    pinned = passport_address("LE", "110000", "2020Q3", "male", "2026.11.1")
    assert pinned == "/passport?indicator=LE&area=110000&period=2020Q3&breakdown=male&v=2026.11.1"
    assert passport_search(area="510000", period="2020") == "area=510000&period=2020"
    assert passport_search(breakdown="all", period="2020") == "period=2020"


def test_a_number_is_a_link_also_in_tables_that_travel_as_one():
    link = passport("A65", "510000", "2020", text="16.9")
    assert (words(link), link.className, link.title) == ("16.9", "hc-number", "数值溯源")
    told = as_one(link).to_plotly_json()["props"]["data-plain"]
    assert '"a"' in told and '"/passport?indicator=A65&area=510000&period=2020"' in told and '"hc-number"' in told
    assert number_link("16.9", "") == "16.9" and number_tag("16.9", None) == "16.9"
    assert number_tag("16.9", "/passport?x=1")[:2] == [
        "a",
        {"href": "/passport?x=1", "class": "hc-number", "title": "数值溯源"},
    ]


def test_the_number_that_one_is_at_is_no_link():
    cells = [
        Cell("2019", "1.0", "/passport?a=1"),
        Cell("2020", "2.0", "/passport?a=2", current=True, demonstration=True),
    ]
    strip = number_strip(cells, id="x", label="各期")
    assert [link.href for link in of_kind(strip, "Link")] == ["/passport?a=1"]
    assert getattr(of_kind(strip, "Li")[1], "aria-current") == "true"
    assert by_class(strip, "demo")
