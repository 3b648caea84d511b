"""Values in doubt are marked where they stand, and only they are left out."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from methods.doubtful import WITHHELD, doubtful, without_doubtful

MARKS = pd.DataFrame(
    [
        ("A65", "510104", "2020", "all", "K02 合计", "k1"),
        ("A65", "510105", "2020", "all", "A04 离群", "k2"),
        ("A65", "510104", "2021", "all", "A04 离群", "k3"),
        ("LE", "510104", "2020", "all", "质量评为D级", ""),
    ],
    columns=["indicator", "area", "period", "breakdown", "reason", "finding"],
)


def test_a_frame_by_area_takes_the_marks_of_its_indicator_and_period() -> None:
    frame = pd.DataFrame({"area": ["510104", "510105", "510106"], "value": [1.0, np.nan, 3.0], "status": "final"})
    told = doubtful(frame, MARKS, indicator="A65", period="2020", breakdown="all")
    assert told["doubt"].tolist() == ["K02 合计", "", ""]  # what has no value is in no doubt
    assert told["doubt_finding"].tolist() == ["k1", "", ""]


def test_a_series_takes_the_marks_of_its_own_periods() -> None:
    frame = pd.DataFrame({"area": ["510104"] * 3, "period": ["2019", "2020", "2021"], "value": [1.0, 2.0, 3.0]})
    told = doubtful(frame, MARKS, indicator="A65", breakdown="all")
    assert told["doubt_finding"].tolist() == ["", "k1", "k3"]


def test_left_out_is_missing_with_its_own_status_and_keeps_the_reason() -> None:
    frame = pd.DataFrame(
        {"area": ["510104", "510106"], "value": [1.0, 3.0], "lower": [0.5, 2.5], "numerator": [10.0, 30.0],
         "status": ["final", "final"]}
    )  # fmt: skip
    left = without_doubtful(doubtful(frame, MARKS, indicator="A65", period="2020"))
    assert np.isnan(left.loc[0, ["value", "lower", "numerator"]].to_numpy(dtype=float)).all()
    assert left["status"].tolist() == [WITHHELD, "final"]
    assert left.loc[0, "doubt"] == "K02 合计"
    assert left.loc[1, ["value", "lower", "numerator"]].tolist() == [3.0, 2.5, 30.0]


@given(st.lists(st.sampled_from(["510104", "510105", "510106"]), max_size=6))
def test_without_marks_nothing_changes(areas: list[str]) -> None:
    frame = pd.DataFrame({"area": areas, "value": [1.0] * len(areas)})
    told = doubtful(frame, MARKS.iloc[:0], indicator="A65", period="2020")
    assert set(told["doubt"]) <= {""}
    pd.testing.assert_frame_equal(without_doubtful(told)[["area", "value"]], frame)
