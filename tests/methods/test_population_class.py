"""Population classes."""

import math

import pytest

from methods.population_class import BOUNDS, class_words, population_class


@pytest.mark.parametrize(
    ("population", "level", "low", "high", "words"),
    [
        (20_937_757, "prefecture", 1e7, math.inf, "1,000万人以上"),
        (10_000_000, "prefecture", 1e7, math.inf, "1,000万人以上"),
        (9_999_999, "prefecture", 5e6, 1e7, "500–1,000万人"),
        (8_000, "county", 0, 1e5, "10万人以下"),
        (45_000_000, "province", 3e7, 6e7, "3,000–6,000万人"),
    ],
)
def test_class_and_words(population, level, low, high, words):
    assert population_class(population, level) == (low, high)
    assert class_words(low, high) == words


def test_zones_and_unknown_sizes_have_none():
    assert population_class(5e5, "zone") is None
    assert population_class(5e5, "nation") is None
    assert population_class(math.nan, "county") is None


def test_bounds_are_whole_ten_thousands():
    assert all(bound % 10_000 == 0 for bounds in BOUNDS.values() for bound in bounds)
