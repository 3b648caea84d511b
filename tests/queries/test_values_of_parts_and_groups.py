"""What inequality is measured on, against plain loops."""

import pytest
from invented import area_of, world
from visible import VIEWERS, is_inside, observations_seen, rows_of

from queries.values_of_groups import values_of_groups
from queries.values_of_parts import values_of_parts

NUMBERS = ("numerator", "denominator", "value", "lower", "upper", "demonstration", "batch_id")
YEARS = (("A65", "2018"), ("FLT", "2020"), ("LE", "2015"), ("none", "2018"), ("BEDK", "nonsense"))
IN_LAYER = {
    "province": "in_province_layer",
    "prefecture": "in_prefecture_layer",
    "county": "in_county_layer",
}


def seen(viewer, **wanted):
    return [
        o
        for o in observations_seen(viewer, **wanted)
        if (o["indicator"], o["period"]) in YEARS and o["value"] is not None
    ]


@pytest.mark.parametrize("layer", list(IN_LAYER))
@pytest.mark.parametrize("parent", ["100000", "510000", "510100", "999999", "x"])
def test_parts_equal_a_plain_loop(connection, viewer, parent, layer):
    frame = values_of_parts(connection, viewer=viewer, parent=parent, layer=layer, years=YEARS)
    wanted = []
    for o in seen(viewer, breakdown="all"):
        area = area_of(o["area"])
        if area[IN_LAYER[layer]] and area["has_statistics"] and is_inside(area, (parent,)):
            named = {"indicator": o["indicator"], "area": o["area"], "short_name": area["short_name"]}
            wanted.append(named | {name: o[name] for name in NUMBERS})
    assert rows_of(frame) == sorted(wanted, key=lambda r: (r["indicator"], r["area"]))


def test_an_unknown_layer_is_refused(connection):
    with pytest.raises(KeyError):
        values_of_parts(connection, viewer=VIEWERS["everything"], parent="100000", layer="moon", years=YEARS)


@pytest.mark.parametrize("area", ["100000", "510000", "110101", "999999", "x"])
def test_groups_equal_a_plain_loop(connection, viewer, area):
    groups = ("male", "female", "urban")
    frame = values_of_groups(connection, viewer=viewer, area=area, years=YEARS, breakdowns=groups)
    order = [b["code"] for b in world().breakdowns]
    wanted = [
        {"indicator": o["indicator"], "breakdown": o["breakdown"]} | {name: o[name] for name in NUMBERS}
        for o in seen(viewer, area=area)
        if o["breakdown"] in groups
    ]
    assert rows_of(frame) == sorted(wanted, key=lambda r: (r["indicator"], order.index(r["breakdown"])))


def test_the_loops_find_something():
    everything = seen(VIEWERS["everything"])
    assert {o["breakdown"] for o in everything} >= {"all", "female"} and {o["indicator"] for o in everything} >= {"A65"}
