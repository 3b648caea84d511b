"""Questions about assessment against plain loops."""

import json
import statistics

import pytest
from invented import INDICATORS, area_of, world
from visible import VIEWERS, is_inside, rows_of, sees_area

from data.schema import STATUSES
from queries.assessed import RANKS, TOTALS
from queries.assessed_items import MADE, OF_ITEM, without_doubt
from queries.assessment_of_area import assessment_of_area
from queries.assessment_of_children import assessment_of_children
from queries.assessment_over_time import assessment_over_time
from queries.assessment_phases import assessment_phases
from queries.items_of_area import items_of_area
from queries.items_of_children import items_of_children
from queries.published_grades import published_grades
from queries.schemes_register import schemes_register
from queries.spread_of_item import spread_of_item
from queries.warnings_of_areas import warnings_of_areas

KNOWN = tuple((p["scheme"], p["period"]) for p in world().phases)
PHASES = (*KNOWN, ("frame", "2015"), ("x", "2020"), ("frame", "x"))
PLACES = tuple(a["code"] for a in world().areas)
PARENTS = ("100000", "510000", "110000", "510100", "999999")


def seen_phases(viewer, scheme=None):
    strict = {s["code"]: s["classification"] for s in world().schemes}
    return [
        p for p in world().phases
        if scheme in (None, p["scheme"]) and p["classification"] in viewer.classifications
        and strict[p["scheme"]] in viewer.classifications
    ]  # fmt: skip


def phase_of(viewer, scheme, period):
    return next((p for p in seen_phases(viewer, scheme) if p["period"] == period), None)


def totals_of(viewer, scheme, period, variant):
    if phase_of(viewer, scheme, period) is None:
        return []
    return [
        t for t in world().totals
        if (t["scheme"], t["period"], t["variant"]) == (scheme, period, variant) and sees_area(viewer, t["area"])
    ]  # fmt: skip


def rank_in(scheme, period, variant, parent, group, area):
    key = (scheme, period, variant, parent, group, area)
    names = ("scheme", "period", "variant", "parent", "comparison_group", "area")
    return next((r for r in world().ranks if tuple(r[name] for name in names) == key), None)


def part(row, names, renamed=None):
    return {(renamed or {}).get(name, name): row[name] if row else None for name in names}


def ordered(rows):
    return [dict(sorted(row.items())) for row in rows]


def test_registers(connection, viewer):
    wanted = [s for s in world().schemes if s["classification"] in viewer.classifications]
    found = rows_of(schemes_register(connection, viewer=viewer))
    expected = [{"scheme": s["code"]} | {k: v for k, v in s.items() if k not in ("code", "scheme_id")} for s in wanted]
    assert ordered(found) == ordered(sorted(expected, key=lambda row: row["scheme"]))


@pytest.mark.parametrize("scheme", ["frame", "cities", "hidden", "broken", "x"])
def test_phases_equal_a_plain_loop(connection, viewer, scheme):
    periods = {p["code"]: p for p in world().periods}
    wanted = sorted(
        seen_phases(viewer, scheme), key=lambda p: (periods[p["period"]]["end_date"], periods[p["period"]]["period_id"])
    )
    same = ("period", "phase", "target_year", "targets_changed", "areas", "ranked", "bands", "note", "demonstration")
    expected = [
        part(p, same)
        | {"period_label": periods[p["period"]]["label"], "year": int(p["period"][:4]),
           "end_date": periods[p["period"]]["end_date"], "previous_phase_period": p["previous_phase"],
           "previous_year_period": p["previous_year"], "doubtful_values": p["doubtful"]}
        for p in wanted
    ]  # fmt: skip
    assert ordered(rows_of(assessment_phases(connection, viewer=viewer, scheme=scheme))) == ordered(expected)


def child(viewer, total, parent, variant, group):
    scheme, period, area = total["scheme"], total["period"], area_of(total["area"])
    phase = phase_of(viewer, scheme, period)
    now = rank_in(scheme, period, variant, parent, group, area["code"])
    before, year_before = (
        rank_in(scheme, phase[name], variant, parent, group, area["code"])
        for name in ("previous_phase", "previous_year")
    )
    names = {a["code"]: a["short_name"] for a in world().areas}
    above = area["parent_code"]
    return (
        part(area, ("name", "short_name", "level", "has_statistics")) | part(total, (*TOTALS, "demonstration"))
        | {"area": area["code"], "macro_region": None,
           "parent_name": "" if above is None or above in (parent, "100000") else names[above]}
        | part(now, (*RANKS, "grade"), {"grade": "rank_grade"}) | {"crosses": bool(now and now["crosses"])}
        | {"previous_phase_rank": before and before["rank"], "previous_year_rank": year_before and year_before["rank"]}
    )  # fmt: skip


@pytest.mark.parametrize(("scheme", "period"), PHASES)
def test_rankings_equal_a_plain_loop(connection, viewer, scheme, period):
    for variant, group in (("all", "all"), ("trusted", "all"), ("all", "西部"), ("all", "x")):
        for parent in PARENTS:
            wanted = [
                child(viewer, total, parent, variant, group)
                for total in totals_of(viewer, scheme, period, variant)
                if is_inside(area_of(total["area"]), (parent,))
                and (group == "all" or rank_in(scheme, period, variant, parent, group, total["area"]))
            ]
            found = assessment_of_children(
                connection, viewer=viewer, scheme=scheme, period=period, parent=parent, variant=variant, group=group
            )
            assert ordered(rows_of(found)) == ordered(sorted(wanted, key=lambda row: row["area"]))


@pytest.mark.parametrize(("scheme", "period"), PHASES)
def test_one_area_equals_a_plain_loop(connection, viewer, scheme, period):
    names = {a["code"]: a["name"] for a in world().areas}
    for area in (*PLACES[::4], "510000", "x"):
        wanted = []
        for total in totals_of(viewer, scheme, period, "trusted"):
            if total["area"] != area:
                continue
            ranks = [
                r for r in world().ranks
                if (r["scheme"], r["period"], r["variant"], r["area"]) == (scheme, period, "trusted", area)
            ] or [None]  # fmt: skip
            for rank in sorted(ranks, key=lambda r: (r["parent"], r["comparison_group"]) if r else ()):
                wanted.append(
                    part(area_of(area), ("name", "level")) | {"area": area} | part(total, (*TOTALS, "demonstration"))
                    | part(rank, (*RANKS, "parent", "comparison_group", "grade"), {"grade": "rank_grade"})
                    | {"parent_name": rank and names[rank["parent"]], "crosses": bool(rank and rank["crosses"])}
                )  # fmt: skip
        found = rows_of(
            assessment_of_area(connection, viewer=viewer, scheme=scheme, period=period, area=area, variant="trusted")
        )
        by_group = sorted(wanted, key=lambda r: (r["parent"] or "", str(r["comparison_group"]).encode()))
        assert ordered(
            sorted(found, key=lambda r: (r["parent"] or "", str(r["comparison_group"]).encode()))
        ) == ordered(by_group)
        assert [r["parent"] for r in found] == sorted((r["parent"] for r in found), key=str)


def result_of(scheme, period, area, number):
    return next(
        (r for r in world().item_results
         if (r["scheme"], r["period"], r["area"], r["item_number"]) == (scheme, period, area, number)), None
    )  # fmt: skip


def card_line(item, result):
    code = item["indicator"]
    row = part(item, ("item_number", *OF_ITEM, "indicator", "breakdown", "verified", "source", "note"))
    row |= part(result, ("value", "lower", "upper", "value_period", *MADE, "batch_id"))
    row |= {name: bool(result and result[name]) for name in ("carried", "doubtful", "demonstration")}
    absent = "no_value" if code else "no_indicator"
    status = result["status"] if result else None
    return row | {
        "batch_row": result and result["row_number"], "status": "missing" if status is None else STATUSES[status],
        "reason": result["reason"] if result else absent, "light": result["light"] if result else "grey",
    }  # fmt: skip


@pytest.mark.parametrize(("scheme", "period"), PHASES)
def test_report_cards_equal_a_plain_loop(connection, viewer, scheme, period):
    for area in (*PLACES[::4], "510000", "510101", "x"):
        items = [i for i in world().scheme_items if i["scheme"] == scheme]
        assessed = area in {t["area"] for t in totals_of(viewer, scheme, period, "all")}
        wanted = [card_line(i, result_of(scheme, period, area, i["item_number"])) for i in items]
        found = items_of_area(connection, viewer=viewer, scheme=scheme, period=period, area=area)
        assert ordered(rows_of(found)) == (ordered(wanted) if assessed else [])


def test_a_trusted_card_shares_the_weight_that_is_left(connection):
    viewer, checked = VIEWERS["everything"], 0
    for area in [a["code"] for a in world().areas if a["in_province_layer"]]:
        asked = {"viewer": viewer, "scheme": "frame", "period": "2020", "area": area}
        rows = rows_of(items_of_area(connection, **asked))
        left = rows_of(items_of_area(connection, variant="trusted", **asked))
        weight = sum(r["weight"] for r in rows if r["score"] is not None)
        remaining = sum(r["weight"] for r in rows if r["score"] is not None and not r["doubtful"])
        for before, after in zip(rows, left, strict=True):
            if before["doubtful"]:
                assert (after["score"], after["lost"], after["met"], after["reason"]) == (None, None, None, "withheld")
                assert after["value"] == before["value"]
                checked += 1
            elif any(r["doubtful"] for r in rows):
                assert after["score"] == before["score"]
                if before["lost"] is not None:
                    assert after["lost"] == pytest.approx(before["weight"] / remaining * (100 - before["score"]))
                if before["gain_per_unit"] is not None:
                    assert after["gain_per_unit"] == pytest.approx(before["gain_per_unit"] * weight / remaining)
            else:
                assert after == before
    assert checked


def test_nothing_in_doubt_changes_nothing(connection):
    found = items_of_area(connection, viewer=VIEWERS["everything"], scheme="frame", period="2018", area="510000")
    assert without_doubt(found.assign(doubtful=False), []).equals(found.assign(doubtful=False))


@pytest.mark.parametrize(("scheme", "period"), PHASES)
def test_matrices_equal_a_plain_loop(connection, viewer, scheme, period):
    places = {(i["scheme"], i["item_number"]): i["place"] for i in world().scheme_items}
    same = ("area", "item_number", "indicator", "value", "value_period", "carried", "met", "on_track", "score", "lost",
            "reason", "light", "doubtful", "demonstration")  # fmt: skip
    for parent in PARENTS:
        wanted = [
            part(r, same) | {"place": places[scheme, r["item_number"]]}
            for r in world().item_results
            if (r["scheme"], r["period"]) == (scheme, period) and phase_of(viewer, scheme, period)
            and sees_area(viewer, r["area"]) and is_inside(area_of(r["area"]), (parent,)) and r["area"] != parent
        ]  # fmt: skip
        found = items_of_children(connection, viewer=viewer, scheme=scheme, period=period, parent=parent)
        assert ordered(rows_of(found)) == ordered(sorted(wanted, key=lambda r: (r["area"], r["item_number"])))


@pytest.mark.parametrize("scheme", ["frame", "cities", "hidden", "x"])
def test_history_equals_a_plain_loop(connection, viewer, scheme):
    periods = {p["code"]: p for p in world().periods}
    areas = ("510000", "110000", "510100", "999999")
    for parent, group, variant in (("100000", "all", "all"), ("510000", "all", "trusted"), ("100000", "西部", "all")):
        wanted = []
        for phase in seen_phases(viewer, scheme):
            for total in totals_of(viewer, scheme, phase["period"], variant):
                if total["area"] not in areas:
                    continue
                rank = rank_in(scheme, phase["period"], variant, parent, group, total["area"])
                period = periods[phase["period"]]
                wanted.append(
                    part(total, ("area", "period", "total", "total_low", "total_high", "coverage", "grade", "warning",
                                 "reason", "demonstration"))
                    | part(phase, ("phase", "target_year", "targets_changed"))
                    | {"period_label": period["label"], "year": period["year"], "end_date": period["end_date"]}
                    | part(rank, ("rank", "ranked", "rank_low", "rank_high"))
                    | {"crosses": bool(rank and rank["crosses"])}
                )  # fmt: skip
        wanted.sort(key=lambda r: (r["area"], r["end_date"], periods[r["period"]]["period_id"]))
        found = assessment_over_time(
            connection, viewer=viewer, scheme=scheme, areas=areas, parent=parent, variant=variant, group=group
        )
        assert ordered(rows_of(found)) == ordered(wanted)


@pytest.mark.parametrize(("scheme", "period"), PHASES)
def test_warnings_equal_a_plain_loop(connection, viewer, scheme, period):
    items = {(i["scheme"], i["item_number"]): i for i in world().scheme_items}
    empty = dict.fromkeys(
        ("place", "item", "indicator", "dimension", "scoring", "value_period", "operator", "target", "target_high",
         "target_year", "expected", "lost")
    )  # fmt: skip
    for parent in PARENTS:
        wanted = [
            empty | part(area_of(t["area"]), ("name", "short_name"))
            | {"light": t["warning"], "area": t["area"], "item_number": 0, "unit": "分", "decimals": 1,
               "value": t["total"], "carried": False, "score": t["total"], "doubtful": False,
               "demonstration": t["demonstration"]}
            for t in totals_of(viewer, scheme, period, "all")
            if t["warning"] in ("red", "amber") and is_inside(area_of(t["area"]), (parent,))
        ]  # fmt: skip
        same = ("light", "area", "item_number", "indicator", "value", "value_period", "carried", "operator", "target",
                "target_high", "target_year", "expected", "score", "lost", "doubtful", "demonstration")  # fmt: skip
        for r in world().item_results if phase_of(viewer, scheme, period) else ():
            place = sees_area(viewer, r["area"]) and is_inside(area_of(r["area"]), (parent,))
            if (r["scheme"], r["period"]) == (scheme, period) and r["light"] in ("red", "amber") and place:
                item = items[scheme, r["item_number"]]
                wanted.append(
                    part(r, same) | part(area_of(r["area"]), ("name", "short_name"))
                    | part(item, ("place", "dimension", "scoring", "unit", "decimals")) | {"item": item["name"]}
                )  # fmt: skip
        wanted.sort(key=lambda r: (r["light"] != "red", r["area"], r["item_number"]))
        found = warnings_of_areas(connection, viewer=viewer, scheme=scheme, period=period, parent=parent)
        assert ordered(rows_of(found)) == ordered(wanted)


@pytest.mark.parametrize(("scheme", "period"), PHASES)
def test_the_spread_of_an_item_equals_a_plain_loop(connection, viewer, scheme, period):
    for number in sorted({i["item_number"] for i in world().scheme_items}):
        held = [
            r for r in world().item_results
            if (r["scheme"], r["period"], r["item_number"]) == (scheme, period, number) and r["value"] is not None
        ]  # fmt: skip
        seen = phase_of(viewer, scheme, period) and held and all(sees_area(viewer, r["area"]) for r in held)
        found = rows_of(spread_of_item(connection, viewer=viewer, scheme=scheme, period=period, item_number=number))
        if not seen:
            assert found == []  # the extremes are values of single areas: all of them may be seen, or nothing is told
            continue
        values = [r["value"] for r in held]
        (row,) = found
        assert (row["areas"], row["lowest"], row["highest"]) == (len(values), min(values), max(values))
        assert row["mean"] == pytest.approx(statistics.fmean(values))
        if len(values) > 1:
            assert row["deviation"] == pytest.approx(statistics.stdev(values))
        else:
            assert row["deviation"] is None or row["deviation"] != row["deviation"]


@pytest.mark.parametrize("area", ["100000", "510000", "510100", "999999"])
def test_published_grades_equal_a_plain_loop(connection, viewer, area):
    wanted = [
        part(g, ("year", "assessment", "root", "area", "grade", "grade_order", "listed_order", "units", "verified",
                 "source", "note"))
        | part(area_of(g["area"]), ("name", "short_name")) | {"root_name": area_of(g["root"])["name"]}
        for g in world().published
        if sees_area(viewer, g["area"]) and is_inside(area_of(g["area"]), (area,))
    ]  # fmt: skip
    found = rows_of(published_grades(connection, viewer=viewer, area=area))
    key = ("year", "assessment", "grade_order", "listed_order")
    wanted.sort(key=lambda g: (-g["year"], *(g[name] for name in key[1:])))
    assert [tuple(g[name] for name in key) for g in found] == [tuple(g[name] for name in key) for g in wanted]
    by_area = lambda g: (g["year"], g["area"])  # noqa: E731
    assert ordered(sorted(found, key=by_area)) == ordered(sorted(wanted, key=by_area))


def test_types_are_the_same_without_rows(connection):
    asked = {"scheme": "frame", "period": "2020"}
    for question, more in (
        (assessment_of_children, {"parent": "100000"}), (items_of_area, {"area": "510000"}),
        (items_of_children, {"parent": "100000"}), (warnings_of_areas, {"parent": "100000"}),
    ):  # fmt: skip
        full = question(connection, viewer=VIEWERS["everything"], **asked, **more)
        none = question(connection, viewer=VIEWERS["nothing"], **asked, **more)
        assert len(full)
        assert not len(none)
        assert full.dtypes.to_dict() == none.dtypes.to_dict()


def test_dimensions_are_json(connection):
    found = assessment_of_children(
        connection, viewer=VIEWERS["everything"], scheme="frame", period="2020", parent="100000"
    )
    assert json.loads(found["dimensions"].iloc[0]) == [61.5, None]
    assert {code for code, *_ in INDICATORS} >= {i["indicator"] for i in world().scheme_items if i["indicator"]}
