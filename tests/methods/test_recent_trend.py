"""The arrow beside a figure against the examples of Fingertips, and against SciPy's test of independence."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from published import published
from scipy.stats import chi2

from methods.recent_trend import CRITICAL, recent_trend, recent_trend_of_counts


def trend(values, error=0.5):
    x = np.atleast_2d(np.asarray(values, dtype=float))
    return recent_trend(x, x - 1.96 * error, x + 1.96 * error)


def test_published_example_by_intervals():
    (example,) = published("trend_wls_ci")
    row = recent_trend([example["v"]], [example["lo"]], [example["hi"]]).iloc[0]
    assert row["chi_squared"] == pytest.approx(example["expected_chi2"], abs=0.005)
    assert row["trend"] == example["expected"]
    assert example["crit"] == pytest.approx(CRITICAL)


def test_published_example_by_counts():
    (example,) = published("trend_chi2_proportion")
    row = recent_trend_of_counts([example["confidence"]], [example["d"]]).iloc[0]
    assert row["chi_squared"] == pytest.approx(example["expected_chi2"], abs=0.005)
    assert row["trend"] == "increasing"


def test_the_critical_value_is_that_of_99_8_percent():
    assert chi2.ppf(0.998, 1) == pytest.approx(CRITICAL, rel=1e-9)


def test_equal_errors_give_ordinary_least_squares():
    row = trend([10, 12, 14, 16, 18], error=1).iloc[0]
    assert row["slope"] == pytest.approx(2)
    assert row["chi_squared"] == pytest.approx(40)  # slope² · Σ(t − t̄)² / error² = 4 · 10 / 1
    assert (row["lower"], row["upper"]) == pytest.approx((2 - 1.96 / 10**0.5, 2 + 1.96 / 10**0.5), abs=1e-3)
    assert row["trend"] == "increasing"


def test_one_point_must_not_make_the_trend():
    row = trend([10, 10.1, 10, 10.1, 0.0], error=0.1).iloc[0]
    assert row["chi_squared"] > CRITICAL
    assert row["trend"] == "none"  # without the last point the slope is not negative


def test_small_movements_are_no_trend():
    assert trend([10, 10.2, 10.1, 10.3, 10.4]).iloc[0]["trend"] == "none"
    assert trend([10, 10, 10, 10, 10]).iloc[0]["trend"] == "none"


def test_only_the_last_five_usable_points_count():
    long = [50, 99, 10, 12, np.nan, 14, 16, 18]
    assert trend(long, error=1).iloc[0]["slope"] == pytest.approx(2)
    assert trend([10, 12, np.nan, 14, 16]).iloc[0]["trend"] == "too few points"
    assert trend([10, 12]).iloc[0]["trend"] == "too few points"
    exact = recent_trend([[1, 2, 3, 4, 5]], [[1, 2, 3, 4, 5]], [[1, 2, 3, 4, 5]])
    assert exact["trend"][0] == "too few points"  # without an interval nothing can be weighed


@given(st.lists(st.floats(1, 99), min_size=5, max_size=5), st.floats(0.1, 5))
def test_reversed_in_time_it_falls_as_it_rose(values, error):
    forward, back = trend(values, error).iloc[0], trend(values[::-1], error).iloc[0]
    assert back["slope"] == pytest.approx(-forward["slope"], abs=1e-9)
    opposite = {"increasing": "decreasing", "decreasing": "increasing"}
    assert back["trend"] == opposite.get(forward["trend"], forward["trend"])
    assert forward["lower"] <= forward["slope"] <= forward["upper"]


def test_counts_of_a_full_or_empty_proportion():
    rows = recent_trend_of_counts([[0, 0, 0, 0, 0], [9, 9, 9, 9, 9]], [[9, 9, 9, 9, 9]] * 2)
    assert rows["trend"].isin(["none", "too few points"]).all()
    with pytest.raises(ValueError, match="no proportion"):
        recent_trend_of_counts([[2, 2, 2, 2, 2]], [[1, 1, 1, 1, 1]])
