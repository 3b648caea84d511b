"""Accepted batches: numbered folders that hold the typed rows and what is known about their file.

They are the source of truth; releases are made from them. A batch is never changed or deleted, only set aside by a
marker file, so that every figure ever published can be traced.
"""

import os
import shutil
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path

import yaml

from data.loading.manifest import Manifest
from data.loading.refusals import Refused
from data.settings import settings

ROWS, ABOUT, SET_ASIDE = "rows.parquet", "batch.yaml", "discarded"
STAGING = ".landing-"


@dataclass(frozen=True)
class Batch:
    """One accepted file. `sha256` is of the data file and its YAML together; `indicators` counts observations by code,
    `forms` submissions by the code of their form."""

    number: int
    folder: Path
    file_name: str
    sha256: str
    manifest: Manifest
    loaded_at: datetime
    loaded_by: str
    row_count: int
    indicators: dict[str, int] = field(default_factory=dict)
    forms: dict[str, int] = field(default_factory=dict)
    discarded: bool = False

    @property
    def rows(self) -> Path:
        return self.folder / ROWS

    @property
    def subjects(self) -> dict[str, int]:
        """Rows by what they are about: the indicator of an observation, the form of a submission."""
        return self.forms if self.manifest.content == "submissions" else self.indicators

    @property
    def order(self) -> tuple[bool, date, int]:
        """Sorts earlier revisions before later ones: real after demonstration, then by receipt, then by number."""
        received = self.manifest.received or self.loaded_at.date()
        return not self.manifest.demonstration, received, self.number


def read_batches(*, discarded: bool = False) -> list[Batch]:
    """Accepted batches by number; those set aside only where `discarded`."""
    folders = sorted(f for f in settings().batches.glob("[0-9]*") if f.name.isdigit())
    found = [read_batch(folder) for folder in folders]
    return [batch for batch in found if discarded or not batch.discarded]


def read_batch(folder: Path) -> Batch:
    """The batch in `folder`. Raises Refused where it was damaged from outside."""
    try:
        content = yaml.load((folder / ABOUT).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        if not (folder / ROWS).exists():
            raise FileNotFoundError(ROWS)
        manifest = Manifest(**content.pop("manifest"))
        return Batch(int(folder.name), folder, manifest=manifest, discarded=(folder / SET_ASIDE).exists(), **content)
    except (OSError, KeyError, TypeError, yaml.YAMLError) as error:
        raise Refused(
            f"批次目录 {folder} 不完整或被改动过（{error}）。请从备份恢复，或移走该目录后重新装载原文件。"
        ) from error


def write_about(folder: Path, batch: Batch) -> None:
    """Write `batch.yaml` into a folder that is still being prepared."""
    content = asdict(batch)
    for name in ("number", "folder", "discarded"):
        del content[name]
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    (folder / ABOUT).write_text(text, encoding="utf-8")


def land(prepared: Path) -> Batch:
    """Give a prepared folder the next number, by one rename after everything in it is on disk."""
    for path in (prepared / ROWS, prepared / ABOUT, prepared):
        flush_to_disk(path)
    taken = [int(f.name) for f in settings().batches.glob("[0-9]*") if f.name.isdigit()]
    target = settings().batches / f"{max(taken, default=0) + 1:06}"
    prepared.rename(target)
    flush_to_disk(target.parent)
    return read_batch(target)


def flush_to_disk(path: Path) -> None:
    """fsync a file or a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep() -> None:
    """Remove what killed loads left behind. Only under the writer lock."""
    for folder in (*settings().batches.glob(f"{STAGING}*"), *settings().data.glob("loading-*")):
        shutil.rmtree(folder, ignore_errors=True)
