"""Which test decides, over which points; the tests themselves are held to published examples elsewhere."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau

from methods.judged_trend import judged_trend

NAN = np.nan


def judged(values, times=None, error=0.5):
    x = np.asarray(values, dtype=float)
    t = np.arange(2015, 2015 + len(x)) if times is None else times
    return judged_trend([x], [x - 1.96 * error], [x + 1.96 * error], t).iloc[0]


def test_five_points_with_limits_decide_and_say_which():
    row = judged([90, 80, 70, 10, 12, 14, 16, 18])
    assert (row["trend"], row["method"]) == ("increasing", "weighted least squares")
    assert (row["points"], row["first"], row["last"]) == (5, 2018, 2022)
    assert row["per_time"] == pytest.approx(2)


def test_every_second_year_is_even_and_the_slope_is_by_year():
    row = judged([10, NAN, 12, NAN, 14, NAN, 16, NAN, 18])
    assert (row["points"], row["first"], row["last"], row["per_time"]) == (5, 2015, 2023, pytest.approx(1))


def test_points_unequally_far_apart_are_not_for_five():
    few = judged([10, 12, NAN, NAN, 14, 16, 18])
    assert (few["trend"], few["method"], few["points"]) == ("too few points", "", 5)
    many = judged([1, 2, 3, 4, 5, NAN, 6, 7, 8], error=0.1)
    assert (many["trend"], many["method"], many["points"]) == ("increasing", "Mann–Kendall", 8)


def test_without_limits_eight_points_are_needed():
    seven = judged(range(7), error=0)
    assert (seven["trend"], seven["method"], seven["points"]) == ("too few points", "", 7)
    assert np.isnan(seven["per_time"])
    eight = judged([9, 8, 7, 6, 5, 4, 3, 3], error=0)
    assert (eight["trend"], eight["method"]) == ("decreasing", "Mann–Kendall")
    assert (eight["first"], eight["last"], eight["per_time"]) == (2015, 2022, pytest.approx(-1))


def test_areas_stand_by_themselves():
    x = np.array([[10, 12, 14, 16, 18], [10, 10, 10, 10, 10], [NAN] * 5, [1, NAN, 2, 3, 4]], dtype=float)
    found = judged_trend(x, x - 1, x + 1, range(5))
    assert found["trend"].tolist() == ["increasing", "none", "too few points", "too few points"]
    assert found["points"].tolist() == [5, 5, 0, 4]
    assert np.isnan(found["first"].iloc[2])
    assert judged_trend(np.empty((2, 0)), np.empty((2, 0)), np.empty((2, 0)), [])["points"].tolist() == [0, 0]


@given(st.lists(st.integers(0, 30), min_size=8, max_size=14))
def test_long_series_agree_with_kendalls_test(values):
    row = judged(values, error=0)
    tau = kendalltau(range(len(values)), values)
    if row["trend"] == "increasing":
        assert tau.statistic > 0
    if row["trend"] == "decreasing":
        assert tau.statistic < 0
    if len(set(values)) == len(values) and len(values) <= 10:
        exact = kendalltau(range(len(values)), values, method="exact").pvalue
        assert (row["trend"] != "none") == (exact < 0.05)
