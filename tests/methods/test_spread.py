"""Quartiles and ranks against the standard library."""

import math
from statistics import quantiles

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.spread import rank_among, spread

values = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30)


@given(values, values)
def test_quartiles_of_each_group_are_those_of_the_standard_library(first, second):
    frame = pd.DataFrame({"indicator": ["B"] * len(first) + ["A"] * len(second), "value": first + second})
    found = spread(frame.sample(frac=1, random_state=1))
    assert list(found.index) == ["A", "B"]
    for name, numbers in (("B", first), ("A", second)):
        row = found.loc[name]
        assert row["n"] == len(numbers)
        assert (row["minimum"], row["maximum"]) == (min(numbers), max(numbers))
        wanted = quantiles(numbers, n=4, method="inclusive")
        assert list(row[["lower_quartile", "median", "upper_quartile"]]) == pytest.approx(wanted, abs=1e-6)


def test_missing_values_count_for_nothing():
    frame = pd.DataFrame({"indicator": ["A", "A", "B"], "value": [3.0, math.nan, math.nan]})
    found = spread(frame)
    assert list(found.index) == ["A"]
    assert found.loc["A", "n"] == 1
    assert found.loc["A", "median"] == 3.0
    assert spread(frame.iloc[2:]).empty


def test_ranks_share_places_and_leave_gaps():
    frame = pd.DataFrame({"indicator": ["A"] * 4, "value": [9.0, 7.0, 7.0, 1.0]})
    places = []
    for own in (9.0, 7.0, 1.0):
        mine = pd.Series({"A": own})
        places.append(rank_among(frame, mine, pd.Series({"A": True}))["A"])
    assert places == [1, 2, 4]
    assert rank_among(frame, pd.Series({"A": 7.0}), pd.Series({"A": False}))["A"] == 2


def test_ranks_go_by_group_and_direction():
    frame = pd.DataFrame({"indicator": ["A", "A", "B", "B", "C"], "value": [1.0, 2.0, 1.0, 2.0, 5.0]})
    own = pd.Series({"A": 1.0, "B": 1.0, "D": 4.0, "C": math.nan})
    found = rank_among(frame, own, pd.Series({"A": True, "B": False, "C": True, "D": True}))
    assert (found["A"], found["B"], found["D"]) == (2, 1, 1)
    assert math.isnan(found["C"])
