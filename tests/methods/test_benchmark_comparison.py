"""Better, similar, worse."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.benchmark_comparison import ANSWERS, compared_with_benchmark


@pytest.mark.parametrize(
    ("lower", "upper", "direction", "answer"),
    [
        (70, 74, "higher", "worse"), (70, 75, "higher", "similar"), (75, 80, "higher", "similar"),
        (76, 80, "higher", "better"), (76, 80, "lower", "worse"), (70, 74, "lower", "better"),
        (76, 80, "none", "higher"), (70, 74, "range", "lower"), (math.nan, 80, "higher", "not compared"),
    ],
)  # fmt: skip
def test_against_one_value(lower, upper, direction, answer):
    assert compared_with_benchmark([lower], [upper], 75, direction=direction).tolist() == [answer]


def test_against_an_interval():
    args = {"direction": "higher"}
    assert compared_with_benchmark([76], [80], [74], [76.5], **args).tolist() == ["similar"]
    assert compared_with_benchmark([77], [80], [74], [76.5], **args).tolist() == ["better"]
    assert compared_with_benchmark([70], [73], [74], [76.5], **args).tolist() == ["worse"]
    assert compared_with_benchmark([70], [73], [74], [math.nan], **args).tolist() == ["not compared"]


@given(*(st.floats(0, 100) for _ in range(3)))
def test_turning_the_direction_turns_the_answer(a, b, benchmark):
    low, high = sorted((a, b))
    (up,) = compared_with_benchmark([low], [high], benchmark, direction="higher")
    (down,) = compared_with_benchmark([low], [high], benchmark, direction="lower")
    assert {up, down} in ({"better", "worse"}, {"similar"})
    assert up in ANSWERS
