"""Counts in 万 and 亿."""

import pandas as pd
import pytest

from components.large_units import divided, large_units

COUNT = {"unit": "人次", "decimals": 0, "aggregation": "sum"}


def values(*numbers: float) -> pd.DataFrame:
    return pd.DataFrame({"value": numbers, "lower": numbers, "upper": numbers}, dtype=float)


@pytest.mark.parametrize(
    ("numbers", "unit", "divisor"),
    [((2.6e9, 5.0), "亿人次", 1e8), ((1e8,), "亿人次", 1e8), ((99_999_999.0,), "万人次", 1e4), ((9_999.0,), "人次", 1),
     ((), "人次", 1), ((float("nan"),), "人次", 1)],
)  # fmt: skip
def test_the_largest_value_decides(numbers, unit, divisor):
    told, by = large_units(COUNT, values(*numbers))
    assert (told["unit"], by) == (unit, divisor)


def test_ratios_stay_as_they_are():
    ratio = COUNT | {"aggregation": "ratio"}
    assert large_units(ratio, values(2e9)) == (ratio, 1.0)


def test_values_and_bounds_are_divided_alike():
    assert divided(values(2e8), 1e8).iloc[0].tolist() == [2.0, 2.0, 2.0]
