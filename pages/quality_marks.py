"""Values in doubt on a page: which of them, why, and the view without them. The one way all pages take."""

import pandas as pd

from components.selection import Selection
from methods.doubtful import doubtful, without_doubtful
from queries.ask import ask, keep
from queries.findings import findings
from queries.marked_periods import marked_periods
from queries.marks_of_values import marks_of_values
from queries.view_of import View
from state.open_marks import NO_MARKS, open_marks

HIDE = "hide"


def marks_of(
    view: View,
    indicators: tuple[str, ...],
    *,
    periods: tuple[str, ...] | None = None,
    areas: tuple[str, ...] | None = None,
    breakdown: str | None = None,
) -> pd.DataFrame:
    """Open marks (`state.open_marks`) of what is named, of every area or period where none is.

    Nothing is asked of the warehouse where the release has no mark in any of these indicators and periods.
    """
    held = _marked_periods(view)
    found = {i: held[i] if periods is None else held[i].intersection(periods) for i in indicators if i in held}
    named = tuple(sorted(i for i, there in found.items() if there))
    if not named:
        return NO_MARKS
    some = None if periods is None else tuple(sorted(set().union(*found.values())))
    marks = view.ask(marks_of_values, indicators=named, periods=some, areas=areas, breakdown=breakdown)
    return open_marks(marks, lambda keys: view.ask(findings, keys=keys, limit=None))


def marked(frame: pd.DataFrame, marks: pd.DataFrame, selection: Selection, **same: str) -> pd.DataFrame:
    """`frame` with `doubt` and `doubt_finding` (`methods.doubtful`); where the address says so, without the values."""
    told = doubtful(frame, marks, **same)
    return without_doubtful(told) if hides(selection) else told


def hides(selection: Selection) -> bool:
    return selection.quality == HIDE


def _marked_periods(view: View) -> dict[str, set[str]]:
    def made() -> dict[str, set[str]]:
        held: dict[str, set[str]] = {}
        found = ask(marked_periods, viewer=view.viewer, version=view.version)
        for indicator, period in zip(found["indicator"], found["period"], strict=True):
            held.setdefault(indicator, set()).add(period)
        return held

    return keep("marked periods", made, viewer=view.viewer, version=view.version)
