"""How an indicator of one area is heading: past trend, pace asked, projected value and the chance of the target."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from methods.projection import FEWEST_POINTS, projection
from methods.required_pace import required_pace
from pages.assessment_view import AssessmentView
from queries.series_of_areas import series_of_areas

PAST = 10  # years that a projection looks back at
PERCENT = ("%",)
Record = dict[str, Any]


@dataclass(frozen=True)
class Pace:
    """`series`: yearly values (year, value, demonstration). `required` and `kept`: units per year, None where there is
    none. `projected`: value, lower, upper, chance, far and method of the target year, None where refused; `why` says
    then why."""

    series: pd.DataFrame
    years_left: float | None
    required: float | None
    kept: float | None
    reachable: bool
    projected: Record | None
    why: str


def pace_of(a: AssessmentView, item: Record) -> Pace | None:
    """None for items that no number measures, or that the area has no yearly values of."""
    if item["scoring"] not in ("progress", "attainment") or item["indicator"] is None or item["target"] is None:
        return None
    if item["operator"] == "between" or item["target_year"] is None:
        return None
    found = a.ask(series_of_areas, indicator=item["indicator"], areas=(a.code,), breakdown=item["breakdown"])
    assert a.phase is not None
    known = found[found["value"].notna() & (found["year"] <= int(a.phase["year"]))].tail(PAST)
    if known.empty:
        return None
    return _pace(known, item)


def _pace(series: pd.DataFrame, item: Record) -> Pace:
    last = series.iloc[-1]
    target, due = float(item["target"]), float(item["target_year"])
    sign = -1.0 if item["operator"] in ("<=", "<") or item["direction"] == "lower" else 1.0
    asked = required_pace(last["value"], last["year"], target, due, sign).iloc[0]
    # one series is one kind of data: a change from generated to published values is no trend
    alike = series[series["demonstration"] == last["demonstration"]]
    kept = None
    if len(alike) > 1:
        kept = float(np.polyfit(alike["year"].to_numpy(float), alike["value"].to_numpy(float), 1)[0])
    projected, why = None, ""
    if len(alike) < FEWEST_POINTS:
        why = f"只有{len(alike)}个年度数据，少于{FEWEST_POINTS}个，不作预测。"
    elif due <= float(last["year"]):
        why = f"目标年{due:.0f}年已到，不作预测。"
    else:
        projected, why = _projected(alike, item, target, due, sign)
    left = None if np.isnan(asked["years_left"]) else float(asked["years_left"])
    required = None if np.isnan(asked["required"]) else float(asked["required"])
    return Pace(series, left, required, kept, bool(asked["reachable"]), projected, why)


def _projected(series: pd.DataFrame, item: Record, target: float, due: float, sign: float) -> tuple[Record | None, str]:
    values = series["value"].to_numpy(dtype=float)
    share = item["unit"] in PERCENT and bool(((values > 0) & (values < 100)).all()) and 0 < target < 100
    scale = "logit" if share else "log" if bool((values > 0).all()) and target > 0 else "linear"
    found = projection([values], series["year"].to_numpy(float), due, target=target, sign=sign, scale=scale).iloc[0]
    if np.isnan(found["value"]):
        return None, "数据不适合这一方法，不作预测。"
    return {name: found[name] for name in found.index} | {"scale": scale}, ""
