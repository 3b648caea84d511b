"""The data version that a request is answered at, and how long its answer may be kept."""

import re
from hashlib import blake2b

from flask import Response, request

from access.viewer import Viewer
from api.problems import bad_request, shortened
from data.warehouse import VersionGone, current_version, kept_versions

_VERSION = re.compile(r"[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,4}")
FORMAT = "2"  # raised when the same data are answered in another shape
PINNED = "private, max-age=31536000, immutable"
CURRENT = "private, no-cache"  # kept, but asked for again: a publication shows at once


def asked_version(wanted: str | None) -> str:
    """`wanted` where it is kept, the current version where none is named.

    Raises Problem 400 for what is no version, VersionGone for one that is not kept, WarehouseError.
    """
    if not wanted:
        return current_version()
    if not _VERSION.fullmatch(wanted):
        detail = f"“{shortened(wanted)}”不是数据版本；版本写作2026.11.1，见 /api/v1/versions"
        raise bad_request([{"parameter": "v", "value": shortened(wanted), "detail": detail}])
    if wanted not in kept_versions():
        raise VersionGone(f"数据版本 {wanted} 已不再保留。")
    return wanted


def _etag(version: str, viewer: Viewer, state: str | None) -> str:
    """Of the question and the version: equal tags mean equal answers, without asking the warehouse."""
    said = [FORMAT, version, repr(viewer.scope), request.path, request.query_string.decode("latin-1")]
    return blake2b("\n".join(said if state is None else [*said, state]).encode(), digest_size=12).hexdigest()


def unchanged(version: str, viewer: Viewer, *, state: str | None = None) -> Response | None:
    """304 where the client still holds the answer of this version (and of this `state`, see `marked`)."""
    tag = _etag(version, viewer, state)
    held = request.if_none_match.contains_weak(tag)
    return marked(Response(status=304), version, viewer, state=state) if held else None


def marked(answer: Response, version: str, viewer: Viewer, *, state: str | None = None) -> Response:
    """The answer with its version, validator and lifetime: for good where the address pins the version.

    `state` is of an answer that tells more than its version does: the revision of the state store, the day. Such an
    answer is never kept for good.
    """
    answer.set_etag(_etag(version, viewer, state), weak=True)
    answer.headers["Cache-Control"] = PINNED if request.args.get("v") and state is None else CURRENT
    answer.headers["X-Data-Version"] = version
    answer.vary.update(["Accept-Encoding", "Cookie"])  # another user of the same browser may see less
    return answer
