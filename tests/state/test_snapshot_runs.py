"""Runs fall due once, are claimed once, come back when their claimer dies, and are tried again: on both engines."""

import os
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from access.viewer import LOCAL, Viewer
from state import store
from state.schema import snapshot_job, snapshot_run
from state.snapshot_history import drop_run, keep_delivered, last_runs, run, runs_of, runs_to_drop, undelivered
from state.snapshot_jobs import change_job, job, jobs, order_job, pause_job, remove_job, resume_job, run_now
from state.snapshot_orders import OrderError, checked_order
from state.snapshot_runs import (
    STALE,
    anything_due,
    beat,
    begin,
    claim_run,
    fail_run,
    finish_run,
    hand_back,
    keep_files,
    make_due_runs,
    take_back,
    told_progress,
)

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 22, 3, 0)
FILE = {"name": "a.pdf", "address": "/", "bytes": 3, "pages": 1, "sha256": "0" * 64, "code": "ABCD-EFGH", "part": 1}
PROBLEM = {"address": "/", "kind": "figure", "words": "图未绘出。", "picture": None}
WORKER = """
import sys
from datetime import datetime
from state.snapshot_runs import claim_run, finish_run, make_due_runs
now = datetime.fromisoformat(sys.argv[2])
while True:
    made = make_due_runs(now)
    claimed = claim_run(sys.argv[1], now)
    if claimed is None and not made:
        break
    if claimed is not None:
        print(claimed[0].run_id, claimed[0].job_id, flush=True)
        assert finish_run(claimed[0].run_id, sys.argv[1], files=[], delivered=[], now=now)
"""


def order(**said):
    return checked_order({"name": "总览", "addresses": "/\n/map"} | said)


def a_job(at: datetime = NOW, **said):
    return order_job(order(**said), viewer=LOCAL, who="张三", at=at)


def claimed(at: datetime = NOW, by: str = "host:1"):
    make_due_runs(at)
    found = claim_run(by, at)
    assert found is not None
    return found


def test_reading_makes_no_store(state_url):
    assert jobs(LOCAL) == [] and job(1, LOCAL) is None and not anything_due(NOW)
    assert runs_of([1]) == [] and last_runs([1]) == {} and undelivered() == [] and runs_to_drop() == []
    assert run(1, LOCAL) is None and store.revision() == 0


def test_an_order_is_kept_as_it_was_said(state_url):
    made = a_job(schedule="0 8 * * 1", mail_to="a@example.cn", folder="月报", together=False, version="2026.11.1")
    assert jobs(LOCAL) == [made] and job(made.job_id, LOCAL) == made
    assert made.next_due == datetime(2026, 11, 23, 0, 0) and (made.who, made.at) == ("张三", NOW)
    assert made.order == order(
        schedule="0 8 * * 1", mail_to="a@example.cn", folder="月报", together=False, version="2026.11.1"
    )
    assert store.revision() == 0  # no kept page shows jobs


def test_once_means_at_once_and_never_again(state_url):
    made = a_job()
    assert anything_due(NOW) and make_due_runs(NOW) == 1
    assert make_due_runs(NOW + timedelta(days=400)) == 0
    found = runs_of([made.job_id])
    assert [(r.due, r.state, r.total, r.done) for r in found] == [(NOW, "waiting", 2, 0)]
    assert job(made.job_id, LOCAL).next_due is None


def test_missed_times_are_made_up_for_by_the_latest(state_url):
    made = a_job(datetime(2026, 10, 1), schedule="0 8 * * *")
    assert make_due_runs(NOW) == 1
    assert [r.due for r in runs_of([made.job_id])] == [datetime(2026, 11, 22, 0, 0)]
    assert job(made.job_id, LOCAL).next_due == datetime(2026, 11, 23, 0, 0)
    assert make_due_runs(NOW) == 0


def test_a_run_under_way_is_not_overtaken(state_url):
    """A job that takes longer than its interval does not pile up: the latest time comes after the run in hand."""
    made = a_job(datetime(2026, 11, 22, 0, 0), schedule="0 * * * *")
    first, _ = claimed(datetime(2026, 11, 22, 1, 0))
    assert make_due_runs(NOW + timedelta(hours=5)) == 0
    finish_run(first.run_id, "host:1", files=[FILE], delivered=[], now=NOW)
    assert make_due_runs(NOW + timedelta(hours=5)) == 1
    assert [r.due.hour for r in runs_of([made.job_id])] == [8, 1]


def test_now_is_one_run_however_often_it_is_asked_for(state_url):
    made = a_job(schedule="0 8 * * *")
    first = run_now(made.job_id, viewer=LOCAL, at=NOW)
    assert run_now(made.job_id, viewer=LOCAL, at=NOW) == first
    assert run_now(made.job_id, viewer=LOCAL, at=NOW + timedelta(seconds=3)) == first
    found, _ = claimed()
    finish_run(found.run_id, "host:1", files=[], delivered=[], now=NOW)
    assert run_now(made.job_id, viewer=LOCAL, at=NOW + timedelta(minutes=1)) != first


def test_the_only_run_of_a_new_order_is_the_one_that_is_asked_for(state_url):
    """立即生成 pressed before the scheduler looked: one run, not two."""
    made = a_job()
    run_now(made.job_id, viewer=LOCAL, at=NOW + timedelta(seconds=1))
    assert make_due_runs(NOW + timedelta(seconds=5)) == 0
    found, _ = claimed(NOW + timedelta(seconds=5))
    finish_run(found.run_id, "host:1", files=[], delivered=[], now=NOW)
    assert make_due_runs(NOW + timedelta(days=1)) == 0 and [r.due for r in runs_of([made.job_id])] == [NOW]


def test_a_paused_job_waits_and_makes_up_for_nothing(state_url):
    made = a_job(datetime(2026, 10, 1), schedule="0 8 * * *")
    assert pause_job(made.job_id, viewer=LOCAL).active is False
    assert make_due_runs(NOW) == 0
    resumed = resume_job(made.job_id, viewer=LOCAL)
    assert resumed.active and resumed.next_due > datetime(2026, 11, 1)


def test_a_changed_schedule_counts_from_now(state_url):
    made = a_job(datetime(2026, 10, 1), schedule="0 8 * * *")
    changed = change_job(made.job_id, order(name="另名", schedule="0 8 * * *"), viewer=LOCAL)
    assert (changed.order.name, changed.next_due) == ("另名", made.next_due)
    assert change_job(made.job_id, order(schedule="0 9 * * *"), viewer=LOCAL).next_due > made.next_due
    assert change_job(made.job_id, order(), viewer=LOCAL).order.schedule is None


def test_another_scope_neither_sees_nor_touches(state_url):
    made, other = a_job(schedule="0 8 * * *"), Viewer("sc", ("510000",))
    run_id = run_now(made.job_id, viewer=LOCAL, at=NOW)
    assert jobs(other) == [] and job(made.job_id, other) is None and run(run_id, other) is None
    for touch in (pause_job, resume_job, remove_job, run_now):
        with pytest.raises(OrderError, match="没有这个任务"):
            touch(made.job_id, viewer=other)
    with pytest.raises(OrderError, match="没有这个任务"):
        change_job(made.job_id, order(), viewer=other)
    assert jobs(LOCAL) == [made]


def test_progress_and_files_are_kept_by_who_claimed_it_only(state_url):
    a_job()
    found, of = claimed()
    assert (found.state, found.attempt, found.claimed_by, of.order.name) == ("running", 1, "host:1", "总览")
    assert claim_run("host:2", NOW) is None
    assert begin(found.run_id, "host:1", "2026.11.1", 2)
    assert told_progress(found.run_id, "host:1", 1, NOW)
    assert keep_files(found.run_id, "host:1", [FILE], 1, NOW)
    for other in (
        begin(found.run_id, "host:2", "x", 2), beat(found.run_id, "host:2", NOW),
        keep_files(found.run_id, "host:2", [], 0, NOW), hand_back(found.run_id, "host:2"),
        finish_run(found.run_id, "host:2", files=[], delivered=[], now=NOW),
    ):  # fmt: skip
        assert other is False
    now, _ = run(found.run_id, LOCAL)
    assert (now.done, now.files, now.data_version) == (1, (FILE,), "2026.11.1")


def test_a_dead_claimer_s_run_is_carried_on(state_url):
    a_job()
    found, _ = claimed()
    keep_files(found.run_id, "host:1", [FILE], 1, NOW)
    assert beat(found.run_id, "host:1", NOW + STALE)
    assert claim_run("host:2", NOW + STALE) is None and not anything_due(NOW + STALE)
    later = NOW + 2 * STALE + timedelta(seconds=1)
    assert anything_due(later)
    again, _ = claim_run("host:2", later)
    assert (again.run_id, again.attempt, again.claimed_by) == (found.run_id, 2, "host:2")
    assert again.files == (FILE,)
    assert not beat(found.run_id, "host:1", later)  # should the first one wake up
    assert not finish_run(found.run_id, "host:1", files=[], delivered=[], now=later)


def test_the_next_scheduler_of_the_host_need_not_wait(state_url):
    a_job()
    found, _ = claimed(by="host_a:77")
    assert take_back("host:", NOW) == 0 and take_back("hostxa:", NOW) == 0  # _ is no wildcard
    assert take_back("host_a:", NOW) == 1
    assert claim_run("host_a:78", NOW)[0].run_id == found.run_id


def test_a_run_that_kills_its_process_is_given_up(state_url):
    a_job(retries="1")
    found, _ = claimed()
    at = NOW
    for attempt in range(2, 6):
        at += 2 * STALE
        again = claim_run("host:1", at)
        if again is None:
            break
        assert again[0].attempt == attempt
    told, _ = run(found.run_id, LOCAL)
    assert (told.state, told.attempt) == ("failed", 5) or claim_run("host:1", at + 2 * STALE) is None
    told, _ = run(found.run_id, LOCAL)
    assert told.state == "failed" and told.problems[-1]["kind"] == "interrupted"


def test_it_is_tried_again_after_longer_and_longer_pauses(state_url):
    a_job(retries="2")
    at, pauses = NOW, []
    for state in ("waiting", "waiting", "failed"):
        found, of = claimed(at)
        assert fail_run(found, "host:1", of, [PROBLEM], at) == state
        told, _ = run(found.run_id, LOCAL)
        assert told.problems == (PROBLEM,)
        if state == "waiting":
            assert not anything_due(at)
            pauses.append(told.not_before - at)
            at = told.not_before
    assert pauses == [timedelta(minutes=1), timedelta(minutes=2)]
    assert told.state == "failed" and told.finished == at
    assert claim_run("host:1", at + timedelta(days=9)) is None


def test_a_gone_version_starts_afresh_and_a_chosen_one_does_not(state_url):
    for chosen, left in ((None, ()), ("2026.11.1", (FILE,))):
        made = a_job(version=chosen)
        found, of = claimed()
        begin(found.run_id, "host:1", "2026.11.1", 2)
        keep_files(found.run_id, "host:1", [FILE], 1, NOW)
        fail_run(found, "host:1", of, [PROBLEM | {"kind": "version"}], NOW)
        assert run(found.run_id, LOCAL)[0].files == left
        remove_job(made.job_id, viewer=LOCAL)


def test_handing_back_is_no_attempt(state_url):
    a_job()
    found, _ = claimed()
    keep_files(found.run_id, "host:1", [FILE], 1, NOW)
    assert hand_back(found.run_id, "host:1")
    again, _ = claim_run("host:2", NOW)
    assert (again.attempt, again.files, again.started) == (1, (FILE,), NOW)


def test_a_removed_job_breaks_off_its_run(state_url):
    made = a_job()
    found, _ = claimed()
    assert beat(found.run_id, "host:1", NOW)
    remove_job(made.job_id, viewer=LOCAL)
    assert not beat(found.run_id, "host:1", NOW)
    assert run(found.run_id, LOCAL) is None
    assert claim_run("host:1", NOW + 2 * STALE) is None
    assert runs_to_drop() == [found.run_id]
    drop_run(found.run_id)
    assert runs_to_drop() == []


def test_history_is_as_long_as_the_job_says(state_url):
    made = a_job(datetime(2026, 11, 1), schedule="0 8 * * *", keep_runs="2", retries="0")
    for day in range(2, 8):
        at = datetime(2026, 11, day, 1)
        found, of = claimed(at)
        if day % 2:
            finish_run(found.run_id, "host:1", files=[FILE], delivered=[], now=at)
        else:
            fail_run(found, "host:1", of, [PROBLEM], at)
    states = {r.run_id: (r.due.day, r.state) for r in runs_of([made.job_id])}
    dropped = {states[run_id] for run_id in runs_to_drop()}
    assert dropped == {(3, "done"), (2, "failed")}
    assert last_runs([made.job_id])[made.job_id].due.day == 7


def test_deliveries_that_wait(state_url):
    a_job()
    found, _ = claimed()
    line = {"kind": "mail", "to": "a@example.cn", "state": "waiting", "attempt": 0}
    finish_run(found.run_id, "host:1", files=[FILE], delivered=[line], now=NOW)
    assert [(r.run_id, j.order.name) for r, j in undelivered()] == [(found.run_id, "总览")]
    keep_delivered(found.run_id, [line | {"state": "done"}])
    assert undelivered() == []


def test_two_hundred_jobs_due_at_once_and_four_processes(state_url):
    """All are done, none twice; the processes make, claim and finish them at the same time."""
    due = datetime(2026, 11, 22, 0, 0)
    first = a_job(datetime(2026, 11, 21), schedule="0 8 * * *")
    with store.writing(revises=False) as connection:
        kept = connection.execute(select(snapshot_job)).mappings().one()
        connection.execute(snapshot_job.insert(), [dict(kept) | {"job_id": first.job_id + n} for n in range(1, 200)])
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    workers = [
        subprocess.Popen([sys.executable, "-c", WORKER, f"host:{n}", NOW.isoformat()], env=environment,
                         stdout=subprocess.PIPE, text=True)
        for n in range(4)
    ]  # fmt: skip
    said = [worker.communicate(timeout=120)[0].split() for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * 4
    runs = Counter(run_id for words in said for run_id in words[::2])
    assert len(runs) == 200 and set(runs.values()) == {1}
    assert sum(bool(words) for words in said) > 1, "one process did everything"
    with store.reading() as connection:
        rows = connection.execute(select(snapshot_run.c.job_id, snapshot_run.c.due, snapshot_run.c.state)).all()
        following = connection.execute(select(snapshot_job.c.next_due).distinct()).all()
    assert {(row.due, row.state) for row in rows} == {(due, "done")}
    assert len({row.job_id for row in rows}) == len(rows) == 200
    assert following == [(due + timedelta(days=1),)]
