"""Areas against their leading targets: which baseline counts for whom, and what a state rests on."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from methods.progress import progress


def judged_standing(
    standing: pd.DataFrame, targets: Mapping[str, Mapping[str, Any]], directions: Mapping[str, str], nation: str
) -> pd.DataFrame:
    """`standing` with target and state (`methods.progress`), a row per indicator and area as before.

    `standing` is the answer of `queries.standing_of_areas`; `targets` holds one record of `methods.leading_target` per
    indicator, `directions` higher or lower. The nation starts from the plan's baseline, every other area from its own
    value in the baseline year: a national baseline would judge it by where others started.
    Added besides the columns of `progress`: target_value, target_high, target_year, operator, direction; measured (the
    value is published); demonstration becomes true also where the state rests on a baseline that is not published.
    """

    def of_target(name: str) -> pd.Series:
        return standing["indicator"].map({code: target[name] for code, target in targets.items()})

    planned = pd.to_numeric(of_target("baseline_value")).where(standing["area"] == nation)
    judged = progress(
        standing.assign(
            operator=of_target("operator"),
            target_value=pd.to_numeric(of_target("value")),
            target_high=pd.to_numeric(of_target("value_high")),
            target_year=pd.to_numeric(of_target("year")),
            baseline_year=pd.to_numeric(of_target("baseline_year")),
            baseline_value=planned.fillna(standing["baseline_value"]),
            direction=standing["indicator"].map(dict(directions)),
        )
    )
    assumed = standing["baseline_demonstration"] & planned.isna() & ~judged["met"].astype(bool)
    return judged.assign(measured=~standing["demonstration"], demonstration=standing["demonstration"] | assumed)
