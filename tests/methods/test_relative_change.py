"""What moved, and whether for the better."""

import math

import pandas as pd
import pytest

from methods.relative_change import relative_change


def test_gain_follows_the_direction():
    frame = pd.DataFrame({
        "value": [15.0, 80.0, 23.0], "previous_value": [20.0, 100.0, 20.0], "direction": ["lower", "higher", "higher"],
    })  # fmt: skip
    found = relative_change(frame)
    assert found["step"].tolist() == [-5, -20, 3]
    assert found["gain"].tolist() == pytest.approx([0.25, -0.2, 0.15])


def test_what_cannot_be_compared_is_left_out():
    frame = pd.DataFrame({
        "value": [1.0, math.nan, 1.0, 1.0, 1.0], "previous_value": [math.nan, 1.0, 0.0, 2.0, 2.0],
        "direction": ["lower", "lower", "lower", "none", "range"],
    })  # fmt: skip
    assert relative_change(frame).empty
