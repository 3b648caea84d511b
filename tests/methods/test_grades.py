"""Grades by cut-off and quota, with ties at every border."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.grades import grades_by_cut_off, grades_by_quota, straddles

NONE = math.nan
NAMES = ("优秀", "良好", "合格", "待改进")


def test_a_cut_off_belongs_above():
    found = grades_by_cut_off([100, 90, 89.99, 80, 60, 59.9, 0, NONE], NAMES)
    assert found.tolist() == ["优秀", "优秀", "良好", "良好", "合格", "待改进", "待改进", None]


def test_what_binary_fractions_take_from_a_cut_off_does_not_count():
    total = sum([0.1] * 9) * 100  # 89.99999999999999
    assert total < 90
    assert grades_by_cut_off([total], NAMES).tolist() == ["优秀"]


def test_quota_of_henan_2022():
    """6 excellent, 10 good, 2 to improve, of 18 units."""
    found = grades_by_quota([float(x) for x in range(18)], ("优秀", "良好", "待改进"), (6, 10))
    assert [found.tolist().count(name) for name in ("优秀", "良好", "待改进")] == [6, 10, 2]
    assert found[17] == "优秀"
    assert found[0] == found[1] == "待改进"


def test_ties_at_the_border_stay_together():
    totals = [90, 80, 80, 80, 70]
    assert grades_by_quota(totals, ("A", "B"), (2,)).tolist() == ["A", "A", "A", "A", "B"]
    assert grades_by_quota(totals, ("A", "B"), (2,), ties="worse").tolist() == ["A", "B", "B", "B", "B"]


@pytest.mark.parametrize("ties", ["better", "worse"])
def test_without_ties_the_quota_is_kept(ties):
    assert grades_by_quota([50, 90, 70, 80, 60], ("A", "B", "C"), (2, 1), ties=ties).tolist() == [
        "C",
        "A",
        "B",
        "A",
        "C",
    ]


def test_a_border_passed_by_ties_is_not_handed_on():
    """Four in A where two were meant leave B its places up to the fourth: here none."""
    found = grades_by_quota([90, 80, 80, 80, 70, 60], ("A", "B", "C"), (2, 2))
    assert found.tolist() == ["A", "A", "A", "A", "C", "C"]


def test_all_equal_one_area_and_nobody():
    assert grades_by_quota([5, 5, 5], ("A", "B", "C"), (1, 1)).tolist() == ["A"] * 3
    assert grades_by_quota([5, 5, 5], ("A", "B", "C"), (1, 1), ties="worse").tolist() == ["C"] * 3
    assert grades_by_quota([5], ("A", "B"), (1,)).tolist() == ["A"]
    assert grades_by_quota([NONE], ("A", "B"), (1,)).tolist() == [None]


def test_shares_are_of_those_with_a_total():
    found = grades_by_quota([9, 8, 7, 6, NONE], ("A", "B"), (0.5,))
    assert found.tolist() == ["A", "A", "B", "B", None]


@given(
    st.lists(st.integers(0, 8).map(float), min_size=1, max_size=20), st.integers(0, 6), st.integers(0, 6),
    st.sampled_from(["better", "worse"]),
)  # fmt: skip
def test_a_higher_total_never_has_a_worse_grade(totals, first, second, ties):
    found = grades_by_quota(totals, ("A", "B", "C"), (first, second), ties=ties)
    for a, grade in zip(totals, found, strict=True):
        for b, other in zip(totals, found, strict=True):
            assert not (a > b and grade > other)
            assert a != b or grade == other
    allowed = (first, first + second)
    at_least = [sum(g == "A" for g in found), sum(g in "AB" for g in found)]
    for count, quota in zip(at_least, allowed, strict=True):
        assert count >= min(quota, len(totals)) if ties == "better" else count <= quota


def test_straddling():
    assert straddles([88, 91, 70, NONE], [92, 95, 79.9, 90]).tolist() == [True, False, False, False]
    assert straddles([90], [95]).tolist() == [False]
    assert straddles([89.9], [90]).tolist() == [True]


@pytest.mark.parametrize("cut_offs", [(60, 80, 90), (90, 90, 60), (90, 80)])
def test_wrong_borders_are_refused(cut_offs):
    with pytest.raises(ValueError, match="descend"):
        grades_by_cut_off([50], NAMES, cut_offs)
    with pytest.raises(ValueError, match="quota"):
        grades_by_quota([50], ("A", "B"), (-1,))
