"""Files of a run in `COCKPIT_DATA/snapshots/<run>/`: put there when they are whole, found again after a restart."""

import hashlib
import shutil
from pathlib import Path
from typing import Any

from data.settings import settings


def run_folder(run_id: int) -> Path:
    return settings().snapshots / str(run_id)


def in_place(folder: Path, file: Any, part: int) -> dict[str, Any]:
    """Move a finished file to its run; one whose name is taken (two views of one title) gets its number."""
    path = Path(file.path)
    name = path.name if not (folder / path.name).exists() else f"{path.stem}_{part:02d}{path.suffix}"
    path.replace(folder / name)
    told = {key: getattr(file, key) for key in ("address", "bytes", "pages", "sha256", "code")}
    return told | {"name": name, "part": part}


def is_whole(path: Path, digest: str) -> bool:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest
    except OSError:
        return False


def tidy(folder: Path, kept: list[dict[str, Any]]) -> None:
    """Half files and pictures of attempts before go; the finished files stay."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {file["name"] for file in kept}
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name not in names:
            path.unlink(missing_ok=True)


def remove_run_folder(run_id: int) -> None:
    """Raises OSError where something of it stays."""
    folder = run_folder(run_id)
    if folder.exists():
        shutil.rmtree(folder)
