"""Exact limits against published examples and the Poisson distribution itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from published import published
from scipy.stats import poisson

from methods.byar import byar
from methods.exact_poisson import exact_poisson


@pytest.mark.parametrize("example", published("poisson_exact"), ids=lambda entry: str(entry["x"]))
def test_published_example(example):
    row = exact_poisson([example["x"]], confidence=example["confidence"]).iloc[0]
    assert [row["lower"], row["upper"]] == pytest.approx(example["expected"], rel=1e-7)


@given(st.integers(0, 5000))
def test_half_of_the_error_lies_on_either_side(events):
    row = exact_poisson([events]).iloc[0]
    assert poisson.cdf(events, row["upper"]) == pytest.approx(0.025)
    assert row["lower"] == 0 if events == 0 else poisson.sf(events - 1, row["lower"]) == pytest.approx(0.025)


def test_byar_is_close_to_it_from_ten_events_on():
    events = np.arange(10, 1000)
    assert byar(events)["lower"].to_numpy() == pytest.approx(exact_poisson(events)["lower"].to_numpy(), rel=2e-3)
    assert byar(events)["upper"].to_numpy() == pytest.approx(exact_poisson(events)["upper"].to_numpy(), rel=2e-3)


def test_missing_stays_missing_and_no_event_is_no_missing():
    rows = exact_poisson([np.nan, 0, 3], [1000, 1000, 0], multiplier=1000)
    assert rows["value"].isna().tolist() == [True, False, True]
    assert rows["upper"].isna().tolist() == [True, False, True]
    assert rows["upper"][1] == pytest.approx(3.6889, abs=1e-4)  # −ln 0.025: what nobody seen allows


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="negative"):
        exact_poisson([-1])
