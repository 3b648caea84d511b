"""The way to the targets against a plain loop: points, required pace, a fitted line."""

import numpy as np
import pytest
from invented import area_of, world
from visible import VIEWERS, rows_of, sees_area, sees_indicator, yearly_with_value

from queries.pace_of_area import pace_of_area

LATEST = {"frame": "2020", "cities": "2020", "hidden": "2020"}


def visible_latest(viewer, scheme):
    """The latest yearly phase that the viewer may see."""
    strict = {s["code"]: s["classification"] for s in world().schemes}
    periods = [
        p["period"] for p in world().phases
        if p["scheme"] == scheme and p["phase"] == "year" and p["classification"] in viewer.classifications
        and strict[scheme] in viewer.classifications
    ]  # fmt: skip
    return max(periods, default=None)


def expected(viewer, scheme, area):
    period = visible_latest(viewer, scheme)
    if period is None or not sees_area(viewer, area):
        return []
    items = {i["item_number"]: i for i in world().scheme_items if i["scheme"] == scheme}
    results = sorted(
        (r for r in world().item_results if (r["scheme"], r["period"], r["area"]) == (scheme, period, area)),
        key=lambda r: r["item_number"],
    )
    return [told(viewer, items[r["item_number"]], r, area) for r in results if sees_indicator(viewer, r["indicator"])]


def told(viewer, item, result, area):
    past = [o for o in yearly_with_value(viewer) if (o["indicator"], o["area"]) == (result["indicator"], area)]
    row = {"item": item["item_number"], "value": None, "points": 0, "required": None, "reason": "no_value"}
    if not past:
        return row
    alike = [o for o in past if o["demonstration"] == past[-1]["demonstration"]]
    row |= {"value": past[-1]["value"], "points": len(alike), "year": past[-1]["year"]}
    if item["scoring"] == "yes_no":
        return row | {"reason": "no_pace"}
    if item["scoring"] == "goalpost" or result["target"] is None:
        return row | {"reason": "no_target"}
    goal, end = result["target"], result["target_year"]
    sign = -1 if result["operator"] == "<=" else 1
    met, left = sign * (row["value"] - goal) >= 0, None if end is None else end - row["year"]
    if left is not None:
        row["required"] = 0.0 if met else (goal - row["value"]) / left if left > 0 else None
    return row | {"reason": "too_few_points" if len(alike) < 5 else None, "met": met, "past": alike, "end": end}


@pytest.mark.parametrize("scheme", sorted(LATEST))
def test_points_and_pace_equal_a_plain_loop(connection, viewer, scheme):
    seen = set()
    for area in [a["code"] for a in world().areas][::3]:
        found = rows_of(pace_of_area(connection, viewer=viewer, scheme=scheme, area=area))
        wanted = expected(viewer, scheme, area)
        assert [f["item_number"] for f in found] == [w["item"] for w in wanted]
        for row, want in zip(found, wanted, strict=True):
            assert (row["value"], row["points"]) == (want["value"], want["points"]), (area, want)
            assert row["required"] == (None if want["required"] is None else pytest.approx(want["required"]))
            if want["reason"] is not None or want["end"] is not None:
                assert row["reason"] == want["reason"] or (want["reason"] is None and row["reason"] == "at_limit")
            seen.add(row["reason"])
    if viewer == VIEWERS["everything"]:
        assert {"no_value", "too_few_points"} & seen


def test_a_line_through_the_past_leads_ahead(connection):
    """Against numpy's own fit of the logits, where five points of a share are known."""
    viewer, checked = VIEWERS["everything"], 0
    for scheme, area in [(scheme, a["code"]) for scheme in LATEST for a in world().areas]:
        for want in expected(viewer, scheme, area):
            if want["reason"] is None and want.get("end"):
                found = rows_of(pace_of_area(connection, viewer=viewer, scheme=scheme, area=area))
                row = next(f for f in found if f["item_number"] == want["item"])
                years = np.array([o["year"] for o in want["past"]], dtype=float)
                shares = np.array([o["value"] for o in want["past"]])
                slope, start = np.polyfit(years, np.log(shares / (100 - shares)), 1)
                ahead = 100 / (1 + np.exp(-(start + slope * want["end"])))
                assert row["projected"] == pytest.approx(ahead, rel=1e-6)
                assert row["projected_low"] <= row["projected"] <= row["projected_high"]
                assert row["method"] == "least squares, logit"
                checked += 1
    assert checked


def test_one_indicator_and_places_that_are_not_assessed(connection):
    viewer = VIEWERS["everything"]
    every = rows_of(pace_of_area(connection, viewer=viewer, scheme="frame", area="510000"))
    one = rows_of(pace_of_area(connection, viewer=viewer, scheme="frame", area="510000", indicator="LE"))
    assert one == [row for row in every if row["indicator"] == "LE"]
    assert area_of("510100")["level"] == "prefecture"
    for area, scheme in (("510100", "frame"), ("x", "frame"), ("510000", "x"), ("510000", "broken")):
        none = pace_of_area(connection, viewer=viewer, scheme=scheme, area=area)
        assert len(none) == 0
        full = pace_of_area(connection, viewer=viewer, scheme="frame", area="510000")
        assert list(none.columns) == list(full.columns)
