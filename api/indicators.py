"""`/api/v1/indicators`: definitions with their targets."""

import json

from flask import Response

from access.current import current_viewer
from api.blueprint import asked, blueprint, json_answer
from api.data_version import asked_version, marked, unchanged
from api.plain_rows import plain_rows
from queries.ask import ask
from queries.indicator_definitions import indicator_definitions
from queries.targets_of_indicators import targets_of_indicators

NOT_TOLD = ("indicator_id", "pinyin", "initials")  # keys of a release and search terms


@blueprint.get("/indicators")
@blueprint.get("/indicators.json")
def indicators() -> Response:
    """All indicators that the viewer may see, in the order of the catalogue."""
    viewer = current_viewer()
    version = asked_version(asked("v").get("v"))
    if held := unchanged(version, viewer):
        return held
    found = plain_rows(ask(indicator_definitions, viewer=viewer, version=version))
    targets = plain_rows(ask(targets_of_indicators, viewer=viewer, version=version, indicators=None))
    of_indicator: dict[str, list[dict]] = {}
    for target in targets:
        of_indicator.setdefault(target.pop("indicator"), []).append(target)
    rows = []
    for row in found:
        told = {key: value for key, value in row.items() if key not in NOT_TOLD}
        told["breaks"] = json.loads(row["breaks"]) if row["breaks"] else None
        told["memberships"] = json.loads(row["memberships"])
        rows.append(told | {"targets": of_indicator.get(row["code"], [])})
    body = {"data_version": version, "count": len(rows), "indicators": rows}
    return marked(json_answer(body), version, viewer)
