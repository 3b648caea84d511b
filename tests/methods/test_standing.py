"""Whose baseline counts, and what a state rests on."""

import math

import pandas as pd

from methods.standing import judged_standing

TARGET = {
    "operator": "<=", "value": 12.0, "value_high": None, "year": 2030, "baseline_year": 2017, "baseline_value": 19.6,
}  # fmt: skip


def judged(**row):
    base = {
        "indicator": "MMR", "area": "540000", "year": 2024, "value": 28.0, "previous_value": math.nan,
        "before_value": math.nan, "baseline_value": 47.5, "demonstration": False, "baseline_demonstration": False,
    }  # fmt: skip
    frame = pd.DataFrame([base | row])
    return judged_standing(frame, {"MMR": TARGET}, {"MMR": "lower"}, "100000").iloc[0]


def test_a_province_starts_from_its_own_value_and_the_nation_from_the_plan():
    assert judged()["state"] == "on_track"
    assert judged(area="100000", value=15.0)["baseline_value"] == 19.6
    assert judged(baseline_value=math.nan)["state"] == "none"


def test_a_demonstration_baseline_is_told():
    real = judged(baseline_demonstration=True)
    assert real["demonstration"]
    assert real["measured"]
    assert not judged(baseline_demonstration=True, value=11.0)["demonstration"]  # met: no path is needed
    assert not judged(baseline_demonstration=True, area="100000")["demonstration"]  # the plan's baseline is used
    assert not judged(demonstration=True)["measured"]


def test_an_indicator_without_target_has_no_state():
    row = judged(indicator="XYZ")
    assert row["state"] == "none"
    assert math.isnan(row["target_value"])
