"""Classes of gaps to a target."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.gap_classes import gap_breaks, gap_class, round_step


@pytest.mark.parametrize(("size", "step"), [(3.5, 2.5), (1, 1), (0.3, 0.25), (7.9, 5), (99, 50), (0, 1), (math.nan, 1)])
def test_round_step(size, step):
    assert round_step(size) == pytest.approx(step)


def test_each_side_has_its_own_step():
    """Life expectancy of provinces in 2020 against 79: from −6.81 (Tibet, 72.19) to +3.55 (Shanghai, 82.55)."""
    assert gap_breaks(np.array([-6.81, -1.2, 0.4, 3.55, math.nan])) == [-4, -2, 0, 1, 2]


def test_one_sided_gaps_still_have_both_sides():
    breaks = gap_breaks(np.array([-9.0, -3.0]))
    assert breaks == [-5, -2.5, 0, 2.5, 5]
    assert gap_breaks(np.array([])) == sorted(gap_breaks(np.array([])))


def test_on_the_line_is_reached_and_missing_stays_missing():
    found = gap_class(np.array([-5, -4, -0.1, 0, 1, 2, math.nan]), [-4, -2, 0, 1, 2])
    assert found[:-1].tolist() == [0, 1, 2, 3, 4, 5]
    assert math.isnan(found[-1])


@given(st.lists(st.floats(-1e5, 1e5), min_size=1, max_size=40))
def test_breaks_ascend_around_zero(gaps):
    breaks = gap_breaks(np.array(gaps))
    assert breaks == sorted(set(breaks))
    assert breaks[2] == 0
    classes = gap_class(np.array(gaps), breaks)
    assert ((classes >= 3) == (np.array(gaps) >= 0)).all()
