"""The trend as data: what is filled, open, broken, banded, labelled."""

import itertools
import math
from datetime import date

import pandas as pd
import pytest

from components.trend_chart import Mark, Path, lines_of, trend_chart

INDICATOR = {"code": "X", "unit": "%", "decimals": 1}


def series(*rows: tuple) -> pd.DataFrame:
    """(area, period, value[, demonstration[, lower, upper]])."""
    made = []
    for area, period, value, *more in rows:
        demonstration, lower, upper = [*more, *(False, math.nan, math.nan)[len(more) :]]
        made.append(
            {"area": area, "period": period, "year": int(period[:4]), "period_label": f"{period}年",
             "end_date": date(int(period[:4]), int(period[5:]) * 3 if "Q" in period else 12, 28), "value": value,
             "lower": lower, "upper": upper, "status": "final" if value == value else "missing",
             "demonstration": demonstration}
        )  # fmt: skip
    return pd.DataFrame(made)


def lines(figure, width=None):
    found = [t for t in figure["data"] if t.get("mode") == "lines"]
    return [t for t in found if width is None or t["line"].get("width") == width]


def test_published_stretches_are_thick_and_demonstration_ones_thin():
    rows = series(("1", "2015", 1.0), ("1", "2016", 2.0), ("1", "2017", 3.0, True), ("1", "2018", 4.0, True))
    drawn = trend_chart(rows, lines=lines_of(("1", "甲"), []), indicator=INDICATOR)
    assert lines(drawn, 2.4)[0]["x"] == [2015.0, 2016.0, None]
    assert lines(drawn, 1.2)[0]["x"] == [2016.0, 2017.0, None, 2017.0, 2018.0, None]
    points = next(t for t in drawn["data"] if t.get("name") == "甲")
    assert points["marker"]["color"] == ["#113B6F", "#113B6F", "#FFFFFF", "#FFFFFF"]


def test_a_missing_value_breaks_the_line_and_has_no_point():
    rows = series(("1", "2015", 1.0), ("1", "2016", math.nan), ("1", "2017", 3.0))
    drawn = trend_chart(rows, lines=lines_of(("1", "甲"), []), indicator=INDICATOR)
    assert lines(drawn) == []
    assert next(t for t in drawn["data"] if t.get("name") == "甲")["x"] == [2015.0, 2017.0]


def test_the_band_follows_the_interval():
    rows = series(("1", "2015", 1.0, False, 0.5, 1.5), ("1", "2016", 2.0, False, 1.5, 2.5))
    drawn = trend_chart(rows, lines=lines_of(("1", "甲"), []), indicator=INDICATOR)
    band = next(t for t in drawn["data"] if t.get("fill") == "toself")
    assert band["y"] == [1.5, 2.5, 1.5, 0.5]


def test_only_the_area_itself_has_a_band():
    rows = series(("1", "2015", 1.0), ("2", "2015", 2.0, False, 1.0, 3.0), ("2", "2016", 2.0, False, 1.0, 3.0))
    drawn = trend_chart(rows, lines=lines_of(("1", "甲"), [("2", "乙")]), indicator=INDICATOR)
    assert not any(t.get("fill") for t in drawn["data"])


def test_everything_drawn_lies_inside_the_axis():
    rows = series(("1", "2015", 40.0), ("1", "2024", 45.0))
    path = Path(2017, 50.0, 2030, 70.0, 50.0)
    marks = (Mark(2022, 30.0, "2022年 ≥30", True), Mark(2030, 70.0, "2030年目标", False))
    drawn = trend_chart(rows, lines=lines_of(("1", "甲"), []), indicator=INDICATOR, path=path, marks=marks)
    low, high = drawn["layout"]["yaxis"]["range"]
    assert low < 30 and high > 70
    assert drawn["layout"]["xaxis"]["range"] == [2009.4, 2030.6]


def test_years_before_the_axis_are_left_out():
    rows = series(("1", "1990", 1.0), ("1", "2015", 40.0), ("1", "2016", 41.0))
    drawn = trend_chart(rows, lines=lines_of(("1", "甲"), []), indicator=INDICATOR)
    assert next(t for t in drawn["data"] if t.get("name") == "甲")["x"] == [2015.0, 2016.0]


def test_an_unverified_target_is_dotted():
    marks = (Mark(2022, 30.0, "a", True), Mark(2030, 40.0, "b", False))
    drawn = trend_chart(series(("1", "2015", 35.0)), lines=lines_of(("1", "甲"), []), indicator=INDICATOR, marks=marks)
    assert [t["line"]["dash"] for t in lines(drawn, 2.2)] == ["solid", "1px 3px"]
    assert [("待核验" in a["text"]) for a in drawn["layout"]["annotations"] if a["text"].startswith(("<b>a", "b"))] == [
        False,
        True,
    ]


def test_quarters_stand_side_by_side_without_targets():
    rows = series(*[("1", f"2024Q{q}", float(q)) for q in (1, 2, 3, 4)])
    marks = (Mark(2030, 40.0, "b", True),)
    path = Path(2017, 1.0, 2030, 2.0)
    drawn = trend_chart(rows, lines=lines_of(("1", "甲"), []), indicator=INDICATOR, marks=marks, path=path)
    assert drawn["layout"]["xaxis"]["ticktext"] == ["2024Q1", "2024Q2", "2024Q3", "2024Q4"]
    assert all(t.get("line", {}).get("dash") in (None, "solid") for t in drawn["data"])


def test_at_most_six_lines_each_with_its_colour():
    found = lines_of(("1", "甲"), [("100000", "全国"), *((str(n), str(n)) for n in range(2, 10))])
    assert len(found) == 6
    assert len({line.colour for line in found}) == 6


def test_labels_of_close_lines_do_not_touch():
    rows = series(("1", "2015", 10.0), ("1", "2024", 50.0), ("2", "2024", 50.1), ("3", "2024", 50.2))
    drawn = trend_chart(rows, lines=lines_of(("1", "甲"), [("2", "乙"), ("3", "丙")]), indicator=INDICATOR)
    low, high = drawn["layout"]["yaxis"]["range"]
    per_pixel = (high - low) / (drawn["layout"]["height"] - 42)
    places = sorted(a["y"] / per_pixel + a["yshift"] for a in drawn["layout"]["annotations"] if "●" in a["text"])
    assert all(b - a == pytest.approx(18, abs=0.01) for a, b in itertools.pairwise(places))


def test_nothing_to_draw_is_an_empty_figure():
    drawn = trend_chart(series(("1", "2015", math.nan)), lines=lines_of(("1", "甲"), []), indicator=INDICATOR)
    assert drawn["layout"]["yaxis"]["range"] == [0.0, 1.0]


def label(figure, text):
    return next(a for a in figure["layout"]["annotations"] if text in a["text"])


@pytest.mark.parametrize(("last", "side"), [(79.25, -1), (78.8, 1)])
def test_the_last_target_steps_aside_from_the_name_at_a_line_end(last, side):
    rows = series(*(("1", str(year), 74 + 0.3 * (year - 2010)) for year in range(2010, 2025)), ("1", "2025", last))
    target = Mark(2030, 79.0, "2030年目标<br>≥79.0", True)
    drawn = trend_chart(rows, lines=lines_of(("1", "甲"), []), indicator=INDICATOR, marks=(target,))
    low, high = drawn["layout"]["yaxis"]["range"]
    per_pixel = (high - low) / (300 - 16 - 26)
    apart = (79.0 - last) / per_pixel + label(drawn, "2030年目标")["yshift"]
    assert abs(apart) >= 30 - 1e-6 and (apart > 0) == (side > 0)


def test_the_last_target_stays_where_nothing_is_near():
    rows = series(("1", "2015", 10.0), ("1", "2025", 20.0))
    drawn = trend_chart(
        rows, lines=lines_of(("1", "甲"), []), indicator=INDICATOR, marks=(Mark(2030, 40.0, "2030年目标", True),)
    )
    assert label(drawn, "2030年目标")["yshift"] == 0


def test_yes_and_no_stand_on_an_axis_of_two_words():
    rows = series(("1", "2020", 0.0), ("1", "2021", 1.0))
    drawn = trend_chart(rows, lines=lines_of(("1", "甲"), []), indicator=INDICATOR | {"value_type": "yes_no"})
    assert drawn["layout"]["yaxis"]["ticktext"] == ["否", "是"]
    assert "是" in label(drawn, "甲")["text"]
