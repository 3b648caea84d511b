"""Releases as DuckDB files: one file per release and the small file `CURRENT` that names the one in force.

A file is complete and flushed before its name appears, and is never written again; readers keep what they opened.
"""

import os
import time
from pathlib import Path

from data.loading.batches import flush_to_disk
from data.publishing.release import Release, discard_file
from data.settings import settings

POINTER = "CURRENT"


def known_versions() -> list[str]:
    """Versions that exist, in no order."""
    return [file.stem for file in settings().releases.glob("*.duckdb") if not file.name.startswith(".")]


def place(built: Path, release: Release) -> None:
    """Give the finished file its name; nobody reads it before `point_to`."""
    target = _file(release.version)
    built.replace(target)
    flush_to_disk(target.parent)


def point_to(version: str) -> None:
    """Make `version` the one that readers see, by one rename."""
    pointer = settings().releases / POINTER
    if pointer.exists():
        left = _file(pointer.read_text(encoding="utf-8").strip())
        if left.exists():
            os.utime(left)  # when readers stopped arriving: see `seconds_since_left`
    partial = pointer.with_name(f".{POINTER}.{os.getpid()}")
    partial.write_text(version + "\n", encoding="utf-8")
    flush_to_disk(partial)
    partial.replace(pointer)
    flush_to_disk(pointer.parent)


def seconds_since_left(version: str) -> float:
    """How long ago readers stopped being sent to `version`."""
    return time.time() - _file(version).stat().st_mtime


def drop(version: str) -> None:
    """Remove a release. Readers that have it open keep it until they close it."""
    _file(version).unlink(missing_ok=True)


def sweep() -> None:
    """Remove what killed publications left behind. Only under the writer lock."""
    settings().releases.mkdir(parents=True, exist_ok=True)
    for file in settings().releases.glob(".building-*.duckdb"):
        discard_file(file)
    for file in (*settings().releases.glob(".building-*.duckdb.*"), *settings().releases.glob(f".{POINTER}.*")):
        discard_file(file.with_name(file.name.removesuffix(".wal").removesuffix(".spill")))


def _file(version: str) -> Path:
    return settings().releases / f"{version}.duckdb"
