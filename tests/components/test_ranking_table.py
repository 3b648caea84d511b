"""Bars, points and sides of the ranking table."""

import math

import pandas as pd
import pytest
from layouts import by_class, of_kind, rows, words

from components.ranking_table import ranking_table, scale_of, side_of
from components.selection import Selection

INDICATOR = {"code": "X", "unit": "%", "decimals": 1, "direction": "higher", "aggregation": "ratio"}
NAN = math.nan


def areas(*values: tuple) -> pd.DataFrame:
    """(area, value, rank[, lower, upper])."""
    made = []
    for area, value, rank, *bounds in values:
        lower, upper = bounds or (NAN, NAN)
        made.append(
            {"area": area, "name": f"名{area}", "short_name": area, "level": "county", "parent_name": "",
             "has_statistics": True, "value": value, "lower": lower, "upper": upper,
             "status": "final" if value == value else "suppressed", "demonstration": False, "rank": rank}
        )  # fmt: skip
    return pd.DataFrame(made)


def table(frame, **more):
    told = {
        "id": "t", "indicator": INDICATOR, "selection": Selection(area="510000"), "path": "/indicators",
        "layer_word": "县", "references": areas().reindex(columns=frame.columns), "national": 50.0,
    }  # fmt: skip
    return ranking_table(frame, **(told | more))


@pytest.mark.parametrize(
    ("gap", "bounds", "direction", "side"),
    [
        (1.0, (NAN, NAN), "higher", "better"),
        (1.0, (NAN, NAN), "lower", "worse"),
        (-1.0, (NAN, NAN), "lower", "better"),
        (1.0, (49.0, 53.0), "higher", "same"),  # the interval holds the national value
        (1.0, (50.5, 51.5), "higher", "better"),
        (1.0, (NAN, NAN), "none", ""),
        (0.0, (NAN, NAN), "higher", ""),
    ],
)
def test_better_and_worse(gap, bounds, direction, side):
    assert side_of(gap, *bounds, 50.0, direction) == side


def test_bars_start_at_zero_or_are_points():
    no_bounds = pd.DataFrame({"lower": [NAN], "upper": [NAN]})
    wide = scale_of(pd.Series([10.0, 40.0]), no_bounds)
    assert (wide.bars, wide.low, wide.high, wide.at(20.0)) == (True, 0.0, 40.0, 50.0)
    narrow = scale_of(pd.Series([70.0, 84.0]), no_bounds)
    assert not narrow.bars and narrow.low > 60  # truncated bars would lie
    assert scale_of(pd.Series([NAN]), no_bounds).at(3.0) == 100


def test_a_suppressed_value_is_said_and_never_drawn():
    drawn = table(areas(("1", 60.0, 1.0), ("2", NAN, NAN)))
    assert rows(drawn)[1][:3] == ["—", "名2", "已抑制"]
    assert len(by_class(drawn, "hc-barcell")) == 1


def test_only_so_many_rows_are_drawn():
    drawn = table(areas(*((str(n), float(n), n) for n in range(1, 30))), limit=10)
    assert len(rows(drawn)) == 10


def test_links_choose_an_area_or_compare_it():
    drawn = table(areas(("510100", 60.0, 1.0)))
    assert [(words(a), a.href) for a in of_kind(drawn, "Link")] == [
        ("名510100", "/indicators?area=510100"),
        ("＋", "/indicators?area=510000&compare=510100"),
    ]


def test_no_more_than_five_can_be_compared():
    full = Selection(area="510000", compare=("1", "2", "3", "4", "5"))
    assert [words(a) for a in of_kind(table(areas(("6", 60.0, 1.0)), selection=full), "Link")] == ["名6"]


def test_counts_show_their_share_of_the_nation():
    drawn = table(
        areas(("1", 600.0, 1.0), ("2", 0.2, 2.0)), indicator=INDICATOR | {"aggregation": "sum"}, national=1000.0
    )
    assert [r[4] for r in rows(drawn)] == ["60.0%", "<0.1%"]
    assert "占全国" in words(of_kind(drawn, "Thead")[0])


def test_yes_and_no_have_no_place_bar_or_difference():
    answer = INDICATOR | {"value_type": "yes_no", "unit": "-", "decimals": 0}
    found = table(areas(("1", 1.0, 1), ("2", 0.0, 2)), indicator=answer, national=1.0).children[1].children
    assert [[words(cell) for cell in row.children[:5]] for row in found] == [
        ["", "名1", "是", "", ""], ["", "名2", "否", "", ""],
    ]  # fmt: skip
    assert not by_class(table(areas(("1", 1.0, 1)), indicator=answer), "hc-barcell")


def test_a_count_that_is_no_sum_has_no_difference_to_the_nation():
    inflow = INDICATOR | {"aggregation": "none", "unit": "人", "decimals": 0, "direction": "none"}
    head, body = table(areas(("1", 5000.0, 1)), indicator=inflow, national=130_950_214.0).children
    assert "较全国" not in words(head) and words(body.children[0].children[4]) == ""
    assert "较全国" in words(table(areas(("1", 50.0, 1))).children[0])
