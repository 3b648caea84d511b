"""Trends against plain loops."""

import pytest
from invented import world
from visible import observations_seen, rows_of

from data.periods import parse_period
from queries.histories_of_areas import histories_of_areas
from queries.series_of_areas import series_of_areas
from queries.series_of_breakdowns import series_of_breakdowns

MEASURED = ("numerator", "denominator", "value", "lower", "upper", "status", "demonstration", "batch_id")


def expected(found, kind, extra=()):
    periods = {p["code"]: p for p in world().periods}
    labels = {b["code"]: b["label"] for b in world().breakdowns}
    rows = []
    for row in found:
        period = periods[row["period"]]
        if period["kind"] == kind:
            out = {"breakdown": row["breakdown"], "breakdown_label": labels[row["breakdown"]]} if extra else {}
            out |= {
                "area": row["area"], "period": period["code"], "year": period["year"],
                "period_label": period["label"], "end_date": period["end_date"],
            }  # fmt: skip
            rows.append(out | {name: row[name] for name in MEASURED})
    return rows


def period_order(row):
    return row["end_date"], row["period"]


@pytest.mark.parametrize("kind", ["year", "quarter", "cumulative", "<script>"])
@pytest.mark.parametrize("areas", [("100000", "510000", "510101", "110101"), ("x",)])
def test_series_of_areas_equal_a_plain_loop(connection, viewer, kind, areas):
    for indicator, breakdown in (("A65", "all"), ("BEDK", "female"), ("FLT", "all")):
        frame = series_of_areas(
            connection, viewer=viewer, indicator=indicator, areas=areas, breakdown=breakdown, kind=kind
        )
        found = [
            o for o in observations_seen(viewer, indicator=indicator, breakdown=breakdown) if o["area"] in areas
        ]  # fmt: skip
        wanted = sorted(expected(found, kind), key=lambda r: (r["area"], period_order(r)))
        assert rows_of(frame) == wanted


@pytest.mark.parametrize("area", ["100000", "510000", "110101", "460400", "999999", "x"])
def test_series_of_breakdowns_equal_a_plain_loop(connection, viewer, area):
    order = [b["code"] for b in world().breakdowns]
    for indicator, kind in (("A65", "year"), ("VIS", "quarter"), ("BEDK", "year"), ("none", "year")):
        frame = series_of_breakdowns(connection, viewer=viewer, indicator=indicator, area=area, kind=kind)
        found = observations_seen(viewer, indicator=indicator, area=area)
        wanted = expected(found, kind, extra=True)
        wanted.sort(key=lambda r: (order.index(r["breakdown"]), period_order(r)))
        assert rows_of(frame) == wanted


@pytest.mark.parametrize("kind", ["year", "quarter", "cumulative", "<script>"])
@pytest.mark.parametrize("until", [None, "2019", "nonsense"])
@pytest.mark.parametrize("areas", [("100000", "510000", "510101"), ("x",)])
def test_histories_equal_a_plain_loop(connection, viewer, kind, until, areas):
    frame = histories_of_areas(connection, viewer=viewer, areas=areas, kind=kind, until=until)
    last = {None: float("inf"), "nonsense": float("-inf")}.get(until) or parse_period(until).id
    found = [o for o in observations_seen(viewer, breakdown="all")
             if o["area"] in areas and parse_period(o["period"]).id <= last]  # fmt: skip
    wanted = [{"indicator": o["indicator"]} | row for o in found for row in expected([o], kind)]
    wanted.sort(key=lambda r: (r["indicator"], r["area"], parse_period(r["period"]).id))
    assert rows_of(frame) == wanted
