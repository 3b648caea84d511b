"""Spread of areas against plain Python and NumPy."""

import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.dispersion import dispersion

NAN = float("nan")


def test_by_hand():
    row = dispersion([10, NAN, 30, 20]).iloc[0]
    assert (row["n"], row["minimum"], row["maximum"], row["range"], row["ratio"], row["mean"]) == (3, 10, 30, 20, 3, 20)
    assert row["variation"] == pytest.approx(50)  # standard deviation 10


def test_people_weigh():
    row = dispersion([10, 30, 99], [300, 100, NAN]).iloc[0]
    assert row["mean"] == pytest.approx(15)
    assert row["variation"] == pytest.approx((0.75 * 25 + 0.25 * 225) ** 0.5 / 15 * 100)
    assert row["maximum"] == 99  # an area without people still is the highest


def test_too_little_to_say():
    one = dispersion([5.0]).iloc[0]
    assert one["n"] == 1 and np.isnan(one[["range", "ratio", "variation"]].astype(float)).all()
    assert np.isnan(dispersion([0.0, 5.0]).iloc[0]["ratio"])
    assert np.isnan(dispersion([-1.0, 1.0]).iloc[0]["variation"])
    assert dispersion([[NAN, NAN]]).iloc[0]["n"] == 0
    with pytest.raises(ValueError, match="negative"):
        dispersion([1.0, 2.0], [-1, 1])


@given(st.lists(st.tuples(st.floats(1, 1e4), st.floats(1, 1e6)), min_size=2, max_size=20))
def test_agrees_with_plain_arithmetic(areas):
    values, people = zip(*areas, strict=True)
    alone, weighted = dispersion(values).iloc[0], dispersion(values, people).iloc[0]
    assert alone["variation"] == pytest.approx(statistics.stdev(values) / statistics.fmean(values) * 100, abs=1e-6)
    mean = np.average(values, weights=people)
    truth = np.sqrt(np.average((np.array(values) - mean) ** 2, weights=people)) / mean * 100
    assert weighted["variation"] == pytest.approx(truth, abs=1e-6)
    assert weighted["range"] == max(values) - min(values)
