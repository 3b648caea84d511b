"""When a form is due for a period."""

import calendar
from dataclasses import dataclass
from datetime import date

from data.periods import Period
from data.quality.forms import Form
from data.quality.working_days import holidays_known, next_working_day


@dataclass(frozen=True)
class DueDate:
    """The last day on which a report is in time. `named` is the day that the rule names, before it moved on from a
    holiday; `certain` is false where the holidays of that year are not known yet and only weekends counted."""

    day: date
    named: date
    certain: bool

    @property
    def remark(self) -> str | None:
        """Why the day is not simply the one of the rule, for readers."""
        said = [f"{self.named}不是工作日，顺延至{self.day}（顺延为产品默认）"] if self.day != self.named else []
        if not self.certain:
            said.append(f"{self.named.year}年节假日安排未知，仅按周末推算")
        return "；".join(said) or None


def due_date(form: Form, period: Period) -> DueDate:
    """The deadline of `form` for `period`.  Raises ValueError where the form has no periods of that kind."""
    if period.kind != form.period_kind:
        raise ValueError(f"{form.code} is reported by {form.period_kind}, not by {period.kind}")
    months = period.end.year * 12 + period.end.month - 1 + form.due.months
    year, month = months // 12, months % 12 + 1
    last = calendar.monthrange(year, month)[1]
    named = date(year, month, last if form.due.day == "last" else form.due.day)
    day = next_working_day(named) if form.on_holiday == "next_working_day" else named
    return DueDate(day, named, holidays_known(named.year) and holidays_known(day.year))
