"""Standardised rates against the published workbook, and what must hold for any of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from published import published

from methods.byar import byar
from methods.directly_standardised_rate import directly_standardised_rate

STANDARD = [3.0, 2.0, 1.0]


def test_published_example():
    (example,) = published("dsr_dobson_esp2013_per100k")
    row = directly_standardised_rate([example["x"]], [example["n"]], example["std"]).iloc[0]
    assert [row["value"], row["lower"], row["upper"]] == pytest.approx(example["expected"], rel=1e-12)
    assert (row["method"], row["events"]) == ("Dobson", sum(example["x"]))


def test_areas_stand_side_by_side():
    (example,) = published("dsr_dobson_esp2013_per100k")
    twice = directly_standardised_rate([example["x"]] * 2, [example["n"], np.multiply(example["n"], 2)], example["std"])
    assert twice["value"][0] == pytest.approx(2 * twice["value"][1])


@given(st.lists(st.integers(0, 200), min_size=3, max_size=3), st.lists(st.integers(500, 10**6), min_size=3, max_size=3))
def test_limits_enclose_the_rate(events, people):
    row = directly_standardised_rate([events], [people], STANDARD).iloc[0]
    if sum(events) < 10:
        assert row[["value", "lower", "upper"]].isna().all()
        assert row["method"] == "suppressed"
    else:
        rates = 1e5 * np.array(events) / people
        assert row["lower"] <= row["value"] <= row["upper"]
        assert min(rates) * (1 - 1e-12) <= row["value"] <= max(rates) * (1 + 1e-12)


def test_with_the_own_age_structure_it_is_the_crude_rate_with_byars_limits():
    events, people = [20, 30, 50], np.array([1000, 3000, 2000])
    row, crude = directly_standardised_rate([events], [people], people).iloc[0], byar([100], [6000], multiplier=1e5)
    for column in ("value", "lower", "upper"):
        assert row[column] == pytest.approx(crude[column][0])


def test_only_the_proportions_of_the_standard_count():
    args = [[20, 30, 50]], [[1000, 3000, 2000]]
    one, other = directly_standardised_rate(*args, [3, 2, 1]), directly_standardised_rate(*args, [3000, 2000, 1000])
    assert one["upper"][0] == pytest.approx(other["upper"][0])


def test_an_age_without_people_or_figure_leaves_no_rate():
    rows = directly_standardised_rate(
        [[20.0, 30.0, np.nan], [20.0, 30.0, 0.0]], [[1000, 1000, 1000], [1000, 1000, 0]], STANDARD
    )
    assert rows["value"].isna().all()
    spared = directly_standardised_rate([[20, 30, 0]], [[1000, 1000, 0]], [3, 2, 0])
    assert spared["value"][0] == pytest.approx(1e5 * (3 * 0.02 + 2 * 0.03) / 5)


@pytest.mark.parametrize(
    ("events", "standard"), [([[-1, 2, 3]], STANDARD), ([[1, 2, 3]], [1, 2]), ([[1, 2, 3]], [0, 0, 0])]
)
def test_impossible_input_is_refused(events, standard):
    with pytest.raises(ValueError, match=r"negative|standard population"):
        directly_standardised_rate(events, [[100, 100, 100]], standard)
