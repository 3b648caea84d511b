"""Addresses on paper: each opened, inspected and printed, then put into one file or a file each."""

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Error

from snapshots.app_server import AppServer
from snapshots.browser import Browser
from snapshots.failure import SnapshotFailed
from snapshots.footer import Stretch, footers
from snapshots.normalised import write_file
from snapshots.opened import VERSION, open_view, pinned
from snapshots.papers import PAPERS, Paper
from snapshots.printed import Printed, print_page

ZONE = "Asia/Shanghai"
Progress = Callable[[int, int], Any]


View = tuple[str, Printed, Stretch]  # address, what was printed, its pages in a file


@dataclass(frozen=True)
class RenderedFile:
    """`code` is the mark of verification of its first view; `address` the view, several joined by a space."""

    name: str
    path: Path
    address: str
    bytes: int
    pages: int
    sha256: str
    code: str


def render(
    browser: Browser,
    server: AppServer,
    addresses: Sequence[str],
    *,
    paper: str = "a4",
    together: bool = True,
    version: str | None = None,
    time: datetime | None = None,
    folder: Path,
    name: str = "快照",
    scope: Any = None,
    progress: Progress | None = None,
    zone: str = ZONE,
) -> list[RenderedFile]:
    """PDF files of `addresses` in `folder`: one where `together`, else one for each, named after the view.

    `version` is the data version (the one in force now, if None), `time` the run's (naive is UTC), printed in `zone`.
    `progress(done, total)` is told after each address. `scope` is the viewer's, kept with the job.
    Raises SnapshotFailed; then no file of this call is left behind.
    """
    sheet = _paper(paper)
    moment = time or datetime.now(UTC)
    at = version or server.version()
    kept_version(server, at)
    views: list[View] = []
    for number, address in enumerate(addresses, 1):
        views.append(_view(browser, server, address, sheet, at, moment, folder))
        if progress is not None:
            progress(number, len(addresses))
    kept_version(server, at)
    groups = [views] if together else [[view] for view in views]
    made: list[RenderedFile] = []
    try:
        for group in groups:
            stem = name if together else f"{name}_{group[0][1].facts.title}"
            made.append(_file(browser, group, sheet, moment, zone, folder, file_name(stem, made, "pdf")))
    except BaseException:
        for file in made:
            file.path.unlink(missing_ok=True)
        raise
    return made


def kept_version(server: AppServer, version: str) -> None:
    """Raises SnapshotFailed("version") where the version is none, or is kept no longer."""
    if not VERSION.fullmatch(version):
        raise SnapshotFailed("version", f"“{version[:40]}”不是数据版本；版本写作2026.11.1")
    kept = [str(row["version"]) for row in server.ask("/api/v1/versions")["versions"]]
    if version not in kept:
        raise SnapshotFailed("version", f"数据版本 {version} 已不再保留；保留的有 {'、'.join(kept)}")


def _paper(name: str) -> Paper:
    if name not in PAPERS:
        raise SnapshotFailed("page", f"没有纸型“{name}”；可用：{'、'.join(PAPERS)}")
    return PAPERS[name]


def _view(
    browser: Browser, server: AppServer, address: str, paper: Paper, version: str, time: datetime, folder: Path
) -> View:
    base = os.environ.get("COCKPIT_PUBLIC_URL", "").strip().rstrip("/")
    with open_view(browser, server, address, version=version, time=time, paper=paper, pictures=folder) as page:
        printed = print_page(page, paper, base)
    mark = code_of(server, address, version, time, printed.facts.title, "pdf")
    return address, printed, Stretch(printed.facts, printed.pages, version, mark["code"], mark["qr"])


def code_of(server: AppServer, address: str, version: str, time: datetime, title: str, surface: str) -> dict[str, str]:
    """The mark of verification: code, address of its page, qr (SVG text). Raises SnapshotFailed("code")."""
    moment = time if time.tzinfo else time.replace(tzinfo=UTC)
    asked = {"address": pinned(address, version), "surface": surface, "time": moment.isoformat()}
    if title:
        asked["title"] = title[:80]
    try:
        told = server.ask("/api/v1/codes", asked)
    except SnapshotFailed as failed:
        raise SnapshotFailed("code", f"没有得到验证码：{failed.words}", address=address) from failed
    if told.get("data_version", version) != version:
        raise SnapshotFailed("version", f"验证码是数据版本 {told['data_version']} 的，应为 {version}", address=address)
    return told


def file_name(stem: str, made: Iterable[RenderedFile], ending: str) -> str:
    """A file name that every system takes; a number where two files have one name."""
    stem = re.sub(r'[\\/:*?"<>|\s]+', "_", stem).strip("._")[:80] or "快照"
    taken = {file.name for file in made}
    number, found = 1, f"{stem}.{ending}"
    while found in taken:
        number += 1
        found = f"{stem}_{number}.{ending}"
    return found


def _file(
    browser: Browser,
    group: Sequence[View],
    paper: Paper,
    time: datetime,
    zone: str,
    folder: Path,
    name: str,
) -> RenderedFile:
    """Whole or not at all: written beside its place, then moved there."""
    stretches = [stretch for _, _, stretch in group]
    try:
        feet = footers(browser, stretches, paper, time, zone)
    except Error as error:
        raise SnapshotFailed("browser", f"页眉页脚没有印成：{error.message.splitlines()[0]}") from error
    path = folder / name
    beside = folder / f".{name}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        parts = [(printed.facts.title, printed.pdf) for _, printed, _ in group]
        titles = list(dict.fromkeys(title for title, _ in parts))
        write_file(beside, parts, feet, title="、".join(titles)[:200], time=time)
        content = beside.read_bytes()
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise SnapshotFailed("disk", f"不能写到 {folder}：{error.strerror or error}；请检查磁盘空间和权限") from error
    return RenderedFile(
        name,
        path,
        " ".join(address for address, _, _ in group),
        len(content),
        sum(s.pages for s in stretches),
        hashlib.sha256(content).hexdigest(),
        stretches[0].code,
    )
