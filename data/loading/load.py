"""Load files: read, check, compare with what is there, land. All files of one call land, or none does."""

import getpass
import hashlib
import shutil
from collections.abc import Callable, Iterable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from data.loading import batches
from data.loading.batches import Batch, read_batches
from data.loading.checking import broken_rows, rejects_path, write_rejects
from data.loading.contents import CONTENTS
from data.loading.known_codes import fill_known_codes
from data.loading.lock import writer_lock
from data.loading.manifest import Manifest, manifest_path, read_manifest
from data.loading.one_source import contested_rows, rivals
from data.loading.reading import KINDS, read_into_raw
from data.loading.refusals import FileRefused, Reject, RowsRefused, told_when_full
from data.loading.staging import Database, scratch_database, scratch_folder
from data.settings import settings

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Landed:
    """What became of one file. `batch` is None after a check; `new` is false where the file had been loaded before."""

    path: Path
    rows: int
    batch: int | None
    new: bool


def load_files(paths: Iterable[str | Path], *, progress: Progress = lambda text: None) -> list[Landed]:
    """Load files (CSV, XLSX or Parquet, each with its YAML) as batches; readers see them after the next `publish`.

    Raises Refused (see `data.loading.refusals`) and changes nothing where anything is wrong with any of them.
    A file that was loaded before is reported with its batch and `new=False`.
    """
    return _run(paths, progress, landing=True)


def check_files(paths: Iterable[str | Path], *, progress: Progress = lambda text: None) -> list[Landed]:
    """Everything `load_files` does, except landing."""
    return _run(paths, progress, landing=False)


def _run(paths: Iterable[str | Path], progress: Progress, *, landing: bool) -> list[Landed]:
    files = [Path(path) for path in paths]
    verb = "装载" if landing else "检查"
    with told_when_full(settings().data), writer_lock(f"{verb} {'、'.join(f.name for f in files[:3])}"):
        batches.sweep()
        present = read_batches(discarded=True)
        results: list[Landed] = []
        with ExitStack() as prepared_folders:
            prepared: list[tuple[Path, Path, Batch]] = []
            for file in files:
                progress(f"{file.name}：{verb}")
                result = _prepare(file, present, prepared_folders, progress)
                if isinstance(result, Landed):
                    results.append(result)
                else:
                    folder, batch = result
                    prepared.append((file, folder, batch))
                    present.append(batch)
            for file, folder, batch in prepared:
                number = batches.land(folder).number if landing else None
                results.append(Landed(file, batch.row_count, number, True))
        return results


def _prepare(file: Path, present: list[Batch], folders: ExitStack, progress: Progress) -> Landed | tuple[Path, Batch]:
    """Check one file and prepare the folder that only needs its number; or say which batch it already is."""
    _look_at_file(file)
    manifest = read_manifest(file)
    digest = _sha256(file)
    if same := next((b for b in present if b.sha256 == digest), None):
        if same.discarded:
            raise FileRefused(
                file, f"已装载为批次{same.number}，但该批次已停用。要恢复，请运行 script/cockpit restore {same.number}"
            )
        return Landed(file, same.row_count, same.number, False)
    folder = folders.enter_context(_staged_folder())
    with scratch_folder() as scratch, scratch_database(scratch) as connection:
        rows = _checked_rows(connection, file, scratch, manifest, present, progress)
        counts = _write_rows(connection, folder / batches.ROWS, manifest.content)
    progress(f"{file.name}：{rows:,}条全部合格")
    rejects_path(file).unlink(missing_ok=True)  # of an earlier attempt
    now = datetime.now(UTC).replace(tzinfo=None)
    indicators, forms = ({}, counts) if manifest.content == "submissions" else (counts, {})
    batch = Batch(0, folder, file.name, digest, manifest, now, _user(), rows, indicators, forms)
    batches.write_about(folder, batch)
    return folder, batch


def _checked_rows(
    connection: Database, file: Path, scratch: Path, manifest: Manifest, present: list[Batch], progress: Progress
) -> int:
    """Fill `typed` and raise RowsRefused unless every row is sound. Returns the number of rows."""
    content = CONTENTS[manifest.content]
    read, misshapen = read_into_raw(connection, file, scratch, content.layout)
    progress(f"{file.name}：读入{read:,}行")
    if misshapen:
        _refuse(file, len(misshapen), misshapen)
    fill_known_codes(connection, manifest)
    left_out = content.type_rows(connection, manifest)
    if left_out == read:
        raise FileRefused(file, "只有表头和空行，没有数据")
    progress(f"{file.name}：逐条检查")
    total, rejects = broken_rows(connection, manifest, content.checks)
    if not total:
        active = [batch for batch in present if not batch.discarded]
        total, rejects = contested_rows(connection, "typed", rivals(manifest, active), manifest.content)
    if total:
        _refuse(file, total, rejects)
    return read - left_out


def _refuse(file: Path, total: int, rejects: list[Reject]) -> None:
    raise RowsRefused(file, total, rejects, write_rejects(file, rejects))


def _look_at_file(file: Path) -> None:
    if not file.exists():
        raise FileRefused(file, f"没有这个文件（{file.resolve()}）。请检查路径")
    if file.suffix.lower() not in KINDS:
        raise FileRefused(file, f"不支持 {file.suffix or '没有扩展名'} 的文件，请用 CSV、XLSX 或 Parquet")
    if not file.is_file():
        raise FileRefused(file, "不是普通文件")
    size, limit = file.stat().st_size, settings().load_limit
    if size == 0:
        raise FileRefused(file, "文件是空的（0字节），没有表头也没有数据。请重新导出")
    if size > limit:
        raise FileRefused(
            file,
            f"文件有 {size / 1024**3:.1f} GiB，超过上限 {limit / 1024**3:.1f} GiB，未读取。"
            "请按年份或指标拆成几个文件，或改用 Parquet（通常小10倍）；上限由 COCKPIT_LOAD_LIMIT 设定",
        )


def _sha256(file: Path) -> str:
    """Of the data and of its YAML: a corrected YAML makes another batch."""
    digest = hashlib.sha256()
    for path in (file, manifest_path(file)):
        with path.open("rb") as opened:
            while piece := opened.read(1 << 20):
                digest.update(piece)
        digest.update(b"\0")
    return digest.hexdigest()


@contextmanager
def _staged_folder():
    """A folder beside the batches; landing renames it, whatever is left of it goes."""
    settings().batches.mkdir(parents=True, exist_ok=True)
    folder = settings().batches / f"{batches.STAGING}{datetime.now():%H%M%S%f}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write_rows(connection: Database, target: Path, name: str) -> dict[str, int]:
    """Write the sorted rows; returns their number by indicator or form. Codes stay: ids belong to a release."""
    content = CONTENTS[name]
    connection.execute(
        f"""COPY (SELECT {content.kept}, CAST(row_number AS INTEGER) AS row_number, note
        FROM typed ORDER BY {content.sorting})
        TO '{str(target).replace("'", "''")}' (FORMAT parquet, COMPRESSION zstd)"""
    )
    return dict(connection.execute(f"SELECT {content.subject}, count(*) FROM typed GROUP BY 1 ORDER BY 1").fetchall())


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without a passwd entry
        return "unknown"
