"""`/api/v1/observations` as JSON (a page at a time), CSV (streamed) and XLSX."""

from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from urllib.parse import quote, urlencode

import pandas as pd
from flask import Response, request, send_file

from access.current import current_viewer
from access.viewer import Viewer
from api import xlsx_file
from api.blueprint import blueprint, json_answer
from api.csv_file import csv_parts
from api.data_version import marked, unchanged
from api.file_facts import FileFacts, title_of
from api.observation_pages import PAGE, count_of, page_of, pages_of
from api.observation_request import ObservationRequest, observation_request
from api.plain_rows import plain_rows
from api.problems import bad_request
from components.figure_frame import STANDING_NOTE
from queries.asked_marks import marked_among
from state.store import StateError, revision

MOST_JSON = PAGE
MOST_CSV = 1_000_000  # what Excel opens
MOST_XLSX = 50_000  # 7 s of a worker: 140 µs a row
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _asked() -> tuple[ObservationRequest, Viewer]:
    viewer = current_viewer()
    parameters = {name: request.args.getlist(name) for name in request.args}
    return observation_request(parameters, viewer=viewer), viewer


def _state(wanted: ObservationRequest, viewer: Viewer) -> str | None:
    """What an answer depends on besides its version: an explained finding no longer puts a value in doubt. None where
    no value can be in doubt."""
    named, periods = wanted.indicators or None, wanted.periods or None
    if not marked_among(named, viewer=viewer, version=wanted.version, periods=periods):
        return None
    try:
        return str(revision())
    except StateError:
        return "unknown"


@blueprint.get("/observations")
@blueprint.get("/observations.json")
def observations_json() -> Response:
    """At most MOST_JSON rows; `next` is the address of the following page."""
    wanted, viewer = _asked()
    if held := unchanged(wanted.version, viewer, state=_state(wanted, viewer)):
        return held
    limit = wanted.limit if wanted.limit is not None else MOST_JSON
    if not 1 <= limit <= MOST_JSON:
        detail = f"limit要在1到{MOST_JSON}之间；更多的行请用offset分页，或取CSV"
        raise bad_request([{"parameter": "limit", "value": str(limit), "detail": detail}])
    count = count_of(wanted, viewer=viewer)
    rows = page_of(wanted, viewer=viewer, limit=limit, offset=wanted.offset)
    body = {
        "data_version": wanted.version,
        "title": title_of(wanted, viewer=viewer),
        "count": count,
        "limit": limit,
        "offset": wanted.offset,
        "next": _following(wanted, limit) if wanted.offset + len(rows) < count else None,
        "demonstration": bool(rows["demonstration"].any()),
        "note": STANDING_NOTE,
        "observations": plain_rows(rows),
    }
    return marked(json_answer(body), wanted.version, viewer, state=_state(wanted, viewer))


def _following(wanted: ObservationRequest, limit: int) -> str:
    """The next page, pinned to this version: a publication in between must not shift the pages."""
    said = [(k, v) for k in request.args for v in request.args.getlist(k) if k not in ("v", "offset", "limit")]
    said += [("v", wanted.version), ("limit", str(limit)), ("offset", str(wanted.offset + limit))]
    return f"{request.path}?{urlencode(said)}"


@blueprint.get("/observations.csv")
def observations_csv() -> Response:
    """All rows, streamed page by page."""
    wanted, viewer = _asked()
    if held := unchanged(wanted.version, viewer, state=_state(wanted, viewer)):
        return held
    pages = _all_pages(wanted, viewer, MOST_CSV)
    answer = Response(csv_parts(pages), mimetype="text/csv")
    answer.headers["Content-Disposition"] = disposition(wanted, viewer, "csv")
    return marked(answer, wanted.version, viewer, state=_state(wanted, viewer))


@blueprint.get("/observations.xlsx")
def observations_xlsx() -> Response:
    """All rows in sheet 数据, what they are in sheet 说明."""
    wanted, viewer = _asked()
    if held := unchanged(wanted.version, viewer, state=_state(wanted, viewer)):
        return held
    pinned = "" if request.args.get("v") else f"&v={wanted.version}"
    facts = FileFacts(wanted, viewer, request.url + pinned)
    file = BytesIO()
    xlsx_file.write_xlsx(_all_pages(wanted, viewer, MOST_XLSX), facts, file)
    file.seek(0)
    answer = send_file(file, mimetype=XLSX_TYPE)
    answer.headers["Content-Disposition"] = disposition(wanted, viewer, "xlsx")
    return marked(answer, wanted.version, viewer, state=_state(wanted, viewer))


def _all_pages(wanted: ObservationRequest, viewer: Viewer, most: int) -> Iterator[pd.DataFrame]:
    """Every row; what fits in one page is cached. The first page is read here, so that an error is still an answer."""
    if wanted.limit is not None or wanted.offset:
        detail = "limit与offset只用于JSON；CSV和XLSX总是给出全部行"
        raise bad_request([{"parameter": "limit", "value": "", "detail": detail}])
    count = count_of(wanted, viewer=viewer)
    if count > most:
        detail = (
            f"共{count}行，超过一次下载的上限{most}行；请缩小指标、地区或时期的范围，或用 script/cockpit export 导出"
        )
        raise bad_request([{"parameter": "indicator", "value": "", "detail": detail}])
    if count <= PAGE:
        return iter([page_of(wanted, viewer=viewer, limit=PAGE, offset=0)])
    pages = pages_of(wanted, viewer=viewer)
    return chain([next(pages)], pages)


def disposition(wanted: ObservationRequest, viewer: Viewer, ending: str) -> str:
    """A file name in Chinese, and one in ASCII for programs that know no other."""
    named = (*wanted.indicators[:3], wanted.parent, *wanted.areas[:3], wanted.layer, *wanted.periods[:3])
    plain = "-".join([*(part for part in named if part), wanted.version]) + f".{ending}"
    full = title_of(wanted, viewer=viewer).replace("　", "_").replace("/", "每") + f"_{wanted.version}.{ending}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(full, safe='')}"
