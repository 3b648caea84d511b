"""Where points were lost, and what improvement would bring."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.lost_points import gain_of_improvement, lost_points
from methods.target_score import target_scale
from methods.weighted_total import weighted_total

NONE = math.nan


def test_by_hand():
    # weights 2, 1, 1 of which the last is not scored: shares 2/3 and 1/3
    lost = lost_points([[90, 40, NONE]], [2, 1, 1])[0]
    assert lost[:2].tolist() == pytest.approx([20 / 3, 20])
    assert math.isnan(lost[2])


@given(
    st.lists(st.tuples(st.one_of(st.just(NONE), st.floats(0, 100)), st.floats(0.1, 5)), min_size=1, max_size=12).filter(
        lambda pairs: any(not math.isnan(s) for s, _ in pairs)
    )
)
def test_what_is_lost_and_what_is_left_make_a_hundred(pairs):
    scores, weights = map(np.array, zip(*pairs, strict=True))
    total = weighted_total([scores], weights)["total"][0]
    assert np.nansum(lost_points([scores], weights)) + total == pytest.approx(100)


def test_one_unit_of_improvement_by_hand():
    """Life expectancy 77.3 → 78.3: the way 0.6/2.3 → 1.6/2.3, the pace 0.565 → on track."""
    scale = target_scale(
        2023, np.array([76.7, 18.3]), 2017, np.array([">=", "<="], dtype=object), np.array([79.0, 12.0]), NONE, 2030,
        "higher",
    )  # fmt: skip
    gain = gain_of_improvement(scale, [[77.3, 12.0], [80.0, 16.0]], [1, 3], [1, -1])
    step = 80 / 2.3 + 20 * (1 - 0.6 / (2.3 * 6 / 13))
    assert gain[0].tolist() == pytest.approx([0.25 * step, 0])  # the second item has nothing left to gain
    assert gain[1].tolist()[0] == 0
    # maternal mortality 16 → 15: ahead of 18.3 − 6.3·6/13 = 15.392 only after it
    assert gain[1][1] == pytest.approx(0.75 * (80 / 6.3 + 20 * (1 - 2.3 / (6.3 * 6 / 13))))


def test_the_gain_is_what_the_total_does():
    scale = target_scale(2023, np.full(2, 50.0), 2017, ">=", np.array([60.0, 90.0]), NONE, 2030, "higher")
    values, weights = np.array([[53.0, 58.0]]), [1.0, 2.0]
    gain = gain_of_improvement(scale, values, weights, [1, 1], [2.0, 0.5])
    for item, unit in enumerate((2.0, 0.5)):
        better = values.copy()
        better[0, item] += unit
        before, after = (weighted_total(scale(x), weights)["total"][0] for x in (values, better))
        assert gain[0, item] == pytest.approx(after - before)


def test_not_scored_gains_nothing_that_is_known():
    scale = target_scale(2023, np.full(2, 50.0), 2017, ">=", 60.0, NONE, 2030, "higher")
    gain = gain_of_improvement(scale, [[NONE, 55.0]], [1, 1], [1, 1])
    assert math.isnan(gain[0, 0])
    assert gain[0, 1] > 0
