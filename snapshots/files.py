"""The files that writers make: their names, and each whole at its place or not there."""

import hashlib
import re
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from snapshots.failure import SnapshotFailed


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


def whole_file(path: Path, content: bytes, *, address: str, pages: int, code: str) -> RenderedFile:
    """Written beside its place, then moved there. Raises SnapshotFailed("disk")."""
    beside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        words = f"不能写到 {path.parent}：{error.strerror or error}；请检查目录是否可写，磁盘是否已满"
        raise SnapshotFailed("disk", words) from error
    return RenderedFile(path.name, path, address, len(content), pages, hashlib.sha256(content).hexdigest(), code)


def file_name(stem: str, ending: str, taken: Container[str] = ()) -> str:
    """A file name that every system takes; a number where two files have one name."""
    stem = re.sub(r'[\\/:*?"<>|\s]+', "_", stem).strip("._")[:80] or "快照"
    number, found = 1, f"{stem}.{ending}"
    while found in taken:
        number += 1
        found = f"{stem}_{number}.{ending}"
    return found
