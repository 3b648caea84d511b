"""Trend arrows and comparison marks: words, sides, reasons."""

import pytest
from layouts import of_kind, words

from components.comparison_mark import Comparison, comparison_cell, comparison_mark, comparison_tag, told
from components.trend_arrow import Trend, explained, side_of_trend, trend_arrow, trend_tag

RISING = Trend("increasing", "weighted least squares", 5, 2020, 2024)
FALLING = Trend("decreasing", "Mann–Kendall", 11, 2010, 2024, demonstration=True)
SHORT = Trend("too few points", "", 3, 2020, 2024)


@pytest.mark.parametrize(
    ("trend", "direction", "side"),
    [
        (RISING, "higher", "better"), (RISING, "lower", "worse"), (FALLING, "lower", "better"),
        (FALLING, "higher", "worse"), (RISING, "none", ""), (RISING, "range", ""),
        (Trend("none", "Mann–Kendall", 9, 2010, 2018), "higher", ""), (SHORT, "higher", ""),
    ],
)  # fmt: skip
def test_which_way_is_better(trend, direction, side):
    assert side_of_trend(trend, direction) == side
    assert (
        (side in trend_arrow(trend, direction).className) if side else "er" not in trend_arrow(trend, "none").className
    )


def test_an_arrow_has_words_and_says_how_it_was_judged():
    drawn = trend_arrow(RISING, "lower")
    assert words(drawn) == "↗显著上升"
    assert drawn.title == (
        "显著上升（变差）：2020–2024年5个年度值，按区间加权的最小二乘，χ²检验（99.8%），去掉任一点方向不变才算显著；公布值"
    )
    assert "Mann–Kendall" in explained(FALLING, "lower") and "11个年度值" in explained(FALLING)
    assert explained(FALLING).endswith("演示数据")
    short = trend_arrow(FALLING, "lower", short=True)
    assert (words(short), short.title) == ("↘降", "显著下降，向好，2010–2024年11点，Mann–Kendall，演示数据")


def test_too_few_points_have_no_arrow_but_the_reason():
    drawn = trend_arrow(SHORT, "higher")
    assert words(drawn) == "点数不足" and not of_kind(drawn, "I")
    assert "2020–2024年3个年度值" in drawn.title and "需近5个" in drawn.title
    assert "没有年度值" in explained(Trend("too few points"))


def test_nodes_say_the_same_as_components():
    node = trend_tag(RISING, "higher")
    assert node[1] == {"class": "hc-arrow better", "title": explained(RISING, "higher")}
    assert node[2][2] == "↗" and node[3] == "显著上升"
    mark = Comparison("worse", "四川", "30.0", "26.0–28.0", "Wilson")
    assert comparison_tag(mark) == ["span", {"class": "hc-versus worse", "title": told(mark)}, "劣于"]
    assert comparison_tag(None) == "" and words(comparison_cell(None)) == ""
    cell = comparison_cell(mark)
    assert (words(cell), cell.title, cell.children.className) == ("劣于", told(mark), "hc-versus worse")


@pytest.mark.parametrize(
    ("answer", "word", "look"),
    [("better", "优于", "better"), ("similar", "相近", "same"), ("worse", "劣于", "worse"), ("higher", "高于", "plain"),
     ("lower", "低于", "plain"), ("not compared", "无区间", "quiet")],
)  # fmt: skip
def test_every_answer_has_its_word(answer, word, look):
    drawn = comparison_mark(Comparison(answer, "四川", "30.0", "26.0–28.0", "reported"))
    assert (words(drawn), drawn.className) == (word, f"hc-versus {look}")


def test_why_an_area_is_called_better_or_not_compared():
    better = told(Comparison("better", "四川", "30.0", "31.0–33.0", "Wilson"))
    assert better == "优于四川：95%区间31.0–33.0（Wilson法由分子分母算出）不含四川的30.0"
    assert told(Comparison("similar", "四川", "30.0", "29.0–33.0", "reported")).endswith("含四川的30.0")
    assert told(Comparison("not compared", "四川", "30.0")) == "不能与四川比较：没有置信区间"
    assert told(Comparison("not compared", "四川")) == "不能与四川比较：缺少数值"
