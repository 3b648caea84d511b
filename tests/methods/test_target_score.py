"""The default score, worked by hand, and the scale of it that is drawn from."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from methods.expected_path import time_of
from methods.progress import progress
from methods.target_score import target_scale, target_score

NONE = math.nan


def scored(value, time, baseline, operator, target, *, baseline_year=2017, target_year=2030, **more):
    row = {
        "value": value, "year": time, "baseline_value": baseline, "baseline_year": baseline_year,
        "operator": operator, "target_value": target, "target_year": target_year,
    }  # fmt: skip
    return target_score(progress(pd.DataFrame([row | more]))).iloc[0]


def test_on_track_earns_the_attainment_and_all_of_the_pace():
    # Path 2023: 76.7 + 2.3·6/13 = 77.7615; 78.0 is ahead of it. 100·(0.8·1.3/2.3 + 0.2) = 65.217
    row = scored(78.0, 2023, 76.7, ">=", 79.0)
    assert row["on_track"] is True
    assert row["score"] == pytest.approx(100 * (0.8 * 1.3 / 2.3 + 0.2))


def test_behind_the_path_the_pace_counts_for_the_step_made():
    # 77.3: 0.6 of the 1.0615 years due by 2023, 0.6 of the 2.3 due by 2030
    row = scored(77.3, 2023, 76.7, ">=", 79.0)
    assert row["on_track"] is False
    assert row["path_share"] == pytest.approx(0.6 / (2.3 * 6 / 13))
    assert row["score"] == pytest.approx(80 * 0.6 / 2.3 + 20 * 0.6 / (2.3 * 6 / 13))


def test_lower_is_better_and_another_share():
    # Maternal mortality 18.3 → ≤12, 2017–2030; path 2020: 18.3 − 6.3·3/13 = 16.846; 16.9 has made 1.4 of 1.4538
    row = scored(16.9, 2020, 18.3, "<=", 12.0)
    assert row["score"] == pytest.approx(80 * 1.4 / 6.3 + 20 * 1.4 / (6.3 * 3 / 13))
    frame = progress(pd.DataFrame([{
        "value": 16.9, "year": 2020, "baseline_value": 18.3, "baseline_year": 2017, "operator": "<=",
        "target_value": 12.0, "target_year": 2030,
    }]))  # fmt: skip
    assert target_score(frame, attainment_share=1.0)["score"][0] == pytest.approx(100 * 1.4 / 6.3)


@pytest.mark.parametrize(
    ("value", "baseline", "operator", "target", "score"),
    [
        (7.2, 6.8, "<=", 7.5, 100),  # looser than the baseline, kept
        (7.8, 6.8, "<=", 7.5, 100 * (1 - 0.3 / 7.5)),  # lost: the path is flat at the target
        (95, 95, ">=", 95, 100),
        (94, 95, ">=", 95, 100 * (1 - 1 / 95)),
        (97, 96, ">=", 95, 100),  # already met
        (90, NONE, ">=", 80, 100),  # met without a baseline
        (70, NONE, ">=", 80, NONE),  # not scored, never 0
        (NONE, 50, ">=", 80, NONE),
    ],
)
def test_edges(value, baseline, operator, target, score):
    row = scored(value, 2024, baseline, operator, target)
    assert row["score"] == pytest.approx(score, nan_ok=True)
    assert (row["on_track"] is None) == math.isnan(score)


def test_zero_baseline_at_half_year():
    # Path at the middle of 2024: 80·(2023.5 − 2018)/12 = 36.667; 20 is 0.25 of the way and 0.5455 of the step
    row = scored(20, time_of(2024, "half"), 0, ">=", 80, baseline_year=2018)
    assert row["expected"] == pytest.approx(80 * 5.5 / 12)
    assert row["score"] == pytest.approx(80 * 0.25 + 20 * 20 / (80 * 5.5 / 12))


def test_phases_ask_less_of_the_year():
    scores = [
        scored(77.9, time_of(2024, phase), 76.7, ">=", 79.0)["on_track"] for phase in ("half", "three_quarters", "year")
    ]
    assert scores == [True, True, False]  # due: 77.85, 77.89, 77.94


def test_range_target():
    within, above, below = (scored(x, 2024, 26.0, "between", 18.5, target_high=24.0)["score"] for x in (20, 25, 9.25))
    assert within == 100
    # above: baseline 26 → 24; path 2024: 26 − 2·7/13 = 24.923; 25 has made 1 of 2, and 1 of 1.0769
    assert above == pytest.approx(80 * 0.5 + 20 * 1 / (2 * 7 / 13))
    assert below == pytest.approx(50)  # half of the lower bound, which the baseline did not miss


kinds = st.sampled_from([">=", "<=", ">", "<", "between", "="])
numbers = st.floats(1, 1000)


@settings(max_examples=200)
@given(numbers, numbers, numbers, st.integers(2016, 2031), kinds, st.sampled_from(["higher", "lower"]))
def test_the_scale_is_the_score(value, baseline, target, year, operator, direction):
    high = target * 1.5
    row = scored(value, year, baseline, operator, target, target_high=high, direction=direction)
    scale = target_scale(year, baseline, 2017, operator, target, high, 2030, direction)
    assert float(scale(np.array(value))) == pytest.approx(row["score"], abs=1e-6)
    assert 0 <= row["score"] <= 100 + 1e-9


@given(numbers, numbers, numbers, numbers)
def test_better_never_scores_less(one, other, baseline, target):
    scale = target_scale(2024, baseline, 2017, ">=", target, NONE, 2030, "higher")
    low, high = scale(np.array(sorted((one, other))))
    assert low <= high + 1e-9


def test_a_scale_of_areas_and_indicators():
    scale = target_scale(
        2024,
        np.full((3, 2), 50.0),
        2017,
        np.array([">=", "<="], dtype=object),
        np.array([60, 40.0]),
        NONE,
        2030,
        "higher",
    )
    scores = scale(np.full((5, 3, 2), 50.0))
    assert scores.shape == (5, 3, 2)
    assert scores == pytest.approx(0)
    assert scale(np.full((1, 3, 2), [60.0, 40.0])) == pytest.approx(100)


def test_zero_target_is_all_or_nothing_once_kept():
    scale = target_scale(2024, 0.0, 2017, "<=", 0.0, NONE, 2030, "lower")
    assert scale(np.array([0.0, 0.5])) == pytest.approx([100, 0])
