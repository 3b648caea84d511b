"""Files into a folder below COCKPIT_DELIVERY: readers there see all of a run or nothing of it."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from data.settings import settings
from snapshots.failure import SnapshotFailed
from snapshots.run_files import is_whole
from state.snapshot_history import Run
from state.snapshot_jobs import Job
from state.snapshot_orders import file_name
from state.snapshot_schedule import on_clock


def deliver_to_folder(run: Run, job: Job, folder: str, files: Sequence[Path]) -> str:
    """One file as itself, several as a folder of their own; returns where they are, in words.

    Delivering again changes nothing where they are whole. Raises SnapshotFailed("disk"), OSError.
    """
    target = _inside(folder)
    target.mkdir(parents=True, exist_ok=True)
    stamp = f"{on_clock(run.due, job.order.zone):%Y%m%d-%H%M}"
    last = target / (files[0].name if len(files) == 1 else f"{file_name(job.order.name)}_{stamp}")
    partial = target / f".{run.run_id}.partial"
    _remove(partial)
    try:
        if len(files) == 1:
            _copy(files[0], partial)
            partial.replace(last)
        elif not all(is_whole(last / file["name"], file["sha256"]) for file in run.files):
            partial.mkdir()
            for file in files:
                _copy(file, partial / file.name)
            _remove(last)  # what is left of an earlier attempt
            partial.rename(last)
    finally:
        _remove(partial)
    _settle(target)
    return f"已放入 {folder}/{last.name}"


def _inside(folder: str) -> Path:
    """The folder, which no link may lead out of the one for delivery."""
    root = settings().delivery
    if root is None:
        raise SnapshotFailed("disk", "没有设置投递目录。请管理员设置 COCKPIT_DELIVERY。")
    if not root.is_dir():
        raise SnapshotFailed("disk", f"投递目录 {root} 不存在或没有挂载。请检查 COCKPIT_DELIVERY。")
    target = (root / folder).resolve()
    if not target.is_relative_to(root.resolve()):
        raise SnapshotFailed("disk", f"文件夹 {folder} 通向投递目录之外，未投递。")
    return target


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as read, target.open("wb") as written:
        shutil.copyfileobj(read, written, 1024 * 1024)
        written.flush()
        os.fsync(written.fileno())


def _settle(folder: Path) -> None:
    """The new name too survives a power failure."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
