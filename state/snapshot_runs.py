"""Runs of jobs: made when due, claimed by one process, carried on after it died, retried.

Every change is one writing transaction of the store, and those wait for each other: of two processes that make runs or
claim one at once, the second sees what the first did. A claim holds as long as its heartbeat is fresh.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, or_, select, update

from state.schema import snapshot_job, snapshot_run
from state.snapshot_history import Run, run_of
from state.snapshot_jobs import DONE, FAILED, RUNNING, UNFINISHED, WAITING, Job, add_run, holds_tables, job_of
from state.snapshot_schedule import latest_due, next_due
from state.store import reading, writing

STALE = timedelta(seconds=90)  # without a heartbeat: whoever claimed it is dead
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)  # between attempts, doubled each time
MOST_INTERRUPTED = 3  # more often than that the run itself is what kills the process
FILE = ("name", "address", "bytes", "pages", "sha256", "code", "part")  # part: of the order, from 1
INTERRUPTED = {
    "address": "", "kind": "interrupted", "picture": None,
    "words": "生成过程多次中断（进程被结束或机器重启），不再继续。请查看服务日志与内存，再点“立即生成”。",
}  # fmt: skip
_C = snapshot_run.c


# --- making and claiming --------------------------------------------------------------------------------------------


def make_due_runs(now: datetime) -> int:
    """Make the runs that are due, one for each job and time; returns how many.

    Of the times that passed while no scheduler ran, the last one is made and the others are left out. A job whose run
    still waits or runs gets its next one afterwards. Raises StateError.
    """
    j = snapshot_job.c
    made = 0
    busy = select(_C.job_id).where(_C.state.in_(UNFINISHED))
    due = select(snapshot_job).where(j.active, j.next_due <= now, j.job_id.not_in(busy)).order_by(j.next_due)
    with reading() as seen:  # most often there is none, and others need not wait
        if seen is None or not holds_tables(seen) or seen.execute(due.limit(1)).first() is None:
            return 0
    with writing(revises=False) as connection:
        for row in connection.execute(due).mappings().all():
            job = job_of(row)
            assert job.next_due is not None
            at, following = job.next_due, None
            if job.order.schedule:
                at = latest_due(job.order.schedule, job.order.zone, job.next_due, now)
                following = next_due(job.order.schedule, job.order.zone, now)
            add_run(connection, job, at)
            connection.execute(update(snapshot_job).where(j.job_id == job.job_id).values(next_due=following))
            made += 1
    return made


def anything_due(now: datetime) -> bool:
    """Whether a job is due or a run can be claimed: asked without making the other writers wait. Raises StateError."""
    with reading() as connection:
        if connection is None or not holds_tables(connection):
            return False
        j = snapshot_job.c
        if connection.execute(select(j.job_id).where(j.active, j.next_due <= now).limit(1)).first():
            return True
        return connection.execute(select(_C.run_id).where(_claimable(now)).limit(1)).first() is not None


def claim_run(claimer: str, now: datetime) -> tuple[Run, Job] | None:
    """Take the run that has been due longest; None where there is none. A run whose claimer died is taken up with the
    files that it had finished. Raises StateError."""
    with writing(revises=False) as connection:
        waiting = select(snapshot_run).where(_claimable(now)).order_by(_C.due, _C.run_id).limit(1)
        while (row := connection.execute(waiting).mappings().first()) is not None:
            run = run_of(row)
            found = connection.execute(select(snapshot_job).where(snapshot_job.c.job_id == run.job_id))
            of = found.mappings().first()
            if of is None:  # the job was removed: retention drops the run
                _set(connection, run.run_id, state=FAILED, finished=now, claimed_by=None)
                continue
            job = job_of(of)
            if run.state == RUNNING and run.attempt > job.order.retries + MOST_INTERRUPTED:
                problems = json.dumps([*run.problems, INTERRUPTED], ensure_ascii=False)
                _set(connection, run.run_id, state=FAILED, finished=now, claimed_by=None, problems=problems)
                continue
            _set(
                connection, run.run_id, state=RUNNING, attempt=run.attempt + 1, claimed_by=claimer, heartbeat=now,
                started=run.started or now, not_before=None,
            )  # fmt: skip
            return run_of(_mapping(connection, run.run_id)), job
    return None


def take_back(claimers: str, now: datetime) -> int:
    """Let the runs claimed by names that begin with `claimers` be claimed at once: for whoever knows that they are dead
    (a scheduler that holds the lock, at its start). Returns how many. Raises StateError."""
    long_ago = now - 2 * STALE
    with writing(revises=False) as connection:
        mine = and_(_C.state == RUNNING, _C.claimed_by.startswith(claimers, autoescape=True))
        return connection.execute(update(snapshot_run).where(mine).values(heartbeat=long_ago)).rowcount


# --- while it runs --------------------------------------------------------------------------------------------------


def begin(run_id: int, claimer: str, version: str, total: int) -> bool:
    """Keep the data version that the run is made of. False where the run is no longer the claimer's."""
    return _mine(run_id, claimer, data_version=version, total=total)


def beat(run_id: int, claimer: str, now: datetime) -> bool:
    """Say that the run is alive. False where it is no longer the claimer's, or its job was removed."""
    with writing(revises=False) as connection:
        j = snapshot_job.c
        of_job = select(j.job_id).where(j.job_id == _C.job_id).exists()
        mine = and_(_C.run_id == run_id, _C.claimed_by == claimer, _C.state == RUNNING, of_job)
        return connection.execute(update(snapshot_run).where(mine).values(heartbeat=now)).rowcount == 1


def told_progress(run_id: int, claimer: str, done: int, now: datetime) -> bool:
    """Keep how many addresses are finished. False as in `beat`."""
    return _mine(run_id, claimer, done=done, heartbeat=now)


def keep_files(run_id: int, claimer: str, files: Sequence[dict[str, Any]], done: int, now: datetime) -> bool:
    """Keep all files finished so far (keys of FILE): who takes the run up later does the rest. False as in `beat`."""
    return _mine(run_id, claimer, files=_files(files), done=done, heartbeat=now)


def finish_run(
    run_id: int, claimer: str, *, files: Sequence[dict[str, Any]], delivered: Sequence[dict[str, Any]], now: datetime
) -> bool:
    """All addresses are files; what is to be delivered stands in `delivered` as waiting."""
    return _mine(
        run_id, claimer, state=DONE, files=_files(files), delivered=json.dumps(list(delivered), ensure_ascii=False),
        problems="[]", finished=now, claimed_by=None, not_before=None,
    )  # fmt: skip


def fail_run(run: Run, claimer: str, job: Job, problems: Sequence[dict[str, Any]], now: datetime) -> str:
    """Keep why it failed (address, kind, words, picture). It waits for its next attempt, each after twice the pause,
    or is failed when none is left; returns the state. The files finished before stay, unless their data version is
    gone: those of another one may not stand beside them."""
    again = run.attempt <= job.order.retries
    values: dict[str, Any] = {"problems": json.dumps(list(problems), ensure_ascii=False), "claimed_by": None}
    if again:
        pause = min(FIRST_PAUSE * 2 ** (run.attempt - 1), LONGEST_PAUSE)
        values |= {"state": WAITING, "not_before": now + pause}
        if job.order.version is None and any(p["kind"] == "version" for p in problems):
            values |= {"data_version": None, "files": "[]", "done": 0}
    else:
        values |= {"state": FAILED, "finished": now, "not_before": None}
    _mine(run.run_id, claimer, **values)
    return values["state"]


def hand_back(run_id: int, claimer: str) -> bool:
    """Let another process carry the run on at once: this one is asked to stop. It is no attempt."""
    return _mine(run_id, claimer, state=WAITING, attempt=_C.attempt - 1, claimed_by=None, not_before=None)


def _claimable(now: datetime) -> Any:
    rested = or_(_C.not_before.is_(None), _C.not_before <= now)
    return or_(
        and_(_C.state == WAITING, rested),
        and_(_C.state == RUNNING, or_(_C.heartbeat.is_(None), _C.heartbeat < now - STALE)),
    )


def _mine(run_id: int, claimer: str, **values: Any) -> bool:
    with writing(revises=False) as connection:
        mine = and_(_C.run_id == run_id, _C.claimed_by == claimer, _C.state == RUNNING)
        return connection.execute(update(snapshot_run).where(mine).values(**values)).rowcount == 1


def _set(connection: Connection, run_id: int, **values: Any) -> None:
    connection.execute(update(snapshot_run).where(_C.run_id == run_id).values(**values))


def _mapping(connection: Connection, run_id: int) -> Any:
    return connection.execute(select(snapshot_run).where(_C.run_id == run_id)).mappings().one()


def _files(files: Sequence[dict[str, Any]]) -> str:
    return json.dumps([{name: file.get(name) for name in FILE} for file in files], ensure_ascii=False)
