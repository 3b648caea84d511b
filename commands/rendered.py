"""What the commands that make files share: the time on them, and each file whole at its place."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from access.moment import ZONE
from commands.messages import Failure
from snapshots.failure import SnapshotFailed

EXIT = {"browser": 4, "server": 4, "disk": 4}


def time_of(said: str | None) -> datetime:
    """Now, if nothing is said; without a zone it is a time of Beijing."""
    if said is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        time = datetime.fromisoformat(said)
    except ValueError as error:
        raise Failure(f"看不懂的时间“{said}”；请写成2026-11-22T09:30。", 2) from error
    return time if time.tzinfo else time.replace(tzinfo=ZONE)


def move(made: Path, target: Path) -> None:
    """Raises SnapshotFailed("disk"); then the target is as it was."""
    beside = target.with_name(f".{target.name}.part")
    try:
        shutil.copyfile(made, beside)
        beside.replace(target)
        made.unlink()
    except OSError as error:
        beside.unlink(missing_ok=True)
        words = f"不能写到 {target.parent}：{error.strerror}；请检查目录是否存在、可写，磁盘是否已满"
        raise SnapshotFailed("disk", words) from error


def refusal(failed: SnapshotFailed, output: Path) -> Failure:
    """No file, and why; the picture of what failed is kept beside where the file would have been."""
    seen = ""
    if failed.picture is not None and failed.picture.exists():
        target = output.with_name(f"{output.stem}.未通过.png")
        try:
            shutil.copyfile(failed.picture, target)
            seen = f"当时的页面见 {target}。"
        except OSError:
            seen = ""
    return Failure(f"{failed}。没有写出文件。{seen}", EXIT.get(failed.kind, 1))
