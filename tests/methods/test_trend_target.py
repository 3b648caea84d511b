"""Targets that ask for a movement."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.trend_target import POINTS, WORDINGS, trend_target

NONE = math.nan
YEARS = [2015, 2018, 2020, 2022]


@pytest.mark.parametrize(
    ("values", "kind", "met"),
    [
        ([30.6, 32, 34, 36], "rising", True), ([30.6, 40, 34, 30.6], "rising", False),
        ([18.3, NONE, NONE, 17], "falling", True), ([18.3, NONE, NONE, 19], "falling", False),
        ([5, 30, 34, 36], "keeps_rising", True), ([5, 30, 36, 34], "keeps_rising", False),
        ([9, 8, 7, 6], "keeps_falling", True), ([9, 6, 7, 6], "keeps_falling", False),
        ([2.1, 3.0, 4.0, 4.4], "slowing", True),  # 0.5, then 0.2 a year
        ([2.1, 3.0, 3.4, 4.4], "slowing", False),  # 0.2, then 0.5 a year
        ([2.1, 3.0, 4.0, 3.9], "slowing", True),
        ([2.1, NONE, NONE, NONE], "rising", None), ([NONE] * 4, "falling", None),
        ([2.1, NONE, NONE, 3.0], "slowing", None),
    ],
)  # fmt: skip
def test_by_hand(values, kind, met):
    row = trend_target([values], YEARS, kind).iloc[0]
    assert row["met"] is met
    assert row["score"] == pytest.approx(NONE if met is None else 100.0 * met, nan_ok=True)


def test_steps_are_per_year():
    # three years for +0.9, two for +0.8: faster, though the step itself is smaller
    row = trend_target([[2.0, 2.9, 3.7]], [2015, 2018, 2020], "slowing").iloc[0]
    assert (row["step_before"], row["step"]) == (pytest.approx(0.3), pytest.approx(0.4))
    assert row["met"] is False


def test_areas_with_different_gaps_side_by_side():
    rows = trend_target([[1, 2, NONE, 3], [NONE, 1, 2, 3], [NONE, NONE, NONE, 3]], YEARS, "keeps_rising")
    assert rows["met"].tolist() == [True, True, None]
    assert rows["points"].tolist() == [3, 3, 1]


def test_two_points_are_enough_for_two():
    assert trend_target([[2, 3]], [2020, 2021], "rising")["met"].tolist() == [True]
    assert trend_target([[2, 3]], [2020, 2021], "slowing")["met"].tolist() == [None]


@given(st.lists(st.integers(-50, 50), min_size=3, max_size=6))
def test_turned_upside_down(values):
    x, years = np.array([values], float), np.arange(len(values))
    for up, down in (("rising", "falling"), ("keeps_rising", "keeps_falling")):
        assert trend_target(x, years, up)["met"][0] == trend_target(-x, years, down)["met"][0]


def test_every_wording_has_a_rule():
    assert set(WORDINGS.values()) == set(POINTS)
    with pytest.raises(ValueError, match="unknown trend"):
        trend_target([[1, 2]], [2020, 2021], "better")
