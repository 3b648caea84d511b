"""Latest values, ranges of siblings and the standing of provinces against plain loops."""

import pytest
from invented import area_of, world
from visible import VIEWERS, is_inside, observations_seen, rows_of, yearly_with_value

from data.periods import parse_period
from queries.latest_values import latest_values
from queries.provincial_standing import provincial_standing
from queries.values_of_siblings import values_of_siblings

LATEST = [
    "indicator", "area", "period", "year", "numerator", "denominator", "value", "lower", "upper", "status",
    "demonstration", "batch_id",
]  # fmt: skip


@pytest.mark.parametrize("until", [None, "2019", "2014"])
@pytest.mark.parametrize("areas", [("100000", "510000", "510101", "110101"), ("x", "1")])
def test_latest_values_equal_a_plain_loop(connection, viewer, until, areas):
    for breakdown in ("all", "male"):
        frame = latest_values(connection, viewer=viewer, areas=areas, until=until, breakdown=breakdown)
        latest = {}
        for row in yearly_with_value(viewer, breakdown, until or "9999"):
            if row["area"] in areas:
                latest[row["indicator"], row["area"]] = {name: row[name] for name in LATEST}
        assert list(frame.columns) == LATEST
        assert rows_of(frame) == [latest[key] for key in sorted(latest)]


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
                wanted.append(
                    (row["indicator"], row["area"], period, row["value"], row["numerator"], row["demonstration"])
                )
        assert list(frame.columns) == ["indicator", "area", "value", "numerator", "demonstration"]
        found = [tuple(row.values()) for row in rows_of(frame)]
        assert found == [(row[0], row[1], *row[3:]) for row in sorted(wanted, key=lambda row: row[:3])]


@pytest.mark.parametrize("until", [None, "2019", "2014"])
@pytest.mark.parametrize("baseline_year", [2017, 2018])
def test_provincial_standing_equals_a_plain_loop(connection, viewer, until, baseline_year):
    frame = provincial_standing(connection, viewer=viewer, until=until, baseline_year=baseline_year)
    base = {}
    for target in world().targets:
        if target["area"] == "100000" and target["value"] is not None:
            base[target["indicator"]] = target["baseline_year"] or baseline_year
    history: dict = {}
    for row in yearly_with_value(viewer, until=until or "9999"):
        area = area_of(row["area"])
        if row["indicator"] in base and area["level"] in ("nation", "province") and area["has_statistics"]:
            history.setdefault((row["indicator"], row["area"]), []).append(row)
    wanted = []
    for (indicator, code), rows in sorted(history.items()):
        area, last = area_of(code), rows[-1]
        before = rows[-2] if len(rows) > 1 else {"value": None, "year": None}
        wanted.append({
            "indicator": indicator, "area": code, "name": area["name"], "short_name": area["short_name"],
            "level": area["level"], "period": last["period"], "year": last["year"], "value": last["value"],
            "previous_value": before["value"], "previous_year": before["year"], "baseline_year": base[indicator],
            "baseline_value": next((r["value"] for r in rows if r["year"] == base[indicator]), None),
            "demonstration": last["demonstration"], "batch_id": last["batch_id"],
        })  # fmt: skip
    assert rows_of(frame) == wanted


def test_the_oracle_has_something_to_compare(connection):
    frame = provincial_standing(connection, viewer=VIEWERS["everything"])
    assert set(frame["indicator"]) == {"LE", "A65", "BEDK", "FLT"}
    assert frame["previous_value"].notna().any()
    assert frame["baseline_value"].notna().any()
    assert frame["baseline_value"].isna().any()
