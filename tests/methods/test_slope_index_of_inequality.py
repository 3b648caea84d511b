"""Indices of inequality against published examples and SciPy's regression."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from published import published
from scipy.stats import linregress

from methods.slope_index_of_inequality import slope_index_of_inequality, slope_index_of_proportions


def test_published_example():
    (example,) = published("sii_linear_sqrt_weight")
    row = slope_index_of_inequality([example["val"]], [example["pop"]]).iloc[0]
    assert row["value"] == pytest.approx(example["expected_sii"], rel=1e-10)
    assert row["relative"] == pytest.approx(example["expected_rii"], rel=1e-10)


def test_published_example_of_proportions():
    """The package rounds persons first; with the population counted once it then gives 44.90526 and 3.22392."""
    (example,) = published("sii_logit_WHO")
    rounded = np.round(np.multiply(example["pop"], example["est"]) / 100)
    row = slope_index_of_proportions([100 * rounded / example["pop"]], [example["pop"]]).iloc[0]
    assert (row["value"], row["relative"]) == pytest.approx((44.90526, 3.22392), abs=1e-5)


def test_equal_groups_are_an_ordinary_regression():
    values = [60.0, 63, 61, 70, 72]
    row = slope_index_of_inequality([values], [[7] * 5]).iloc[0]
    truth = linregress([0.1, 0.3, 0.5, 0.7, 0.9], values)
    assert row["value"] == pytest.approx(truth.slope)
    assert (row["upper"] - row["lower"]) / 2 == pytest.approx(3.182446 * truth.stderr, rel=1e-6)  # t(3), 97.5 %


def test_interval_from_the_errors_of_the_groups():
    """Equal groups: slope = Σ(b − ½)y / Σ(b − ½)², Σ(b − ½)² = 0.4; each error 2: SE = 2/√0.4 = 3.1623."""
    row = slope_index_of_inequality([[60.0, 63, 61, 70, 72]], [[7] * 5], [[2.0] * 5]).iloc[0]
    assert (row["upper"] - row["value"]) == pytest.approx(1.959964 * 2 / 0.4**0.5, rel=1e-6)
    assert row["relative_lower"] < row["relative"] < row["relative_upper"]


@given(
    st.lists(st.floats(1, 100), min_size=4, max_size=8).flatmap(
        lambda v: st.tuples(st.just(v), st.lists(st.integers(1, 9), min_size=len(v), max_size=len(v)))
    ),
    st.floats(-50, 50),
)
def test_order_and_level(groups, shift):
    values, people = map(np.array, groups)
    row = slope_index_of_inequality([values], [people]).iloc[0]
    turned = slope_index_of_inequality([values[::-1]], [people[::-1]]).iloc[0]
    moved = slope_index_of_inequality([values + shift], [people * 10]).iloc[0]
    assert turned["value"] == pytest.approx(-row["value"], abs=1e-6)
    assert moved["value"] == pytest.approx(row["value"], abs=1e-6)
    assert row["lower"] <= row["value"] <= row["upper"]


def test_no_difference_is_no_inequality():
    row = slope_index_of_inequality([[50.0] * 4], [[1, 2, 3, 4]]).iloc[0]
    assert row["value"] == pytest.approx(0, abs=1e-9)
    assert row["relative"] == pytest.approx(1)
    assert slope_index_of_proportions([[50.0] * 4], [[1, 2, 3, 4]])["value"][0] == pytest.approx(0, abs=1e-9)


def test_missing_groups_are_left_out_and_two_are_too_few():
    rows = slope_index_of_inequality([[60, np.nan, 63, 61, 70], [60, np.nan, np.nan, np.nan, 70]], [[7] * 5] * 2)
    whole = slope_index_of_inequality([[60.0, 63, 61, 70]], [[7] * 4])
    assert rows["value"][0] == pytest.approx(whole["value"][0])
    assert np.isnan(rows["value"][1])
    assert rows["groups"].tolist() == [4, 2]
    assert np.isnan(slope_index_of_proportions([[60, np.nan, 63]], [[7] * 3])["value"][0])
