"""Scorecards, trends and heat maps of quality against plain loops."""

import pytest
from invented import area_of, world
from visible import VIEWERS, areas_seen, hides, is_inside, rows_of, sees_area, sees_form, sees_indicator

from data.schema import QUALITY_DIMENSIONS
from queries.forms_register import forms_register
from queries.quality_of_areas import quality_of_areas
from queries.quality_of_children import quality_of_children
from queries.quality_of_children_over_time import quality_of_children_over_time
from queries.quality_of_values import quality_of_values
from queries.quality_over_time import quality_over_time
from queries.quality_periods import quality_periods
from queries.rules_register import rules_register

SCORES = (*QUALITY_DIMENSIONS, "total", "grade")
COUNTS = ("hard_failed", "findings", "severe")
FORMS = ("ALL", "流动人口", "卫统1-9", "年鉴", "x")
BEFORE = {"2019": "2018", "2020": "2019", "2020Q1": "2019Q4", "2020-01": "2019-12", "2018": "2017", "x": "-"}


def score_of(form, period, area, indicator=None):
    found = [
        s for s in world().scores
        if (s["indicator"], s["form"], s["period"], s["area"]) == (indicator, form, period, area)
    ]  # fmt: skip
    assert len(found) < 2
    return found[0] if found else None


def card(viewer, area, form, period, unnamed):
    names = {a["code"]: a["short_name"] for a in world().areas}
    score = score_of(form, period, area["code"]) if sees_form(viewer, form) else None
    before = score_of(form, BEFORE[period], area["code"]) if sees_form(viewer, form) else None
    above = area["parent_code"]
    row = {name: area[name] for name in ("name", "short_name", "level", "has_statistics")} | {"area": area["code"]}
    row |= {"parent_name": "" if above is None or above in unnamed else names[above]}
    row |= {name: score[name] if score else None for name in (*SCORES, *COUNTS)}
    row |= {"capped": bool(score and score["capped"]), "demonstration": bool(score and score["demonstration"])}
    return row | {"previous_total": before["total"] if before else None}


def ordered(rows):
    return [dict(sorted(row.items())) for row in rows]


@pytest.mark.parametrize("period", BEFORE)
@pytest.mark.parametrize(
    ("parent", "layer"), [("100000", "province"), ("100000", "county"), ("510000", "prefecture"), ("110000", "county")]
)
def test_scorecards_equal_a_plain_loop(connection, viewer, parent, layer, period):
    chosen = [a for a in areas_seen(viewer) if a[f"in_{layer}_layer"] and is_inside(a, (parent,))]
    for form in FORMS:
        frame = quality_of_children(connection, viewer=viewer, form=form, period=period, parent=parent, layer=layer)
        wanted = [card(viewer, area, form, period, {parent, "100000"}) for area in chosen]
        assert ordered(rows_of(frame)) == ordered(sorted(wanted, key=lambda row: row["area"]))


@pytest.mark.parametrize("areas", [("100000",), ("510000", "100000", "510101"), ("999999", "x"), ()])
def test_named_areas_equal_a_plain_loop(connection, viewer, areas):
    for form in FORMS:
        frame = quality_of_areas(connection, viewer=viewer, form=form, period="2020", areas=areas)
        wanted = [card(viewer, a, form, "2020", {"100000"}) for a in areas_seen(viewer) if a["code"] in areas]
        assert ordered(rows_of(frame)) == ordered(wanted)


def over_time(viewer, form, chosen, names):
    periods = {p["code"]: p for p in world().periods}
    rows = [
        s | {"period_label": periods[s["period"]]["label"], "period_kind": periods[s["period"]]["kind"],
             "end_date": periods[s["period"]]["end_date"]}
        for s in world().scores
        if s["indicator"] is None and s["form"] == form and s["area"] in chosen and s["total"] is not None
        and sees_area(viewer, s["area"]) and sees_form(viewer, form)
    ]  # fmt: skip
    rows.sort(key=lambda s: (s["area"], s["end_date"], periods[s["period"]]["period_id"]))
    return [{name: row[name] for name in names} for row in rows]


@pytest.mark.parametrize("form", FORMS)
def test_trends_equal_a_plain_loop(connection, viewer, form):
    areas = ("100000", "510000", "110101", "x")
    frame = quality_over_time(connection, viewer=viewer, form=form, areas=areas)
    names = ["area", "period", "period_label", "period_kind", "end_date", *SCORES, "demonstration"]
    assert list(frame.columns) == names
    assert rows_of(frame) == over_time(viewer, form, areas, names)


@pytest.mark.parametrize(("parent", "layer"), [("100000", "province"), ("510000", "county"), ("100000", "county")])
def test_heat_maps_equal_a_plain_loop(connection, viewer, parent, layer):
    inside = [a["code"] for a in world().areas if a[f"in_{layer}_layer"] and is_inside(a, (parent,))]
    for form, dimension in zip(FORMS, (None, "accuracy", "total", None, None), strict=True):
        frame = quality_of_children_over_time(
            connection, viewer=viewer, form=form, parent=parent, layer=layer, dimension=dimension
        )
        shown = dimension or "total"
        wanted = over_time(
            viewer, form, inside, ["area", "period", "period_label", "total", "grade", *QUALITY_DIMENSIONS]
        )
        names = ("area", "period", "period_label", "total", "grade")
        told = [{n: row[n] for n in names} | {"score": row[shown]} for row in wanted]
        assert rows_of(frame) == told
        some, when = tuple(inside[::3]), ("2020", "2020Q1", "nonsense")
        frame = quality_of_children_over_time(
            connection, viewer=viewer, form=form, parent=parent, layer=layer, dimension=dimension, areas=some,
            periods=when,
        )  # fmt: skip
        assert rows_of(frame) == [row for row in told if row["area"] in some and row["period"] in when]


@pytest.mark.parametrize("form", FORMS)
def test_periods_are_those_with_a_score(connection, viewer, form):
    periods = sorted(world().periods, key=lambda p: (p["end_date"], p["period_id"]))
    wanted = []
    for period in periods:
        scored = [
            s for s in world().scores
            if s["indicator"] is None and (s["form"], s["period"]) == (form, period["code"])
            and s["total"] is not None and sees_area(viewer, s["area"]) and sees_form(viewer, form)
        ]  # fmt: skip
        if scored:
            wanted.append({
                "period": period["code"], "period_label": period["label"], "period_kind": period["kind"],
                "end_date": period["end_date"], "demonstration": any(s["demonstration"] for s in scored),
            })  # fmt: skip
    assert rows_of(quality_periods(connection, viewer=viewer, form=form)) == wanted


@pytest.mark.parametrize(("indicator", "period"), [("A65", "2020"), ("BEDK", "2019"), ("FLT", "2020Q1"), ("x", "2020")])
def test_scores_of_values_equal_a_plain_loop(connection, viewer, indicator, period):
    names = ["area", *SCORES, "capped", *COUNTS, "demonstration"]
    seen = [
        {name: s[name] for name in names}
        for s in world().scores
        if (s["indicator"], s["period"]) == (indicator, period)
        and sees_area(viewer, s["area"])
        and sees_indicator(viewer, indicator)
        and not hides(viewer, indicator, period, s["area"])
    ]
    for places in (
        {"areas": ("510000", "100000", "110101")}, {"parent": "510000", "layer": "county"}, {"parent": "100000"},
    ):  # fmt: skip
        frame = quality_of_values(connection, viewer=viewer, indicator=indicator, period=period, **places)
        wanted = [row for row in seen if places_hold(row["area"], **places)]
        assert list(frame.columns) == names
        assert rows_of(frame) == sorted(wanted, key=lambda row: row["area"])


def places_hold(code, areas=None, parent=None, layer=None):
    area = area_of(code)
    return (
        (areas is None or code in areas)
        and (parent is None or is_inside(area, (parent,)))
        and (layer is None or area[f"in_{layer}_layer"])
    )


def test_something_is_hidden_from_a_public_viewer(connection):
    """Otherwise the test above proves nothing of batches."""
    asked = {"indicator": "A65", "period": "2020", "parent": "100000"}
    everything = quality_of_values(connection, viewer=VIEWERS["everything"], **asked)
    public = quality_of_values(connection, viewer=VIEWERS["public only"], **asked)
    assert 0 < len(public) < len(everything)


def test_registers(connection, viewer):
    forms = rows_of(forms_register(connection, viewer=viewer))
    allowed = [f for f in world().forms if f["classification"] in viewer.classifications]
    assert [f["form"] for f in forms] == [f["code"] for f in sorted(allowed, key=lambda f: f["form_id"])]
    rules = rows_of(rules_register(connection, viewer=viewer))
    wanted = [{"rule": r["code"]} | {k: v for k, v in r.items() if k not in ("code", "rule_id")} for r in world().rules]
    assert ordered(rules) == ordered(sorted(wanted, key=lambda r: r["rule"]))


def test_types_are_the_same_without_rows(connection):
    asked = {"form": "ALL", "period": "2020", "parent": "100000", "layer": "county"}
    full = quality_of_children(connection, viewer=VIEWERS["everything"], **asked)
    none = quality_of_children(connection, viewer=VIEWERS["nothing"], **asked)
    assert full["total"].notna().sum() > 20
    assert len(none) == 0
    assert full.dtypes.to_dict() == none.dtypes.to_dict()
