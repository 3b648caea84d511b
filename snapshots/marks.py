"""The mark of verification that a file bears: its code, where it is looked up, and both as QR."""

from datetime import UTC, datetime

from access.limits import scope_text
from access.renderer import VIEWER_HEADER
from access.viewer import Viewer
from snapshots.app_server import AppServer
from snapshots.failure import SnapshotFailed
from snapshots.opened import pinned


def mark_of(
    server: AppServer, address: str, version: str, time: datetime, *, viewer: Viewer, surface: str, title: str = ""
) -> dict[str, str]:
    """code, address (of its page), qr (SVG text). Raises SnapshotFailed("code" or "version")."""
    moment = time if time.tzinfo else time.replace(tzinfo=UTC)
    asked = {"address": pinned(address, version), "surface": surface, "time": moment.isoformat()}
    if title:
        asked["title"] = title[:80]
    try:
        told = server.ask("/api/v1/codes", asked, {VIEWER_HEADER: scope_text(viewer)})
    except SnapshotFailed as failed:
        raise SnapshotFailed("code", f"没有得到校验码：{failed.words}", address=address) from failed
    if told.get("data_version", version) != version:
        raise SnapshotFailed("version", f"校验码是数据版本 {told['data_version']} 的，应为 {version}", address=address)
    return told
