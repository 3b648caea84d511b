"""Sparklines and small trends as drawings: what is in the SVG, never its pixels."""

import math
from itertools import pairwise
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from components.small_trend import COLOURS, Series, small_trend, ticks
from components.sparkline import DEMONSTRATION, INK, sparkline


def drawing(image):
    head, _, body = image.src.partition(",")
    assert head == "data:image/svg+xml"
    return ElementTree.fromstring(unquote(body))


def strokes(svg, colour):
    return [e for e in svg.iter() if e.get("stroke") == colour]


def test_one_stretch_per_pair_of_years_and_a_dot_at_the_end():
    svg = drawing(sparkline([(2015, 1.0, False), (2017, 3.0, False), (2016, 2.0, False)], words="走势"))
    assert len(strokes(svg, INK)) == 2
    dots = [e for e in svg.iter() if e.tag.endswith("circle")]
    assert len(dots) == 1
    assert float(dots[0].get("cx")) == max(float(d.get("cx")) for d in dots)
    assert float(dots[0].get("cy")) == 4  # the highest value is on top


def test_the_target_is_dashed_and_inside():
    svg = drawing(sparkline([(2015, 1.0, False), (2016, 2.0, False)], target=9.0))
    dashed = [e for e in svg.iter() if e.get("stroke-dasharray")]
    assert [e.get("d") for e in dashed] == ["M0 4.0H124"]
    assert not [
        e for e in drawing(sparkline([(2015, 1.0, False)], target=math.nan)).iter() if e.get("stroke-dasharray")
    ]


def test_demonstration_years_are_purple():
    svg = drawing(sparkline([(2015, 1.0, False), (2016, 2.0, True), (2017, 3.0, True)]))
    assert len(strokes(svg, DEMONSTRATION)) == 2
    assert not strokes(svg, INK)


def test_missing_values_draw_nothing():
    assert sparkline([]) is None
    assert sparkline([(2015, math.nan, False)]) is None
    single = sparkline([(2015, 5.0, False)], words="一点")
    assert single is not None and single.alt == "一点"


@pytest.mark.parametrize(("low", "high"), [(0, 1), (74.2, 82.1), (5, 5), (-3, 8), (0.0021, 0.0093), (0, 1e8)])
def test_ticks_span_the_data_with_few_round_values(low, high):
    marks = ticks(low, high)
    assert marks[0] <= low and marks[-1] >= high
    assert 1 <= len(marks) <= 7


def test_trend_labels_its_lines_in_the_order_of_the_areas():
    chart = small_trend(
        "预期寿命",
        "岁",
        [
            Series("成都", [(2019, 80.0, True), (2020, 81.0, False)]),
            Series("全国", [(2020, 77.9, False)]),
            Series("四川", []),
        ],
        decimals=1,
    )
    image = chart.children[1]
    svg = drawing(image)
    names = [(e.text, e.get("fill")) for e in svg.iter() if e.get("font-size") == "12"]
    assert sorted(names) == sorted([("成都", COLOURS[0]), ("全国", COLOURS[1])])
    assert "成都2019年80.0，2020年81.0" in image.alt


def test_labels_never_touch():
    series = [Series(n, [(2019, 80.0, False), (2020, 80.0 + i / 100, False)]) for i, n in enumerate("甲乙丙")]
    svg = drawing(small_trend("甲", "%", series, decimals=1).children[1])
    places = sorted(float(e.get("y")) for e in svg.iter() if e.get("font-size") == "12")
    assert all(b - a >= 14 for a, b in pairwise(places))


def test_no_series_says_so():
    assert small_trend("甲", "%", [Series("乙", [])], decimals=1).children[1].children == "无数据"


def test_names_are_escaped():
    chart = small_trend("甲", "%", [Series("<b>", [(2020, 1.0, False)])], decimals=0)
    assert [e.text for e in drawing(chart.children[1]).iter() if e.get("font-size") == "12"] == ["<b>"]
