"""How far indicators reach, against plain loops."""

from invented import INDICATORS, WITH_VALUE, area_of, world
from visible import rows_of, sees_batch, sees_indicator

from queries.coverage_of_indicators import coverage_of_indicators


def test_reach_equals_a_plain_loop(connection, viewer):
    ends = {p["code"]: (p["end_date"], -p["period_id"], p["year"]) for p in world().periods}
    wanted = []
    for code in sorted(row[0] for row in INDICATORS if sees_indicator(viewer, row[0])):
        for level in sorted({a["level"] for a in world().areas}):
            seen = [o for o in world().observations if sees_batch(viewer, o["batch_id"])]
            found = [o for o in seen if o["indicator"] == code and area_of(o["area"])["level"] == level]
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
