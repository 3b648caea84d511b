"""What time it is for the page in hand: now, or for the renderer of snapshots the time that its run bears.

A file made again of the same view is the same, whenever it is made. Only the process that started this server may say
another time: it alone knows the token in COCKPIT_SNAPSHOT_TOKEN.
"""

import hmac
import os
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import has_request_context, request

ZONE = ZoneInfo("Asia/Shanghai")  # of every reader, whatever clock the server has
HEADER = "X-Cockpit-Time"
TOKEN_HEADER = "X-Cockpit-Snapshot-Token"


def moment() -> datetime:
    """Without a zone, as a clock in Beijing shows it."""
    said = request.headers.get(HEADER) if has_request_context() else None
    expected = os.environ.get("COCKPIT_SNAPSHOT_TOKEN", "")
    if not said or not expected:
        return _now()
    if not hmac.compare_digest(request.headers.get(TOKEN_HEADER, "").encode(), expected.encode()):
        return _now()
    try:
        return datetime.fromisoformat(said).replace(tzinfo=None)
    except ValueError:
        return _now()


def _now() -> datetime:
    return datetime.now(ZONE).replace(tzinfo=None)
