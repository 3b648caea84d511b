"""`/api/v1/versions`: the publications that can still be read."""

from datetime import UTC
from typing import Any

from flask import Response

from access.current import current_viewer
from api.blueprint import asked, blueprint, json_answer
from api.plain_rows import plain_rows
from data.warehouse import WarehouseError, current_version, kept_versions
from queries.ask import ask
from queries.release_description import release_description


@blueprint.get("/versions")
@blueprint.get("/versions.json")
def versions() -> Response:
    """The newest first, with the one that is shown where no version is named."""
    asked()
    current = current_version()
    told = [_told(version) for version in reversed(kept_versions())]
    answer = json_answer({"current": current, "count": len(told), "versions": told})
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _told(version: str) -> dict[str, Any]:
    """A kept version; one of an older structure is named with its reason rather than hiding the others."""
    try:
        row = plain_rows(ask(release_description, viewer=current_viewer(), version=version))[0]
    except WarehouseError as error:
        return {"version": version, "readable": False, "reason": str(error)}
    published = row["published_at"].replace(tzinfo=UTC)  # stored without a zone
    return row | {"version": version, "published_at": published, "readable": True}
