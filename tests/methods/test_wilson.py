"""Wilson's limits against published examples, and what must hold for every proportion."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.demonstration.arithmetic import wilson_limits
from methods.wilson import wilson

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))
EXAMPLES = [entry for entry in VECTORS if entry["method"] == "wilson"]


def test_there_are_examples():
    assert EXAMPLES


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda entry: f"{entry['x']} of {entry['n']}")
def test_published_example(example):
    row = wilson([example["x"]], [example["n"]], multiplier=1, confidence=example["confidence"]).iloc[0]
    assert [row["lower"], row["upper"]] == pytest.approx(example["expected"], rel=1e-12)
    assert row["value"] == example["x"] / example["n"]
    assert row["method"] == "Wilson"


@given(st.integers(1, 10**7).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_limits_enclose_the_value_and_stay_proportions(counts):
    x, n = counts
    row = wilson([x], [n]).iloc[0]
    assert 0 <= row["lower"] <= row["value"] * (1 + 1e-12) + 1e-9
    assert row["value"] <= row["upper"] * (1 + 1e-12) + 1e-9
    assert row["upper"] <= 100


def test_more_confidence_is_wider_and_more_people_narrower():
    narrow, wide = (wilson([65], [100], confidence=c).iloc[0] for c in (0.95, 0.998))
    assert wide["lower"] < narrow["lower"] < narrow["upper"] < wide["upper"]
    large = wilson([650], [1000]).iloc[0]
    assert large["upper"] - large["lower"] < narrow["upper"] - narrow["lower"]


def test_missing_and_empty_stay_missing():
    rows = wilson([0, np.nan, 0], [0, 10, 10])
    assert rows["value"].isna().tolist() == [True, True, False]
    assert rows["lower"].isna().tolist() == [True, True, False]
    assert rows["upper"][2] > 0


@pytest.mark.parametrize(("x", "n"), [(11, 10), (-1, 10)])
def test_no_proportion_is_refused(x, n):
    with pytest.raises(ValueError, match="no proportion"):
        wilson([x], [n])


def test_demonstration_figures_carry_the_same_limits():
    x, n = np.array([0.0, 3, 65, 100, 431]), np.array([20.0, 9, 100, 100, 5000])
    rows, (lower, upper) = wilson(x, n, multiplier=1), wilson_limits(x, n)
    assert lower == pytest.approx(rows["lower"], abs=1e-12)
    assert upper == pytest.approx(rows["upper"], abs=1e-12)
