"""Places, judgement and words of the spine chart."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.spine import SpineGroup, SpineRow, judgement, positions, spine, spine_table

NONE = math.nan
SPREAD = {"minimum": 4.0, "lower_quartile": 8.0, "upper_quartile": 12.0, "maximum": 20.0}


def row(**more) -> SpineRow:
    base = {
        "name": "孕产妇死亡率", "address": "/indicators", "unit": "1/10万", "texts": ("8.9",), "value": 8.9,
        "axis": 14.0, "sign": -1, "year": "2024", "spread": SPREAD,
    }  # fmt: skip
    return SpineRow(**(base | more))


def nodes(node) -> list:
    """Every element of plain markup."""
    return [] if isinstance(node, str) else [node, *(n for child in node[2:] for n in nodes(child))]


def classes(node) -> list[str]:
    return [c for n in nodes(node) for c in n[1].get("class", "").split()]


def table_of(*rows):
    return json.loads(getattr(spine_table([SpineGroup("组", list(rows))], ["甲"], axis="全国"), "data-plain"))


def test_right_is_better_and_the_axis_is_in_the_middle():
    lower, higher = positions(row()), positions(row(sign=1))
    assert lower["value"] > 50 > higher["value"]
    assert positions(row(value=14.0))["value"] == 50
    assert positions(row(sign=0))["value"] < 50  # no direction: more is right


def test_the_farthest_mark_reaches_the_edge():
    place = positions(row())
    assert place["minimum"] == pytest.approx(98)  # 10 from the axis, the farthest
    assert place["maximum"] == pytest.approx(50 - 48 * 6 / 10)


def test_an_interval_longer_than_the_scale_is_cut():
    place = positions(row(lower=-100.0, upper=15.0))
    assert place["lower"] == 100
    assert place["upper"] < 50


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.sampled_from([-1, 0, 1]))
def test_every_place_is_inside(value, axis, sign):
    assert all(0 <= p <= 100 for p in positions(row(value=value, axis=axis, sign=sign)).values())


@pytest.mark.parametrize(
    ("more", "side"),
    [
        ({}, "better"),
        ({"value": 20.0}, "worse"),
        ({"value": 14.0}, "neutral"),
        ({"sign": 0}, "neutral"),
        ({"lower": 5.0, "upper": 16.0}, "neutral"),  # the interval holds the nation
        ({"lower": 5.0, "upper": 13.0}, "better"),
        ({"axis": NONE}, "neutral"),
        ({"few": True}, "neutral"),
    ],
)
def test_judgement(more, side):
    assert judgement(row(**more)) == side


def test_a_judged_value_is_round_and_any_other_square():
    assert "dot" in classes(spine(row()))
    assert "sq" in classes(spine(row(sign=0)))
    assert "ci" in classes(spine(row(lower=5.0, upper=13.0)))
    assert not {"rng", "iqr", "par", "peer", "ci"} & set(classes(spine(row(spread={}))))


def test_without_an_axis_the_row_says_so():
    assert nodes(spine(row(axis=NONE)))[-1][2] == "无全国值"
    assert nodes(spine(row(axis=NONE, note="占全国 1.49%")))[-1][2] == "占全国 1.49%"


def test_groups_say_what_right_means():
    assert SpineGroup("a", [row()]).ends == ("较差", "较好")
    assert SpineGroup("a", [row(sign=0)]).ends == ("较低", "较高")
    assert "较高或较好" in SpineGroup("a", [row(sign=0), row()]).ends


def test_demonstration_is_marked_on_the_group_or_on_its_rows():
    def marks(*rows):
        return [n[2] for n in nodes(table_of(*rows)) if n[1].get("class") == "hc-demo"]

    assert marks(row(demonstration=True), row(demonstration=True)) == ["演示数据"]
    assert marks(row(demonstration=True), row()) == ["演示"]
    assert marks(row(beside_demonstration=True), row()) == ["对比演示"]
    assert marks(row(), row()) == []


def test_unverified_values_are_dotted():
    assert "hc-unverified" in classes(table_of(row(verified=False)))
    assert "hc-unverified" not in classes(table_of(row()))
