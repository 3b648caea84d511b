"""The expected path against values worked by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.expected_path import expected_path, time_of


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        (2017, 76.7),  # the baseline itself
        (2030, 79.0),  # the target itself
        (2024, 76.7 + 2.3 * 7 / 13),
        (2035, 79.0),  # no further than the target
    ],
)
def test_life_expectancy_of_the_assessment_framework(time, expected):
    assert expected_path(76.7, 2017, 79.0, 2030, time) == pytest.approx(expected)


def test_a_falling_indicator_falls():
    # 19.6 in 2018 to 12.0 in 2030: 7.6 in 12 years; half way in 2024
    assert expected_path(19.6, 2018, 12.0, 2030, 2024) == pytest.approx(15.8)


def test_a_target_looser_than_the_baseline_leads_away_from_it():
    # Infant mortality 2022: 7.5 against 6.8 in 2017
    assert expected_path(6.8, 2017, 7.5, 2022, 2020) == pytest.approx(7.22)


def test_phases_take_their_part_of_the_step_of_the_year():
    # One unit a year: 2 at the end of 2020, 3 at the end of 2021
    at = {
        phase: expected_path(0.0, 2018, 12.0, 2030, time_of(2021, phase))
        for phase in ("half", "three_quarters", "year")
    }
    assert at == pytest.approx({"half": 2.5, "three_quarters": 2.75, "year": 3.0})


@pytest.mark.parametrize(
    "parts",
    [
        (None, 2017, 79.0, 2030, 2024),
        (76.7, None, 79.0, 2030, 2024),
        (76.7, 2017, None, 2030, 2024),
        (math.nan, 2017, 79.0, 2030, 2024),
        (76.7, 2030, 79.0, 2030, 2030),  # no time between
        (76.7, 2017, 79.0, 2030, 2016),  # before the baseline
    ],
)
def test_without_its_parts_there_is_no_path(parts):
    assert math.isnan(expected_path(*parts))


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.integers(1990, 2020), st.integers(1, 30), st.floats(0, 60))
def test_the_path_stays_between_baseline_and_target(baseline, target, start, years, after):
    value = expected_path(baseline, start, target, start + years, start + after)
    low, high = sorted((baseline, target))
    slack = 1e-9 * max(abs(low), abs(high), 1)
    assert low - slack <= value <= high + slack
