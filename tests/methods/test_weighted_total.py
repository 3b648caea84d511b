"""Totals and coverage against published means and plain arithmetic."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from published import published
from scipy.stats import gmean, hmean

from methods.weighted_total import weighted_total

NONE = math.nan


def test_published_means():
    (example,) = published("aggregate")
    for key, name in (("geo", "geometric"), ("harm", "harmonic")):
        part = example[key]
        row = weighted_total([part["x"]], part["w"], aggregation=name).iloc[0]
        assert row["total"] == pytest.approx(part["exp"])


def test_by_hand():
    # (2·90 + 1·60)/3 = 80 over what is scored; 3 of 4 parts of the weight
    row = weighted_total([[90, 60, NONE]], [2, 1, 1]).iloc[0]
    assert (row["total"], row["coverage"], row["items"], row["ranked"]) == (80, 0.75, 2, False)


def test_more_than_a_fifth_missing_takes_no_rank():
    missing = np.arange(20) >= np.array([[20], [16], [15], [0]])
    # sixteen tenths of twenty are 0.7999999999999998 in binary fractions
    rows = weighted_total(np.where(missing, NONE, 50.0), [0.1] * 20)
    assert rows["ranked"].tolist() == [True, True, False, False]


def test_missing_is_not_zero():
    rows = weighted_total([[80.0, NONE], [80.0, 0.0], [NONE, NONE]], [1, 1])
    assert rows["total"].tolist()[:2] == [80, 40]
    assert math.isnan(rows["total"][2])
    assert rows["coverage"].tolist() == [0.5, 1, 0]


def test_a_weight_of_zero_takes_no_part():
    row = weighted_total([[80, 10]], [1, 0]).iloc[0]
    assert (row["total"], row["coverage"], row["items"]) == (80, 1, 1)


def test_a_single_zero_ends_the_geometric_mean():
    assert weighted_total([[0, 100]], [1, 1], aggregation="geometric")["total"][0] == 0
    assert weighted_total([[0, 100]], [1, 1], aggregation="harmonic")["total"][0] == 0


@given(st.lists(st.tuples(st.floats(0.1, 100), st.floats(0.01, 10)), min_size=1, max_size=12))
def test_means_agree_with_scipy_and_lie_in_order(pairs):
    scores, weights = map(np.array, zip(*pairs, strict=True))
    totals = {
        name: weighted_total([scores], weights, aggregation=name)["total"][0]
        for name in ("arithmetic", "geometric", "harmonic")
    }
    assert totals["arithmetic"] == pytest.approx(np.average(scores, weights=weights))
    assert totals["geometric"] == pytest.approx(gmean(scores, weights=weights))
    assert totals["harmonic"] == pytest.approx(hmean(scores, weights=weights))
    assert scores.min() - 1e-9 <= totals["harmonic"] <= totals["geometric"] + 1e-9
    assert totals["geometric"] <= totals["arithmetic"] + 1e-9 <= scores.max() + 2e-9


@pytest.mark.parametrize(("weights", "how"), [([-1, 1], "arithmetic"), ([0, 0], "arithmetic"), ([1, 1], "median")])
def test_impossible_weights_are_refused(weights, how):
    with pytest.raises(ValueError, match=r"weights|unknown aggregation"):
        weighted_total([[1, 2]], weights, aggregation=how)
    with pytest.raises(ValueError, match="below 0"):
        weighted_total([[-1, 2]], [1, 1], aggregation="geometric")
