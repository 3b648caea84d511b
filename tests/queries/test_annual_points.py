"""The points behind trend arrows against a plain loop."""

import pytest
from visible import VIEWERS, observations_seen, rows_of

from queries.annual_points import annual_points

NUMBERS = ("numerator", "denominator", "value", "lower", "upper", "demonstration", "batch_id")


@pytest.mark.parametrize("until", [None, "2018", "nonsense"])
@pytest.mark.parametrize("indicators", [None, ("A65", "FLT", "none"), ("A65",), ()])
@pytest.mark.parametrize("areas", [("100000", "510000", "510101", "510100", "110101", "x"), ()])
def test_points_equal_a_plain_loop(connection, viewer, areas, indicators, until):
    for breakdown in ("all", "female"):
        frame = annual_points(
            connection, viewer=viewer, areas=areas, indicators=indicators, until=until, breakdown=breakdown
        )
        wanted = [
            {"indicator": o["indicator"], "area": o["area"], "year": int(o["period"])} | {n: o[n] for n in NUMBERS}
            for o in observations_seen(viewer, breakdown=breakdown)
            if o["area"] in areas
            and (indicators is None or o["indicator"] in indicators)
            and o["period"].isdigit()
            and o["value"] is not None
            and (until is None or (until.isdigit() and int(o["period"]) <= int(until)))
        ]
        assert rows_of(frame) == sorted(wanted, key=lambda r: (r["indicator"], r["area"], r["year"]))


def test_the_loop_finds_something():
    found = observations_seen(VIEWERS["everything"], breakdown="all", indicator="A65", area="510000")
    assert any(o["period"].isdigit() and o["value"] is not None for o in found)
