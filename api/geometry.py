"""`/geo/<hash>/<file>.json`: boundaries as they were built, compressed beforehand, kept by browsers for good.

The hash is of the content, so an address never changes its answer; new boundaries have new addresses.
"""

import re

from flask import Blueprint, Response, abort, request

from data.settings import settings

blueprint = Blueprint("geometry", __name__)
HASH = re.compile(r"[0-9a-f]{6,64}")
FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}\.json")
FOR_GOOD = "public, max-age=31536000, immutable"


@blueprint.get("/geo/<path:_>")
def elsewhere(_: str) -> Response:
    """Or the page router would answer a wrong address with a page."""
    abort(404)


@blueprint.get("/geo/<build>/<name>")
def geometry(build: str, name: str) -> Response:
    """One file of one build; 404 for anything else, whatever its path looks like."""
    if not HASH.fullmatch(build) or not FILE.fullmatch(name):
        abort(404)
    plain = settings().geo / build / name
    packed = plain.with_name(name + ".gz")
    if packed.is_file() and request.accept_encodings["gzip"] > 0:
        answer = Response(packed.read_bytes(), mimetype="application/json")  # at most about 1 MB
        answer.headers["Content-Encoding"] = "gzip"
        answer.set_etag(f"{build}-{plain.stem}-gzip")
    elif plain.is_file():
        answer = Response(plain.read_bytes(), mimetype="application/json")
        answer.set_etag(f"{build}-{plain.stem}")
    else:
        abort(404)
    answer.headers["Cache-Control"] = FOR_GOOD
    answer.vary.add("Accept-Encoding")
    answer.make_conditional(request)
    return answer
