"""Colours of warnings from the states of progress."""

import pandas as pd
import pytest

from methods.progress import STATES, progress
from methods.warning_light import CHAIN, LIGHTS, warning_light


def test_every_state_has_a_colour():
    assert set(LIGHTS) == set(STATES)
    assert set(LIGHTS.values()) == {"red", "amber", "green", "grey"}
    assert CHAIN == ("提醒", "预警", "整改", "复核")


def test_from_a_value_to_its_colour():
    base = {
        "year": 2023, "baseline_value": 76.7, "baseline_year": 2017, "operator": ">=", "target_value": 79.0,
        "target_year": 2030, "previous_value": 77.0, "before_value": 76.5,
    }  # fmt: skip
    worse_twice = base | {"value": 78.0, "previous_value": 78.2, "before_value": 78.4}
    rows = [base | {"value": x} for x in (79.5, 78.0, 77.5, 73.0, float("nan"))] + [worse_twice]
    # met; ahead of 77.76; within 5 % of it; 6 % behind; nothing; ahead, but worse two periods running
    assert warning_light(progress(pd.DataFrame(rows))["state"]).tolist() == [
        "green", "green", "amber", "red", "grey", "amber",
    ]  # fmt: skip


def test_an_unknown_state_is_no_colour():
    with pytest.raises(KeyError):
        warning_light(["fine"])
