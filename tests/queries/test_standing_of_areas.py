"""Profiles, standings, medians and small series against plain loops."""

from statistics import median

import pytest
from invented import area_of, world
from visible import VIEWERS, observations_seen, rows_of, sees_area, yearly_with_value

from queries.medians_of_areas import medians_of_areas
from queries.profile_of_area import profile_of_area
from queries.standing_of_areas import standing_of_areas

PROFILE = [
    "indicator", "area", "period", "year", "numerator", "denominator", "value", "lower", "upper", "status",
    "demonstration", "batch_id",
]  # fmt: skip


@pytest.mark.parametrize("until", [None, "2018"])
@pytest.mark.parametrize(
    ("area", "against"), [("510101", ("510100", "100000")), ("110000", ("100000",)), ("460000", ()), ("x", ("100000",))]
)
def test_profile_prefers_published_years(connection, viewer, area, against, until):
    frame = profile_of_area(connection, viewer=viewer, area=area, against=against, until=until)
    best: dict = {}
    for row in yearly_with_value(viewer, until=until or "9999"):
        if row["area"] == area:
            merit = (not row["demonstration"], row["year"])
            best[row["indicator"]] = max(best.get(row["indicator"], (False, 0)), merit)
    wanted = [
        {name: row.get(name) for name in PROFILE} | {"year": int(row["period"])}
        for row in observations_seen(viewer, breakdown="all")
        if row["area"] in (area, *against)
        and row["period"].isdigit()
        and int(row["period"]) == best.get(row["indicator"], (0, 0))[1]
    ]
    assert sorted(frame.columns) == sorted(PROFILE)
    found = [{name: row[name] for name in PROFILE} for row in rows_of(frame)]
    assert found == sorted(wanted, key=lambda row: (row["indicator"], row["area"]))


@pytest.mark.parametrize("until", [None, "2019", "2014"])
def test_standing_never_mixes_published_and_demonstration_values(connection, viewer, until):
    areas = tuple(a["code"] for a in world().areas if a["level"] in ("nation", "province", "prefecture"))
    baselines = (("LE", 2017), ("A65", 2015), ("FLT", 2018), ("none", 2017))
    frame = standing_of_areas(connection, viewer=viewer, areas=areas, baselines=baselines, until=until)
    histories: dict = {}
    for row in yearly_with_value(viewer, until=until or "9999"):
        if row["indicator"] in dict(baselines) and row["area"] in areas:
            histories.setdefault((row["indicator"], row["area"]), []).append(row)
    wanted = []
    for (indicator, area), rows in sorted(histories.items()):
        kind = [r for r in rows if not r["demonstration"]] or rows
        last, *earlier = kind[::-1]
        before = [*earlier, {"value": None, "year": None}, {"value": None, "year": None}]
        begun = next((r for r in rows if r["year"] == dict(baselines)[indicator]), None)
        wanted.append({
            "indicator": indicator, "area": area, "period": last["period"], "year": last["year"],
            "value": last["value"], "demonstration": last["demonstration"], "batch_id": last["batch_id"],
            "previous_value": before[0]["value"], "previous_year": before[0]["year"],
            "before_value": before[1]["value"], "baseline_value": begun and begun["value"],
            "baseline_demonstration": bool(begun and begun["demonstration"]),
        })  # fmt: skip
    found = rows_of(frame)
    assert [{name: row[name] for name in wanted[0]} for row in found] == wanted if wanted else found == []


@pytest.mark.parametrize("pairs", [(("LE", "2020"), ("A65", "2018"), ("BEDK", "2019")), (("x", "2020"),), ()])
def test_medians_equal_a_plain_loop(connection, viewer, pairs):
    areas = tuple(a["code"] for a in world().areas if a["level"] == "county")
    frame = medians_of_areas(connection, viewer=viewer, areas=areas, periods=pairs)
    values: dict = {}
    for row in observations_seen(viewer, breakdown="all"):
        asked = (row["indicator"], row["period"]) in pairs and row["value"] is not None
        if asked and area_of(row["area"])["level"] == "county":
            values.setdefault(row["indicator"], []).append(row["value"])
    assert list(frame["indicator"]) == sorted(values)
    for row in frame.itertuples():
        assert row.observations == len(values[row.indicator])
        assert row.value == pytest.approx(median(values[row.indicator]))


def test_a_viewer_of_one_province_gets_no_row_of_another(connection):
    viewer = VIEWERS["one province"]
    profile = profile_of_area(connection, viewer=viewer, area="510100", against=("100000", "110000"))
    hidden = profile_of_area(connection, viewer=viewer, area="110000", against=("510000",))
    standing = standing_of_areas(connection, viewer=viewer, areas=("110000", "510000"), baselines=(("LE", 2017),))
    assert all(sees_area(viewer, code) for code in {*profile["area"], *standing["area"]})
    assert len(profile)
    assert hidden.empty
