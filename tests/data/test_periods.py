"""The period before one: of the same kind, and never overlapping what is compared with it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.periods import PeriodError, parse_period, period_before

CASES = [
    ("2020", "2019"), ("2020H2", "2020H1"), ("2020H1", "2019H2"), ("2020Q1", "2019Q4"), ("2020Q3", "2020Q2"),
    ("2020Q1-3", "2019Q1-3"), ("2020-01", "2019-12"), ("2020-06", "2020-05"), ("2021W01", "2020W53"),
    ("2020W01", "2019W52"), ("2020W30", "2020W29"), ("2020-03-01", "2020-02-29"), ("2021-01-01", "2020-12-31"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "before"), CASES)
def test_the_period_before(code, before):
    assert period_before(code) == before


@given(st.dates(min_value=parse_period("1910").start, max_value=parse_period("2090").end))
def test_it_ends_the_day_before_and_is_of_the_same_kind(day):
    iso = day.isocalendar()
    quarter = (day.month + 2) // 3
    codes = (f"{day.year}", f"{day.year}H{(day.month + 5) // 6}", f"{day.year}Q{quarter}", f"{day:%Y-%m}",
             f"{iso.year}W{iso.week:02}", day.isoformat())  # fmt: skip
    for code in codes:
        period, before = parse_period(code), parse_period(period_before(code))
        assert before.kind == period.kind
        assert before.end == period.start - timedelta(days=1)


def test_what_is_no_period_has_none_before_it():
    for code in ("", "x", "2020Q5", "1900"):
        if code == "1900":
            with pytest.raises(PeriodError):
                parse_period(period_before(code))
            continue
        with pytest.raises(PeriodError):
            period_before(code)
