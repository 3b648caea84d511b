"""Requests of the renderer of snapshots: it alone may say whose limits hold and what time it is.

The process that starts a server to make files from gives it a token (COCKPIT_SNAPSHOT_TOKEN), which its requests bear.
"""

import hmac
import os

from flask import has_request_context, request

TOKEN = "COCKPIT_SNAPSHOT_TOKEN"
TOKEN_HEADER = "X-Cockpit-Snapshot-Token"
TIME_HEADER = "X-Cockpit-Time"  # ISO 8601
VIEWER_HEADER = "X-Cockpit-Viewer"  # `access.limits.scope_text`


def is_renderer() -> bool:
    """Whether the request in hand bears the token of this server."""
    expected = os.environ.get(TOKEN, "")
    if not expected or not has_request_context():
        return False
    return hmac.compare_digest(request.headers.get(TOKEN_HEADER, "").encode(), expected.encode())


def said_by_renderer(header: str) -> str | None:
    """The header of a request of the renderer; None of anybody else's."""
    return request.headers.get(header) if is_renderer() else None
