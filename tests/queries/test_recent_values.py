"""The last three yearly values and the reach of indicators, against plain loops."""

import pytest
from invented import INDICATORS, WITH_VALUE, area_of, world
from visible import observations_seen, rows_of, sees_indicator

from queries.coverage_of_indicators import coverage_of_indicators
from queries.recent_values import recent_values

YEARS = {p["code"]: p["year"] for p in world().periods if p["kind"] == "year"}


@pytest.mark.parametrize("breakdown", ["all", "female", "nonsense"])
@pytest.mark.parametrize("until", [None, "2018", "nonsense"])
@pytest.mark.parametrize("area", ["100000", "510000", "110101", "999999", "x"])
def test_recent_values_equal_a_plain_loop(connection, viewer, area, until, breakdown):
    wanted = []
    for code in sorted(row[0] for row in INDICATORS):
        found = [
            o
            for o in observations_seen(viewer, indicator=code, area=area, breakdown=breakdown)
            if o["period"] in YEARS and o["value"] is not None
            and (until is None or (until in YEARS and YEARS[o["period"]] <= YEARS[until]))
        ]  # fmt: skip
        found.sort(key=lambda o: YEARS[o["period"]], reverse=True)
        if found:
            values = [o["value"] for o in found] + [None, None]
            wanted.append(
                {"indicator": code, "period": found[0]["period"], "year": YEARS[found[0]["period"]],
                 "value": values[0], "previous_value": values[1], "before_value": values[2],
                 "demonstration": found[0]["demonstration"], "batch_id": found[0]["batch_id"]}
            )  # fmt: skip
    frame = recent_values(connection, viewer=viewer, area=area, until=until, breakdown=breakdown)
    assert rows_of(frame) == wanted


def test_reach_equals_a_plain_loop(connection, viewer):
    ends = {p["code"]: (p["end_date"], -p["period_id"], p["year"]) for p in world().periods}
    wanted = []
    for code in sorted(row[0] for row in INDICATORS if sees_indicator(viewer, row[0])):
        for level in sorted({a["level"] for a in world().areas}):
            found = [o for o in world().observations if o["indicator"] == code and area_of(o["area"])["level"] == level]
            valued = [o for o in found if o["status"] in WITH_VALUE]
            if not found:
                continue
            years = [ends[o["period"]][2] for o in valued]
            of_all = [o for o in valued if o["breakdown"] == "all"]
            newest = max((ends[o["period"]] for o in of_all), default=None)
            demonstrations = sum(batch_is_demonstration(o["batch_id"]) for o in found)
            wanted.append(
                {"indicator": code, "level": level, "first_year": min(years, default=None),
                 "last_year": max(years, default=None), "observations": len(found), "with_value": len(valued),
                 "latest_areas": sum(ends[o["period"]] == newest for o in of_all), "demonstrations": demonstrations}
            )  # fmt: skip
    rows = [
        {**row, "latest_areas": int(row["latest_areas"])}
        for row in rows_of(coverage_of_indicators(connection, viewer=viewer))
    ]
    assert [dict(sorted(r.items())) for r in rows] == [dict(sorted(r.items())) for r in wanted]


def batch_is_demonstration(number):
    return next(b["demonstration"] for b in world().batches if b["batch_id"] == number)
