"""`/api/v1/submissions`: who had to report what by when, and what came."""

from typing import Any

from flask import Response

from access.current import current_viewer
from api.blueprint import blueprint, json_answer
from api.data_version import marked, unchanged
from api.plain_rows import plain_rows
from api.problems import bad_request
from api.quality_request import ALL_FORMS, period_of, quality_request
from components.figure_frame import STANDING_NOTE
from queries.ask import ask
from queries.submissions_of_area import submissions_of_area

MOST_JSON = 10_000


@blueprint.get("/submissions")
@blueprint.get("/submissions.json")
def submissions() -> Response:
    """Reporting units in `area` and inside it, those without a report first, then the latest; at most MOST_JSON."""
    viewer = current_viewer()
    wanted = quality_request("form", "period", "area", "layer", "v", "limit", "offset", viewer=viewer)
    if held := unchanged(wanted.version, viewer):
        return held
    limit = wanted.limit if wanted.limit is not None else MOST_JSON
    if not 1 <= limit <= MOST_JSON:
        detail = f"limit要在1到{MOST_JSON}之间；更多的行请用offset分页"
        raise bad_request([{"parameter": "limit", "value": str(limit), "detail": detail}])
    form, period = wanted.form or ALL_FORMS, period_of(wanted, viewer=viewer)
    at: dict[str, Any] = {"viewer": viewer, "version": wanted.version, "form": form, "period": period}
    # one more than asked for tells whether there is another page
    rows = ask(submissions_of_area, **at, area=wanted.area, layer=wanted.layer, limit=limit + 1, offset=wanted.offset)
    told = plain_rows(rows.iloc[:limit])
    body = {
        "data_version": wanted.version, "form": form, "period": period, "area": wanted.area, "limit": limit,
        "offset": wanted.offset, "more": len(rows) > limit, "demonstration": any(r["demonstration"] for r in told),
        "note": STANDING_NOTE, "submissions": told,
    }  # fmt: skip
    return marked(json_answer(body), wanted.version, viewer)
