"""Funnel limits against published examples, and against the intervals they turn round."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from published import published

from methods.exact_poisson import exact_poisson
from methods.funnel_limits import funnel_of_proportions, funnel_of_rates, funnel_of_ratios
from methods.wilson import wilson


def test_published_proportions():
    (example,) = published("funnel_proportion_limits_pct")
    row = funnel_of_proportions(example["avg"], [example["n"]]).iloc[0]
    assert row["lower_95"] == pytest.approx(example["expected_lower95"], abs=1e-5)
    assert row["lower_998"] == pytest.approx(example["expected_lower998"], abs=1e-5)
    assert (row["upper_95"], row["upper_998"]) == (example["upper"], example["upper"])


def test_the_other_construction_of_the_same_example():
    """Fingertips: 38.079965 and 96.577718 round the average (stated in the note of the example)."""
    row = funnel_of_proportions(80.642448, [5], round_the_average=True).iloc[0]
    assert (row["lower_95"], row["upper_95"]) == pytest.approx((38.079965, 96.577718), abs=1e-5)
    assert row["method"] != funnel_of_proportions(80.642448, [5])["method"][0]


def test_published_ratio():
    (example,) = published("funnel_ratio_poisson")
    row = funnel_of_ratios([example["obs"]]).iloc[0]
    assert [row["lower_95"], row["upper_95"]] == pytest.approx(example["expected_isr95"], rel=example["tol"])


@given(st.integers(0, 400), st.integers(1, 400), st.floats(1, 99))
def test_outside_the_funnel_is_outside_the_own_interval(x, n, average):
    x = min(x, n)
    own, limits = wilson([x], [n]).iloc[0], funnel_of_proportions(average, [n]).iloc[0]
    value = 100 * x / n
    edges = [own["lower"] - average, own["upper"] - average, value - limits["lower_95"], value - limits["upper_95"]]
    if min(map(abs, edges)) > 1e-6:
        assert (value < limits["lower_95"] or value > limits["upper_95"]) == (
            own["upper"] < average or own["lower"] > average
        )


@given(st.floats(0.01, 300))
def test_the_same_of_rates(expected):
    """The last count inside the funnel has an exact interval that holds the average, the next one outside does not."""
    limits = funnel_of_rates(expected, [1.0], multiplier=1).iloc[0]
    highest, lowest = np.floor(limits["upper_95"] + 1e-9), np.ceil(limits["lower_95"] - 1e-9)
    own = exact_poisson([highest, highest + 1, lowest, max(lowest - 1, 0)])
    assert own["lower"][0] <= expected * (1 + 1e-9)
    assert own["lower"][1] > expected
    assert own["upper"][2] >= expected * (1 - 1e-9)
    assert lowest == 0 or own["upper"][3] < expected


def test_funnels_narrow_with_size_and_the_outer_holds_the_inner():
    for rows in (funnel_of_proportions(30, [10, 100, 1000]), funnel_of_rates(50, [1e4, 1e5, 1e6])):
        assert (np.diff(rows["upper_95"] - rows["lower_95"]) < 0).all()
        assert (rows["lower_998"] <= rows["lower_95"]).all()
        assert (rows["upper_998"] >= rows["upper_95"]).all()


def test_nobody_to_count_gives_no_limit():
    assert funnel_of_proportions(30, [0, np.nan])["lower_95"].isna().all()
    assert funnel_of_rates(30, [0, np.nan])["upper_95"].isna().all()
    ratios = funnel_of_ratios([0, np.nan])
    assert ratios["lower_95"].tolist()[0] == 0
    assert np.isinf(ratios["upper_95"][0])
    assert ratios["upper_95"].isna().tolist() == [False, True]
    assert funnel_of_rates(0, [100])[["lower_95", "upper_95"]].to_numpy().tolist() == [[0, 0]]


@pytest.mark.parametrize("average", [-1, 101, float("nan")])
def test_an_impossible_average_is_refused(average):
    with pytest.raises(ValueError, match="average"):
        funnel_of_proportions(average, [10])
