"""What became of the runs: history as pages and commands show it, deliveries that wait, and what is old."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, or_, select, update

from access.limits import may_see
from access.viewer import Viewer
from state.schema import snapshot_job, snapshot_run
from state.snapshot_jobs import DONE, FAILED, Job, holds_tables, job_of
from state.snapshot_orders import OrderError
from state.store import reading, writing

_C = snapshot_run.c


@dataclass(frozen=True)
class Run:
    """One execution. Times are UTC without a zone; files, problems and delivered as in `state.schema`."""

    run_id: int
    job_id: int
    due: datetime
    state: str  # waiting running done failed
    attempt: int
    claimed_by: str | None
    heartbeat: datetime | None
    not_before: datetime | None
    started: datetime | None
    finished: datetime | None
    done: int
    total: int
    data_version: str | None
    files: tuple[dict[str, Any], ...]
    problems: tuple[dict[str, Any], ...]
    delivered: tuple[dict[str, Any], ...]


def undelivered() -> list[tuple[Run, Job]]:
    """Finished runs with a delivery that waits. Raises StateError."""
    with reading() as connection:
        if connection is None or not holds_tables(connection):
            return []
        pending = select(snapshot_run).where(_C.state == DONE, _C.delivered.contains('"waiting"')).order_by(_C.run_id)
        found = [run_of(row) for row in connection.execute(pending).mappings()]
        of = {run.job_id for run in found}
        rows = connection.execute(select(snapshot_job).where(snapshot_job.c.job_id.in_(of))).mappings()
        known = {row["job_id"]: job_of(row) for row in rows}
    return [(run, known[run.job_id]) for run in found if run.job_id in known]


def keep_delivered(run_id: int, tried: Sequence[dict[str, Any]]) -> None:
    """What came of these lines; the others stay as they are by now. Raises StateError."""
    came = {(line["kind"], line["to"]): line for line in tried}
    with writing(revises=False) as connection:
        _keep_lines(connection, run_id, lambda line: came.get((line["kind"], line["to"]), line))


def deliver_again(run_id: int, *, viewer: Viewer) -> int:
    """Let what was not delivered be tried at once and as often as at first; how many lines that are.
    Raises OrderError, StateError."""
    if run(run_id, viewer) is None:
        raise OrderError("run", "没有这次运行：可能已过保留期，或不在您的查看范围内。")
    fresh = {"state": "waiting", "attempt": 0, "not_before": None, "words": ""}
    with writing(revises=False) as connection:
        count = _keep_lines(connection, run_id, lambda line: line | fresh if line["state"] != "done" else line)
    if not count:
        raise OrderError("run", "这次运行没有投递失败的收件人或文件夹。")
    return count


def _keep_lines(connection: Connection, run_id: int, changed: Callable[[dict[str, Any]], dict[str, Any]]) -> int:
    """Change the lines of a run's deliveries; how many are not what they were."""
    lines = json.loads(connection.scalar(select(_C.delivered).where(_C.run_id == run_id)) or "[]")
    made = [changed(line) for line in lines]
    told = json.dumps(made, ensure_ascii=False)
    connection.execute(update(snapshot_run).where(_C.run_id == run_id).values(delivered=told))
    return sum(old["state"] != "done" and new["state"] == "waiting" for old, new in zip(lines, made, strict=True))


def runs_of(job_ids: Sequence[int], *, limit: int = 50, offset: int = 0) -> list[Run]:
    """The runs of these jobs, the newest first. Raises StateError."""
    with reading() as connection:
        if connection is None or not holds_tables(connection) or not job_ids:
            return []
        newest = select(snapshot_run).where(_C.job_id.in_(job_ids)).order_by(_C.due.desc(), _C.run_id.desc())
        return [run_of(row) for row in connection.execute(newest.limit(limit).offset(offset)).mappings()]


def last_runs(job_ids: Sequence[int]) -> dict[int, Run]:
    """The newest run of each of these jobs. Raises StateError."""
    with reading() as connection:
        if connection is None or not holds_tables(connection) or not job_ids:
            return {}
        later = snapshot_run.alias()
        newer = select(later.c.run_id).where(
            later.c.job_id == _C.job_id,
            or_(later.c.due > _C.due, and_(later.c.due == _C.due, later.c.run_id > _C.run_id)),
        )
        newest = select(snapshot_run).where(_C.job_id.in_(job_ids), ~newer.exists())
        return {row["job_id"]: run_of(row) for row in connection.execute(newest).mappings()}


def run(run_id: int, viewer: Viewer) -> tuple[Run, Job] | None:
    """One run with its job, where `viewer` may see what it was made of. Raises StateError."""
    with reading() as connection:
        if connection is None or not holds_tables(connection):
            return None
        row = connection.execute(select(snapshot_run).where(_C.run_id == run_id)).mappings().first()
        if row is None:
            return None
        of = connection.execute(select(snapshot_job).where(snapshot_job.c.job_id == row["job_id"])).mappings().first()
        if of is None or not may_see(viewer, of["scope"]):
            return None
        return run_of(row), job_of(of)


def runs_to_drop() -> list[int]:
    """Finished runs beyond what their jobs keep (so many done and so many failed), and all of removed jobs.
    Raises StateError."""
    with reading() as connection:
        if connection is None or not holds_tables(connection):
            return []
        j = snapshot_job.c
        keep = {job_id: count for job_id, count in connection.execute(select(j.job_id, j.keep_runs))}  # noqa: C416
        newest = select(_C.run_id, _C.job_id, _C.state).where(_C.state.in_((DONE, FAILED)))
        seen: dict[tuple[int, str], int] = {}
        dropped = []
        for run_id, job_id, state in connection.execute(newest.order_by(_C.due.desc(), _C.run_id.desc())):
            seen[job_id, state] = seen.get((job_id, state), 0) + 1
            if seen[job_id, state] > keep.get(job_id, 0):
                dropped.append(run_id)
        return dropped


def drop_run(run_id: int) -> None:
    """Its files are gone already. Raises StateError."""
    with writing(revises=False) as connection:
        connection.execute(delete(snapshot_run).where(_C.run_id == run_id))


def run_of(row: Any) -> Run:
    """A row of snapshot_run (a mapping)."""
    said = dict(row)
    for name in ("files", "problems", "delivered"):
        said[name] = tuple(json.loads(said[name]))
    return Run(**said)
