"""`/api/v1/quality/scores` and `/api/v1/quality/rules`: grades of areas, and what they are made of."""

import json
from typing import Any

import pandas as pd
from flask import Response

from access.current import current_viewer
from access.viewer import Viewer
from api.blueprint import asked, blueprint, json_answer
from api.data_version import asked_version, marked, unchanged
from api.plain_rows import plain_rows
from api.quality_request import ALL_FORMS, QualityRequest, period_of, quality_request
from components.figure_frame import STANDING_NOTE
from data.quality.scheme import read_scheme
from queries.ask import ask
from queries.quality_of_areas import quality_of_areas
from queries.quality_of_children import quality_of_children
from queries.rules_register import rules_register
from queries.scope import NATION

NAMED = ("form", "period", "parent", "layer", "area", "v")


@blueprint.get("/quality/scores")
@blueprint.get("/quality/scores.json")
def quality_scores() -> Response:
    """Scores and grades of the areas below `parent` (or of `area`) in a form and period."""
    viewer = current_viewer()
    wanted = quality_request(*NAMED, viewer=viewer, several_areas=True)
    if held := unchanged(wanted.version, viewer):
        return held
    rows, form, period = scores_asked(wanted, viewer)
    body = {
        "data_version": wanted.version, "form": form, "period": period, "scheme": read_scheme().name,
        "official": False, "count": len(rows), "demonstration": bool(rows["demonstration"].any()),
        "note": STANDING_NOTE, "scores": plain_rows(rows),
    }  # fmt: skip
    return marked(json_answer(body), wanted.version, viewer)


def scores_asked(wanted: QualityRequest, viewer: Viewer) -> tuple[pd.DataFrame, str, str]:
    """(scores, form, period) of the areas asked for. Raises Problem 404 where the form has no score."""
    form, period = wanted.form or ALL_FORMS, period_of(wanted, viewer=viewer)
    at: dict[str, Any] = {"viewer": viewer, "version": wanted.version, "form": form, "period": period}
    if not wanted.parent:
        return ask(quality_of_areas, **at, areas=wanted.areas or (NATION,)), form, period
    rows = ask(quality_of_children, **at, parent=wanted.parent, layer=wanted.layer)
    return rows[rows["area"].isin(wanted.areas)] if wanted.areas else rows, form, period


@blueprint.get("/quality/rules")
@blueprint.get("/quality/rules.json")
def quality_rules() -> Response:
    """The rules of the release, with how much each checked and found, and why one could not be run."""
    viewer = current_viewer()
    version = asked_version(asked("v").get("v"))
    if held := unchanged(version, viewer):
        return held
    rows = plain_rows(ask(rules_register, viewer=viewer, version=version))
    for row in rows:
        row["parameters"] = json.loads(row["parameters"])
    return marked(json_answer({"data_version": version, "count": len(rows), "rules": rows}), version, viewer)
