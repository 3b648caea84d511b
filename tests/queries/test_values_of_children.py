"""Maps and comparisons against plain loops."""

import pytest
from invented import world
from visible import areas_seen, is_inside, observations_seen, rows_of

from queries.values_of_areas import values_of_areas
from queries.values_of_children import values_of_children

ABSENT = {
    "numerator": None, "denominator": None, "value": None, "lower": None, "upper": None, "status": "missing",
    "demonstration": False, "batch_id": None,
}  # fmt: skip
NAMES = ["area", "name", "short_name", "level", "parent_name", "has_statistics", *ABSENT]
PARENTS = [
    ("100000", "province"), ("100000", "prefecture"), ("100000", "county"), ("510000", "prefecture"),
    ("510000", "county"), ("510100", "county"), ("110000", "county"), ("110000", "prefecture"), ("460000", "county"),
    ("460400", "county"), ("710000", "county"), ("510104", "county"),
]  # fmt: skip


def answer(viewer, chosen, unnamed, indicator, period, breakdown):
    """One row per chosen area, joined by looking through all observations."""
    names = {a["code"]: a["short_name"] for a in world().areas}
    seen = list(observations_seen(viewer, indicator=indicator, period=period, breakdown=breakdown))
    rows = []
    for area in sorted(chosen, key=lambda a: a["code"]):
        found = [o for o in seen if o["area"] == area["code"]]
        assert len(found) < 2
        above = area["parent_code"]
        row = {
            "area": area["code"], "name": area["name"], "short_name": area["short_name"], "level": area["level"],
            "parent_name": "" if above is None or above in unnamed else names[above],
            "has_statistics": area["has_statistics"],
        }  # fmt: skip
        rows.append(row | {name: (found[0] if found else ABSENT)[name] for name in ABSENT})
    return rows


@pytest.mark.parametrize(("parent", "layer"), PARENTS)
def test_children_equal_a_plain_loop(connection, viewer, parent, layer):
    chosen = [a for a in areas_seen(viewer) if a[f"in_{layer}_layer"] and is_inside(a, (parent,))]
    for indicator, period, breakdown in (("A65", "2020", "all"), ("BEDK", "2019", "female"), ("FLT", "2020Q1", "all")):
        frame = values_of_children(
            connection, viewer=viewer, indicator=indicator, parent=parent, layer=layer, period=period,
            breakdown=breakdown,
        )  # fmt: skip
        assert list(frame.columns) == NAMES
        assert rows_of(frame) == answer(viewer, chosen, {parent, "100000"}, indicator, period, breakdown)


@pytest.mark.parametrize("areas", [("100000",), ("510104", "510000", "100000", "469001"), ("999999", "x"), ()])
def test_named_areas_equal_a_plain_loop(connection, viewer, areas):
    for indicator, period, breakdown in (("A65", "2020", "all"), ("VIS", "2020Q1-3", "all"), ("LE", "2018", "male")):
        frame = values_of_areas(
            connection, viewer=viewer, indicator=indicator, areas=areas, period=period, breakdown=breakdown
        )
        chosen = [a for a in areas_seen(viewer) if a["code"] in areas]
        assert rows_of(frame) == answer(viewer, chosen, {"100000"}, indicator, period, breakdown)


def test_nonsense_is_an_empty_map_not_an_error(connection, viewer):
    frame = values_of_children(
        connection, viewer=viewer, indicator="'; --", parent="100000", layer="county", period="2020X", breakdown="<b>"
    )
    assert frame["value"].isna().all()
    assert set(frame["status"]) <= {"missing"}


def test_types_are_the_same_without_rows(connection):
    from visible import VIEWERS

    asked = {"indicator": "A65", "parent": "100000", "layer": "county", "period": "2020"}
    full = values_of_children(connection, viewer=VIEWERS["everything"], **asked)
    none = values_of_children(connection, viewer=VIEWERS["nothing"], **asked)
    assert len(full) > 40
    assert len(none) == 0
    assert full.dtypes.to_dict() == none.dtypes.to_dict()
