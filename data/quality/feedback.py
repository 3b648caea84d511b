"""By when a notified area answers: how long there is for correcting or explaining what a quality notice lists."""

from dataclasses import dataclass
from datetime import date

from data.quality.working_days import holidays_known, working_day_after

# Answers to queries are due within 15 working days (floating-population scheme); for notices of quality no public text
# fixes a time, so the same is the product's default.
WORKING_DAYS = 15


@dataclass(frozen=True)
class Feedback:
    """The last day for an answer; `certain` is false where the holidays on the way are not known yet."""

    day: date
    working_days: int
    certain: bool


def feedback_due(sent: date) -> Feedback:
    """When an answer to a notice of the day `sent` is due (product default)."""
    day = working_day_after(sent, WORKING_DAYS)
    return Feedback(day, WORKING_DAYS, holidays_known(sent.year) and holidays_known(day.year))
