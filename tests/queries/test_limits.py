"""No question answers beyond its viewer's limits, whatever it is asked. A new question must be added to ASKED."""

import importlib
import inspect
from pathlib import Path
from typing import Any

import pytest
from invented import INDICATORS, PERIODS, area_of, batch_of, world
from visible import VIEWERS, is_inside

import queries

EVERYWHERE = tuple(a["code"] for a in world().areas)
EVERYTHING = tuple(code for code, *_ in INDICATORS)
QUALITY_FORMS = tuple(f["code"] for f in world().forms)
PAIRS = tuple((code, "2020") for code in EVERYTHING)
SCHEMES = tuple(s["code"] for s in world().schemes)
ASSESSED = tuple({"scheme": p["scheme"], "period": p["period"]} for p in world().phases)
# Arguments that ask for all there is; keywords of each question.
ASKED: dict[str, list[dict[str, Any]]] = {
    "areas_register": [{}],
    "assessment_of_area": [phase | {"area": area} for phase in ASSESSED for area in EVERYWHERE[::3]],
    "assessment_of_children": [phase | {"parent": "100000"} for phase in ASSESSED],
    "assessment_over_time": [{"scheme": scheme, "areas": EVERYWHERE} for scheme in SCHEMES],
    "assessment_phases": [{"scheme": scheme} for scheme in SCHEMES],
    "items_of_area": [phase | {"area": area} for phase in ASSESSED for area in EVERYWHERE[::3]],
    "items_of_children": [phase | {"parent": "100000"} for phase in ASSESSED],
    "pace_of_area": [{"scheme": scheme, "area": area} for scheme in SCHEMES for area in EVERYWHERE[::3]],
    "published_grades": [{"area": "100000"}],
    "schemes_register": [{}],
    "spread_of_item": [phase | {"item_number": number} for phase in ASSESSED for number in (1, 2)],
    "warnings_of_areas": [phase | {"parent": "100000"} for phase in ASSESSED],
    "batches": [{}, {"ids": tuple(range(20))}],
    "coverage": [{}, {"indicator": "FLT"}],
    "indicator_definitions": [{}],
    "observations": [{}, {"indicators": EVERYTHING, "parent": "100000", "layer": "all"}, {"areas": EVERYWHERE}],
    "parts_of_observation": [
        {"indicator": code, "area": parent, "period": "2020"}
        for code in EVERYTHING
        for parent in ("100000", "110000", "460000", "510000", "510100")
    ],
    "release_description": [{}],
    "revisions_of_observation": [
        {"indicator": "FLT", "area": "110101", "period": "2020"},
        {"indicator": "A65", "area": "460000", "period": "2020"},
    ],
    "checks_of_area": [{"form": form, "period": "2020", "area": "110000"} for form in ("ALL", "年鉴", "流动人口")],
    "checks_of_value": [
        {"indicator": code, "area": area, "period": "2020"} for code in EVERYTHING for area in EVERYWHERE[::5]
    ],
    "finding_keys": [{}],
    "findings": [{"limit": None}, {"form": "ALL", "period": "2020", "limit": None}],
    "forms_register": [{}],
    "marked_cells": [{}],
    "marks_of_values": [{"indicators": EVERYTHING}],
    "places_of_batches": [{"period": "2020", "batches": tuple(range(20))}],
    "quality_of_areas": [{"form": form, "period": "2020", "areas": EVERYWHERE} for form in QUALITY_FORMS],
    "quality_of_children": [
        {"form": form, "period": "2020", "parent": "100000", "layer": "county"} for form in QUALITY_FORMS
    ],
    "quality_of_children_over_time": [{"form": form, "parent": "100000", "layer": "county"} for form in QUALITY_FORMS],
    "quality_of_values": [{"indicator": code, "period": "2020", "areas": EVERYWHERE} for code in EVERYTHING],
    "quality_over_time": [{"form": form, "areas": EVERYWHERE} for form in QUALITY_FORMS],
    "quality_periods": [{"form": form} for form in QUALITY_FORMS],
    "rules_register": [{}],
    "lateness_of_children": [{"form": "ALL", "period": "2020", "parent": "100000", "layer": "county"}],
    "submissions_of_area": [{"form": "ALL", "period": "2020", "area": "100000"}],
    "search_terms": [{"text": "县", "limit": 999}, {"text": "指标", "limit": 999}, {"text": "1", "limit": 999}],
    "series_of_areas": [{"indicator": code, "areas": EVERYWHERE} for code in EVERYTHING],
    "series_of_breakdowns": [{"indicator": "A65", "area": code} for code in ("100000", "110000", "510000")],
    "targets_of_indicators": [{}, {"indicators": EVERYTHING}],
    "values_of_areas": [{"indicator": code, "areas": EVERYWHERE, "period": "2020"} for code in EVERYTHING],
    "values_of_children": [
        {"indicator": code, "parent": parent, "layer": "county", "period": "2020"}
        for code in EVERYTHING
        for parent in ("100000", "110000", "460000")
    ],
    "levels_of_indicators": [{}],
    "medians_of_areas": [{"areas": EVERYWHERE, "periods": PAIRS}],
    "profile_of_area": [{"area": "110000", "against": EVERYWHERE}],
    "coverage_of_indicators": [{}],
    "values_of_parts": [{"parent": "100000", "layer": "county", "periods": PAIRS}],
    "values_of_groups": [
        {"area": code, "periods": PAIRS, "breakdowns": ("all", "male", "female")} for code in ("100000", "510000")
    ],
    "histories_of_areas": [{"areas": EVERYWHERE}, {"areas": EVERYWHERE, "kind": "quarter"}],
    "annual_points": [{"areas": EVERYWHERE}, {"areas": EVERYWHERE, "indicators": EVERYTHING}],
    "standing_of_areas": [{"areas": EVERYWHERE, "baselines": tuple((code, 2017) for code in EVERYTHING)}],
}
ONE_NUMBER = {"findings_count", "observations_count"}  # answers without areas: held to their oracle instead
FORM_OF_THE_FILE = {"batches", "revisions_of_observation"}  # the words of a batch that the viewer may see
NO_ROW_PER_AREA = {"targets_of_indicators"}  # targets of the nation are for everyone


def questions():
    """Every function of the package that is named like its file and takes a viewer."""
    for file in sorted(Path(queries.__path__[0]).glob("*.py")):
        function = getattr(importlib.import_module(f"queries.{file.stem}"), file.stem, None)
        names = list(inspect.signature(function).parameters) if function else []
        if names[:2] == ["connection", "viewer"] and file.stem != "asked_observations":
            yield file.stem, function


QUESTIONS = dict(questions())


def test_every_question_is_asked_here():
    assert set(QUESTIONS) == set(ASKED) | ONE_NUMBER


@pytest.mark.parametrize("name", sorted(ASKED))
def test_nothing_beyond_the_limits(connection, viewer, name):
    codes_of_areas = set(EVERYWHERE)
    for arguments in ASKED[name]:
        frame = QUESTIONS[name](connection, viewer=viewer, **arguments)
        for column in {"area", "code"} & set(frame.columns) if name not in NO_ROW_PER_AREA else ():
            for code in set(frame[column]) & codes_of_areas:
                assert is_inside(area_of(code), viewer.areas), (name, arguments, code)
        allowed = {code for code, _, classification in INDICATORS if classification in viewer.classifications}
        for column in {"indicator", "code"} & set(frame.columns):
            assert set(frame[column]) & set(EVERYTHING) <= allowed, (name, arguments)
        if "form" in frame.columns and name not in FORM_OF_THE_FILE:
            assert set(frame["form"]) <= {
                f["code"] for f in world().forms if f["classification"] in viewer.classifications
            }
        if "batch_id" in frame.columns:
            for number in frame["batch_id"].dropna():
                assert batch_of(int(number))["classification"] in viewer.classifications, (name, arguments)


@pytest.mark.parametrize("name", sorted(ASKED))
def test_the_unlimited_viewer_sees_what_others_may_not(connection, name):
    """Otherwise the test above proves nothing."""
    everything = VIEWERS["everything"]
    assert any(len(QUESTIONS[name](connection, viewer=everything, **a)) for a in ASKED[name])


@pytest.mark.parametrize("period", PERIODS)
def test_a_provincial_viewer_has_no_other_province_on_any_map(connection, period):
    for indicator in EVERYTHING:
        frame = QUESTIONS["values_of_children"](
            connection, viewer=VIEWERS["one province"], indicator=indicator, parent="100000", layer="county",
            period=period,
        )  # fmt: skip
        assert len(frame) > 10
        assert all(is_inside(area_of(code), ("510000",)) for code in frame["area"])
