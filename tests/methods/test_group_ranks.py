"""Ranks inside comparison groups."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from methods.group_ranks import group_ranks
from methods.ranks import competition_ranks

NONE = math.nan


def test_like_with_like():
    rank, size = group_ranks(
        [90, 80, 80, 70, 60, NONE, 99], ["east", "east", "west", "west", None, "west", "west"], direction="higher",
        ranked=[True] * 6 + [False],
    )  # fmt: skip
    assert rank.tolist()[:4] == [1, 2, 1, 2]
    assert np.isnan(rank[4:]).all()
    assert size.tolist() == [2, 2, 2, 2, 0, 2, 2]


def test_one_area_and_all_equal():
    assert group_ranks([5.0], ["a"], direction="higher", ranked=[True])[0].tolist() == [1]
    assert group_ranks([5.0] * 3, ["a"] * 3, direction="lower", ranked=[True] * 3)[0].tolist() == [1, 1, 1]


@given(st.lists(st.tuples(st.integers(0, 5).map(float), st.sampled_from("ab")), max_size=20))
def test_one_group_is_the_plain_ranking(pairs):
    values, groups = [v for v, _ in pairs], [g for _, g in pairs]
    rank, size = group_ranks(values, groups, direction="higher", ranked=[True] * len(values))
    for name in "ab":
        mine = [v for v, g in pairs if g == name]
        own = competition_ranks(mine, direction="higher", ranked=[True] * len(mine))
        assert [r for r, g in zip(rank, groups, strict=True) if g == name] == own.tolist()
        assert all(s == len(mine) for s, g in zip(size, groups, strict=True) if g == name)
