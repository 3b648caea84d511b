"""差距: measures on rows made by hand against plain arithmetic; what is missing is said."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy.stats import linregress

from pages.inequality import inequality_of, region_values, slopes

NAN = np.nan
SHARE = {
    "code": "HL", "proportion": True, "unit": "%", "multiplier": 100.0, "decimals": 1, "direction": "higher",
    "aggregation": "ratio",
}  # fmt: skip
YEARS = SHARE | {"code": "LE", "proportion": False, "unit": "岁", "multiplier": None, "aggregation": "none"}
COLUMNS = ["area", "numerator", "denominator", "value", "lower", "upper"]


def areas(*rows):
    """(area, numerator, denominator, value[, lower, upper])."""
    frame = pd.DataFrame([row + (NAN,) * (6 - len(row)) for row in rows], columns=COLUMNS)
    return frame.assign(short_name="甲" + frame["area"], has_statistics=True, demonstration=True, batch_id=1)


def groups(*rows):
    frame = pd.DataFrame(rows, columns=["breakdown", "numerator", "denominator", "value", "lower", "upper"])
    return frame.assign(demonstration=False, batch_id=2)


NOBODY = groups()
CHILDREN = areas(("1", NAN, NAN, 10.0), ("2", NAN, NAN, 20.0), ("3", NAN, NAN, 40.0), ("4", NAN, NAN, NAN))
SCHOOLING = areas(("1", NAN, 100, 9.0), ("2", NAN, 200, 5.0), ("3", NAN, 100, 1.0), ("4", NAN, 500, 3.0))


def told(indicator=SHARE, **more):
    given = {"children": CHILDREN, "layer": "prefecture", "order": SCHOOLING, "groups": NOBODY, "regions": None,
             "period": "2024年"}  # fmt: skip
    return inequality_of(indicator, **(given | more))


def by_name(found):
    return {m.name: m for m in found.measures}


def test_between_areas_against_plain_arithmetic():
    found = told()
    measures = by_name(found)
    assert (measures["极差"].value, measures["极差"].how, measures["极差"].n) == ("30.0", "甲3 40.0，甲1 10.0", "3")
    assert measures["最高÷最低"].value == "4.00"
    mean = (10 + 2 * 20 + 40) / 4
    variation = math.sqrt(((10 - mean) ** 2 + 2 * (20 - mean) ** 2 + (40 - mean) ** 2) / 4) / mean * 100
    assert measures["变异系数"].value == f"{variation:.1f}%"
    assert [line.name for line in found.lines] == ["各市"] and len(found.lines[0].dots) == 3
    assert any("城乡之间：2024年没有分城乡的数据" in reason for reason in found.reasons)


def test_the_slope_is_a_weighted_line_on_the_rank_of_schooling():
    measure = by_name(told())["斜率指数"]
    middles = [0.125] + [0.5] * 2 + [0.875]  # shares ¼, ½, ¼ of the people, the least schooled first
    line = linregress(middles, [10, 20, 20, 40])
    assert measure.value == f"+{line.slope:.1f}"
    assert "残差" in measure.how and measure.n == "3"
    turned = by_name(told(order=SCHOOLING.assign(value=-SCHOOLING["value"])))["斜率指数"]
    assert turned.value == f"−{line.slope:.1f}"


def test_limits_of_areas_carry_the_limits_of_the_slope():
    sure = CHILDREN.assign(lower=CHILDREN["value"] - 0.196, upper=CHILDREN["value"] + 0.196)
    measure = by_name(told(children=sure))["斜率指数"]
    # slope = Σ pull·y with pull = w(b − ½)/Σw(b − ½)²; the standard error of each value is 0.1
    weight, middle = np.array([0.25, 0.5, 0.25]), np.array([0.125, 0.5, 0.875])
    pull = weight * (middle - 0.5) / (weight * (middle - 0.5) ** 2).sum()
    reach = 1.959964 * 0.1 * np.sqrt((pull**2).sum())
    slope = float(pull @ [10, 20, 40])
    assert measure.interval == f"+{slope - reach:.1f} 至 +{slope + reach:.1f} 显著"
    assert "各地区区间" in measure.how
    some = sure.assign(lower=[NAN, *sure["lower"][1:]])
    assert "残差" in by_name(told(children=some))["斜率指数"].how


def test_many_indicators_at_once_say_the_same_as_one():
    values = np.array([[10.0, 20, 40, NAN], [3.0, 1, 2, 5]])
    limits = np.array([[0.5] * 4, [NAN] * 4])
    people, rank = (SCHOOLING[name].to_numpy(dtype=float) for name in ("denominator", "value"))
    both = slopes(values, values - limits, values + limits, people, rank)
    for n in range(2):
        row = slice(n, n + 1)
        one = slopes(values[row], values[row] - limits[row], values[row] + limits[row], people, rank).iloc[0]
        assert both.iloc[n]["method"] == one["method"]
        assert both.iloc[n][["value", "lower", "upper"]].tolist() == pytest.approx(
            one[["value", "lower", "upper"]].tolist()
        )


def test_reasons_instead_of_measures():
    assert any("总量" in r for r in told(SHARE | {"aggregation": "sum"}).reasons)
    assert any("排序变量" in r for r in told(SHARE | {"code": "ILLIT15"}).reasons)
    assert any("不足3个" in r for r in told(order=SCHOOLING.iloc[:2]).reasons)
    alone = told(children=CHILDREN.iloc[[0]])
    assert not alone.lines and any("不足2个" in r for r in alone.reasons)
    assert "各地区等权" in by_name(told(order=SCHOOLING.iloc[:0]))["变异系数"].how
    assert any("原因" in r for r in told(absent="原因").reasons)


def test_town_and_country_by_their_intervals():
    two = groups(("all", NAN, NAN, 30, 29, 31), ("urban", 40, 100, 40.0, NAN, NAN), ("rural", 20, 100, 20.0, NAN, NAN))
    found = told(groups=two)
    measure = by_name(found)["城市－农村"]
    # Newcombe's hybrid score interval of 40/100 − 20/100, from Wilson's limits
    z = 1.959964

    def wilson(p, n):
        middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)

    (l1, u1), (l2, u2) = wilson(0.4, 100), wilson(0.2, 100)
    low, high = 0.2 - math.hypot(0.4 - l1, u2 - 0.2), 0.2 + math.hypot(u1 - 0.4, 0.2 - l2)
    assert (measure.value, measure.interval) == ("+20.0", f"+{low * 100:.1f} 至 +{high * 100:.1f} 显著")
    assert measure.n == "100 / 100"
    assert [line.name for line in found.lines] == ["各市", "城市", "农村"]
    bare = by_name(told(YEARS, groups=groups(("urban", NAN, NAN, 80.0, NAN, NAN), ("rural", NAN, NAN, 77.0, NAN, NAN))))
    assert bare["城市－农村"].interval == "" and "没有区间" in bare["城市－农村"].how


PROVINCES = areas(("11", 30, 100, 30.0), ("31", 50, 100, 50.0), ("51", 20, 200, 10.0), ("41", 10, 50, 20.0))
REGION = {"11": "东部", "31": "东部", "51": "西部", "41": "中部"}


def test_regions_are_sums_of_their_provinces():
    placed = PROVINCES.assign(region=PROVINCES["area"].map(REGION))
    found = region_values(placed, SHARE)
    assert {name: row["value"] for name, row in found.items()} == {"东部": 40.0, "中部": 20.0, "西部": 10.0}
    assert found["东部"]["limits"] == "Wilson"
    measures = by_name(told(children=PROVINCES, layer="province", regions=REGION))
    assert measures["东部－西部"].value == "+30.0" and measures["东部－中部"].value == "+20.0"
    assert "东部－东北" not in measures
    assert region_values(placed.assign(numerator=[NAN, 1, 1, 1]), SHARE) == {}  # never the mean of what is left


def test_published_regions_come_before_sums_and_means_are_never_taken():
    given = groups(("east", NAN, NAN, 44.0, NAN, NAN), ("west", NAN, NAN, 22.0, NAN, NAN))
    found = told(children=PROVINCES, layer="province", regions=REGION, groups=given)
    assert by_name(found)["东部－西部"].value == "+22.0"
    life = told(YEARS, children=PROVINCES, layer="province", regions=REGION)
    assert "东部－西部" not in by_name(life) and any("不能由分省" in r for r in life.reasons)
    assert {line.name for line in life.lines} >= {"东部", "西部"}  # the provinces are still drawn
    counties = told(regions=REGION)
    assert any("按省查看" in r for r in counties.reasons)
