"""Bands of a composite's ranks: where nothing is uncertain, where one thing is, and against a slow plain loop."""

import itertools
import math
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm, rankdata

from methods.brackets import brackets
from methods.normalisations import range_scale, standard_scale
from methods.rank_bands import rank_bands
from methods.target_score import target_scale
from methods.weighted_total import weighted_total
from methods.z_composite import z_scores

NONE = math.nan


def plain(values):
    """Values that are scores already."""
    return values.copy()


def bands(values, error=0.0, weights=None, scales=(plain,), **more):
    x = np.atleast_2d(np.asarray(values, dtype=float))
    weights = np.ones(x.shape[1]) if weights is None else np.asarray(weights, dtype=float)
    return rank_bands(x, x - 1.959964 * error, x + 1.959964 * error, weights, list(scales), **more)


def test_nothing_uncertain_leaves_the_rank():
    found = bands([[90, 80], [70, 60], [80, 70], [90, 80]], weight_spread=0)
    assert found.total.tolist() == [85, 65, 75, 85]
    assert found.rank.tolist() == found.lower.tolist() == found.upper.tolist() == [1, 4, 3, 1]
    assert (found.drawn == found.total).all()


def test_uncertain_values_alone():
    """Total of two indicators with error 1 each: error √½; P(swap) at d = 1 is Φ(−1)."""
    found = bands([[51, 51], [50, 50]], error=1.0, weight_spread=0, draws=20_000)
    swapped = (found.drawn[:, 1] > found.drawn[:, 0]).mean()
    assert swapped == pytest.approx(norm.cdf(-1), abs=0.01)
    assert found.lower.tolist() == [1, 1]
    assert found.upper.tolist() == [2, 2]
    assert found.drawn.std(axis=0) == pytest.approx(0.5**0.5, abs=0.02)


def test_uncertain_weights_alone():
    """Each area is good at one thing: which leads depends on the weights only, evenly."""
    found = bands([[80, 60], [60, 80]], draws=2000)
    assert found.rank.tolist() == [1, 1]
    assert (found.drawn[:, 0] > found.drawn[:, 1]).mean() == pytest.approx(0.5, abs=0.04)
    # most extreme weights 1.25 : 0.75 give 80·0.625 + 60·0.375
    assert 72 < found.drawn.max() <= 72.5
    assert 68 > found.drawn.min() >= 67.5
    kept = bands([[80, 60], [60, 80]], weight_spread=0)
    assert kept.upper.tolist() == [1, 1]


def test_uncertain_normalisation_alone():
    """An area far ahead in one indicator leads by range, not by a scale that ends at 60."""
    values = [[100, 50], [60, 70]]

    def capped(x):
        return np.minimum(x, 60.0)

    found = bands(values, scales=(plain, capped), weight_spread=0)
    assert found.rank.tolist() == [1, 2]
    assert found.upper.tolist() == [2, 2]
    assert found.lower.tolist() == [1, 1]
    assert bands(values, weight_spread=0).upper.tolist() == [1, 2]


def test_against_a_slow_plain_loop():
    """The same composite drawn one by one: shares of ranks agree within the error of 2,000 draws."""
    rng = np.random.default_rng(3)
    x, error, weights = rng.uniform(40, 60, (6, 4)), 6.0, np.array([1.0, 2, 3, 4])
    found = bands(x, error, weights, draws=2000)
    slow = []
    for _ in range(2000):
        w = weights * rng.uniform(0.75, 1.25, 4)
        totals = [sum(wi * rng.normal(v, error) for wi, v in zip(w, row, strict=True)) / w.sum() for row in x]
        slow.append(rankdata([-t for t in totals], method="min"))
    truth = np.array(slow).mean(axis=0)
    drawn = rankdata(-found.drawn, method="min", axis=1).mean(axis=0)
    assert drawn == pytest.approx(truth, abs=0.15)


def test_missing_cells_are_left_out_and_thin_areas_not_ranked():
    values = [[90, NONE, 90, 90, 90, 90], [80] * 6, [99, 99, NONE, NONE, 99, 99], [NONE] * 6]
    found = bands(values, error=0.1)
    assert found.total.tolist()[:3] == pytest.approx([90, 80, 99])
    assert found.coverage.tolist() == pytest.approx([5 / 6, 1, 4 / 6, 0])
    assert np.isnan(found.rank).tolist() == [False, False, True, True]
    assert found.rank[:2].tolist() == [1, 2]
    assert found.drawn.shape == (1000, 2)
    assert found.drawn[:, 0] == pytest.approx(90, abs=1)  # not pulled down by the missing cell


def test_areas_that_are_never_ranked_take_no_place():
    found = bands([[99.0], [80.0], [70.0]], ranked=np.array([False, True, True]))
    assert found.rank.tolist()[1:] == [1, 2]
    assert math.isnan(found.rank[0])


def test_given_scores_stand_in_every_draw():
    given = np.array([[100.0, NONE], [0.0, NONE]])
    found = bands([[NONE, 50], [NONE, 50]], error=1.0, given=given, weight_spread=0)
    assert found.total.tolist() == [75, 25]
    assert found.rank.tolist() == found.upper.tolist() == [1, 2]


def test_one_area_all_equal_and_nobody():
    assert bands([[50.0, 60.0]], error=5.0).upper.tolist() == [1]
    equal = bands([[50.0]] * 5, error=1.0)
    assert equal.rank.tolist() == [1] * 5
    assert equal.upper.tolist() == [5] * 5
    nobody = bands([[NONE, NONE]])
    assert np.isnan(nobody.rank).all()
    assert nobody.drawn.shape == (1000, 0)


def test_a_scheme_with_targets_and_other_normalisations():
    rng = np.random.default_rng(5)
    baseline = rng.uniform(50, 60, (31, 26))
    values = baseline + rng.uniform(0, 10, (31, 26))
    scheme = target_scale(2024, baseline, 2017, ">=", 70.0, NONE, 2030, "higher")

    def standard(x):
        return z_scores(x, np.ones(26), reference=values)

    found = bands(values, 1.0, scales=(scheme, standard))
    assert found.total == pytest.approx(weighted_total(scheme(values), np.ones(26))["total"].to_numpy())
    assert (found.lower <= found.rank).all()
    assert (found.rank <= found.upper).all()
    assert found.method == "Monte Carlo, 1000 draws; weights ±25%; 2 normalisation(s)"


@settings(max_examples=20)
@given(st.lists(st.floats(0, 100), min_size=2, max_size=8), st.floats(0, 10))
def test_the_same_figures_give_the_same_band_and_more_noise_no_narrower_one(values, error):
    column = np.array(values)[:, None]
    one, again, other = (bands(column, error, draws=100, seed=seed) for seed in (1, 1, 2))
    assert (one.drawn == again.drawn).all()
    assert error < 1e-6 or not (one.drawn == other.drawn).all()
    assert (one.lower <= one.rank).all()
    assert (one.rank <= one.upper).all()


def test_other_normalisations_are_what_they_are_called():
    values = np.array([[2.0, 30.0], [4.0, 20.0], [6.0, NONE]])
    z, between = standard_scale(values, [1, -1]), range_scale(values, [1, -1])
    assert z(values[:2]) == pytest.approx(50 + 100 / 6 * z_scores(values, [1, -1])[:2])
    assert between(values[:2]).tolist() == [[0, 0], [50, 100]]
    assert between(np.array([[8.0, 40.0]])).tolist() == [[150, -100]]
    flat = np.array([[5.0], [5.0]])
    assert standard_scale(flat, [1])(flat).tolist() == range_scale(flat, [1])(flat).tolist() == [[50], [50]]


def test_memory_does_not_grow_with_the_draws():
    """500 × 20 cells of 2,000 draws are 160 MB of doubles; blocks of 2 MB and the totals are a fraction of it."""
    values = np.random.default_rng(1).uniform(0, 100, (500, 20))
    tracemalloc.start()
    bands(values, 1.0, draws=2000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60e6


def test_brackets_of_areas_that_cannot_be_told_apart():
    """Totals 90, 88, 86, 70 with error 1: 2 apart is 1.41 errors of a difference, 4 apart is 2.83."""
    found = bands([[88.0], [90.0], [70.0], [86.0]], error=1.0, draws=4000)
    order, runs = brackets(found.total, found.drawn)
    assert order.tolist() == [1, 0, 3, 2]
    assert [list(run) for run in runs] == [[0, 1], [1, 2], [3]]


def test_brackets_of_one_all_equal_and_certain():
    assert brackets(np.array([5.0]), np.full((10, 1), 5.0))[1] == [range(1)]
    equal = np.full(4, 5.0)
    assert brackets(equal, np.tile(equal, (10, 1)))[1] == [range(4)]
    certain = np.array([4.0, 3.0, 2.0])
    assert brackets(certain, np.tile(certain, (10, 1)))[1] == [range(1), range(1, 2), range(2, 3)]
    assert brackets(np.array([]), np.empty((10, 0)))[1] == []


@settings(max_examples=30)
@given(st.lists(st.floats(0, 20), min_size=1, max_size=10), st.floats(0.1, 5))
def test_brackets_cover_every_place_and_none_lies_in_another(values, error):
    found = bands(np.array(values)[:, None], error, draws=200)
    _, runs = brackets(found.total, found.drawn)
    assert sorted({place for run in runs for place in run}) == list(range(len(values)))
    for first, second in itertools.pairwise(runs):
        assert first.start < second.start
        assert first.stop < second.stop
