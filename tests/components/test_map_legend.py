"""The legend counts the areas of each class, and those without a value."""

import pandas as pd

from components.map_legend import class_words, map_legend
from components.palette import sequential


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
