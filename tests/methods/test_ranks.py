"""Competition ranks against a slow count of who is ahead."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.ranks import carries_ranks, competition_ranks, coverage_of

NAN = math.nan


def test_ties_share_the_better_rank_and_the_next_counts_everybody():
    assert competition_ranks([80.0, 79.5, 79.5, 78.0], direction="higher", ranked=[True] * 4).tolist() == [1, 2, 2, 4]


def test_lower_is_better_turns_the_order():
    assert competition_ranks([2.0, 5.0, 2.0, 9.0], direction="lower", ranked=[True] * 4).tolist() == [1, 3, 1, 4]


def test_without_a_direction_the_highest_stands_first():
    assert competition_ranks([1.0, 3.0, 2.0], direction="none", ranked=[True] * 3).tolist() == [3, 1, 2]


def test_missing_and_unranked_areas_take_no_place():
    ranks = competition_ranks([NAN, 80.0, 99.0, 70.0], direction="higher", ranked=[True, True, False, True])
    assert np.isnan(ranks[[0, 2]]).all()
    assert ranks[[1, 3]].tolist() == [1, 2]


def test_nothing_to_rank():
    assert competition_ranks([], direction="higher", ranked=[]).tolist() == []


@given(
    st.lists(st.tuples(st.one_of(st.just(NAN), st.integers(-5, 5).map(float)), st.booleans()), max_size=30),
    st.sampled_from(["higher", "lower", "none", "range"]),
)
def test_rank_is_one_more_than_those_ahead(pairs, direction):
    values, ranked = [v for v, _ in pairs], [r for _, r in pairs]
    ranks = competition_ranks(values, direction=direction, ranked=ranked)
    for value, takes_part, rank in zip(values, ranked, ranks, strict=True):
        if math.isnan(value) or not takes_part:
            assert math.isnan(rank)
            continue
        others = [v for v, r in pairs if r and not math.isnan(v)]
        assert rank == 1 + sum(v < value if direction == "lower" else v > value for v in others)


@pytest.mark.parametrize(
    ("with_value", "expected", "carried"), [(31, 31, True), (80, 100, True), (79, 100, False), (0, 0, False)]
)
def test_more_than_a_fifth_missing_carries_no_ranks(with_value, expected, carried):
    assert carries_ranks(with_value, expected) is carried


def test_coverage_counts_only_areas_that_should_report():
    assert coverage_of([1.0, NAN, 3.0, 4.0], ranked=[True, True, False, True]) == (2, 3)
