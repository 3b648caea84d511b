"""When a page stands: nothing is asked for any more, every callback has answered, every plot was drawn."""

import time
from pathlib import Path

from playwright.sync_api import Page

from snapshots.failure import SnapshotFailed
from snapshots.heard import Heard

SCRIPT = (Path(__file__).parent / "ready.js").read_text(encoding="utf-8")
WAITING = {
    "page": "页面内容",
    "callbacks": "页面回调",
    "plots": "图表绘制",
    "geometry": "地图边界",
    "fonts": "字体",
    "changes": "页面静止",
    "requests": "服务器的回答",
}


def wait_until_ready(page: Page, heard: Heard, seconds: float) -> None:
    """Returns when the page stands. Raises SnapshotFailed("timeout") with what was still awaited, or what was heard."""
    end = time.monotonic() + seconds
    while True:
        left = end - time.monotonic()
        awaited = page.evaluate(f"(patience) => ({SCRIPT})(patience)", max(0.0, min(left, 2.0)) * 1000)
        heard.raise_first()
        if awaited is None and not heard.under_way and heard.callbacks:
            return
        if left <= 0:
            paths = "、".join(sorted(set(heard.under_way.values()))[:3])
            more = f"（{paths}）" if paths else ""
            raise SnapshotFailed("timeout", f"等待{WAITING[awaited or 'requests']}超过{seconds:g}秒{more}")
