"""Intervals of ranks of one indicator."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from methods.rank_intervals import rank_intervals
from methods.uncertain_values import deviations

NONE = math.nan


def intervals(values, error, *, direction="higher", ranked=None, **more):
    x, e = np.asarray(values, float), np.asarray(error, float)
    ranked = [True] * len(x) if ranked is None else ranked
    return rank_intervals(x, x - 1.96 * e, x + 1.96 * e, direction=direction, ranked=ranked, **more)


def test_exact_values_have_one_rank():
    rows = intervals([80, 79, 79, 78], [0, 0, 0, 0])
    assert rows["rank"].tolist() == rows["lower"].tolist() == rows["upper"].tolist() == [1, 2, 2, 4]


def test_two_areas_change_places_as_often_as_their_difference_allows():
    """P(swap) = Φ(−d/√2) for errors of 1: 2.5 % at d = 2.772. Nearer they share both places, farther they do not."""
    assert norm.cdf(-2.772 / 2**0.5) == pytest.approx(0.025, abs=1e-4)
    near, far = intervals([2.2, 0], [1, 1], draws=4000), intervals([3.4, 0], [1, 1], draws=4000)
    assert near[["lower", "upper"]].to_numpy().tolist() == [[1, 2], [1, 2]]
    assert far[["lower", "upper"]].to_numpy().tolist() == [[1, 1], [2, 2]]


def test_missing_and_unranked_areas_take_no_place():
    rows = intervals([NONE, 80, 99, 70], [1, 1, 1, 1], ranked=[True, True, False, True])
    assert rows["rank"].isna().tolist() == [True, False, True, False]
    assert rows["upper"].max() == 2
    nobody = intervals([NONE, NONE], [1, 1])
    assert nobody[["rank", "lower", "upper"]].isna().all().all()


def test_one_area_and_all_equal():
    assert intervals([5], [1])[["rank", "lower", "upper"]].to_numpy().tolist() == [[1, 1, 1]]
    rows = intervals([5] * 6, [1] * 6)
    assert rows["rank"].tolist() == [1] * 6
    assert (rows["lower"] == 1).all()
    assert (rows["upper"] == 6).all()


@settings(max_examples=30)
@given(st.lists(st.floats(0, 100), min_size=2, max_size=12), st.floats(0, 20))
def test_the_band_holds_the_rank_and_the_same_figures_give_the_same_band(values, error):
    rows = intervals(values, [error] * len(values), draws=200)
    assert (rows["lower"] <= rows["rank"]).all()
    assert (rows["rank"] <= rows["upper"]).all()
    assert rows["lower"].min() == 1
    again = intervals(values, [error] * len(values), draws=200)
    assert rows.equals(again)


def test_lower_is_better_turns_the_order():
    up, down = intervals([1, 5, 9], [1, 1, 1]), intervals([-1, -5, -9], [1, 1, 1], direction="lower")
    assert up["rank"].tolist() == down["rank"].tolist() == [3, 2, 1]


def test_a_draw_keeps_the_limits_on_either_side():
    """Two-piece normal: 2.5 % beyond each limit, whichever is farther."""
    centre, half, skew = deviations(np.array([10.0]), np.array([8.0]), np.array([16.0]))
    noise = np.random.default_rng(1).standard_normal(200_000)
    drawn = centre + noise * half + np.abs(noise) * skew
    assert (drawn < 8).mean() == pytest.approx(0.025, abs=0.002)
    assert (drawn > 16).mean() == pytest.approx(0.025, abs=0.002)


@pytest.mark.parametrize(("lower", "upper"), [(NONE, 12), (8, NONE), (11, 12), (8, 9)])
def test_no_error_is_made_up(lower, upper):
    _, half, skew = deviations(np.array([10.0]), np.array([float(lower)]), np.array([float(upper)]))
    assert (half.tolist(), skew.tolist()) == ([0], [0])
