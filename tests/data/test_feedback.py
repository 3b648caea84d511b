"""When the answer to a notice is due."""

from datetime import date

from data.quality.feedback import WORKING_DAYS, feedback_due


def test_fifteen_working_days_without_holidays():
    due = feedback_due(date(2026, 11, 20))  # a Friday: three whole weeks on
    assert (due.day, due.working_days, due.certain) == (date(2026, 12, 11), 15, True)
    assert WORKING_DAYS == 15


def test_national_day_and_its_make_up_weekends():
    # 2024: 1 to 7 October off; 29 September and 12 October are worked.
    assert feedback_due(date(2024, 9, 27)).day == date(2024, 10, 23)


def test_years_whose_holidays_are_unknown_are_not_certain():
    assert not feedback_due(date(2090, 1, 2)).certain
