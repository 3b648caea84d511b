"""Which years are judged, and how areas are compared, on rows made by hand."""

import numpy as np
import pandas as pd

from components.trend_arrow import Trend
from pages.judged_points import comparisons, judged_points, limited, limited_each

NAN = np.nan
SHARE = {"code": "S", "proportion": True, "unit": "%", "multiplier": 100.0, "decimals": 1, "direction": "higher"}
STOCK = {"code": "P", "proportion": False, "unit": "人", "multiplier": 1000.0, "decimals": 1, "direction": "higher"}
COLUMNS = ["indicator", "area", "year", "numerator", "denominator", "value", "lower", "upper", "demonstration"]


def series(area, values, demonstration=False, first=2010, half=0.5, indicator="S"):
    return [(indicator, area, first + n, NAN, NAN, v, v - half, v + half, demonstration) for n, v in enumerate(values)]


def judged(*runs):
    rows = sorted((row for run in runs for row in run), key=lambda r: r[:3])
    return judged_points(pd.DataFrame(rows, columns=COLUMNS))


def test_series_of_areas_and_indicators_do_not_mix():
    found = judged(series("1", [1, 3, 5, 7, 9]), series("2", [9, 7, 5, 3, 1]), series("1", [4] * 5, indicator="T"))
    assert {key: trend.trend for key, trend in found.items()} == {
        ("S", "1"): "increasing", ("S", "2"): "decreasing", ("T", "1"): "none",
    }  # fmt: skip
    assert found["S", "1"] == Trend("increasing", "weighted least squares", 5, 2010, 2014, False)


def test_demonstration_years_never_bend_a_published_line():
    mixed = judged(series("1", [1, 3, 5]), series("1", [7, 9], True, 2013))
    assert mixed["S", "1"] == Trend("too few points", "", 2, 2013, 2014, True)
    made = judged(series("1", [1, 3, 5]), series("1", [9, 8, 7, 6, 5, 4], True, 2013, 0.2))
    assert made["S", "1"] == Trend("decreasing", "weighted least squares", 5, 2014, 2018, True)
    # one made-up year at the end of a published line: the line is judged, and says so
    line = judged(series("1", range(8), half=0), series("1", [99], True, 2018))
    assert line["S", "1"] == Trend("increasing", "Mann–Kendall", 8, 2010, 2017, False)
    # a published value is never judged by made-up years
    fact = judged(series("1", range(8), True), series("1", [4.0], False, 2018))
    assert fact["S", "1"] == Trend("too few points", "", 1, 2018, 2018, False)


def test_nothing_to_judge():
    assert judged_points(pd.DataFrame(columns=COLUMNS)) == {}


def rows_of(*rows):
    return pd.DataFrame(rows, columns=["area", "value", "lower", "upper", "numerator", "denominator"])


def test_areas_against_the_area_that_contains_them():
    rows = limited(
        rows_of(
            ("1", 36.0, 35.0, 37.0, NAN, NAN),
            ("2", 30.0, NAN, NAN, 30, 100),
            ("3", 10.0, NAN, NAN, 100, 1000),
            ("4", NAN, NAN, NAN, NAN, NAN),
            ("5", 31.0, NAN, NAN, NAN, NAN),
        ),
        SHARE,
    )
    found = comparisons(rows, SHARE, "四川", 32.0)
    assert {area: c.answer for area, c in found.items()} == {
        "1": "better", "2": "similar", "3": "worse", "5": "not compared",
    }  # fmt: skip
    assert (found["1"].interval, found["1"].source, found["2"].source) == ("35.0–37.0", "reported", "Wilson")
    assert found["2"].interval == "21.9–39.6"  # Wilson of 30 in 100
    assert {c.answer for c in comparisons(rows, SHARE, "四川", None).values()} == {"not compared"}


def test_each_row_by_its_own_indicator():
    rows = rows_of(("1", 30.0, NAN, NAN, 30, 100), ("1", 3.0, NAN, NAN, 30, 10000)).assign(indicator=["S", "P"])
    told = limited_each(rows, {"S": SHARE, "P": STOCK})
    assert told["limits"].tolist() == ["Wilson", ""]
    assert limited_each(rows.iloc[:0], {"S": SHARE}).empty
