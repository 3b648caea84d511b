"""Worked examples of the default judgement, each computed by hand from DOMAIN's rules, and invariants."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.expected_path import expected_path
from methods.progress import STATES, TOLERANCE, progress

NONE = math.nan


def judge(value, year, baseline, baseline_year, operator, target, target_year=2030, **more):
    row = {
        "value": value, "year": year, "baseline_value": baseline, "baseline_year": baseline_year,
        "operator": operator, "target_value": target, "target_year": target_year,
    }  # fmt: skip
    return progress(pd.DataFrame([row | more])).iloc[0]


def test_path_is_linear_and_held_at_its_ends():
    years = [2010, 2017, 2020, 2030, 2035]
    found = expected_path(years, 76.7, 2017, 79.0, 2030)
    assert found == pytest.approx([76.7, 76.7, 76.7 + 2.3 * 3 / 13, 79.0, 79.0])


def test_path_needs_every_part():
    assert np.isnan(expected_path([2020], NONE, 2017, 79, 2030)).all()
    assert np.isnan(expected_path([2020], 76, NONE, 79, 2030)).all()
    assert np.isnan(expected_path([NONE], 76, 2017, 79, 2030)).all()


@pytest.mark.parametrize(
    ("value", "year", "state"),
    [
        (79.0, 2024, "met"),  # life expectancy 2024: 79.0 reaches ≥79
        (78.6, 2023, "on_track"),  # path 2023: 76.7 + 2.3·6/13 = 77.76
        (77.5, 2023, "watch"),  # 0.3 % below the path
        (73.0, 2023, "warning"),  # 6.1 % below the path
    ],
)
def test_higher_is_better(value, year, state):
    assert judge(value, year, 76.7, 2017, ">=", 79)["state"] == state


@pytest.mark.parametrize(
    ("value", "state"),
    # Tibet's maternal mortality, own baseline 47.5 in 2017: path 2024 = 47.5 − 35.5·7/13 = 28.38
    [(12.0, "met"), (28.0, "on_track"), (29.5, "watch"), (38.6, "warning")],
)
def test_lower_is_better(value, state):
    row = judge(value, 2024, 47.5, 2017, "<=", 12)
    assert row["state"] == state
    assert row["expected"] == pytest.approx(47.5 - 35.5 * 7 / 13)
    assert row["gap"] == pytest.approx(value - row["expected"])


def test_target_looser_than_the_baseline_asks_only_to_keep_it():
    """Infant mortality 2022: ≤7.5 against 6.8 in 2017."""
    kept, lost, far = (judge(x, 2020, 6.8, 2017, "<=", 7.5, 2022) for x in (7.2, 7.8, 8.0))
    assert (kept["state"], kept["attainment"]) == ("met", 1.0)
    assert (lost["state"], lost["expected"]) == ("watch", 7.5)  # 4 % above
    assert lost["attainment"] == pytest.approx(1 - 0.3 / 7.5)
    assert far["state"] == "warning"  # 6.7 % above


def test_baseline_equal_to_the_target():
    assert judge(95, 2022, 95, 2017, ">=", 95)["state"] == "met"
    below = judge(94, 2022, 95, 2017, ">=", 95)
    assert (below["state"], below["expected"], below["attainment"]) == ("watch", 95, pytest.approx(1 - 1 / 95))


def test_strict_target_is_not_met_on_the_line():
    assert not judge(20, 2024, 26.6, 2015, "<", 20)["met"]
    assert judge(20, 2024, 26.6, 2015, "<=", 20)["met"]
    assert judge(20, 2030, 26.6, 2015, "<", 20)["state"] == "on_track"  # on the path, still not below


def test_zero_baseline_and_zero_path():
    row = judge(40, 2024, 0, 2018, ">=", 80)  # path 80·6/12 = 40
    assert (row["state"], row["attainment"]) == ("on_track", 0.5)
    start = judge(-3, 2018, 0, 2018, ">=", 80)  # path 0: 5 % of the target is the room
    assert (start["expected"], start["state"]) == (0, "watch")
    assert judge(-5, 2018, 0, 2018, ">=", 80)["state"] == "warning"


def test_without_a_baseline_there_is_no_path():
    assert judge(95, 2024, NONE, 2017, ">=", 90)["state"] == "met"
    below = judge(60, 2024, NONE, 2017, ">=", 90)
    assert below["state"] == "none"
    assert math.isnan(below["expected"])
    assert math.isnan(below["attainment"])


@pytest.mark.parametrize("missing", ["value", "target_value"])
def test_missing_value_or_target_has_no_state(missing):
    row = {
        "value": 1.0, "year": 2024, "baseline_value": 0.0, "baseline_year": 2017, "operator": ">=",
        "target_value": 2.0, "target_year": 2030,
    }  # fmt: skip
    found = progress(pd.DataFrame([row | {missing: NONE}])).iloc[0]
    assert found["state"] == "none"
    assert not found["met"]
    assert math.isnan(found["attainment"])


def test_worse_two_periods_running_needs_watching():
    ahead = {"value": 85, "year": 2024, "baseline": 60, "baseline_year": 2017, "operator": ">=", "target": 90}
    assert judge(**ahead, previous_value=86, before_value=87)["state"] == "watch"
    assert judge(**ahead, previous_value=86, before_value=84)["state"] == "on_track"
    assert judge(**ahead, previous_value=86)["state"] == "on_track"
    assert judge(95, 2024, 60, 2017, ">=", 90, previous_value=96, before_value=97)["state"] == "met"


@pytest.mark.parametrize(
    ("value", "state", "gap"), [(22, "met", 0.1), (18.5, "met", 0), (24.5, "watch", None), (30, "warning", None)]
)
def test_range_target(value, state, gap):
    row = judge(value, 2024, 22, 2017, "between", 18.5, target_high=24.0)
    assert row["state"] == state
    if state != "met":
        assert row["expected"] == 24.0


def test_equal_target_follows_the_direction():
    assert judge(100, 2024, 80, 2017, "=", 100, direction="higher")["met"]
    assert judge(99, 2024, 80, 2017, "=", 100, direction="higher")["state"] == "on_track"
    assert judge(1, 2024, 10, 2017, "=", 0, direction="lower")["state"] == "on_track"


numbers = st.floats(0.1, 1e4)


@given(numbers, numbers, numbers, st.integers(2015, 2035), st.sampled_from([">=", ">", "<=", "<"]))
def test_states_agree_with_the_numbers_beside_them(value, baseline, target, year, operator):
    row = judge(value, year, baseline, 2015, operator, target)
    sign = 1 if operator in (">=", ">") else -1
    assert row["state"] in STATES
    assert 0 <= row["attainment"] <= 1
    if row["state"] == "met":
        assert sign * (value - target) >= 0
    elif row["state"] == "on_track":
        assert sign * row["gap"] >= 0
    elif row["state"] == "watch":
        assert abs(row["gap"]) <= TOLERANCE * row["expected"] * (1 + 1e-9)
    else:
        assert sign * row["gap"] < 0
        assert abs(row["gap"]) > TOLERANCE * row["expected"] * (1 - 1e-9)


def test_input_keeps_its_order_and_columns():
    frame = pd.DataFrame({
        "value": [1.0, 2.0], "year": 2020, "baseline_value": 0.5, "baseline_year": 2017, "operator": ">=",
        "target_value": 1.5, "target_year": 2030, "area": ["a", "b"],
    }, index=[7, 3])  # fmt: skip
    found = progress(frame)
    assert list(found.index) == [7, 3]
    assert list(found["area"]) == ["a", "b"]
    assert "state" not in frame
