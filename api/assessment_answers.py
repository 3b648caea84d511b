"""`/api/v1/assessment/ranking` and `/api/v1/assessment/items` as JSON: the rows of the questions behind the pages, in
codes instead of words; `official` says whether an authority published the scheme."""

import json
from typing import Any

from flask import Response

from access.current import current_viewer
from api.assessment_request import AssessmentRequest, assessment_request, ranking_of
from api.blueprint import blueprint, json_answer
from api.data_version import marked, unchanged
from api.plain_rows import plain_rows
from components.figure_frame import STANDING_NOTE
from queries.ask import ask
from queries.items_of_area import items_of_area

Record = dict[str, Any]


@blueprint.get("/assessment/ranking")
@blueprint.get("/assessment/ranking.json")
def ranking_json() -> Response:
    """The assessed areas inside `parent`, ranked ones first; scores of the dimensions in the order of `dimensions`."""
    viewer = current_viewer()
    wanted = assessment_request("parent", "group", viewer=viewer)
    if held := unchanged(wanted.version, viewer):
        return held
    frame = ranking_of(wanted, viewer)
    rows = [row | {"dimensions": json.loads(row["dimensions"] or "[]")} for row in plain_rows(frame)]
    return _answer(wanted, {"parent": wanted.area["code"], "group": wanted.group}, "ranking", rows)


@blueprint.get("/assessment/items")
@blueprint.get("/assessment/items.json")
def items_json() -> Response:
    """The report card of one `area`: what every item of the scheme came to, also those without a score."""
    viewer = current_viewer()
    wanted = assessment_request("area", viewer=viewer)
    if held := unchanged(wanted.version, viewer):
        return held
    frame = ask(items_of_area, viewer=viewer, version=wanted.version, **wanted.asked, area=wanted.area["code"])
    rows = [row | {"parameters": json.loads(row["parameters"] or "{}")} for row in plain_rows(frame)]
    return _answer(wanted, {"area": wanted.area["code"]}, "items", rows)


def _answer(wanted: AssessmentRequest, place: Record, name: str, rows: list[Record]) -> Response:
    scheme, phase = wanted.scheme, wanted.phase
    body = {
        "data_version": wanted.version, "scheme": scheme["scheme"], "scheme_name": scheme["name"],
        "scheme_version": scheme["version"], "official": bool(scheme["official"]),
        "dimensions": json.loads(scheme["dimensions"]), "minimum_coverage": scheme["minimum_coverage"],
        "period": phase["period"], "period_label": phase["period_label"], "phase": phase["phase"],
        "cut_off": str(phase["end_date"])[:10], "variant": wanted.variant,
    }  # fmt: skip
    told = {"count": len(rows), "demonstration": any(row["demonstration"] for row in rows), "note": STANDING_NOTE}
    return marked(json_answer(body | place | told | {name: rows}), wanted.version, current_viewer())
