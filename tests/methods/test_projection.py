"""Projections against R's predict.lm and SciPy's regression."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import linregress
from scipy.stats import t as student

from methods.projection import projection

# Speed and stopping distance of 50 cars, 1920s: Ezekiel 1930, the `cars` data of R; means per speed are not taken.
SPEED = [4, 4, 7, 7, 8, 9, 10, 10, 10, 11, 11, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 16, 16, 17,
         17, 17, 18, 18, 18, 18, 19, 19, 19, 20, 20, 20, 20, 20, 22, 23, 24, 24, 24, 24, 25]  # fmt: skip
DISTANCE = [2, 10, 4, 22, 16, 10, 18, 26, 34, 17, 28, 14, 20, 24, 28, 26, 34, 34, 46, 26, 36, 60, 80, 20, 26, 54, 32,
            40, 32, 40, 50, 42, 56, 76, 84, 36, 46, 68, 32, 48, 52, 56, 64, 66, 54, 70, 92, 93, 120, 85]  # fmt: skip


@pytest.mark.parametrize(
    ("at", "expected"),
    # R: predict(lm(dist ~ speed, cars), data.frame(speed = c(12, 19, 24)), interval = "prediction")
    [
        (12, (29.60981, -1.749529, 60.96915)),
        (19, (57.13667, 25.761756, 88.51159)),
        (24, (76.79872, 44.752478, 108.84495)),
    ],
)
def test_prediction_intervals_of_r(at, expected):
    row = projection([DISTANCE], SPEED, at).iloc[0]
    assert (row["value"], row["lower"], row["upper"]) == pytest.approx(expected, rel=1e-6)
    assert row["slope"] == pytest.approx(3.932409, abs=1e-6)


YEARS = list(range(2016, 2024))


@settings(max_examples=60)
@given(st.lists(st.floats(10, 90), min_size=8, max_size=8).filter(lambda x: np.std(x) > 0.1), st.floats(5, 95))
def test_fit_and_chance_agree_with_scipy(values, target):
    row = projection([values], YEARS, 2030, target=target).iloc[0]
    fit = linregress(YEARS, values)
    assert row["value"] == pytest.approx(fit.intercept + fit.slope * 2030)
    assert row["lower"] < row["value"] < row["upper"]
    width = (row["upper"] - row["value"]) / student.ppf(0.975, 6)
    assert row["chance"] == pytest.approx(student.sf((target - row["value"]) / width, 6), abs=1e-9)
    at_most = projection([values], YEARS, 2030, target=target, sign=-1).iloc[0]
    assert at_most["chance"] + row["chance"] == pytest.approx(1)


def test_a_target_at_the_fit_is_an_even_chance():
    values = [50, 52, 51, 54, 53, 56, 55, 58]
    value = projection([values], YEARS, 2030)["value"][0]
    assert projection([values], YEARS, 2030, target=value)["chance"][0] == pytest.approx(0.5)


def test_too_few_points_give_no_projection():
    rows = projection(
        [[1, 2, 3, 4, np.nan, np.nan, np.nan, np.nan], [np.nan] * 8, [1, 2, 3, 4, 6, np.nan, np.nan, np.nan]],
        YEARS,
        2030,
        target=5,
    )
    assert rows["value"].isna().tolist() == [True, True, False]
    assert rows["chance"].isna().tolist() == [True, True, False]
    assert rows["method"].tolist() == ["too few points", "too few points", "least squares, linear"]
    assert rows["points"].tolist() == [4, 0, 5]


def test_gaps_are_left_out_where_they_stand():
    values = np.array([50, np.nan, 51, 54, np.nan, 56, 55, 58])
    keep = ~np.isnan(values)
    with_gaps = projection([values], YEARS, 2030).iloc[0]
    without = projection([values[keep]], np.array(YEARS)[keep], 2030).iloc[0]
    assert with_gaps["lower"] == pytest.approx(without["lower"])


def test_scales_keep_quantities_possible():
    falling = [9.0, 6, 4.2, 2.9, 2.1, 1.4, 1.0, 0.7]
    assert projection([falling], YEARS, 2030)["lower"][0] < 0
    log = projection([falling], YEARS, 2030, scale="log", target=0.1, sign=-1).iloc[0]
    assert 0 < log["lower"] < log["value"] < log["upper"]
    assert log["value"] == pytest.approx(np.exp(np.polyval(np.polyfit(YEARS, np.log(falling), 1), 2030)), rel=1e-6)
    rising = [70.0, 76, 82, 87, 90, 93, 95, 97]
    logit = projection([rising], YEARS, 2030, scale="logit", target=99).iloc[0]
    assert 97 < logit["value"] < 100 > logit["upper"] > logit["lower"]
    assert 0 < logit["chance"] < 1
    assert projection([[*rising[:7], 100.0]], YEARS, 2030, scale="logit")["method"][0] == "outside the scale"


def test_a_perfect_line_is_certain():
    row = projection([[float(x) for x in range(8)]], YEARS, 2030, target=13.5).iloc[0]
    assert row["value"] == pytest.approx(14)
    assert row["chance"] == pytest.approx(1)


def test_far_ahead_is_said():
    values = [[50, 52, 51, 54, 53, 56, 55, 58]]  # seven years of past
    assert [bool(projection(values, YEARS, at)["far"][0]) for at in (2025, 2030, 2031)] == [False, False, True]


def test_wrong_questions_are_refused():
    with pytest.raises(ValueError, match="unknown scale"):
        projection([[1] * 8], YEARS, 2030, scale="cubic")
    with pytest.raises(ValueError, match="one year"):
        projection([[1] * 8], YEARS[:3], 2030)
    assert math.isnan(projection([[1.0, 2, 3, 4, 5, 6, 7, 9]], YEARS, 2030)["chance"][0])
