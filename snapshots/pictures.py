"""Addresses as PNG, at the size that is asked for, through the same opening and inspection as PDF."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from snapshots.app_server import AppServer
from snapshots.browser import Browser
from snapshots.failure import SnapshotFailed
from snapshots.opened import open_view
from snapshots.papers import PAPERS
from snapshots.render import ZONE, Progress, RenderedFile, code_of, file_name, kept_version

SIZES = {"a4": (1120, 1584), "a4-landscape": (1584, 1120), "a3-landscape": (1920, 1358), "wide": (1920, 1080)}
DEVICE_SCALE = 2


def picture_of(
    browser: Browser,
    server: AppServer,
    address: str,
    path: Path,
    *,
    version: str,
    time: datetime,
    size: tuple[int, int],
    device_scale: float = DEVICE_SCALE,
    whole: bool = True,
) -> None:
    """The view as readers see it on a screen of `size` CSS px, to its end where `whole`. Raises SnapshotFailed."""
    with open_view(
        browser, server, address, version=version, time=time, media="screen", size=size, device_scale=device_scale,
        pictures=path.parent,
    ) as page:  # fmt: skip
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(page.screenshot(full_page=whole))
        except OSError as error:
            path.unlink(missing_ok=True)
            raise SnapshotFailed("disk", f"不能写到 {path.parent}：{error.strerror}；请检查磁盘空间和权限") from error


def write_pictures(
    browser: Browser,
    server: AppServer,
    addresses: Sequence[str],
    *,
    paper: str = "wide",
    together: bool = False,
    version: str | None = None,
    time: datetime | None = None,
    folder: Path,
    name: str = "快照",
    scope: Any = None,
    progress: Progress | None = None,
    zone: str = ZONE,
) -> list[RenderedFile]:
    """A PNG for each address (pictures cannot be put `together`), as large as the screen that `paper` stands for."""
    if paper not in PAPERS:
        raise SnapshotFailed("page", f"没有纸型“{paper}”；可用：{'、'.join(PAPERS)}")
    moment, at = time or datetime.now(UTC), version or server.version()
    kept_version(server, at)
    made: list[RenderedFile] = []
    try:
        for number, address in enumerate(addresses, 1):
            file = folder / file_name(name if len(addresses) == 1 else f"{name}_{number}", made, "png")
            picture_of(browser, server, address, file, version=at, time=moment, size=SIZES[paper])
            code = code_of(server, address, at, moment, "", "png")["code"]
            content = file.read_bytes()
            digest = hashlib.sha256(content).hexdigest()
            made.append(RenderedFile(file.name, file, address, len(content), 1, digest, code))
            if progress is not None:
                progress(number, len(addresses))
        kept_version(server, at)
    except BaseException:
        for rendered in made:
            rendered.path.unlink(missing_ok=True)
        raise
    return made
