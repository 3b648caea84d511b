"""Logarithms of a scale rank areas as a geometric mean does."""

import numpy as np
from scipy.stats import gmean

from methods.normalisations import log_scale, range_scale
from methods.rank_bands import rank_bands


def test_logarithms_rank_as_the_geometric_mean():
    values = np.array([[90.0, 10.0], [50.0, 45.0], [30.0, 80.0], [70.0, 70.0]])
    scale = log_scale(lambda x: x)
    bands = rank_bands(values, values, values, np.array([1.0, 1.0]), [scale], weight_spread=0.0)
    means = gmean(values, axis=1)
    assert list(bands.rank) == [4, 3, 2, 1]
    assert np.allclose(np.exp(bands.total), means)


def test_nothing_earned_comes_last():
    values = np.array([[0.0], [1.0], [2.0]])
    scale = log_scale(range_scale(values, [1.0]))
    assert scale(values)[0, 0] == -np.inf
    assert np.isfinite(scale(values)[1:]).all()
    bands = rank_bands(values, values, values, np.array([1.0]), [scale])
    assert list(bands.rank) == [3, 2, 1]
