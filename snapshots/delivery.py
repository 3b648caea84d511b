"""Where finished files go: a folder of the host, and mail. Each recipient has a line of its own in the history, which
waits, is done, or failed for good; nothing is left out in silence."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from snapshots.delivery_folder import deliver_to_folder
from snapshots.delivery_mail import deliver_by_mail
from snapshots.failure import SnapshotFailed
from snapshots.run_files import run_folder
from state.finding_states import now
from state.snapshot_history import Run, keep_delivered, undelivered
from state.snapshot_jobs import Job

log = logging.getLogger("cockpit.scheduler")
MOST_ATTEMPTS = 5
FIRST_PAUSE = timedelta(minutes=2)  # doubled after each attempt: 2, 4, 8, 16 minutes


def to_be_delivered(job: Job) -> list[dict[str, Any]]:
    """The lines of a run that has just finished: kind (folder, mail), to, state, attempt, not_before, at, words."""
    lines = [("folder", job.order.folder)] if job.order.folder else []
    lines += [("mail", address) for address in job.order.mail_to]
    return [
        {"kind": kind, "to": to, "state": "waiting", "attempt": 0, "not_before": None, "at": None, "words": ""}
        for kind, to in lines
    ]


def deliver_waiting(at: datetime | None = None) -> int:
    """Deliver what waits and has waited long enough; returns how many lines were tried. Raises StateError."""
    at = at or now()
    tried = 0
    for run, job in undelivered():
        lines = [dict(line) for line in run.delivered]
        due = [line for line in lines if line["state"] == "waiting" and _rested(line, at)]
        if not due:
            continue
        tried += len(due)
        for kind in ("folder", "mail"):
            tries = [line for line in due if line["kind"] == kind]
            _deliver(run, job, kind, tries, at)
            keep_delivered(run.run_id, tries)  # at once: what was sent is not sent again
    return tried


def _deliver(run: Run, job: Job, kind: str, lines: Sequence[dict[str, Any]], at: datetime) -> None:
    """Try these lines of one kind, and write into them what came of it."""
    if not lines:
        return
    files = [run_folder(run.run_id) / file["name"] for file in run.files]
    told: dict[str, str | Exception]
    try:
        if kind == "folder":
            told = {str(line["to"]): deliver_to_folder(run, job, str(line["to"]), files) for line in lines}
        else:
            told = deliver_by_mail(run, job, [str(line["to"]) for line in lines], files)
    except (SnapshotFailed, OSError) as error:
        told = {str(line["to"]): error for line in lines}
    for line in lines:
        _write_down(line, told[str(line["to"])], at)
        if line["state"] != "done":
            log.warning("run %s not delivered to %s: %s", run.run_id, line["to"], line["words"])


def _write_down(line: dict[str, Any], came: str | Exception, at: datetime) -> None:
    """`came` is what was done, in words, or why not."""
    line |= {"attempt": line["attempt"] + 1, "at": at.isoformat(), "not_before": None}
    if isinstance(came, str):
        line |= {"state": "done", "words": came}
        return
    words = came.words if isinstance(came, SnapshotFailed) else f"写文件时出错：{came}。请检查目录、权限与磁盘空间。"
    last = line["attempt"] >= MOST_ATTEMPTS
    pause = FIRST_PAUSE * 2 ** (line["attempt"] - 1)
    line |= {"words": words, "state": "failed" if last else "waiting"}
    if not last:
        line["not_before"] = (at + pause).isoformat()


def _rested(line: dict[str, Any], at: datetime) -> bool:
    return not line["not_before"] or datetime.fromisoformat(line["not_before"]) <= at
