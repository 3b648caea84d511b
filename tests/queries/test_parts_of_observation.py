"""The parts of a figure against plain loops."""

import pytest
from visible import VIEWERS, areas_seen, observations_seen, rows_of

from queries.parts_of_observation import parts_of_observation

MEASURED = ("numerator", "denominator", "value", "lower", "upper", "status", "demonstration", "batch_id", "row_number")
ABSENT = dict.fromkeys(MEASURED) | {"status": "missing", "demonstration": False, "row_number": 0}
NAMED = ("name", "short_name", "level", "has_statistics")


def answer(viewer, parent, indicator, period, breakdown):
    """One row per child, joined by looking through all observations."""
    seen = list(observations_seen(viewer, indicator=indicator, period=period, breakdown=breakdown))
    rows = []
    for area in sorted(areas_seen(viewer), key=lambda a: a["code"]):
        found = [o for o in seen if o["area"] == area["code"]]
        if area["parent_code"] != parent or not (found or area["has_statistics"]):
            continue
        row = {"area": area["code"]} | {name: area[name] for name in NAMED}
        rows.append(row | {name: (found[0] if found else ABSENT)[name] for name in MEASURED})
    return rows


@pytest.mark.parametrize("parent", ["100000", "510000", "510100", "110000", "460000", "513400", "460400", "x"])
def test_parts_equal_a_plain_loop(connection, viewer, parent):
    for indicator, period, breakdown in (("A65", "2020", "all"), ("FLT", "2021", "female"), ("A65", "2020Q3", "all")):
        frame = parts_of_observation(
            connection, viewer=viewer, indicator=indicator, area=parent, period=period, breakdown=breakdown
        )
        assert list(frame.columns) == ["area", *NAMED, *MEASURED]
        assert rows_of(frame) == answer(viewer, parent, indicator, period, breakdown)


def test_zones_are_parts_and_areas_outside_the_statistics_only_with_a_figure(connection):
    asked = {"indicator": "A65", "period": "2020"}
    whole = VIEWERS["everything"]
    inside = set(parts_of_observation(connection, viewer=whole, area="510100", **asked)["area"])
    assert "510198" in inside
    outside = parts_of_observation(connection, viewer=whole, area="513400", **asked)
    assert outside["has_statistics"].sum() == 0 and outside["value"].count() <= len(outside)
