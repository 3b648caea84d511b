"""Limits of counts against published examples, and what must hold for every count."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from data.demonstration.arithmetic import poisson_limits
from methods.byar import byar

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))
EXAMPLES = [entry for entry in VECTORS if entry["method"] in ("byar", "poisson_exact")]
NAMES = {"byar": "Byar", "poisson_exact": "exact Poisson"}


def test_there_are_examples_of_both():
    assert {entry["method"] for entry in EXAMPLES} == set(NAMES)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda entry: f"{entry['method']} {entry['x']} {entry['confidence']}")
def test_published_example(example):
    row = byar([example["x"]], confidence=example["confidence"]).iloc[0]
    # The workbook of the exact limits is given to 7 digits of its own iteration.
    assert [row["lower"], row["upper"]] == pytest.approx(example["expected"], rel=1e-7)
    assert row["method"] == NAMES[example["method"]]


@pytest.mark.parametrize("events", [0, 1, 4, 9])
def test_exact_limits_leave_half_of_the_error_on_either_side(events):
    row = byar([events]).iloc[0]
    assert poisson.cdf(events, row["upper"]) == pytest.approx(0.025)
    if events:
        assert poisson.sf(events - 1, row["lower"]) == pytest.approx(0.025)
    else:
        assert row["lower"] == 0


@given(st.integers(0, 10**6), st.integers(1, 10**9))
def test_limits_enclose_the_rate(events, people):
    row = byar([events], [people], multiplier=100_000).iloc[0]
    assert 0 <= row["lower"] <= row["value"] <= row["upper"]


def test_the_switch_between_methods_hardly_shows():
    rows = byar([9, 10])
    assert rows["method"].tolist() == ["exact Poisson", "Byar"]
    assert (rows["lower"].diff()[1], rows["upper"].diff()[1]) == pytest.approx((0.68, 1.31), abs=0.05)


def test_missing_and_empty_stay_missing():
    rows = byar([np.nan, 3, 0], [1000, 0, 1000], multiplier=1000)
    assert rows["value"].isna().tolist() == [True, True, False]
    assert rows["upper"].isna().tolist() == [True, True, False]
    assert rows["upper"][2] > 0


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="negative"):
        byar([-1])


def test_demonstration_figures_carry_the_same_limits():
    x = np.array([0.0, 1, 5, 9, 10, 65, 1600])
    rows, (lower, upper) = byar(x), poisson_limits(x)
    assert lower == pytest.approx(rows["lower"], rel=1e-9)
    assert upper == pytest.approx(rows["upper"], rel=1e-9)
