"""Scales without targets: standard scores, 均差法, fixed-base range, yes/no, range, relative targets."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import zscore

from methods.fixed_base_range import fixed_base_range
from methods.mean_difference import mean_difference
from methods.range_score import range_score
from methods.relative_target import relative_target
from methods.weighted_total import weighted_total
from methods.yes_no_score import yes_no_score
from methods.z_composite import z_scores

NONE = math.nan


def test_standard_scores_by_hand():
    # 2, 4, 6: mean 4, standard deviation 2
    assert z_scores([[2.0], [4.0], [6.0]], [1]).ravel().tolist() == [-1, 0, 1]
    assert z_scores([[2.0], [4.0], [6.0]], [-1]).ravel().tolist() == [1, 0, -1]


@given(st.lists(st.floats(-1000, 1000), min_size=3, max_size=20).filter(lambda x: np.ptp(x) > 0.1), st.floats(0.1, 50))
def test_standard_scores_are_scipys_in_any_unit(values, unit):
    truth = zscore(values, ddof=1)
    assert z_scores(np.array(values)[:, None] * unit + 7, [1]).ravel() == pytest.approx(truth, abs=1e-6)


def test_standard_scores_with_gaps_ties_and_one_area():
    scores = z_scores([[2.0, 5.0], [NONE, 5.0], [6.0, 5.0]], [1, 1])
    assert scores[:, 0].tolist()[::2] == pytest.approx([-(0.5**0.5), 0.5**0.5])
    assert math.isnan(scores[1, 0])
    assert scores[:, 1].tolist() == [0, 0, 0]  # all equal: nobody is better
    assert z_scores([[3.0]], [1]).tolist() == [[0]]
    assert np.isnan(z_scores([[NONE], [NONE]], [1])).all()


def test_standard_scores_against_an_earlier_period():
    assert z_scores([[8.0]], [1], reference=[[2.0], [4.0], [6.0]]).tolist() == [[2]]


def test_a_composite_of_standard_scores():
    # z: (−1, 1), (0, 0), (1, −1) with weights 3 and 1: −0.5, 0, 0.5
    scores = z_scores([[2.0, 10.0], [4.0, 20.0], [6.0, 30.0]], [1, -1])
    assert weighted_total(scores, [3, 1])["total"].tolist() == pytest.approx([-0.5, 0, 0.5])


def test_mean_difference_by_hand():
    # 8, 10, 12 round a mean of 10: a fifth below, level, a fifth above
    assert mean_difference([[8.0], [10.0], [12.0]], [1]).ravel() == pytest.approx([80, 100, 120])
    assert mean_difference([[8.0], [10.0], [12.0]], [-1]).ravel() == pytest.approx([120, 100, 80])
    assert mean_difference([[8.0]], [1], mean=[16.0]).tolist() == [[50]]  # national value as the mean


def test_mean_difference_without_a_mean_or_value():
    found = mean_difference([[NONE, -1.0], [10.0, 1.0]], [1, 1])
    assert math.isnan(found[0, 0])
    assert found[1, 0] == 100  # alone, it is its own mean
    assert np.isnan(found[:, 1]).all()  # a mean of 0 has no tenth


def test_fixed_base_range_by_hand():
    base = [[60.0, 10.0], [80.0, 30.0]]  # 2015: 60–80, higher better; 10–30, lower better
    now = [[70.0, 20.0], [84.0, 5.0], [50.0, NONE]]
    scores = fixed_base_range(now, [1, -1], base=base)
    assert scores[:2] == pytest.approx(np.array([[50, 50], [120, 125]]))
    assert scores[2, 0] == 1  # below the base period's worst: the floor
    assert math.isnan(scores[2, 1])
    assert fixed_base_range(base, [1, -1], base=base).tolist() == [[1, 100], [100, 1]]


def test_fixed_base_index_is_a_geometric_mean_of_levels():
    # indicators 50 and 98 → dimension √(50·98) = 70; with a second dimension of 70 the index is 70
    first = weighted_total([[50, 98]], [1, 1], aggregation="geometric")["total"]
    assert weighted_total([[first[0], 70.0]], [1, 1], aggregation="geometric")["total"][0] == pytest.approx(70)


def test_fixed_bounds_instead_of_a_base_period():
    assert fixed_base_range([[5.0]], [1], lowest=[0.0], highest=[10.0]).tolist() == [[50]]
    assert np.isnan(fixed_base_range([[5.0]], [1], base=[[3.0], [3.0]])).all()  # nothing varied
    with pytest.raises(ValueError, match="both fixed bounds"):
        fixed_base_range([[5.0]], [1], lowest=[0.0])


def test_yes_and_no():
    assert yes_no_score([1, 0]).tolist() == [100, 0]
    assert math.isnan(yes_no_score([NONE])[0])
    with pytest.raises(ValueError, match="yes/no"):
        yes_no_score([0.5])


def test_range_by_hand():
    # full from 18.5 to 24, nothing at 14.5 and 32
    values = [18.5, 24, 20, 16.5, 28, 10, 40]
    assert range_score(values, 18.5, 24, 14.5, 32).tolist() == [100, 100, 100, 50, 50, 0, 0]
    assert math.isnan(float(range_score(NONE, 18.5, 24, 14.5, 32)))
    with pytest.raises(ValueError, match="ascend"):
        range_score(20, 24, 18.5, 14.5, 32)


def test_relative_target():
    assert float(relative_target(18.5, -30)) == pytest.approx(12.95)  # 重大慢性病过早死亡率 2030: 30 % below 2015
    assert math.isnan(float(relative_target(NONE, -30)))
