"""The legend counts the areas of each class, and those without a value."""

import pandas as pd

from components.map_legend import class_words, map_legend
from components.palette import sequential
from components.wall_legend import wall_legend


def test_words_of_classes_have_one_precision():
    assert class_words([7, 10, 12], 2) == ["< 7", "7–10", "10–12", "≥ 12"]
    assert class_words([1.5, 2, 2.5], 2) == ["< 1.5", "1.5–2.0", "2.0–2.5", "≥ 2.5"]
    assert class_words([], 1) == ["全部"]


def test_classes_of_counts_are_in_words_of_scale():
    assert class_words([100_000, 1_200_000, 150_000_000], 0, counts=True) == [
        "< 10万",
        "10万–120万",
        "120万–1.5亿",
        "≥ 1.5亿",
    ]


def test_counts_from_the_highest_class_down_and_no_data():
    areas = pd.DataFrame({"class_index": [0.0, 0.0, 2.0, None]})
    legend = map_legend(areas, [7, 10], sequential(3), {"unit": "%", "decimals": 2, "aggregation": "ratio"}, "省")
    rows = legend.children[1:]
    assert [r.children[1].children for r in rows] == ["≥ 10", "7–10", "< 7", "无数据"]
    assert [
        r.children[2].children if isinstance(r.children[2].children, str) else r.children[2].children[1] for r in rows
    ] == ["1", "0", "2", "1"]
    assert "nd" in rows[-1].className


def test_areas_in_doubt_are_counted_crossed_or_left_out():
    areas = pd.DataFrame({"class_index": [0.0, 1.0, None, None], "doubt": ["A04", "", "K02", ""]})
    legend = map_legend(areas, [7], sequential(2), {"unit": "%", "decimals": 2, "aggregation": "ratio"}, "省")
    apart = [[part.children for part in row.children[1:]] for row in legend.children[-3:]]
    assert apart == [["无数据", "2"], ["其中存疑", "1"], ["数据存疑", "1"]]
    clean = map_legend(areas.assign(doubt=""), [7], sequential(2), {"unit": "%", "decimals": 2, "aggregation": "ratio"},
                       "省")  # fmt: skip
    assert [row.children[1].children for row in clean.children[-2:]] == ["< 7", "无数据"]


def test_breaks_between_the_values_are_short_enough_for_the_legend():
    words = class_words([13_866_009, 84_748_016, 101_527_453], 0, counts=True)
    assert words == ["< 1,387万", "1,387万–8,475万", "8,475万–1.02亿", "≥ 1.02亿"]


def legend_of(areas, breaks, indicator):
    return map_legend(areas, breaks, sequential(len(breaks) + 1), indicator, "省").children[1:-1]


def test_long_classes_have_no_bars_beside_them_and_a_start_for_narrow_windows():
    areas = pd.DataFrame({"class_index": [0.0, 1.0, 2.0]})
    people = {"unit": "人", "decimals": 0, "aggregation": "sum"}
    rows = legend_of(areas, [13_866_009, 84_748_016], people)
    assert [row.children[2].children[0].style["width"] for row in rows] == ["0px"] * 3
    assert [getattr(row.children[1], "data-from") for row in rows] == ["≥8,475万", "1,387万", "<"]
    short = legend_of(areas, [7, 10], {"unit": "%", "decimals": 1, "aggregation": "ratio"})
    assert short[0].children[2].children[0].style["width"] == "38px"
    assert [getattr(row.children[1], "data-from") for row in short] == ["≥10", "7", "<7"]


def test_classes_of_yes_and_no_are_these_words():
    answer = {"unit": "-", "decimals": 0, "aggregation": "none", "value_type": "yes_no"}
    rows = legend_of(pd.DataFrame({"class_index": [1.0, 1.0, 0.0]}), [0.5], answer)
    assert [row.children[1].children for row in rows] == ["是", "否"]


def test_the_strip_of_a_wall_says_from_where_a_class_goes_on():
    legend = wall_legend(class_words([100_000, 1_200_000, 150_000_000], 0, counts=True) * 2, ["#fff"] * 8)
    assert [part.children[1] for part in legend.children[:4]] == ["< 10万", "≥ 10万", "≥ 120万", "≥ 1.5亿"]
