"""Headline cards, tally, population and legend of gaps: words and marks."""

import math

import numpy as np
import pandas as pd
import pytest

from components.cards import LAMP_OF, headline_card, state_counts, state_lamp
from components.changes_list import change, changes_list
from components.gap_legend import gap_legend, gap_words
from components.headlines import headline
from components.numbers import aim_text
from components.population import age_bars, population_figures, scaled_people
from methods.progress import STATES

INDICATOR = {"name": "孕产妇死亡率", "short_name": "孕产妇死亡率", "unit": "1/10万", "decimals": 1}
TARGET = {"text": "≤12.0", "value": 12.0, "operator": "<=", "verified": True, "kind": "number"}
SERIES = pd.DataFrame({"year": [2016, 2024], "value": [19.9, 14.3], "demonstration": [False, False]})
ROW = {"value": 14.3, "state": "on_track", "measured": True, "demonstration": False}


def words(component) -> str:
    if isinstance(component, str):
        return component
    if isinstance(component, list | tuple):
        return "".join(words(c) for c in component if c is not None)
    return words(getattr(component, "children", None) or "") if hasattr(component, "to_plotly_json") else ""


def card(row=ROW, target=TARGET, series=SERIES, batch=None):
    return words(headline_card(headline(INDICATOR, row, target, series, batch or {"form": "统计公报"}, "/indicators")))


def test_a_card_says_value_state_target_years_and_source():
    text = card()
    for said in ("孕产妇死亡率", "14.3", "1/10万", "按进度", "2030年目标 ≤12.0", "2016–2024年", "统计公报"):
        assert said in text
    assert "待核验" not in text and "演示" not in text


def test_what_is_not_official_is_marked():
    assert "待核验" in card(target=TARGET | {"verified": False})
    assert "待核验" in card(batch={"form": "统计公报", "verified": False})
    assert "演示数据" in card(row=ROW | {"measured": False, "demonstration": True})
    assert "基期演示" in card(row=ROW | {"demonstration": True})


def test_a_card_without_figures_says_why():
    assert "无数据" in card(row=None, series=SERIES.iloc[:0])
    assert "…" in card(row=None, series=SERIES.iloc[:0])
    none = ROW | {"state": "none"}
    assert "未设目标" in card(row=none, target=None)
    assert "无基期" in card(row=none)


def test_published_years_stand_alone():
    mixed = pd.DataFrame({"year": [2015, 2020, 2024], "value": [1.0, 2.0, 3.0], "demonstration": [True, False, False]})
    assert "2020–2024年" in card(series=mixed)


def test_every_state_has_a_lamp():
    assert set(LAMP_OF) == set(STATES)
    assert [words(state_lamp(s)) for s in ("met", "warning")] == ["已达标", "预警"]


def test_the_tally_greys_zeros_and_counts_all():
    tally = state_counts("考核指标26项：", {"met": 5, "on_track": 4, "watch": 2, "none": 15})
    assert words(tally) == "考核指标26项：已达标 5按进度 4关注 2预警 0无数据或未设目标 15"
    assert "zero" in tally[4].className


@pytest.mark.parametrize(
    ("target", "unit", "said"),
    [
        ({"text": "≥79.0", "value": 79, "operator": ">=", "kind": "number"}, "岁", "≥79.0"),
        ({"text": "≥30", "value": 30, "operator": ">=", "kind": "number"}, "%", "≥30%"),
        ({"text": "≤5.0‰", "value": 5, "operator": "<=", "kind": "number"}, "‰", "≤5.0‰"),
        ({"text": "12/10万", "value": 12, "operator": "<=", "kind": "number"}, "1/10万", "≤12"),
        ({"text": "18.5≤BMI<24", "value": 18.5, "value_high": 24, "operator": "between", "kind": "range"}, "kg/m²",
         "18.5–24"),
        ({"text": "实现", "value": 1, "operator": "=", "kind": "yes_no"}, "-", "实现"),
    ],
)  # fmt: skip
def test_targets_as_their_plans_write_them(target, unit, said):
    assert aim_text(target, unit) == said


def test_people_in_words_of_scale():
    assert scaled_people(20_937_757) == ("2,093.8", "万人")
    assert scaled_people(1_409_778_724) == ("14.10", "亿人")
    assert scaled_people(8_012) == ("8,012", "人")
    assert scaled_people(math.nan) == ("…", "")
    assert words(population_figures([("常住人口", "14.10", "亿人", "")])) == "常住人口14.10亿人"


def test_age_bars_leave_out_what_does_not_fit_and_say_what_is_missing():
    bars = age_bars([("甲", 5.0, 80.0, 15.0), ("乙", math.nan, 80.0, 15.0)])
    text = words(bars)
    assert "80.0" in text and "15.0" in text
    assert "5.0" not in text.replace("15.0", "")
    assert "年龄资料缺失" in text


def test_gap_legend_counts_classes_and_names_sides():
    assert gap_words([-4, -2, 0, 1, 2], True, "岁")[0] == "低4岁以上"
    assert gap_words([-4, -2, 0, 1, 2], False, "")[-1] == "低2以上"
    legend = gap_legend(
        np.array([0, 5, 5, math.nan]), [-4, -2, 0, 1, 2], list("abcdef"), higher_better=True, unit="岁",
        target="79.0岁", level="省",
    )  # fmt: skip
    text = words(legend)
    assert text.startswith("较79.0岁　省数高2岁以上2")
    assert text.endswith("低4岁以上1无数据1")


def test_changes_stand_on_their_side_with_a_sign():
    row = {"value": 27.3, "previous_value": 27.0, "step": 0.3, "year": 2023, "previous_year": 2022, "measured": True}
    step = change(row, {"short_name": "个人卫生支出占比", "unit": "%", "decimals": 1}, "/indicators")
    text = words(changes_list([], [step]))
    assert text == "好转没有好转的指标。变差个人卫生支出占比27.3▲+0.3 个百分点2022–23"
