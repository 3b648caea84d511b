"""Ranks of many draws against SciPy's, and the band they make."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import rankdata

from methods.ranks_in_draws import band_of_draws, ranks_in_draws


@given(arrays(float, st.tuples(st.integers(1, 5), st.integers(1, 12)), elements=st.integers(0, 6).map(float)))
def test_ranks_are_scipys_minimum_ranks(totals):
    assert (ranks_in_draws(totals) == rankdata(-totals, method="min", axis=1)).all()


def test_equal_totals_summed_in_another_order_are_equal():
    assert 0.1 + 0.2 + 0.3 != 0.3 + 0.2 + 0.1
    assert ranks_in_draws(np.array([0.1 + 0.2 + 0.3, 0.3 + 0.2 + 0.1, 0.5])).tolist() == [1, 1, 3]


def test_the_band_leaves_out_a_fortieth_on_either_side():
    ranks = np.arange(1, 1002)[:, None]  # 0th … 1000th of the ordered draws: tails of 25 each
    low, high = band_of_draws(ranks, np.array([500]))
    assert (low.tolist(), high.tolist()) == ([26], [976])
    assert ((ranks >= low) & (ranks <= high)).mean() >= 0.95


def test_the_published_rank_belongs_to_its_band():
    low, high = band_of_draws(np.full((100, 2), 5), np.array([1, 9]))
    assert (low.tolist(), high.tolist()) == ([1, 5], [5, 9])


@pytest.mark.parametrize("draws", [1, 2, 40])
def test_few_draws(draws):
    low, high = band_of_draws(np.full((draws, 1), 3), np.array([3]))
    assert (low.tolist(), high.tolist()) == ([3], [3])
