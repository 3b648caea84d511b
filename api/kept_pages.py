"""Pages kept as they were answered: a page is a function of its address, the data version and what its viewer may see.

Sixteen officials who open one map have it made once per worker. Nothing is ever invalidated: a new version, new
boundaries, another scope or another day is another key, and so is another revision of the state store (an explained
finding no longer marks its value), which takes 13 µs to ask. A page that failed is not kept (`do_not_keep`).
"""

import json
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from dash import Dash
from flask import Response, g, has_app_context, request

from access.current import current_viewer
from access.moment import moment
from access.renderer import TIME_HEADER, said_by_renderer
from data.settings import settings
from data.warehouse import WarehouseError, current_version
from state.store import StateError, revision

PATH = "/_dash-update-component"
ROUTER = ".._pages_content.children..._pages_store.data.."
WITHOUT_STATE = ("/catalogue",)  # pages that show nothing but their release
NOT_KEPT = ("verify", "reports")  # codes and runs are written without a new revision of the state store
MOST_BYTES = 16 * 1024 * 1024  # compressed, per worker


@dataclass(frozen=True)
class _Kept:
    body: bytes
    headers: tuple[tuple[str, str], ...]


_kept: OrderedDict[tuple, _Kept] = OrderedDict()
_size = 0
_lock = Lock()


def keep_pages(app: Dash) -> None:
    """Answer the page router from memory where it can be. Call it after `secure`, which refuses requests first."""
    server = app.server

    @server.before_request
    def answer_kept() -> Response | None:
        g.page_key = _key()
        with _lock:
            found = _kept.get(g.page_key) if g.page_key else None
            if found is None:
                return None
            _kept.move_to_end(g.page_key)
        g.page_key = None  # it need not be kept again
        return Response(found.body, headers=list(found.headers))

    def keep(answer: Response) -> Response:
        key = getattr(g, "page_key", None)
        if key and answer.status_code == 200 and not answer.is_streamed and not getattr(g, "page_failed", False):
            _keep(key, _Kept(answer.get_data(), tuple(answer.headers.items())))
        return answer

    # Flask calls these in reverse: the first one sees the answer compressed, as it leaves.
    server.after_request_funcs.setdefault(None, []).insert(0, keep)


def do_not_keep() -> None:
    """The page of this request says what went wrong, or shows a state that changes: the next request makes it anew."""
    if has_app_context():
        g.page_failed = True


def forget() -> None:
    """Drop all kept pages (for measurements of the uncached path)."""
    global _size
    with _lock:
        _kept.clear()
        _size = 0


def _keep(key: tuple, answer: _Kept) -> None:
    global _size
    with _lock:
        if key in _kept or len(answer.body) > MOST_BYTES // 8:
            return
        _kept[key] = answer
        _size += len(answer.body)
        while _size > MOST_BYTES:
            _, dropped = _kept.popitem(last=False)
            _size -= len(dropped.body)


def _key() -> tuple | None:
    """What the page depends on; None for any other request."""
    if request.path != PATH or request.method != "POST" or ROUTER.encode() not in request.get_data():
        return None
    try:
        asked = json.loads(request.get_data())
        said = {i["property"]: i.get("value") for i in asked["inputs"]}
        if asked["output"] != ROUTER or not all(isinstance(v, str) for v in said.values()):
            return None
        if str(said.get("pathname")).strip("/").split("/")[0] in NOT_KEPT:
            return None
        version = current_version()
        boundaries = (settings().geo / "CURRENT").read_text(encoding="ascii")
        state = 0 if said.get("pathname") in WITHOUT_STATE else revision()
    except (ValueError, KeyError, TypeError, OSError, WarehouseError, StateError):
        return None
    # The accepted encodings, because the answer is kept compressed; the day, because pages say how old figures are.
    return (
        settings(),
        version,
        state,
        boundaries,
        current_viewer().scope,
        said.get("pathname"),
        said.get("search"),
        request.headers.get("Accept-Encoding", ""),
        moment().date(),
        said_by_renderer(TIME_HEADER),  # the time that a snapshot bears
    )
