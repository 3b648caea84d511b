"""Working days of China: weekends and public holidays off, make-up weekends on.

The holidays are those that the State Council announces each November for the following year, as the maintained package
`chinesecalendar` has them. A year that it does not know yet counts by weekends alone: `holidays_known` tells, and
whoever shows such a date says so.
"""

from datetime import date, timedelta

import chinese_calendar
from chinese_calendar.constants import holidays

FIRST_YEAR, LAST_YEAR = min(holidays).year, max(holidays).year


def holidays_known(year: int) -> bool:
    """Whether the public holidays of `year` are known; otherwise only weekends count."""
    return FIRST_YEAR <= year <= LAST_YEAR


def is_working_day(day: date) -> bool:
    """Whether offices work on `day`; in a year whose holidays are not known: whether it is Monday to Friday."""
    return chinese_calendar.is_workday(day) if holidays_known(day.year) else day.weekday() < 5


def next_working_day(day: date) -> date:
    """`day` itself where it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def working_day_after(day: date, count: int) -> date:
    """The day on which `count` working days after `day` have passed; `day` itself is not counted.

    15 working days for the answer to a query of Friday end on the Friday of the third week after it, holidays aside.
    Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError("count must not be negative")
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and with `end`; negative where `end` lies before `start`."""
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(start + timedelta(days=step)) for step in range(1, (end - start).days + 1))
