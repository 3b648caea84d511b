"""Of several overlapping targets of one indicator, the one that a summary measures by."""

import pandas as pd

# The assessment framework is what areas answer for; then the action plan; any other plan follows.
PLANS = ("健康中国行动考核指标框架", "健康中国行动")
KINDS = ("number", "range", "yes_no")  # pairs, trends, relative ones and words need more than one value to judge
DEFAULT_BASELINE_YEAR = 2017  # of 健康中国行动（2019—2030年）, where a target states none


def leading_target(targets: pd.DataFrame, year: int = 2030) -> pd.DataFrame:
    """At most one row per indicator and area: a measurable target for `year`; verified before unverified, then by plan.

    `targets` has indicator, area, plan, kind, operator, value, year, verified, baseline_year; the columns stay as they
    are, the index is new. A missing baseline_year becomes DEFAULT_BASELINE_YEAR.
    """
    stated = targets["operator"].notna() & targets["value"].notna()
    usable = targets[(targets["year"] == year) & targets["kind"].isin(KINDS) & stated]
    place = usable["plan"].map({plan: n for n, plan in enumerate(PLANS)}).fillna(len(PLANS))
    unverified = ~usable["verified"].astype(bool)
    first = (
        usable.assign(_unverified=unverified, _place=place)
        .sort_values(["indicator", "area", "_unverified", "_place"], kind="stable")
        .drop_duplicates(["indicator", "area"])
        .drop(columns=["_unverified", "_place"])
        .reset_index(drop=True)
    )
    return first.assign(baseline_year=pd.to_numeric(first["baseline_year"]).fillna(DEFAULT_BASELINE_YEAR))
