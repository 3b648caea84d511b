"""Breaks at standard deviations against mapclassify's."""

import mapclassify
import numpy as np
import pytest

from methods.classes import class_of
from methods.standard_deviation_classes import standard_deviation_breaks

CALEMP = mapclassify.load_example().to_numpy()


def test_of_58_californian_counties():
    truth = mapclassify.StdMean(CALEMP, anchor=False)
    breaks = standard_deviation_breaks(CALEMP)
    assert breaks == pytest.approx(truth.bins[:4])
    assert np.bincount(class_of(CALEMP, breaks).astype(int), minlength=5).tolist() == truth.counts.tolist()


def test_by_hand_and_without_missing_values():
    # 2, 4, 6: mean 4, standard deviation 2
    assert standard_deviation_breaks([2, np.nan, 4, 6]) == [0, 2, 6, 8]
    assert standard_deviation_breaks([2, 4, 6], multiples=(1.5, -0.5)) == [3, 7]


def test_nothing_to_part():
    assert standard_deviation_breaks([]) == []
    assert standard_deviation_breaks([3.0]) == []
    assert standard_deviation_breaks([3.0, 3.0, np.nan]) == []
