"""为什么是这个分数 agrees with the arithmetic that made the score, number by number."""

import json
import re

import numpy as np
import pandas as pd
import pytest
from layouts import words

from components.score_basis import Basis, fixed_posts
from components.score_explained import score_explained, share_of, target_words
from methods.progress import progress
from methods.target_score import target_score

BASE = {
    "place": "4", "name": "指标", "weight": 1.0, "scoring": "progress", "parameters": "{}", "unit": "1/10万",
    "decimals": 2, "value_period": "2025", "carried": False, "lower": None, "upper": None, "target_high": None,
    "target_year": 2030, "baseline_year": 2017, "reason": None, "direction": "lower",
}  # fmt: skip
CASES = [  # value, operator, target, baseline
    (15.55, "<=", 12.0, 18.35),  # off the path
    (14.0, "<=", 12.0, 18.35),  # on track
    (11.0, "<=", 12.0, 18.35),  # met
    (8.0, "<=", 7.5, 6.8),  # looser than the baseline, and not kept
    (28.0, ">=", 30.0, 11.69),
    (91.0, ">=", 90.0, 95.0),  # looser, kept
]


def scored(value, operator, target, baseline):
    frame = pd.DataFrame([{
        "value": value, "year": 2025, "baseline_value": baseline, "baseline_year": 2017, "operator": operator,
        "target_value": target, "target_high": np.nan, "target_year": 2030, "direction": "lower",
    }])  # fmt: skip
    row = target_score(progress(frame)).iloc[0]
    lost = (100 - row["score"]) / 26
    return BASE | {
        "value": value, "operator": operator, "target": target, "baseline": baseline, "expected": row["expected"],
        "met": bool(row["met"]), "on_track": row["on_track"], "attainment": row["attainment"], "score": row["score"],
        "lost": lost,
    }  # fmt: skip


def told(item, weight=26.0):
    return words(
        score_explained(item, link=lambda text, period: f"[{text}@{period}]", total_weight=weight, year="2025年")
    )


@pytest.mark.parametrize("case", CASES)
def test_the_last_line_of_the_formula_gives_the_score(case):
    item = scored(*case)
    said = told(item)
    found = re.search(r"100 × \(0\.8 × ([\d.]+) \+ 0\.2 × ([\d.]+)\) = ([\d.]+)", said)
    assert found, said
    attainment, pace, score = map(float, found.groups())
    assert score == pytest.approx(item["score"], abs=0.05)
    assert 100 * (0.8 * attainment + 0.2 * pace) == pytest.approx(item["score"], abs=0.06)
    lost = re.search(r"1 ÷ 26 × \(100 − [\d.]+\) = ([\d.]+)", said)
    assert float(lost[1]) == pytest.approx(item["lost"], abs=0.005)


def test_the_numbers_put_in_are_links_to_where_they_come_from():
    said = told(scored(15.55, "<=", 12.0, 18.35))
    assert "[15.55@2025]" in said and "[18.35@2017]" in said and "≤12 1/10万　2030年" in said


def test_the_written_out_attainment_is_right():
    said = told(scored(15.55, "<=", 12.0, 18.35))
    assert "(15.550 − 18.350) ÷ (12.000 − 18.350) = 0.441" in said
    said = told(scored(8.0, "<=", 7.5, 6.8))
    assert "1 − |8.000 − 7.500| ÷ |7.500| = 0.933" in said


def test_a_scheme_may_share_the_points_otherwise():
    item = scored(15.55, "<=", 12.0, 18.35) | {"parameters": json.dumps({"attainment_share": 0.5})}
    assert share_of(item) == 0.5 and "(0.5 × 完成度 + 0.5 × 进度)" in told(item)


@pytest.mark.parametrize(
    ("reason", "words_"),
    [("no_indicator", "还没有这项指标"), ("no_value", "没有数据"), ("no_baseline", "没有基期值"), ("withheld", "存疑"),
     ("something", "没有可以评分的数据")],
)  # fmt: skip
def test_what_is_not_scored_says_why(reason, words_):
    nothing = dict.fromkeys(("value", "target", "baseline", "expected", "met", "on_track", "attainment", "score",
                             "lost", "operator", "target_year", "baseline_year"))  # fmt: skip
    said = told(BASE | nothing | {"reason": reason})
    assert words_ in said and "缺失不计零分" in said and "= " not in said


@pytest.mark.parametrize(
    ("changes", "shown"),
    [({"scoring": "yes_no"}, "是"), ({"scoring": "trend"}, "符合走势"), ({"target": None}, "—"),
     ({"target": 79.0, "operator": ">="}, "≥79"),
     ({"target": 20.0, "target_high": 25.0, "operator": "between"}, "20–25")],
)  # fmt: skip
def test_targets_in_words(changes, shown):
    assert target_words(BASE | {"target": 1.0, "operator": "<="} | changes) == shown


def test_yes_and_no_need_no_arithmetic():
    item = BASE | {
        "scoring": "yes_no", "value": 0.0, "target": 1.0, "operator": ">=", "baseline": None, "expected": None,
        "met": False, "on_track": False, "attainment": 0.0, "score": 0.0, "lost": 3.85,
    }  # fmt: skip
    said = told(item)
    assert "[否@2025]" in said and "目标 T是" in said and "= 0.0" in said


NO_TARGET = BASE | {
    "baseline": None, "baseline_year": None, "target": None, "target_year": None, "operator": None, "expected": None,
    "met": None, "on_track": None, "attainment": None, "lost": 0.14, "unit": "岁", "direction": "higher",
}  # fmt: skip


def by(scoring, value, score, basis, **changes):
    item = NO_TARGET | {"scoring": scoring, "value": value, "score": score} | changes
    return words(score_explained(item, link=lambda text, period: f"[{text}@{period}]", total_weight=13.0, year="2025年",
                                 basis=basis))  # fmt: skip


def test_a_score_by_the_extremes_of_a_base_year_tells_them():
    said = by("fixed_base_range", 80.0, 90.0, Basis(worst=62.0, best=82.0, of="2020年3个市（州）之中"))
    assert "100 × (80.00 − 62.00) ÷ (82.00 − 62.00) = 90.0" in said and "2020年3个市（州）之中" in said
    lower = by("fixed_base_range", 30.0, 75.0, Basis(worst=60.0, best=20.0), direction="lower")
    assert "100 × (30.00 − 60.00) ÷ (20.00 − 60.00) = 75.0" in lower
    floor = by("fixed_base_range", 50.0, 1.0, Basis(worst=62.0, best=82.0))  # below the worst: lifted to 1
    assert "= 1.0；" in floor and "最低1分" in floor


def test_numbers_that_do_not_give_the_score_are_not_told_as_its_formula():
    said = by("fixed_base_range", 80.0, 90.0, Basis(worst=60.0, best=82.0))
    assert "÷ (82.00" not in said and "得分（定基极差法" in said


def test_scores_against_other_areas_tell_mean_and_deviation():
    mean = by("mean_difference", 110.0, 110.0, Basis(mean=100.0, of="2025年31个省的"))
    assert "100 × [1 + (110.00 − 100.000) ÷ 100.000] = 110.0" in mean
    lower = by("mean_difference", 110.0, 90.0, Basis(mean=100.0), direction="lower")
    assert "100 × [1 + (100.000 − 110.00) ÷ 100.000] = 90.0" in lower
    z = by("z_composite", 106.0, 100.0, Basis(mean=100.0, deviation=2.0, of="2025年31个省的"))
    assert "50 + 100/6 × (106.00 − 100.000) ÷ 2.0000 = 100.0" in z and "标准差 s" in z


def test_a_trend_tells_its_wording_and_the_points_it_is_read_from():
    basis = Basis(wording="持续下降", asks="keeps_falling", points=[("2023", 6.41), ("2024", 6.30), ("2025", 6.33)])
    said = by("trend", 6.33, 0.0, basis, met=False, attainment=0.0)
    assert "持续下降：最近两步都下降" in said and "走势不符合要求，0.0" in said
    assert "[6.4100@2023]（2023） → [6.3000@2024]（2024） → [6.3300@2025]（2025）" in said


def test_posts_and_bounds_that_the_scheme_fixes_are_told():
    posts = fixed_posts(NO_TARGET | {"scoring": "goalpost", "parameters": '{"worst": 60, "best": 85}'})
    assert "100 × (80.00 − 60.00) ÷ (85.00 − 60.00) = 80.0；标尺之外" in by("goalpost", 80.0, 80.0, posts)
    bounds = '{"low": 20, "high": 30, "zero_below": 10, "zero_above": 50}'
    said = by("range", 25.0, 100.0, None, parameters=bounds)
    assert "20–30" in said and "低于10，或高于50" in said
