"""The spread of areas as data."""

import math

import numpy as np
import pandas as pd
import pytest

from components.distribution_chart import MOST_DOTS, Reference, distribution_chart

INDICATOR = {"unit": "%", "decimals": 1}


def areas(values, demonstration=False) -> pd.DataFrame:
    codes = [f"{n:06d}" for n in range(len(values))]
    return pd.DataFrame(
        {"area": codes, "name": codes, "short_name": codes, "value": values, "demonstration": demonstration}
    )


def test_a_dot_for_every_area_with_a_value():
    drawn = distribution_chart(areas([1.0, 1.0, 2.0, math.nan, 9.0]), indicator=INDICATOR, references=[])
    (dots,) = drawn["data"]
    assert len(dots["x"]) == 4
    assert sorted(dots["y"]) == [0.5, 0.5, 0.5, 1.5]  # equal values stack


def test_dots_stand_within_a_class_of_their_value():
    values = list(np.linspace(3, 17, 50))
    dots = distribution_chart(areas(values), indicator=INDICATOR, references=[])["data"][0]
    assert np.abs(np.array(dots["x"]) - values).max() <= 0.5  # half of the widest class used for a span of 14


def test_bars_count_every_area():
    values = list(np.random.default_rng(1).normal(50, 9, MOST_DOTS + 300))
    bars = distribution_chart(areas(values), indicator=INDICATOR, references=[])["data"][0]
    assert bars["type"] == "bar"
    assert sum(bars["y"]) == len(values)
    width = bars["x"][1] - bars["x"][0]
    for centre, count in zip(bars["x"], bars["y"], strict=True):
        inside = sum(centre - width / 2 - 1e-9 <= v < centre + width / 2 - 1e-9 for v in values)
        assert count == inside


def test_references_are_lines_with_their_names():
    references = [Reference("全国 5.0", 5.0), Reference("甲 7.0", 7.0, own=True)]
    drawn = distribution_chart(areas([1.0, 9.0]), indicator=INDICATOR, references=references)
    assert [s["x0"] for s in drawn["layout"]["shapes"]] == [5.0, 7.0]
    texts = [a["text"] for a in drawn["layout"]["annotations"]]
    assert "全国 5.0" in texts and "<b>甲 7.0</b>" in texts


def test_a_reference_outside_the_areas_is_inside_the_axis():
    drawn = distribution_chart(areas([1.0, 9.0]), indicator=INDICATOR, references=[Reference("全国", 40.0)])
    low, high = drawn["layout"]["xaxis"]["range"]
    assert low < 1 and high > 40


def test_open_dots_are_demonstration_data_among_published():
    rows = areas([1.0, 9.0])
    rows["demonstration"] = [False, True]
    dots = distribution_chart(rows, indicator=INDICATOR, references=[])["data"][0]
    assert dots["marker"]["color"] == ["#B9C5CE", "#FFFFFF"]


def test_lowest_highest_and_marked_areas_are_named():
    drawn = distribution_chart(areas([4.0, 1.0, 9.0, 5.0]), indicator=INDICATOR, references=[], marked=("000003",))
    assert {a["text"] for a in drawn["layout"]["annotations"]} == {"000001", "000002", "000003"}


@pytest.mark.parametrize("values", [[], [math.nan], [5.0], [5.0, 5.0, 5.0], [0.0, 1e9], [-3.0, -1.0]])
def test_odd_groups_are_drawn(values):
    drawn = distribution_chart(areas(values), indicator=INDICATOR, references=[])
    low, high = drawn["layout"]["xaxis"]["range"]
    assert low < high
    assert all(low <= x <= high for x in drawn["data"][0]["x"])
