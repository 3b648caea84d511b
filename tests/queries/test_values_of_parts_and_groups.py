"""What inequality is measured on, against plain loops."""

import pytest
from invented import area_of, world
from visible import VIEWERS, is_inside, observations_seen, rows_of

from data.periods import parse_period
from queries.values_of_groups import values_of_groups
from queries.values_of_parts import values_of_parts

NUMBERS = ("numerator", "denominator", "value", "lower", "upper", "demonstration", "batch_id")
YEARS = (("A65", "2018"), ("FLT", "2020"), ("LE", "2015"), ("none", "2018"), ("BEDK", "nonsense"))
IN_LAYER = {
    "province": "in_province_layer",
    "prefecture": "in_prefecture_layer",
    "county": "in_county_layer",
}


def seen(viewer, pairs, **wanted):
    return [
        o
        for o in observations_seen(viewer, **wanted)
        if (o["indicator"], o["period"]) in pairs and o["value"] is not None
    ]


@pytest.mark.parametrize("layer", list(IN_LAYER))
@pytest.mark.parametrize("parent", ["100000", "510000", "510100", "999999", "x"])
@pytest.mark.parametrize(
    "pairs",
    [
        YEARS,
        (("A65", "2020"), ("LE", "2019"), ("FLT", "2018"), ("BEDK", "2020")),
        (("A65", "2020Q1"), ("A65", "2020"), ("A65", "2020")),
        (("A65", "nonsense"), ("none", "2020")),
        (),
    ],
)
def test_parts_equal_a_plain_loop(connection, viewer, parent, layer, pairs):
    for breakdown in ("all", "female"):
        frame = values_of_parts(
            connection, viewer=viewer, parent=parent, layer=layer, periods=pairs, breakdown=breakdown
        )
        wanted = []
        for o in seen(viewer, pairs, breakdown=breakdown):
            area = area_of(o["area"])
            if area[IN_LAYER[layer]] and area["has_statistics"] and is_inside(area, (parent,)):
                order = (o["indicator"], o["area"], parse_period(o["period"]).id)
                named = {"indicator": o["indicator"], "area": o["area"], "short_name": area["short_name"]}
                wanted.append((order, named | {name: o[name] for name in NUMBERS}))
        assert list(frame.columns) == ["indicator", "area", "short_name", *NUMBERS]
        assert rows_of(frame) == [row for _, row in sorted(wanted, key=lambda pair: pair[0])]


def test_an_unknown_layer_is_refused(connection):
    with pytest.raises(KeyError):
        values_of_parts(connection, viewer=VIEWERS["everything"], parent="100000", layer="moon", periods=YEARS)


@pytest.mark.parametrize("area", ["100000", "510000", "110101", "999999", "x"])
def test_groups_equal_a_plain_loop(connection, viewer, area):
    groups = ("male", "female", "urban")
    frame = values_of_groups(connection, viewer=viewer, area=area, periods=YEARS, breakdowns=groups)
    order = [b["code"] for b in world().breakdowns]
    wanted = [
        {"indicator": o["indicator"], "breakdown": o["breakdown"]} | {name: o[name] for name in NUMBERS}
        for o in seen(viewer, YEARS, area=area)
        if o["breakdown"] in groups
    ]
    assert rows_of(frame) == sorted(wanted, key=lambda r: (r["indicator"], order.index(r["breakdown"])))


def test_the_loops_find_something():
    everything = seen(VIEWERS["everything"], YEARS)
    assert {o["breakdown"] for o in everything} >= {"all", "female"} and {o["indicator"] for o in everything} >= {"A65"}
