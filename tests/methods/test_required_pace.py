"""Pace to a target, worked by hand, and the published ratio of paces."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from published import published

from methods.required_pace import pace_ratio, required_pace

NONE = math.nan


def test_published_ratio():
    (example,) = published("progress_cagr_ratio")
    (y0, b), (y, x), (end, goal) = example["base"], example["cur"], example["target"]
    assert float(pace_ratio(b, y0, x, y, goal, end, growth="compound")) == pytest.approx(example["expected"])
    assert float(pace_ratio(b, y0, x, y, goal, end)) == pytest.approx(example["linear"])


def test_by_hand():
    row = required_pace(77.5, 2024, 79.0, 2030, 1).iloc[0]
    assert (row["required"], row["years_left"], row["reachable"]) == (0.25, 6, True)
    assert 77.5 * (1 + row["compound"]) ** 6 == pytest.approx(79.0)
    assert required_pace(18.0, 2024, 12.0, 2030, -1)["required"][0] == -1.0


@pytest.mark.parametrize(
    ("value", "year", "target", "end", "sign", "required", "reachable"),
    [
        (80, 2024, 79, 2030, 1, 0, True),  # met: keep it
        (78, 2030, 79, 2030, 1, NONE, False),  # the year has come
        (80, 2031, 79, 2030, 1, 0, True),
        (NONE, 2024, 79, 2030, 1, NONE, False),
        (0, 2024, 60, 2030, 1, 10, True),  # from nothing: linear, but no yearly rate
        (3, 2024, 0, 2030, -1, -0.5, True),
    ],
)
def test_edges(value, year, target, end, sign, required, reachable):
    row = required_pace(value, year, target, end, sign).iloc[0]
    assert row["required"] == pytest.approx(required, nan_ok=True)
    assert row["reachable"] == reachable


@given(st.floats(1, 100), st.floats(1, 100), st.integers(1, 15), st.sampled_from([1, -1]))
def test_the_pace_arrives(value, target, years, sign):
    row = required_pace(value, 2030 - years, target, 2030, sign).iloc[0]
    arrived = value + years * row["required"]
    assert sign * (arrived - target) >= -1e-9


def test_ratios_that_say_nothing():
    ratios = pace_ratio([50, 50, 50, NONE], 2017, [55, 55, 55, 55], [2020, 2017, 2020, 2020], [50, 60, 60, 60], 2030)
    assert np.isnan(ratios).tolist() == [True, True, False, True]  # no change asked, no year passed, -, no baseline
    assert ratios[2] == pytest.approx((5 / 3) / (10 / 13))
    assert math.isnan(float(pace_ratio(0, 2017, 5, 2020, 10, 2030, growth="compound")))
    with pytest.raises(ValueError, match="unknown growth"):
        pace_ratio(1, 2017, 2, 2020, 3, 2030, growth="fast")
