"""Labels moved apart."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.line_labels import kept_within, spread_labels


def test_labels_with_room_stay_where_they_are():
    assert spread_labels([0.0, 100.0, 50.0], 18) == [0.0, 100.0, 50.0]


def test_close_labels_share_the_move():
    assert spread_labels([10.0, 10.0], 18) == [1.0, 19.0]


def test_a_cluster_that_meets_another_joins_it():
    assert spread_labels([0.0, 10.0, 20.0], 18) == pytest.approx([-8.0, 10.0, 28.0])


@given(st.lists(st.floats(-500, 500), max_size=8), st.floats(1, 40))
def test_the_gap_holds_and_the_order_stays(positions, gap):
    placed = spread_labels(positions, gap)
    pairs = sorted(zip(positions, placed, strict=True))
    moved = sorted(placed)
    assert all(b - a >= gap - 1e-6 for a, b in itertools.pairwise(moved))
    for (first, one), (second, two) in itertools.pairwise(pairs):
        assert first == second or one < two


def test_labels_pushed_from_an_edge_push_the_others():
    assert kept_within([-103.0, -11.0, 81.0], 92, 44, 600) == [44, 136, 228]
    assert kept_within([590.0, 300.0, 640.0], 92, 44, 600) == [508, 300, 600]
    assert kept_within([50.0, 300.0], 92, 44, 600) == [50, 300]
    assert kept_within([], 92, 44, 600) == []
