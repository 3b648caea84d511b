"""What of the marks of a release is still open: a finding that was explained marks its value no longer."""

import logging
from collections.abc import Callable

import pandas as pd

from state.finding_states import explained_keys, with_states
from state.store import StateError

log = logging.getLogger(__name__)
WORDS = {"hard": "硬性规则未通过", "serious": "严重规则未通过", "minor": "一般规则未通过"}
GRADE_ALONE = "质量评为D级"
COLUMNS = pd.Index(("indicator", "area", "period", "breakdown", "reason", "finding", "rules"))
NO_MARKS = pd.DataFrame(columns=COLUMNS, dtype="object")
FindingsOf = Callable[[tuple[str, ...]], pd.DataFrame]


def open_marks(marks: pd.DataFrame, findings_of: FindingsOf) -> pd.DataFrame:
    """The rows of `queries.marks_of_values` with a finding that nobody explained, and those of grade D without any.

    `findings_of(keys)` answers `queries.findings` for these keys: an explanation holds for the number that it was given
    for, and the marks do not carry theirs. It is asked only where something was explained.
    Columns: indicator, area, period, breakdown, reason (a sentence), finding (key of the worst open one, empty where
    the grade alone marks), rules (codes). A value of grade D whose findings were all explained is not marked either:
    its grade stays what it was until the next publication. Where the state store does not answer, everything is open.
    """
    if marks.empty:
        return NO_MARKS
    keys = [tuple(found.split(",")) if found else () for found in marks["keys"]]
    explained = _explained({key for several in keys for key in several}, findings_of)
    rows = []
    for mark, several in zip(marks.to_dict("records"), keys, strict=True):
        left = [key for key in several if key not in explained]
        if several and not left:
            continue
        reason = _reason(mark, some_explained=len(left) < len(several))
        first = left[0] if left else ""
        place = [mark[name] for name in ("indicator", "area", "period", "breakdown")]
        rows.append((*place, reason, first, mark["rules"] or ""))
    return pd.DataFrame(rows, columns=COLUMNS, dtype="object")


def _explained(keys: set[str], findings_of: FindingsOf) -> set[str]:
    try:
        said = keys.intersection(explained_keys())
    except StateError as error:
        log.warning("explained findings are not told: %s", error)
        return set()
    if not said:
        return set()
    found = with_states(findings_of(tuple(sorted(said))))
    return set(found.loc[found["state"] == "explained", "finding"])


def _reason(mark: dict, *, some_explained: bool) -> str:
    if not mark["rules"]:
        return GRADE_ALONE
    grade = f"；{GRADE_ALONE}" if mark["grade"] == "D" else ""
    part = "；部分已说明" if some_explained else ""
    return f"{mark['rules']} {mark['names']}（{WORDS.get(mark['severity'], '规则未通过')}{grade}{part}）"
