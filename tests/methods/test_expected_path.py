"""The expected path against values worked by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.expected_path import expected_path, time_of


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        (2010, 76.7),  # before the baseline: nothing is asked yet
        (2017, 76.7),  # the baseline itself
        (2024, 76.7 + 2.3 * 7 / 13),
        (2030, 79.0),  # the target itself
        (2035, 79.0),  # no further than the target
    ],
)
def test_life_expectancy_of_the_assessment_framework(time, expected):
    assert expected_path(time, 76.7, 2017, 79.0, 2030) == pytest.approx(expected)


def test_a_falling_indicator_falls():
    # 19.6 in 2018 to 12.0 in 2030: 7.6 in 12 years; half way in 2024
    assert expected_path(2024, 19.6, 2018, 12.0, 2030) == pytest.approx(15.8)


def test_a_target_looser_than_the_baseline_leads_away_from_it():
    # Infant mortality 2022: 7.5 against 6.8 in 2017
    assert expected_path(2020, 6.8, 2017, 7.5, 2022) == pytest.approx(7.22)


def test_phases_take_their_part_of_the_step_of_the_year():
    # One unit a year: 2 at the end of 2020, 3 at the end of 2021
    phases = ("half", "three_quarters", "year")
    found = expected_path([time_of(2021, phase) for phase in phases], 0.0, 2018, 12.0, 2030)
    assert found.tolist() == pytest.approx([2.5, 2.75, 3.0])


@pytest.mark.parametrize("missing", range(5))
def test_without_its_parts_there_is_no_path(missing):
    parts = [2024, 76.7, 2017, 79.0, 2030]
    parts[missing] = math.nan
    assert np.isnan(expected_path(*parts))


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.integers(1990, 2020), st.integers(1, 30), st.floats(-10, 60))
def test_the_path_stays_between_baseline_and_target(baseline, target, start, years, after):
    value = float(expected_path(start + after, baseline, start, target, start + years))
    low, high = sorted((baseline, target))
    slack = 1e-9 * max(abs(low), abs(high), 1)
    assert low - slack <= value <= high + slack
