"""Make the accepted batches visible to readers as one new version, and step back again."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from types import ModuleType

from sqlalchemy import select

from data.loading import batches as accepted
from data.loading.lock import writer_lock
from data.loading.refusals import Refused, told_when_full
from data.publishing import duckdb_store, postgres_store
from data.publishing.release import Release, build_release, discard_file
from data.schema import release_info
from data.settings import settings
from data.warehouse import NothingPublished, WarehouseError, connect, current_version, kept_versions

KEPT = 3
GRACE = 60.0  # seconds for which a version that was just left stays readable; statements end after 30
Progress = Callable[[str], None]


def publish(note: str | None = None, *, progress: Progress = lambda text: None, grace: float = GRACE) -> Release:
    """Build a release of all accepted batches and make it the current one.

    Raises Refused where there is nothing to publish, Busy, OutOfSpace or WarehouseError; readers then keep what they
    have. Killed at any point, readers keep the old version or have the new one, whole.
    """
    with told_when_full(settings().data), writer_lock("发布"):
        store = _store()
        store.sweep()
        accepted.sweep()
        batches = accepted.read_batches()
        if not batches:
            raise Refused("没有可发布的批次。请先运行 script/cockpit load 装载文件。")
        now = datetime.now(UTC).replace(tzinfo=None)
        planned = Release(
            next_version(store.known_versions(), now.date()), now, 0, 0, None, note, _current_or_none()
        )  # fmt: skip
        built = settings().releases / f".building-{planned.version}.duckdb"
        try:
            progress(f"版本 {planned.version}：{len(batches)}个批次")
            release = build_release(built, planned, batches, progress)
            store.place(built, release)
            store.point_to(release.version)
        finally:
            discard_file(built)
        _retire(store, grace)
    return release


def rollback(version: str | None = None) -> str:
    """Send readers back to the version before the current one, or to `version`. Returns the version now in force.

    Raises Refused where there is none.
    """
    with writer_lock("退回"):
        now_shown = current_version()
        target = version or _previous(now_shown)
        if target is None or target not in kept_versions():
            kept = "、".join(kept_versions())
            missing = f"版本 {version} 不存在或已不再保留" if version else f"版本 {now_shown} 之前没有可退回的版本"
            raise Refused(f"{missing}，没有任何改动。现有版本：{kept}。")
        _store().point_to(target)
    return target


def versions() -> list[Release]:
    """The releases that can be read, the oldest first; those of an older schema with their version only."""
    return [_read(version) for version in kept_versions()]


def next_version(existing: list[str], today: date) -> str:
    """`2026.11.1`, `2026.11.2` …: year, month and a number that starts again every month."""
    prefix = f"{today.year}.{today.month}."
    numbers = [int(v.removeprefix(prefix)) for v in existing if v.startswith(prefix)]
    return f"{prefix}{max(numbers, default=0) + 1}"


def _store() -> ModuleType:
    return duckdb_store if settings().is_duckdb else postgres_store


def _current_or_none() -> str | None:
    try:
        return current_version()
    except NothingPublished:
        return None


def _read(version: str) -> Release:
    try:
        with connect(version) as connection:
            row = connection.execute(select(release_info)).mappings().one()
    except WarehouseError:
        return Release(version, datetime.min, 0, 0, None, None, None)
    names = ("version", "published_at", "observations", "batches", "cut_off", "note", "previous")
    return Release(**{name: row[name] for name in names})


def _previous(version: str) -> str | None:
    return _read(version).previous


def _retire(store: ModuleType, grace: float) -> None:
    """Keep the current version and those a rollback could reach, KEPT in all; drop the rest once nobody reads them."""
    kept: list[str] = []
    version: str | None = current_version()
    existing = kept_versions()
    while version in existing and version not in kept and len(kept) < KEPT:
        kept.append(version)
        version = _previous(version)
    for newest in reversed(existing):
        if newest not in kept and len(kept) < KEPT:
            kept.append(newest)
    for version in existing:
        if version not in kept and store.seconds_since_left(version) >= grace:
            store.drop(version)
