"""Where limits come from: reported, or made from counts where that says something."""

import pandas as pd
import pytest
from scipy.stats import binomtest, chi2

from methods.value_limits import with_limits

NAN = float("nan")


def frame(*rows):
    return pd.DataFrame(rows, columns=["value", "lower", "upper", "numerator", "denominator"], dtype=float)


def made(rows, *, proportion=False, unit="%", multiplier=100.0):
    return with_limits(frame(*rows), proportion=proportion, unit=unit, multiplier=multiplier)


def test_reported_limits_stay():
    row = made([(30, 28, 33, 30, 100)], proportion=True).iloc[0]
    assert (row["lower"], row["upper"], row["limits"]) == (28, 33, "reported")


def test_a_proportion_has_wilsons():
    row = made([(30, NAN, NAN, 30, 100)], proportion=True).iloc[0]
    truth = binomtest(30, 100).proportion_ci(method="wilson")
    assert (row["lower"], row["upper"]) == pytest.approx((100 * truth.low, 100 * truth.high))
    assert row["limits"] == "Wilson"


def test_a_rate_of_events_has_byars_and_exact_ones_below_ten():
    many, few = made([(5, NAN, NAN, 500, 100_000), (4, NAN, NAN, 4, 1000)], unit="‰", multiplier=1000.0).itertuples()
    assert (many.limits, few.limits) == ("Byar", "exact Poisson")
    exact = (chi2.ppf(0.025, 1000) / 2 / 100, chi2.ppf(0.975, 1002) / 2 / 100)
    assert (many.lower, many.upper) == pytest.approx(exact, rel=1e-4)
    assert (few.lower, few.upper) == pytest.approx((chi2.ppf(0.025, 8) / 2, chi2.ppf(0.975, 10) / 2))


@pytest.mark.parametrize(
    ("row", "more"),
    [
        ((3.1, NAN, NAN, 3100, 1_000_000), {"unit": "人", "multiplier": 1000.0}),  # physicians are counted, not drawn
        ((30, NAN, NAN, NAN, 100), {"proportion": True}),
        ((30, NAN, NAN, 30, 0), {"proportion": True}),
        ((30, NAN, NAN, 120, 100), {"proportion": True}),
        ((90, NAN, NAN, 30, 100), {"proportion": True}),  # not the value of these counts
        ((NAN, NAN, NAN, 30, 100), {"proportion": True}),
        ((NAN, NAN, NAN, NAN, NAN), {"unit": "‰", "multiplier": 1000.0}),
    ],
)
def test_no_limits_where_they_would_say_nothing(row, more):
    found = made([row], **more).iloc[0]
    assert found["limits"] == "" and pd.isna(found["lower"]) and pd.isna(found["upper"])


def test_nothing_is_changed_but_limits():
    given = frame((30, NAN, NAN, 30, 100))
    before = given.copy()
    assert list(with_limits(given, proportion=True, unit="%", multiplier=100.0)) == [*before.columns, "limits"]
    pd.testing.assert_frame_equal(given, before)


def test_each_row_may_be_of_its_own_indicator():
    rows = frame((30, NAN, NAN, 30, 100), (5, NAN, NAN, 500, 100_000), (3.1, NAN, NAN, 3100, 1_000_000))
    found = with_limits(
        rows, proportion=[True, False, False], unit=["%", "‰", "人"], multiplier=[100.0, 1000.0, 1000.0]
    )
    assert found["limits"].tolist() == ["Wilson", "Byar", ""]
    alone = made([(5, NAN, NAN, 500, 100_000)], unit="‰", multiplier=1000.0).iloc[0]
    assert found.iloc[1]["lower"] == pytest.approx(alone["lower"])
