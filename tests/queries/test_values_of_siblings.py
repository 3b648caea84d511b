"""Ranges of siblings against plain loops."""

import pytest
from invented import area_of
from visible import is_inside, observations_seen, rows_of

from data.periods import parse_period
from queries.values_of_siblings import values_of_siblings

MEASURED = ("value", "numerator", "demonstration", "lower", "upper")


@pytest.mark.parametrize(
    ("parent", "layer"),
    [("100000", "province"), ("100000", "county"), ("510000", "prefecture"), ("510100", "county"), ("x", "county")],
)
@pytest.mark.parametrize(
    "pairs",
    [
        (("A65", "2020"), ("LE", "2019"), ("FLT", "2018"), ("BEDK", "2020")),
        (("A65", "2020Q1"), ("A65", "2020"), ("A65", "2020")),
        (("A65", "nonsense"), ("none", "2020")),
        (),
    ],
)
def test_siblings_equal_a_plain_loop(connection, viewer, parent, layer, pairs):
    for breakdown in ("all", "female"):
        frame = values_of_siblings(
            connection, viewer=viewer, parent=parent, layer=layer, period_by_indicator=pairs, breakdown=breakdown
        )
        wanted = []
        for row in observations_seen(viewer, breakdown=breakdown):
            area = area_of(row["area"])
            asked = (row["indicator"], row["period"]) in pairs and row["value"] is not None
            if asked and area["has_statistics"] and area[f"in_{layer}_layer"] and is_inside(area, (parent,)):
                period = parse_period(row["period"]).id
                wanted.append((row["indicator"], row["area"], period, *(row[name] for name in MEASURED)))
        assert list(frame.columns) == ["indicator", "area", *MEASURED]
        found = [tuple(row.values()) for row in rows_of(frame)]
        assert found == [(row[0], row[1], *row[3:]) for row in sorted(wanted, key=lambda row: row[:3])]
