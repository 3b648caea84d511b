"""Which of several targets leads."""

import pandas as pd

from methods.leading_target import DEFAULT_BASELINE_YEAR, leading_target


def targets(*rows):
    base = {
        "indicator": "LE", "area": "100000", "plan": "健康中国行动", "kind": "number", "operator": ">=", "value": 79.0,
        "year": 2030, "verified": True, "baseline_year": 2015,
    }  # fmt: skip
    return pd.DataFrame([base | row for row in rows])


def test_assessment_framework_before_other_plans():
    found = leading_target(
        targets({"plan": "“健康中国2030”规划纲要", "value": 78}, {}, {"plan": "健康中国行动考核指标框架", "value": 80})
    )
    assert found["value"].tolist() == [80]


def test_verified_before_unverified():
    found = leading_target(
        targets({"plan": "健康中国行动考核指标框架", "verified": False, "value": 1}, {"plan": "别的规划", "value": 2})
    )
    assert found["value"].tolist() == [2]
    assert found["verified"].tolist() == [True]


def test_only_what_one_value_can_be_judged_by():
    rows = [{"kind": k} for k in ("pair", "trend", "relative", "text")]
    assert leading_target(targets(*rows, {"value": None}, {"operator": None}, {"year": 2022})).empty
    assert len(leading_target(targets({"kind": "range", "operator": "between"}))) == 1
    assert len(leading_target(targets({"year": 2022}), 2022)) == 1


def test_one_row_per_indicator_and_area():
    found = leading_target(targets({}, {}, {"area": "510000"}, {"indicator": "MMR"}))
    assert list(zip(found["indicator"], found["area"], strict=True)) == [
        ("LE", "100000"), ("LE", "510000"), ("MMR", "100000"),
    ]  # fmt: skip


def test_missing_baseline_year_is_that_of_the_action_plan():
    found = leading_target(targets({"baseline_year": None}, {"indicator": "MMR"}))
    assert found["baseline_year"].tolist() == [DEFAULT_BASELINE_YEAR, 2015]
