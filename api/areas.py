"""`/api/v1/areas`: the register of areas."""

import re

from flask import Response

from access.current import current_viewer
from api.blueprint import asked, blueprint, json_answer
from api.data_version import asked_version, marked, unchanged
from api.plain_rows import plain_rows
from api.problems import bad_request, shortened
from queries.areas_register import areas_register
from queries.ask import ask

LEVELS = ("nation", "province", "prefecture", "county", "zone")
TOLD = (
    "code", "name", "short_name", "level", "parent_code", "province_code", "prefecture_code", "in_province_layer",
    "in_prefecture_layer", "in_county_layer", "has_statistics", "has_polygon", "macro_region", "floating_region",
    "valid_from", "valid_to", "successor_code", "note",
)  # fmt: skip


@blueprint.get("/areas")
@blueprint.get("/areas.json")
def areas() -> Response:
    """Areas that the viewer may see, ordered by code; `parent` keeps what lies inside one area, `level` one level."""
    viewer = current_viewer()
    said = asked("parent", "level", "v")
    parent, level = said.get("parent"), said.get("level")
    _check(parent, level)
    version = asked_version(said.get("v"))
    if held := unchanged(version, viewer):
        return held
    found = ask(areas_register, viewer=viewer, version=version)
    if level:
        found = found[found["level"] == level]
    if parent and parent != "100000":
        inside = (found["province_code"] == parent) | (found["prefecture_code"] == parent)
        found = found[inside & (found["code"] != parent)]
    rows = plain_rows(found[list(TOLD)])
    body = {"data_version": version, "count": len(rows), "areas": rows}
    return marked(json_answer(body), version, viewer)


def _check(parent: str | None, level: str | None) -> None:
    wrong = []
    if parent and not re.fullmatch(r"[0-9]{6}", parent):
        detail = f"“{shortened(parent)}”不是6位行政区划代码"
        wrong.append({"parameter": "parent", "value": shortened(parent), "detail": detail})
    if level and level not in LEVELS:
        detail = f"没有级别“{shortened(level)}”；可用：{'、'.join(LEVELS)}"
        wrong.append({"parameter": "level", "value": shortened(level), "detail": detail})
    if wrong:
        raise bad_request(wrong)
