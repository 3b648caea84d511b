"""`/api/v1/search?q=`: areas and indicators by name, pinyin initials or code."""

from flask import Response

from access.current import current_viewer
from api.blueprint import asked, blueprint, json_answer
from api.data_version import asked_version, marked, unchanged
from api.plain_rows import plain_rows
from api.problems import bad_request, shortened
from queries.ask import ask
from queries.search_terms import search_terms

MOST = 50
LONGEST = 40  # characters; no name is longer


@blueprint.get("/search")
def search() -> Response:
    """The best matches first."""
    viewer = current_viewer()
    said = asked("q", "limit", "v")
    text, limit = said.get("q", ""), said.get("limit", "12")
    wrong = []
    if not 1 <= len(text) <= LONGEST:
        detail = f"请用q给出1到{LONGEST}个字，例如q=四川、q=cd或q=510100"
        wrong.append({"parameter": "q", "value": shortened(text), "detail": detail})
    if not (limit.isascii() and limit.isdigit() and len(limit) < 4 and 1 <= int(limit) <= MOST):
        wrong.append({"parameter": "limit", "value": shortened(limit), "detail": f"limit要在1到{MOST}之间"})
    if wrong:
        raise bad_request(wrong)
    version = asked_version(said.get("v"))
    if held := unchanged(version, viewer):
        return held
    rows = plain_rows(ask(search_terms, viewer=viewer, version=version, text=text, limit=int(limit)))
    body = {"data_version": version, "q": text, "count": len(rows), "results": rows}
    return marked(json_answer(body), version, viewer)
