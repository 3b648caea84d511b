"""Values that are in doubt: marked, or left out of everything that is computed from them."""

import numpy as np
import pandas as pd

KEYS = ("indicator", "area", "period", "breakdown")
NUMBERS = ("value", "lower", "upper", "numerator", "denominator")
WITHHELD = "withheld"  # the status of a value that is left out because it is in doubt


def doubtful(frame: pd.DataFrame, marks: pd.DataFrame, **same: str) -> pd.DataFrame:
    """`frame` with the columns `doubt` (the reason, empty without one) and `doubt_finding` (key, empty without one).

    `marks` has indicator, area, period, breakdown, reason and finding, at most one row a value. Of these keys `same`
    names the ones that all rows of `frame` share and that it has no column for.
    """
    keys = [key for key in KEYS if key in frame.columns and key not in same]
    for key, value in same.items():
        marks = marks[marks[key] == value]
    if marks.empty or frame.empty:
        return frame.assign(doubt="", doubt_finding="")
    names = zip(*(marks[key] for key in keys), strict=True)
    found = dict(zip(names, zip(marks["reason"], marks["finding"], strict=True), strict=True))
    told = [found.get(row, ("", "")) for row in zip(*(frame[key] for key in keys), strict=True)]
    present = frame["value"].notna().to_numpy(dtype=bool)
    return frame.assign(
        doubt=[reason if there else "" for (reason, _), there in zip(told, present, strict=True)],
        doubt_finding=[finding if there else "" for (_, finding), there in zip(told, present, strict=True)],
    )


def without_doubtful(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` (of `doubtful`) whose values in doubt are missing, with the status `withheld`; the reasons stay."""
    out = frame["doubt"] != ""
    if not out.any():
        return frame
    frame = frame.copy()
    for name in NUMBERS:
        if name in frame.columns:
            frame.loc[out, name] = np.nan
    if "status" in frame.columns:
        frame.loc[out, "status"] = WITHHELD
    return frame
