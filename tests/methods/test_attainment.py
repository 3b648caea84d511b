"""Attainment of a target: every edge of it, worked by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.attainment import attainment

NONE = math.nan


@pytest.mark.parametrize(
    ("value", "baseline", "target", "sign", "share"),
    [
        (78.0, 76.7, 79.0, 1, 1.3 / 2.3),  # life expectancy: 1.3 of 2.3 years
        (79.5, 76.7, 79.0, 1, 1.0),  # beyond the target is not more than all
        (76.0, 76.7, 79.0, 1, 0.0),  # behind the baseline is not less than nothing
        (16.9, 18.3, 12.0, -1, 1.4 / 6.3),  # maternal mortality: lower is better
        (11.0, 18.3, 12.0, -1, 1.0),
        (7.2, 6.8, 7.5, -1, 1.0),  # target looser than the baseline, kept
        (7.8, 6.8, 7.5, -1, 1 - 0.3 / 7.5),  # … and lost
        (16.0, 6.8, 7.5, -1, 0.0),  # more than twice the target
        (95.0, 95.0, 95.0, 1, 1.0),  # target equal to the baseline, kept
        (94.0, 95.0, 95.0, 1, 1 - 1 / 95),  # … and lost
        (97.0, 96.0, 95.0, 1, 1.0),  # already met at the baseline
        (20.0, 0.0, 80.0, 1, 0.25),  # zero baseline
        (3.0, 10.0, 0.0, -1, 0.7),  # zero target, on the way
        (0.5, 0.0, 0.0, -1, 0.0),  # zero target, lost
        (0.0, 0.0, 0.0, -1, 1.0),  # zero target, kept
        (-2.0, -6.0, 2.0, 1, 0.5),  # negative figures
        (90.0, NONE, 80.0, 1, 1.0),  # missing baseline, target met: attained whatever the way was
        (70.0, NONE, 80.0, 1, NONE),  # missing baseline, unmet: the way is unknown
        (NONE, 50.0, 80.0, 1, NONE),
        (60.0, 50.0, NONE, 1, NONE),
    ],
)
def test_by_hand(value, baseline, target, sign, share):
    assert float(attainment(value, baseline, target, sign)) == pytest.approx(share, nan_ok=True)


numbers = st.floats(-1e4, 1e4)


@given(numbers, numbers, numbers, numbers, st.sampled_from([1, -1]))
def test_better_is_never_less(one, other, baseline, target, sign):
    worse, better = sorted((one, other), key=lambda x: sign * x)
    low, high = (float(attainment(x, baseline, target, sign)) for x in (worse, better))
    assert 0 <= low <= high <= 1
    if sign * (better - target) >= 0:
        assert high == 1


@given(numbers, numbers, numbers)
def test_turning_the_scale_turns_nothing(value, baseline, target):
    up, down = attainment(value, baseline, target, 1), attainment(-value, -baseline, -target, -1)
    assert float(up) == pytest.approx(float(down))


def test_arrays_of_any_shape():
    assert attainment(np.zeros((4, 3, 2)), np.ones((3, 2)), np.full(2, 2.0), 1).shape == (4, 3, 2)
