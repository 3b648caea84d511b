"""Mann–Kendall and Sen against pymannkendall's run on the Nile, and SciPy's own tests."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published import published
from scipy.stats import kendalltau, theilslopes

from methods.mann_kendall import mann_kendall

# Annual flow at Aswan 1871–1970, 10⁸ m³: Durbin & Koopman 2001, Time Series Analysis by State Space Methods, data set.
NILE = [
    1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140,
    1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969,
    831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759,
    781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890,
    744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
]  # fmt: skip


@pytest.mark.parametrize("example", published("mann_kendall"), ids=["Nile", "five points"])
def test_published_example(example):
    series = NILE if isinstance(example["x"], str) else example["x"]
    row, expected = mann_kendall([series], method="normal").iloc[0], example["expected"]
    found = {
        "S": row["s"],
        "varS": row["variance"],
        "z": row["z"],
        "p": row["p"],
        "tau": row["tau"],
        "sen": row["slope"],
    }
    for name, number in expected.items():
        assert found[name] == pytest.approx(number, rel=1e-5), name


def test_five_points_confirm_nothing():
    row = mann_kendall([[24.67, 24.6, 28, 30.2, 30.6]]).iloc[0]
    assert (row["trend"], row["method"]) == ("too few points", "exact")
    assert row["p"] == pytest.approx(2 * 5 / 120)  # five of the 120 orders have at most one inversion


@settings(max_examples=60)
@given(st.lists(st.floats(-100, 100), min_size=3, max_size=10, unique=True))
def test_exact_p_is_that_of_scipy(series):
    row = mann_kendall([series], method="exact").iloc[0]
    truth = kendalltau(np.arange(len(series)), series, method="exact")
    assert row["p"] == pytest.approx(truth.pvalue, rel=1e-9)
    assert row["tau"] == pytest.approx(truth.statistic)


@settings(max_examples=60)
@given(st.lists(st.integers(-5, 5), min_size=4, max_size=25).filter(lambda x: len(set(x)) > 1))
def test_sens_slope_and_its_limits_are_those_of_scipy(series):
    row = mann_kendall([series]).iloc[0]
    truth = theilslopes(series, np.arange(len(series)))
    assert row["slope"] == pytest.approx(truth.slope)
    assert row["lower"] <= row["slope"] <= row["upper"]
    assert (row["lower"], row["upper"]) == pytest.approx((truth.low_slope, truth.high_slope))


def test_ties_take_the_normal_approximation():
    row = mann_kendall([[1, 1, 2, 2, 3, 3, 4, 4]]).iloc[0]
    assert row["method"].startswith("normal")
    # S = 24 of 28 pairs; Var = (8·7·21 − 4·2·1·9)/18 = 61.3333; z = 23/√61.3333
    assert (row["s"], row["variance"]) == (24, pytest.approx(61.333333))
    assert row["z"] == pytest.approx(23 / 61.333333**0.5)


def test_rising_falling_level():
    up, noise = np.arange(12.0), np.tile([5.0, 1.0, 4.0, 2.0], 3)
    rows = mann_kendall(np.stack([up, -up, noise, np.full(12, 3.0)]))
    assert rows["trend"].tolist() == ["increasing", "decreasing", "none", "none"]
    assert rows["slope"].tolist()[:2] == [1, -1]
    assert rows["s"][3] == 0


def test_missing_points_are_left_out_where_they_stand():
    series = [1.0, 2, np.nan, 5, 6, 7, 8, 9, 11, 12]
    times = [0.0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    keep = ~np.isnan(series)
    whole = mann_kendall([series], times).iloc[0]
    dense = mann_kendall([np.array(series)[keep]], np.array(times)[keep]).iloc[0]
    for name in ("s", "variance", "p", "slope", "lower", "upper", "points"):
        assert whole[name] == pytest.approx(dense[name]), name
    empty = mann_kendall([[np.nan] * 9, [1.0, 2.0] + [np.nan] * 7])
    assert empty[["s", "p", "slope"]].isna().all().all()
    assert mann_kendall([[1.0], [2.0]])["slope"].isna().all()


def test_wrong_questions_are_refused():
    with pytest.raises(ValueError, match="ascend"):
        mann_kendall([[1, 2, 3]], [2020, 2019, 2021])
    with pytest.raises(ValueError, match="unknown method"):
        mann_kendall([[1, 2, 3]], method="guess")
