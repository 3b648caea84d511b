"""Working days of China against the announced holidays of 2024 to 2026."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.quality.working_days import (
    LAST_YEAR,
    holidays_known,
    is_working_day,
    next_working_day,
    working_day_after,
    working_days_between,
)

# As announced by the State Council; days off first, then weekends worked instead.
OFF = ["2024-01-01", "2024-02-10", "2024-02-17", "2024-05-01", "2024-10-07", "2025-01-01", "2025-01-28", "2025-02-04",
       "2025-05-05", "2025-10-08", "2026-01-01", "2026-01-02", "2026-02-15", "2026-02-23", "2026-10-07",
       "2024-02-25", "2025-03-01", "2026-03-01"]  # the last three are plain weekends  # fmt: skip
ON = ["2024-02-04", "2024-02-18", "2024-04-28", "2024-10-12", "2025-01-26", "2025-02-08", "2025-09-28", "2025-10-11",
      "2026-01-04", "2026-02-14", "2026-02-28", "2026-09-20", "2026-10-10",
      "2024-02-19", "2025-02-05", "2026-02-24"]  # the last three: the first day after Spring Festival  # fmt: skip


@pytest.mark.parametrize("day", OFF)
def test_days_off(day):
    assert not is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize("day", ON)
def test_days_worked(day):
    assert is_working_day(date.fromisoformat(day))


# 15 working days for the answer to a query, counted by hand on the announced calendars
@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2025-03-03", "2025-03-24"),  # three plain weeks
        ("2025-01-20", "2025-02-14"),  # 21–27 January are 6 (the 26th a Sunday worked), 5–8 February 4, 10–14 5
        ("2025-09-24", "2025-10-21"),  # 25–30 September are 5 (the 28th worked), 9–11 October 3, 13–17 5, 20–21 2
    ],
)
def test_fifteen_working_days(start, end):
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    assert working_day_after(first, 15) == last
    assert working_days_between(first, last) == 15


def test_zero_and_backwards():
    assert working_day_after(date(2025, 3, 1), 0) == date(2025, 3, 1)
    assert working_days_between(date(2025, 3, 10), date(2025, 3, 3)) == -5
    with pytest.raises(ValueError, match="negative"):
        working_day_after(date(2025, 3, 1), -1)


def test_a_year_beyond_the_announcements_counts_weekends_only():
    beyond = LAST_YEAR + 1
    assert not holidays_known(beyond)
    assert not holidays_known(2003)
    assert holidays_known(2004)
    assert is_working_day(date(2045, 5, 1))  # a Monday, Labour Day, not announced yet
    assert not is_working_day(date(2045, 5, 6))


@given(st.dates(date(2004, 1, 1), date(2030, 12, 31)), st.integers(0, 40))
def test_counting_forth_and_back_agrees(start, count):
    end = working_day_after(start, count)
    assert working_days_between(start, end) == count
    assert count == 0 or is_working_day(end)
    assert next_working_day(end) >= end
    assert is_working_day(next_working_day(end))
