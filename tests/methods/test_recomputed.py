"""A figure against its parts: worked by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.recomputed import recomputed_ratio, recomputed_sum


@pytest.mark.parametrize(
    ("value", "numerator", "denominator", "multiplier", "decimals", "again", "agreement"),
    [
        (13.5, 190, 1407, 100, 1, 13.5039, "same"),
        (13.5, 13.45, 100, 100, 1, 13.45, "same"),  # half a unit of the last decimal
        (13.5, 13.59, 100, 100, 1, 13.59, "rounded"),  # one unit
        (1000.0, 1004, 1, 1, 1, 1004, "rounded"),  # 0.4 %
        (1000.0, 1006, 1, 1, 1, 1006, "differs"),  # 0.6 %
        (4.5, 45, 10_000, 1000, 1, 4.5, "same"),
        (0.0, 0, 10, 100, 1, 0, "same"),
    ],
)
def test_ratios(value, numerator, denominator, multiplier, decimals, again, agreement):
    found = recomputed_ratio(value, numerator, denominator, multiplier, decimals)
    assert found.value == pytest.approx(again, abs=1e-4)
    assert found.agreement == agreement


@pytest.mark.parametrize("parts", [(math.nan, 5, 100), (5, math.nan, 100), (5, 10, math.nan), (5, 0, 100)])
def test_nothing_is_made_of_nothing(parts):
    found = recomputed_ratio(3.0, *parts, 1)
    assert math.isnan(found.value) and found.agreement == "unknown"


def test_sums():
    assert recomputed_sum(6.0, [1.0, 2.0, 3.0], 0).agreement == "same"
    assert recomputed_sum(6.0, [1.0, 2.0, 3.2], 1).agreement == "differs"
    assert recomputed_sum(math.nan, [1.0, 2.0], 0).value == 3.0
    assert recomputed_sum(6.0, [], 0).agreement == "unknown"
    assert recomputed_sum(6.0, [6.0, math.nan], 0).agreement == "unknown"  # missing is never zero


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=40))
def test_a_sum_of_counts_is_exact(parts):
    assert recomputed_sum(float(sum(parts)), [float(p) for p in parts], 0).agreement == "same"
