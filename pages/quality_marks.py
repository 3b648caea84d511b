"""Values in doubt on a page: which of them, why, and the view without them. The one way all pages take."""

from collections.abc import Collection

import pandas as pd

from components.selection import Selection
from methods.doubtful import doubtful, without_doubtful
from queries.asked_marks import asked_marks
from queries.findings import findings
from queries.view_of import View
from state.open_marks import NO_MARKS, open_marks

HIDE = "hide"


def marks_of(
    view: View,
    indicators: tuple[str, ...],
    *,
    periods: Collection[str] | None = None,
    areas: Collection[str] | None = None,
    breakdown: str | None = None,
) -> pd.DataFrame:
    """Open marks (`state.open_marks`) of at least what is named, of every area or period where none is."""
    found = asked_marks(
        indicators, viewer=view.viewer, version=view.version, periods=periods, areas=areas, breakdown=breakdown
    )
    if found is None:
        return NO_MARKS
    return open_marks(found, lambda keys: view.ask(findings, keys=keys, limit=None))


def marked(frame: pd.DataFrame, marks: pd.DataFrame, selection: Selection, **same: str) -> pd.DataFrame:
    """`frame` with `doubt` and `doubt_finding` (`methods.doubtful`); where the address says so, without the values."""
    told = doubtful(frame, marks, **same)
    return without_doubtful(told) if hides(selection) else told


def hides(selection: Selection) -> bool:
    return selection.quality == HIDE
