"""One run: its addresses become files below `COCKPIT_DATA/snapshots/<run>/`, and what was finished stays finished."""

import logging
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from threading import Event, Thread
from typing import Any, Protocol

from access.limits import viewer_of
from access.viewer import Viewer
from data.warehouse import WarehouseError, current_version, kept_versions
from snapshots.delivery import to_be_delivered
from snapshots.failure import SnapshotFailed
from snapshots.formats import Writer
from snapshots.request import RenderRequest
from snapshots.run_files import in_place, is_whole, run_folder, tidy
from state.finding_states import now
from state.snapshot_history import Run
from state.snapshot_jobs import Job
from state.snapshot_orders import file_name
from state.snapshot_runs import beat, begin, fail_run, finish_run, hand_back, keep_files, told_progress
from state.snapshot_schedule import on_clock
from state.store import StateError

log = logging.getLogger("cockpit.scheduler")
BEAT = 20.0  # seconds between two heartbeats
WORKING = ".working"
# What fails one address fails no other, but for these: they would fail all the rest in the same way.
FATAL = ("browser", "server", "version", "disk")


class Tools(Protocol):
    def tools(self) -> tuple[Any, Any]: ...
    def close(self) -> None: ...


class Stopped(Exception):
    """The process is asked to end, or the run is no longer its own (`lost`)."""

    def __init__(self, *, lost: bool) -> None:
        super().__init__()
        self.lost = lost


@dataclass(frozen=True)
class Work:
    """A claimed run and everything that carrying it out needs."""

    run: Run
    job: Job
    claimer: str
    tools: Tools
    writers: Mapping[str, Writer]
    asked_to_stop: Callable[[], bool]

    @property
    def folder(self) -> Path:
        return run_folder(self.run.run_id)

    @property
    def viewer(self) -> Viewer:
        return viewer_of(self.job.scope, self.job.who)

    @property
    def stem(self) -> str:
        """月度总览_20261122-0800"""
        return f"{file_name(self.job.order.name)}_{on_clock(self.run.due, self.job.order.zone):%Y%m%d-%H%M}"


def carry_out(work: Work) -> str:
    """done, waiting (it failed and is tried again, or was handed back) or failed. Raises StateError."""
    run_id, lost = work.run.run_id, Event()
    with _heart(work, lost):
        try:
            files = _made(work, lost)
        except Stopped as stopped:
            if not stopped.lost:
                hand_back(run_id, work.claimer)
            log.info("run %s %s", run_id, "is another's now" if stopped.lost else "handed back")
            return "waiting"
        except _Problems as failed:
            state = fail_run(work.run, work.claimer, work.job, failed.problems, now())
            log.warning("run %s of job %s, attempt %s: %s", run_id, work.job.job_id, work.run.attempt, failed)
            return state
        finally:
            shutil.rmtree(work.folder / WORKING, ignore_errors=True)
    waiting = to_be_delivered(work.job)
    kept = finish_run(run_id, work.claimer, files=files, delivered=waiting, now=now())
    return "done" if kept else "waiting"


class _Problems(Exception):
    def __init__(self, problems: list[dict[str, Any]]) -> None:
        super().__init__("；".join(p["words"] for p in problems[:3]))
        self.problems = problems


class _heart:
    """Beats beside the work, which waits for Chromium most of the time."""

    def __init__(self, work: Work, lost: Event) -> None:
        self._work, self._lost, self._done = work, lost, Event()
        self._thread = Thread(target=self._beat, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join(30)

    def _beat(self) -> None:
        while not self._done.wait(BEAT):
            try:
                if not beat(self._work.run.run_id, self._work.claimer, now()):
                    self._lost.set()
                    return
            except StateError as error:
                log.warning("no heartbeat of run %s: %s", self._work.run.run_id, error)


def _made(work: Work, lost: Event) -> list[dict[str, Any]]:
    """All files of the run, those of earlier attempts among them. Raises Stopped, _Problems, StateError."""
    try:
        version = _version(work)
        kept = _kept_files(work)
        tidy(work.folder, kept)
    except (SnapshotFailed, OSError) as error:
        raise _Problems([_problem(work, error, "", 0)]) from error
    order = work.job.order
    portions = [order.addresses] if order.together else [(address,) for address in order.addresses]
    if not begin(work.run.run_id, work.claimer, version, len(order.addresses)):
        raise Stopped(lost=True)
    finished: dict[str, list[dict[str, Any]]] = {}
    for file in kept:
        finished.setdefault(str(file["part"]), []).append(file)
    problems: list[dict[str, Any]] = []
    for number, addresses in enumerate(portions, 1):
        if str(number) in finished:
            continue
        _go_on(work, lost)
        try:
            made = _portion(work, addresses, number, version, lost)
        except (SnapshotFailed, OSError, WarehouseError) as error:
            problems.append(_problem(work, error, addresses[0] if len(addresses) == 1 else "", number))
            if problems[-1]["kind"] in FATAL:
                break
            continue
        finished[str(number)] = made
        if not keep_files(work.run.run_id, work.claimer, _listed(finished), _done(work, finished), now()):
            raise Stopped(lost=True)
    if problems:
        raise _Problems(problems)
    return _listed(finished)


def _portion(work: Work, addresses: tuple[str, ...], number: int, version: str, lost: Event) -> list[dict[str, Any]]:
    """The files of these addresses, moved to their place when all are whole."""
    working, order = work.folder / WORKING, work.job.order
    shutil.rmtree(working, ignore_errors=True)
    working.mkdir(parents=True)
    browser, server = work.tools.tools()

    def progress(done: int, total: int) -> None:
        if done == total:  # the file is as good as written
            return
        _go_on(work, lost)
        if not told_progress(work.run.run_id, work.claimer, done, now()):
            raise Stopped(lost=True)

    try:
        made = work.writers[order.format](
            browser,
            server,
            RenderRequest(
                addresses=addresses, version=version, time=work.run.due.replace(tzinfo=UTC), folder=working,
                name=work.stem, paper=order.paper, together=order.together, viewer=work.viewer, zone=order.zone,
                progress=progress,
            ),
        )  # fmt: skip
    except (Stopped, SnapshotFailed, OSError, WarehouseError):
        raise
    except Exception as error:  # a fault of the program fails this run, told; the scheduler goes on
        log.exception("run %s: %s", work.run.run_id, addresses[0])
        work.tools.close()
        words = f"程序出错（{type(error).__name__}），已记入服务日志，请告知管理员。"
        raise SnapshotFailed("page", words) from error
    if not made:
        raise SnapshotFailed("pages", "没有生成任何文件。")
    return [in_place(work.folder, file, number) for file in made]


def _version(work: Work) -> str:
    """The data version of the run: the job's, that of its finished files, or the one in force."""
    wanted = work.job.order.version or work.run.data_version
    try:
        if not wanted:
            return current_version()
        if wanted in kept_versions():
            return wanted
    except WarehouseError as error:
        raise SnapshotFailed("server", str(error)) from error
    raise SnapshotFailed("version", f"数据版本 {wanted} 已不再保留，请把任务改为“生成时的当前版本”。")


def _kept_files(work: Work) -> list[dict[str, Any]]:
    """Files of earlier attempts that are still there and whole."""
    return [dict(file) for file in work.run.files if is_whole(work.folder / file["name"], file["sha256"])]


def _problem(work: Work, error: Exception, address: str, number: int) -> dict[str, Any]:
    """Why an address did not become a file, as the history keeps it; its picture moves to the run's folder."""
    if not isinstance(error, SnapshotFailed):
        kind, words = ("disk", f"写文件时出错：{error}。请检查磁盘空间与权限。")
        if isinstance(error, WarehouseError):
            kind, words = "version", str(error)
        return {"address": address, "kind": kind, "words": words, "picture": None}
    name = None
    if error.picture is not None:
        with suppress(OSError):  # the reason matters more than the picture
            shutil.copyfile(error.picture, work.folder / f"failed-{number:03d}.png")
            name = f"failed-{number:03d}.png"
    return {"address": error.address or address, "kind": error.kind, "words": error.words, "picture": name}


def _go_on(work: Work, lost: Event) -> None:
    if lost.is_set():
        raise Stopped(lost=True)
    if work.asked_to_stop():
        raise Stopped(lost=False)


def _listed(finished: Mapping[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    return [file for part in sorted(finished, key=int) for file in finished[part]]


def _done(work: Work, finished: Mapping[str, Any]) -> int:
    return len(work.job.order.addresses) if work.job.order.together else len(finished)
