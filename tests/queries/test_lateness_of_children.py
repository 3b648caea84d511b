"""Late and missing reports of each area of a layer, against a plain loop."""

import pytest
from invented import area_of, batch_of, world
from visible import is_inside, rows_of, sees_area, sees_batch, sees_form

from data.periods import parse_period
from queries.lateness_of_children import lateness_of_children

FORMS = {f["code"]: f for f in world().forms}


@pytest.mark.parametrize("layer", ["province", "prefecture", "county"])
@pytest.mark.parametrize(
    ("form", "period"), [("ALL", "2019"), ("ALL", "2020"), ("卫统1-9", "2020-01"), ("年鉴", "2020Q1"), ("ALL", "x")]
)
def test_lateness_equals_a_plain_loop(connection, viewer, form, period, layer):
    for parent in ("100000", "510000", "110000"):
        frame = lateness_of_children(connection, viewer=viewer, form=form, period=period, parent=parent, layer=layer)
        assert rows_of(frame) == _by_loop(viewer, form, period, parent, layer)


def _by_loop(viewer, form, period, parent, layer):
    rows = []
    for area in world().areas:
        code = area["code"]
        if not area[f"in_{layer}_layer"] or not is_inside(area, (parent,)) or not sees_area(viewer, code):
            continue
        told = [s for s in world().submissions if _asked(s, viewer, form, period) and _inside(area_of(s["area"]), code)]
        if told:
            rows.append(_summed(area, told))
    return sorted(rows, key=lambda r: (-r["missing"], -(-1 if r["late_days"] is None else r["late_days"]), r["area"]))


def _asked(s, viewer, form, period):
    in_period = s["period"] == period
    if form == "ALL":
        in_period = str(parse_period(s["period"]).start.year) == period
    return (
        form in ("ALL", s["form"]) and in_period and sees_area(viewer, s["area"]) and sees_form(viewer, s["form"])
        and (s["batch_id"] == 0 or sees_batch(viewer, s["batch_id"]))
    )  # fmt: skip


def _inside(area, code):
    return code in (area["code"], area["prefecture_code"], area["province_code"])


def _summed(area, told):
    came = [s for s in told if s["received"] is not None]
    days = [s["late_days"] for s in came]
    made = [
        batch_of(s["batch_id"])["demonstration"] if s["batch_id"] else FORMS[s["form"]]["demonstration"] for s in told
    ]
    return {
        "area": area["code"], "name": area["name"], "due": max(s["due"] for s in told),
        "received": max(s["received"] for s in came) if len(came) == len(told) else None,
        "late_days": max(days) if days else None, "units": len(told), "missing": len(told) - len(came),
        "late": sum(s["received"] > s["due"] for s in came),
        **{name: sum(s[name] for s in told) for name in ("expected", "reported", "on_time")},
        "demonstration": any(made),
    }  # fmt: skip
