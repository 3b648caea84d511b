"""Orders for files as the state store keeps them: made, changed, paused, removed; and the run of one that is asked for
now. Runs are made and carried out elsewhere (`state.snapshot_runs`)."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from access.limits import may_see, scope_text
from access.viewer import Viewer
from state.explanations import checked_name
from state.finding_states import now as utc_now
from state.schema import snapshot_job, snapshot_run, state_info
from state.snapshot_orders import Order, OrderError, as_json
from state.snapshot_schedule import next_due
from state.store import reading, writing

FIRST_VERSION = 3  # of the store that has the tables: an older one has no job yet
MOST_JOBS = 1_000
WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
UNFINISHED = (WAITING, RUNNING)
_GONE = "没有这个任务：可能已被删除，或不在您的查看范围内。"


@dataclass(frozen=True)
class Job:
    """A kept order. Times are UTC without a zone; `next_due` None: nothing more is due."""

    job_id: int
    order: Order
    active: bool
    next_due: datetime | None
    who: str
    scope: str
    at: datetime


def jobs(viewer: Viewer) -> list[Job]:
    """All that `viewer` may see, the newest first. Raises StateError."""
    with reading() as connection:
        if connection is None or not holds_tables(connection):
            return []
        rows = connection.execute(select(snapshot_job).order_by(snapshot_job.c.job_id.desc()))
        return [job for job in map(job_of, rows.mappings()) if may_see(viewer, job.scope)]


def job(job_id: int, viewer: Viewer) -> Job | None:
    """One that `viewer` may see. Raises StateError."""
    with reading() as connection:
        if connection is None or not holds_tables(connection):
            return None
        found = _row(connection, job_id)
        return found if found and may_see(viewer, found.scope) else None


def order_job(order: Order, *, viewer: Viewer, who: str, at: datetime | None = None) -> Job:
    """Keep an order (of `state.snapshot_orders.checked_order`): its first run falls due at the next time of its
    schedule, or at once. Raises OrderError, StateError; then nothing is kept."""
    at = _second(at or utc_now())
    first = _first(order, at)
    row = _columns(order) | {
        "active": True, "next_due": first, "who": checked_name(who), "scope": scope_text(viewer), "at": at,
    }  # fmt: skip
    with writing(revises=False) as connection:
        if (connection.scalar(select(func.count()).select_from(snapshot_job)) or 0) >= MOST_JOBS:
            raise OrderError("name", f"任务已有{MOST_JOBS}个，请先删除不再需要的。")
        made = connection.execute(insert(snapshot_job).values(**row)).inserted_primary_key
        assert made is not None
        found = _row(connection, made[0])
    assert found is not None
    return found


def change_job(job_id: int, order: Order, *, viewer: Viewer) -> Job:
    """Keep `order` in the place of what the job said; it is done within the limits of who ordered it first. Another
    schedule counts from now. Raises OrderError, StateError."""
    with writing(revises=False) as connection:
        found = _allowed(connection, job_id, viewer)
        values = _columns(order)
        if (order.schedule, order.zone) != (found.order.schedule, found.order.zone):
            values["next_due"] = _first(order, _second(utc_now()))
        connection.execute(update(snapshot_job).where(snapshot_job.c.job_id == job_id).values(**values))
        changed = _row(connection, job_id)
    assert changed is not None
    return changed


def pause_job(job_id: int, *, viewer: Viewer) -> Job:
    """No run falls due any more until it is resumed; one under way goes on. Raises OrderError, StateError."""
    return _switched(job_id, viewer, active=False)


def resume_job(job_id: int, *, viewer: Viewer) -> Job:
    """Due again from now on: times that passed while it paused are not made up for. Raises OrderError, StateError."""
    return _switched(job_id, viewer, active=True)


def remove_job(job_id: int, *, viewer: Viewer) -> None:
    """Forget the job. A run under way is broken off, files and history go with the scheduler's next round.
    Raises OrderError, StateError."""
    with writing(revises=False) as connection:
        _allowed(connection, job_id, viewer)
        connection.execute(delete(snapshot_job).where(snapshot_job.c.job_id == job_id))


def run_now(job_id: int, *, viewer: Viewer, at: datetime | None = None) -> int:
    """The number of a run that is due now; of the one that waits or runs already, where there is one.
    Raises OrderError, StateError."""
    with writing(revises=False) as connection:
        found = _allowed(connection, job_id, viewer)
        c = snapshot_run.c
        under_way = connection.scalar(
            select(c.run_id).where(c.job_id == job_id, c.state.in_(UNFINISHED)).order_by(c.run_id).limit(1)
        )
        if under_way:
            return under_way
        due = _second(at or utc_now())
        if not found.order.schedule and found.next_due is not None:  # its only run, not made yet: this is the one
            due = min(due, found.next_due)
            connection.execute(update(snapshot_job).where(snapshot_job.c.job_id == job_id).values(next_due=None))
        return add_run(connection, found, due)


def add_run(connection: Connection, job: Job, due: datetime) -> int:
    """A waiting run of `job`; the one of the same time where it was made before."""
    c = snapshot_run.c
    known = connection.scalar(select(c.run_id).where(c.job_id == job.job_id, c.due == due))
    if known is not None:
        return known
    made = connection.execute(
        insert(snapshot_run).values(
            job_id=job.job_id, due=due, state=WAITING, attempt=0, done=0, total=len(job.order.addresses),
            files="[]", problems="[]", delivered="[]",
        )
    ).inserted_primary_key  # fmt: skip
    assert made is not None
    return made[0]


def holds_tables(connection: Connection) -> bool:
    """Whether the store was written by a program that knows jobs."""
    return (connection.scalar(select(state_info.c.schema_version)) or 0) >= FIRST_VERSION


def job_of(row: Any) -> Job:
    """A row of snapshot_job (a mapping)."""
    order = Order(
        name=row["name"], addresses=tuple(json.loads(row["addresses"])), format=row["format"], paper=row["paper"],
        together=bool(row["together"]), schedule=row["schedule"], zone=row["zone"], version=row["version"],
        mail_to=tuple(json.loads(row["mail_to"])), folder=row["folder"], retries=row["retries"],
        keep_runs=row["keep_runs"],
    )  # fmt: skip
    return Job(row["job_id"], order, bool(row["active"]), row["next_due"], row["who"], row["scope"], row["at"])


def _switched(job_id: int, viewer: Viewer, *, active: bool) -> Job:
    with writing(revises=False) as connection:
        found = _allowed(connection, job_id, viewer)
        due = found.next_due
        if active and not found.active and found.order.schedule:
            due = next_due(found.order.schedule, found.order.zone, utc_now())
        connection.execute(
            update(snapshot_job).where(snapshot_job.c.job_id == job_id).values(active=active, next_due=due)
        )
    return replace(found, active=active, next_due=due)


def _allowed(connection: Connection, job_id: int, viewer: Viewer) -> Job:
    found = _row(connection, job_id)
    if found is None or not may_see(viewer, found.scope):
        raise OrderError("job", _GONE)
    return found


def _row(connection: Connection, job_id: int) -> Job | None:
    row = connection.execute(select(snapshot_job).where(snapshot_job.c.job_id == job_id)).mappings().first()
    return job_of(row) if row else None


def _first(order: Order, at: datetime) -> datetime | None:
    return next_due(order.schedule, order.zone, at) if order.schedule else at


def _columns(order: Order) -> dict[str, Any]:
    return {
        "name": order.name, "addresses": as_json(order.addresses), "format": order.format, "paper": order.paper,
        "together": order.together, "schedule": order.schedule, "zone": order.zone, "version": order.version,
        "mail_to": as_json(order.mail_to), "folder": order.folder, "retries": order.retries,
        "keep_runs": order.keep_runs,
    }  # fmt: skip


def _second(at: datetime) -> datetime:
    return at.replace(microsecond=0)
