"""Goalposts against the published scores of the SDG Index and the edges that COINr tests."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from published import published

from methods.goalpost import goalpost


@pytest.mark.parametrize("row", published("goalpost")[0]["rows"], ids=lambda row: row[0])
def test_published_scores(row):
    _, value, worst, best, score = row
    assert 100 * goalpost(value, worst, best) == pytest.approx(score, abs=5e-4)


def test_published_edges():
    (edges,) = published("goalpost_edges")
    for value, low, high, direction, expected in edges["rows"]:
        assert direction == 1
        assert goalpost(value, low, high) == pytest.approx(expected)
    for value, expected in edges["reversed"]:
        assert goalpost(value, 10, 0) == pytest.approx(expected)


numbers = st.floats(-1e6, 1e6)


@given(numbers, numbers, numbers, numbers)
def test_never_outside_and_never_backwards(one, other, worst, best):
    if abs(best - worst) < 1e-3:
        return
    nearer, farther = sorted((one, other), key=lambda x: (x - worst) / (best - worst), reverse=True)
    assert 0 <= goalpost(farther, worst, best) <= goalpost(nearer, worst, best) <= 1


def test_no_scale_and_no_value_give_no_score():
    assert math.isnan(goalpost(5, 5, 5))
    assert math.isnan(goalpost(math.nan, 0, 10))
    assert goalpost(15, 0, 10, clip=False) == 1.5
