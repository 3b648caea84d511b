"""The column `quality` of observations: the rules that put a value in doubt, and the answer without such values."""

import pandas as pd

from access.viewer import Viewer
from methods.doubtful import doubtful, without_doubtful
from queries.ask import ask
from queries.asked_marks import asked_marks
from queries.findings import findings
from state.open_marks import open_marks

GRADE = "D级"


def with_quality(found: pd.DataFrame, *, viewer: Viewer, version: str, hide: bool = False) -> pd.DataFrame:
    """`found` (of `queries.observations`) with `quality`: codes of the rules with an open severe finding (`K02、A04`),
    `D级` where only the grade says so, else empty. With `hide` these values are missing, status `withheld`."""
    indicators, periods = (tuple(sorted(set(found[name]))) for name in ("indicator", "period"))
    marks = asked_marks(indicators, viewer=viewer, version=version, periods=periods, areas=set(found["area"]))
    if marks is None:
        return found.assign(quality="")
    still = open_marks(marks, lambda keys: ask(findings, viewer=viewer, version=version, keys=keys, limit=None))
    told = doubtful(found, still.assign(reason=still["rules"].replace("", GRADE)))
    told = without_doubtful(told) if hide else told
    return told.rename(columns={"doubt": "quality"}).drop(columns="doubt_finding")
