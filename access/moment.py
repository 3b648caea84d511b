"""What time it is for the page in hand: now, or for the renderer of snapshots the time that its run bears.

A file made again of the same view is the same, whenever it is made.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from access.renderer import TIME_HEADER, said_by_renderer

ZONE = ZoneInfo("Asia/Shanghai")  # of every reader, whatever clock the server has


def moment() -> datetime:
    """Without a zone, as a clock in Beijing shows it."""
    said = said_by_renderer(TIME_HEADER)
    try:
        return datetime.fromisoformat(said).replace(tzinfo=None) if said else _now()
    except ValueError:
        return _now()


def _now() -> datetime:
    return datetime.now(ZONE).replace(tzinfo=None)
