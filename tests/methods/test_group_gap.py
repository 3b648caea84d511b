"""Difference and ratio of two groups against Newcombe's published example."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.group_gap import group_gap
from methods.wilson import wilson


def gap(x, n, y, m):
    rows = wilson([x, y], [n, m], multiplier=1)
    a, b = rows.iloc[0], rows.iloc[1]
    return group_gap(a["value"], a["lower"], a["upper"], b["value"], b["lower"], b["upper"]).iloc[0]


@pytest.mark.parametrize(
    ("counts", "limits"),
    # Newcombe 1998, Stat Med 17:873–890, table II, method 10
    [((56, 70, 48, 80), (0.0524, 0.3339)), ((9, 10, 3, 10), (0.1705, 0.8090)), ((10, 10, 0, 10), (0.6075, 1.0))],
)
def test_published_differences(counts, limits):
    row = gap(*counts)
    assert (row["lower"], row["upper"]) == pytest.approx(limits, abs=5e-5)


@given(st.integers(1, 50), st.integers(1, 50))
def test_limits_hold_the_gap_and_turn_with_it(x, y):
    row, turned = gap(x, 50, y, 50), gap(y, 50, x, 50)
    assert row["lower"] <= row["difference"] <= row["upper"]
    assert row["ratio_lower"] <= row["ratio"] <= row["ratio_upper"]
    assert turned["difference"] == pytest.approx(-row["difference"])
    assert (turned["lower"], turned["upper"]) == pytest.approx((-row["upper"], -row["lower"]))
    assert (turned["ratio_lower"], turned["ratio_upper"]) == pytest.approx(
        (1 / row["ratio_upper"], 1 / row["ratio_lower"])
    )


def test_missing_limits_leave_the_difference():
    row = group_gap(5, np.nan, np.nan, 4, 3, 5).iloc[0]
    assert (row["difference"], row["ratio"]) == (1, pytest.approx(1.25))
    assert np.isnan([row["lower"], row["upper"], row["ratio_lower"]]).all()
    zero = group_gap(0, 0, 1, 4, 3, 5).iloc[0]
    assert zero["difference"] == -4
    assert np.isnan(zero["ratio"])
