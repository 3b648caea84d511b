"""Numbers as LOOK.md fixes them."""

import math

import pytest

from components.numbers import count, difference_unit, is_count, number, shown, target_text


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "text"),
    [
        (1234.5, 1, False, "1,234.5"),
        (5, 1, False, "5.0"),
        (-0.75, 2, True, "−0.75"),
        (3.888, 2, True, "+3.89"),
        (-0.004, 2, True, "0.00"),
        (math.nan, 2, False, "…"),
        (None, 0, False, "…"),
    ],
)
def test_number(value, decimals, signed, text):
    assert number(value, decimals, signed=signed) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(20_937_757, "2,093.8万人"), (190_635_280, "1.91亿人"), (9_999, "9,999人"), (10_000, "1.0万人"), (math.nan, "…")],
)
def test_count(value, text):
    assert count(value, "人") == text


def test_missing_is_shown_by_its_mark_and_never_as_zero():
    indicator = {"decimals": 1}
    assert [shown(math.nan, indicator, s) for s in ("missing", "not_applicable", "suppressed")] == ["…", "-", "×"]
    assert shown(0.0, indicator) == "0.0"


def test_difference_units():
    assert [difference_unit(u) for u in ("%", "‰", "岁")] == ["个百分点", "个千分点", "岁"]


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ({"operator": ">=", "value": 79.0}, "≥79岁"),
        ({"operator": "<", "value": 24.5}, "<24.5岁"),
        ({"operator": "between", "value": 25.0, "value_high": 30.0}, "25–30岁"),
        ({"operator": "trend", "text": "持续减缓"}, "持续减缓"),
        ({"operator": None, "value": None, "text": None}, ""),
    ],
)
def test_target_text(target, text):
    assert target_text(target, "岁").startswith(text.removesuffix(".0"))


@pytest.mark.parametrize(
    ("value", "decimals", "shown_as"),
    [(10.815, 2, "10.82"), (1.005, 2, "1.01"), (0.125, 2, "0.13"), (2.5, 0, "3"), (-2.5, 0, "−3"), (1234.5, 0, "1,235"),
     (0.5, 0, "1"), (10.814999, 2, "10.81"), (1e22, 0, "10,000,000,000,000,000,000,000"), (1.5e-7, 2, "0.00")],
)  # fmt: skip
def test_halves_of_the_written_figure_go_up_as_browsers_and_spreadsheets_have_them(value, decimals, shown_as):
    assert number(value, decimals) == shown_as


def test_yes_and_no_are_words_and_missing_is_neither():
    answer = {"decimals": 0, "value_type": "yes_no", "aggregation": "none", "unit": "-"}
    assert [shown(value, answer) for value in (1.0, 0.0)] == ["是", "否"]
    assert shown(math.nan, answer, "missing") == "…"
    assert shown(1.0, answer | {"value_type": "number"}) == "1"


def test_what_counts_is_no_rate_and_no_level():
    kinds = {
        ("sum", "人"): True,
        ("sum", "亿元"): True,
        ("none", "人"): True,
        ("none", "岁"): False,
        ("ratio", "人"): False,
    }
    for (aggregation, unit), counted in kinds.items():
        assert is_count({"aggregation": aggregation, "unit": unit}) is counted, (aggregation, unit)
