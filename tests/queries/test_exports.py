"""Observations as tidy rows, their count, their revisions, their batches and targets against plain loops."""

from typing import Any

import pytest
from invented import BATCHES, area_of, batch_of, indicator_of, world
from visible import VIEWERS, is_inside, observations_seen, rows_of, sees_area, sees_batch, sees_indicator

from data.breakdowns import BY_CODE
from data.periods import parse_period
from queries.batches import batches
from queries.observations import observations
from queries.observations_count import observations_count
from queries.revisions_of_observation import revisions_of_observation
from queries.targets_of_indicators import targets_of_indicators

COLUMNS = [
    "indicator", "area", "area_name", "period", "breakdown", "value", "numerator", "denominator", "lower", "upper",
    "status", "note", "unit", "source", "organisation", "cut_off", "demonstration", "verified", "batch_id",
    "row_number",
]  # fmt: skip
ASKED: list[dict[str, Any]] = [
    {"indicators": ("A65",), "parent": "510000", "layer": "county", "periods": ("2020",), "breakdowns": ("all",)},
    {"indicators": ("BEDK", "LE", "FLT"), "parent": "100000", "layer": "all"},
    {"parent": "510300", "layer": None, "periods": ("2019", "2020Q1", "x")},
    {"areas": ("100000", "510100", "110101"), "periods": ("2020", "2019")},
    {"areas": ("460400", "170971"), "breakdowns": ("male", "female", "x")},
    {"areas": ("510101", "110101"), "parent": "510000"},
    {"indicators": ("none", "';--"), "parent": "100000", "layer": "all"},
    {},
]


def key(row):
    return (
        indicator_of(row["indicator"])["indicator_id"], parse_period(row["period"]).id, BY_CODE[row["breakdown"]].id,
        row["area"],
    )  # fmt: skip


def expected(viewer, *, indicators=(), parent=None, layer=None, areas=(), periods=(), breakdowns=()):
    rows = []
    for row in sorted(observations_seen(viewer), key=key):
        area, batch = area_of(row["area"]), batch_of(row["batch_id"])
        if (
            (indicators and row["indicator"] not in indicators)
            or (periods and row["period"] not in periods)
            or (breakdowns and row["breakdown"] not in breakdowns)
            or (areas and row["area"] not in areas)
            or (parent and not is_inside(area, (parent,)))
            or (layer not in (None, "all") and not area[f"in_{layer}_layer"])
        ):
            continue
        more = {"area_name": area["name"], "unit": "%"} | {
            name: batch[name] for name in ("source", "organisation", "cut_off", "demonstration", "verified")
        }
        rows.append({name: (row | more)[name] for name in COLUMNS})
    return rows


@pytest.mark.parametrize("asked", ASKED)
def test_observations_and_their_count_equal_a_plain_loop(connection, viewer, asked):
    wanted = expected(viewer, **asked)
    frame = observations(connection, viewer=viewer, **asked)
    assert list(frame.columns) == COLUMNS
    assert rows_of(frame) == wanted
    counted = observations_count(connection, viewer=viewer, **asked)
    assert rows_of(counted) == [{"observations": len(wanted)}]


def test_pages_put_together_are_the_whole(connection, viewer):
    asked: dict[str, Any] = {"indicators": ("A65", "VIS"), "parent": "100000", "layer": "all"}
    whole = rows_of(observations(connection, viewer=viewer, **asked))
    pages: list = []
    while page := rows_of(observations(connection, viewer=viewer, limit=97, offset=len(pages), **asked)):
        pages += page
    assert pages == whole


@pytest.mark.parametrize("ids", [None, (1, 3, 4), (9, 77), ()])
def test_batches_are_those_of_the_viewers_classifications(connection, viewer, ids):
    frame = batches(connection, viewer=viewer, ids=ids)
    wanted = [b for b in world().batches if sees_batch(viewer, b["batch_id"]) and (ids is None or b["batch_id"] in ids)]
    assert rows_of(frame) == wanted


@pytest.mark.parametrize("indicators", [None, ("LE", "FLT"), ("none",), ()])
def test_targets_are_national_ones_and_those_of_visible_areas(connection, viewer, indicators):
    frame = targets_of_indicators(connection, viewer=viewer, indicators=indicators)
    wanted = [
        t for t in world().targets
        if sees_indicator(viewer, t["indicator"])
        and (t["area"] == "100000" or sees_area(viewer, t["area"]))
        and (indicators is None or t["indicator"] in indicators)
    ]  # fmt: skip
    wanted.sort(key=lambda t: (t["indicator"], t["year"], t["plan"], t["target_number"]))
    names = ("indicator", "area", "kind", "operator", "value", "year", "baseline_year", "plan", "verified")
    assert [{n: r[n] for n in names} for r in rows_of(frame)] == [{n: t[n] for n in names} for t in wanted]


def revised_keys():
    """Observations with two earlier revisions in areas that different viewers see, and one without any."""
    twice = [r for r in world().revisions if r["revision"] == 2]
    keys = [(r["indicator"], r["area"], r["period"], r["breakdown"]) for r in twice]
    chosen = [next(k for k in keys if k[1].startswith(prefix)) for prefix in ("10", "11", "46", "5101", "5103")]
    revised = {(r["indicator"], r["area"], r["period"], r["breakdown"]) for r in world().revisions}
    every = ((o["indicator"], o["area"], o["period"], o["breakdown"]) for o in world().observations)
    hidden = {
        (o["indicator"], o["area"], o["period"], o["breakdown"])
        for o in world().observations
        if o["status"] == "suppressed"
    }
    valued = {(r["indicator"], r["area"], r["period"], r["breakdown"]) for r in world().revisions if r["value"]}
    return [
        *chosen,
        *sorted(hidden & valued)[:3],  # suppressed after having been published
        next(k for k in every if k not in revised),
        ("A65", "x", "2020", "all"),
        ("A65", "510000", "x", "y"),
    ]


@pytest.mark.parametrize("asked", revised_keys())
def test_revisions_equal_a_plain_loop(connection, viewer, asked):
    indicator, area, period, breakdown = asked
    frame = revisions_of_observation(
        connection, viewer=viewer, indicator=indicator, area=area, period=period, breakdown=breakdown
    )

    def of(rows):
        return [r for r in rows if (r["indicator"], r["area"], r["period"], r["breakdown"]) == asked]

    earlier = of(world().revisions)
    every = [row | {"revision": len(earlier) + 1, "current": True} for row in of(world().observations)]
    every += [row | {"current": False} for row in sorted(earlier, key=lambda r: -r["revision"])]
    if of(world().observations)[:1] and of(world().observations)[0]["status"] == "suppressed":
        every = [row | dict.fromkeys(("numerator", "value", "lower", "upper")) for row in every]
    wanted = []
    for row in every:
        if sees_area(viewer, area) and sees_indicator(viewer, indicator) and sees_batch(viewer, row["batch_id"]):
            both = batch_of(row["batch_id"]) | row
            wanted.append({name: both[name] for name in frame.columns})
    assert rows_of(frame) == wanted


def test_the_oracle_has_revisions_to_compare(connection):
    indicator, area, period, breakdown = revised_keys()[0]
    frame = revisions_of_observation(
        connection, viewer=VIEWERS["everything"], indicator=indicator, area=area, period=period, breakdown=breakdown
    )
    assert list(frame["revision"]) == [3, 2, 1]
    assert list(frame["current"]) == [True, False, False]
    assert len(BATCHES) == len(batches(connection, viewer=VIEWERS["everything"]))
