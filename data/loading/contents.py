"""What a file may hold (`content` of its YAML): figures, or who reported what when. One reader, two sets of columns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from data.loading import checking, header, submission_header, submission_rules
from data.loading.checking import Checks
from data.loading.header import Layout
from data.loading.manifest import Manifest
from data.loading.staging import Database
from data.loading.submission_typing import type_submissions
from data.loading.typing_rows import type_rows


@dataclass(frozen=True)
class Content:
    """Columns of the file, how its text becomes `typed`, what is checked, what of it is kept and in which order.

    `subject`: the column whose values are counted.
    """

    layout: Layout
    type_rows: Callable[[Database, Manifest], int]
    checks: Checks
    kept: str
    sorting: str
    subject: Literal["indicator", "form"]


CONTENTS = {
    "observations": Content(
        header.OBSERVATIONS,
        type_rows,
        checking.OBSERVATIONS,
        "indicator, area_id, period_id, breakdown_id, numerator, denominator, value, lower, upper, status",
        "indicator, period_id, breakdown_id, area_id",
        "indicator",
    ),
    "submissions": Content(
        submission_header.SUBMISSIONS,
        type_submissions,
        submission_rules.SUBMISSIONS,
        ", ".join(("form, area_id, period_id, organisation", *submission_header.DATES, *submission_header.COUNTS)),
        "form, period_id, area_id, organisation",
        "form",
    ),
}
