"""The scheduler with a writer that needs no browser: everything due is done once, whatever dies meanwhile."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from quick_writer import QUICK, NoTools
from sqlalchemy import create_engine, select, text
from sqlalchemy.engine import make_url

from access.viewer import LOCAL, Viewer
from data import settings as settings_module
from data.settings import settings
from snapshots.run_files import run_folder
from snapshots.scheduler import Scheduler
from state import store
from state.finding_states import now
from state.scheduler_lock import scheduler_lock, scheduler_runs
from state.schema import snapshot_job, snapshot_run
from state.snapshot_history import run, runs_of
from state.snapshot_jobs import Job, order_job, remove_job, run_now
from state.snapshot_orders import checked_order
from state.snapshot_runs import claim_run, make_due_runs

ROOT = Path(__file__).resolve().parents[2]
ROW = {"indicator": "LE", "area": "510000", "period": "2020", "value": "77.56"}
_databases = count(1)
# A scheduler in a process of its own; says its peak of memory (kB) after a few runs and at the end.
PROCESS = """
import json, resource, sys
from quick_writer import QUICK, NoTools
from snapshots.scheduler import Scheduler, stop_on_signals
scheduler = Scheduler(writers=QUICK, tools=NoTools())
stop_on_signals(scheduler)
if sys.argv[1] == "forever":
    sys.exit(0 if scheduler.run(wait=False) else 3)
carried, peaks = 0, []
for _ in range(400):
    if not scheduler._next():
        break
    carried += 1
    if carried == 30:
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
scheduler._tend()
peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print(json.dumps([carried, peaks]))
"""


def _forget() -> None:
    settings_module.settings.cache_clear()
    store.close_engines()


@pytest.fixture(params=["sqlite", "postgresql"])
def state_engine(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def place(
    made_once: Callable[..., Path], settled: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A data directory of this test's own, with one release, and the log of the quick writer."""
    source = made_once("scheduled", ([ROW], {}))
    shutil.copytree(source / "releases", tmp_path / "var" / "releases")
    monkeypatch.setenv("QUICK_LOG", str(tmp_path / "log"))
    monkeypatch.setenv("PYTHONPATH", f"{ROOT}:{ROOT / 'tests'}")
    monkeypatch.delenv("COCKPIT_STATE_URL", raising=False)
    settled(tmp_path / "var")
    return tmp_path


@pytest.fixture
def on_engine(
    state_engine: str, place: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Path]:
    """The same, with the state store on either engine."""
    if state_engine == "sqlite":
        yield place
        return
    server = request.getfixturevalue("postgres_url")
    name = f"scheduler_test_{next(_databases)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    monkeypatch.setenv("COCKPIT_STATE_URL", make_url(server).set(database=name).render_as_string(hide_password=False))
    _forget()
    yield place
    _forget()
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


def a_job(addresses: list[str], at: datetime | None = None, **said: object) -> Job:
    order = checked_order({"name": "总览", "addresses": addresses} | said)
    return order_job(order, viewer=LOCAL, who="张三", at=at)


def many_jobs(number: int, *, due: datetime) -> None:
    """Orders for `/map?n=0` and so on, once, at `due`: copies of one that was kept as usual."""
    first = a_job(["/map?n=0"], at=due)
    with store.writing(revises=False) as connection:
        kept = connection.execute(select(snapshot_job)).mappings().one()
        rows = [dict(kept) | {"job_id": first.job_id + n, "addresses": f'["/map?n={n}"]'} for n in range(1, number)]
        connection.execute(snapshot_job.insert(), rows)


def log(place: Path) -> list[str]:
    """Addresses in the order in which they were written."""
    path = place / "log"
    return [line.split(" ", 1)[1] for line in path.read_text().splitlines()] if path.exists() else []


def only_run(job: Job):
    (found,) = runs_of([job.job_id])
    return found


def quick(**named: object) -> Scheduler:
    return Scheduler(writers=QUICK, tools=NoTools(), **named)  # type: ignore[arg-type]


def process(*words: str, **named: object) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", PROCESS, *words], cwd=ROOT, **named)  # type: ignore[call-overload]


def until(condition: Callable[[], object], within: float = 60) -> object:
    """Waits for the thing; a store that is asked ten times a second takes no time from it."""
    end = time.monotonic() + within
    while not (found := condition()):
        assert time.monotonic() < end, "waited in vain"
        signal.sigtimedwait([], 0.1)
    return found


def test_an_order_becomes_files(place):
    together, each = a_job(["/", "/map"]), a_job(["/", "/map?title=x"], together=False, name="每页")
    assert quick().run_all() == 2
    for job, files in ((together, 1), (each, 2)):
        found = only_run(job)
        assert (found.state, found.done, found.total, len(found.files), found.attempt) == ("done", 2, 2, files, 1)
        assert found.data_version and found.finished >= found.started
        names = {path.name for path in run_folder(found.run_id).iterdir()}
        assert names == {file["name"] for file in found.files}
    assert {file["address"] for file in only_run(each).files} == {"/", "/map?title=x"}
    assert "总览" in only_run(together).files[0]["name"]


def test_files_are_made_within_the_scope_of_the_order_at_its_due_time(place):
    viewer = Viewer("sc", ("510000",), ("public",))
    job = order_job(checked_order({"name": "四川", "addresses": "/"}), viewer=viewer, who="李四")
    quick().run_all()
    found = only_run(job)
    content = (run_folder(found.run_id) / found.files[0]["name"]).read_text()
    assert repr(viewer.scope) in content and f"{found.due.isoformat()}+00:00" in content
    assert run(found.run_id, viewer) and run(found.run_id, LOCAL)
    assert run(found.run_id, Viewer("bj", ("110000",))) is None


def test_two_views_of_one_title_are_two_files(place):
    job = a_job(["/map?title=x", "/area?title=x"], together=False)
    quick().run_all()
    assert len({file["name"] for file in only_run(job).files}) == 2


def test_two_hundred_jobs_and_two_processes_in_bounded_memory(on_engine, monkeypatch):
    many_jobs(200, due=now() - timedelta(hours=1))
    both = [process("once", stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [json.loads(one.communicate(timeout=300)[0]) for one in both]
    assert [one.returncode for one in both] == [0, 0]
    assert sum(carried for carried, _ in said) == 200 and all(carried > 30 for carried, _ in said)
    assert sorted(log(on_engine)) == sorted(f"/map?n={n}" for n in range(200))
    with store.reading() as connection:
        states = connection.execute(select(snapshot_run.c.state, snapshot_run.c.attempt).distinct()).all()
    assert states == [("done", 1)]
    for _, (early, late) in said:
        assert late - early < 10_000, f"grew from {early} kB to {late} kB"


def test_killed_in_mid_run_it_goes_on_where_it_was(on_engine, tmp_path):
    """kill -9 at the third of five addresses: the next scheduler keeps the two files and makes three."""
    hold = tmp_path / "hold"
    hold.touch()
    addresses = ["/?n=1", "/?n=2", f"/?n=3&hold={hold}", "/?n=4", "/?n=5"]
    job = a_job(addresses, together=False)
    first = process("forever")
    until(lambda: runs_of([job.job_id]) and only_run(job).done == 2)
    first.kill()
    first.wait()
    before = {path.name: path.stat().st_mtime_ns for path in run_folder(only_run(job).run_id).glob("*.pdf")}
    assert only_run(job).state == "running" and len(before) == 2 and log(on_engine) == addresses[:2]
    assert not scheduler_runs()
    hold.unlink()
    second = process("forever")
    try:
        until(lambda: only_run(job).state == "done")
        assert scheduler_runs()
    finally:
        second.terminate()
    assert second.wait(30) == 0
    found = only_run(job)
    assert [file["address"] for file in found.files] == addresses and (found.attempt, found.done) == (2, 5)
    assert log(on_engine) == addresses, "something was made twice"
    after = {path.name: path.stat().st_mtime_ns for path in run_folder(found.run_id).iterdir()}
    assert len(after) == 5 and before.items() <= after.items()


def test_a_finished_file_that_is_gone_is_made_again(place):
    job = a_job(["/?n=1", "/?fail=figure", "/?n=3"], together=False)
    quick().run_all()
    found = only_run(job)
    assert [file["part"] for file in found.files] == [1, 3] and found.state == "waiting"
    (run_folder(found.run_id) / found.files[0]["name"]).unlink()
    quick(clock=lambda: found.not_before).run_all()
    assert log(place) == ["/?n=1", "/?n=3", "/?n=1"]


def test_a_failure_is_told_with_its_picture_and_the_rest_is_done(place):
    job = a_job(["/?n=1", "/?fail=figure", "/?n=3"], together=False, retries="1")
    quick().run_all()
    found = only_run(job)
    (problem,) = found.problems
    assert (problem["kind"], problem["address"], problem["words"]) == ("figure", "/?fail=figure", "检验用的失败。")
    assert (run_folder(found.run_id) / problem["picture"]).read_bytes() == b"PNG"
    assert (found.state, found.done, found.attempt) == ("waiting", 2, 1)
    assert quick().run_all() == 0, "it was tried again without a pause"
    quick(clock=lambda: found.not_before).run_all()
    found = only_run(job)
    assert (found.state, found.attempt, len(found.problems)) == ("failed", 2, 1)
    assert log(place) == ["/?n=1", "/?n=3"], "what was finished was made again"


def test_what_fails_everything_stops_the_run_at_once(place):
    job = a_job(["/?fail=browser", "/?n=2"], together=False)
    quick().run_all()
    assert only_run(job).problems[0]["kind"] == "browser" and log(place) == []


def test_a_fault_of_the_program_fails_its_run_only(place):
    bad, good = a_job(["/?crash=1"]), a_job(["/"])
    assert quick().run_all() == 2
    assert only_run(good).state == "done"
    assert "ZeroDivisionError" in only_run(bad).problems[0]["words"]


def test_a_version_that_is_not_kept_fails(place):
    job = a_job(["/"], version="2020.1.1")
    quick().run_all()
    (problem,) = only_run(job).problems
    assert problem["kind"] == "version" and "2020.1.1 已不再保留" in problem["words"]


def test_a_full_disk_is_told(place, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    job = a_job(["/", "/map"], together=False)
    Scheduler(writers={"pdf": full}, tools=NoTools()).run_all()  # type: ignore[dict-item]
    (problem,) = only_run(job).problems
    assert problem["kind"] == "disk" and "请检查磁盘空间" in problem["words"]


def test_it_hands_back_when_asked_to_stop(place, tmp_path):
    """The address in hand is finished; the rest is another process's, and no attempt is lost."""
    job = a_job([f"/?n={n}" for n in range(5)], together=False)
    scheduler = quick()

    def write_two(*given: object, **named: object) -> object:
        if len(log(place)) == 1:
            scheduler.stop()
        return QUICK["pdf"](*given, **named)  # type: ignore[arg-type]

    scheduler._writers = {"pdf": write_two}  # type: ignore[dict-item]
    scheduler.run_all()
    found = only_run(job)
    assert (found.state, found.attempt, found.claimed_by) == ("waiting", 0, None) and found.done in (1, 2)
    quick().run_all()
    assert only_run(job).state == "done" and sorted(set(log(place))) == sorted(job.order.addresses)


def test_a_removed_job_leaves_no_files(place):
    job, other = a_job(["/"]), a_job(["/map"])
    quick().run_all()
    folder = run_folder(only_run(job).run_id)
    assert folder.exists()
    remove_job(job.job_id, viewer=LOCAL)
    quick().run_all()
    assert not folder.exists() and runs_of([job.job_id]) == []
    assert run_folder(only_run(other).run_id).exists()


def test_old_files_go(place):
    job = a_job(["/"], keep_runs="2")
    folders = []
    for n in range(4):
        run_id = run_now(job.job_id, viewer=LOCAL, at=now() + timedelta(minutes=n))
        quick(clock=lambda n=n: now() + timedelta(minutes=n + 1)).run_all()
        folders.append(run_folder(run_id))
    assert [folder.exists() for folder in folders] == [False, False, True, True]
    assert len(runs_of([job.job_id])) == 2


def test_only_one_scheduler_runs(on_engine):
    with scheduler_lock(lambda words: False) as held:
        assert held and scheduler_runs()
        said: list[str] = []

        def waited(words: str) -> bool:
            said.append(words)
            return len(said) < 3

        with scheduler_lock(waited) as second:
            assert not second
        assert said == ["本机已有一个调度程序在运行"] * 3
        other = process("forever")
        assert other.wait(60) == 3
    assert not scheduler_runs()
    with scheduler_lock(lambda words: False) as held:
        assert held


def test_another_host_with_the_same_store_waits(on_engine, state_engine, tmp_path, monkeypatch):
    """Two hosts have no file in common, but one PostgreSQL."""
    if state_engine == "sqlite":
        return
    with scheduler_lock(lambda words: False) as held:
        assert held
        monkeypatch.setenv("COCKPIT_DATA", str(tmp_path / "other"))
        settings_module.settings.cache_clear()
        assert settings().data == tmp_path / "other"
        with scheduler_lock(lambda words: False) as second:
            assert not second


def test_the_store_may_be_away_for_a_while(place, monkeypatch):
    job = a_job(["/"])
    scheduler = quick()
    with monkeypatch.context() as patch:
        patch.setenv("COCKPIT_STATE_URL", "postgresql://nobody@127.0.0.1:1/none")
        _forget()
        assert scheduler._round() > 1
    _forget()
    scheduler._round()
    assert only_run(job).state == "done"


def test_a_claim_of_this_host_is_taken_up_at_once(place):
    job = a_job(["/"])
    make_due_runs(now())
    scheduler = quick()
    assert claim_run(scheduler.claimer.rpartition(":")[0] + ":1", now()) is not None
    assert not scheduler._next()
    scheduler._taken_back()
    assert scheduler._next() and only_run(job).state == "done"


def test_the_environment_of_processes(place):
    """Those of this file work on the data of their test."""
    assert os.environ["COCKPIT_DATA"] == str(place / "var") == str(settings().data)
