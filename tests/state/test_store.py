"""The state store is made when first written, keeps what many write at once, and says when it cannot be used."""

import os
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from data import settings as settings_module
from state import store
from state.finding_states import explain, now, states_of
from state.schema import SCHEMA_VERSION, finding_event, metadata, state_info

ROOT = Path(__file__).resolve().parents[2]
WRITER = """
import sys
from state.finding_states import explain
first, count = int(sys.argv[1]), int(sys.argv[2])
for n in range(first, first + count):
    explain(f"{n:016x}", f"说明{n}", f"进程{first}", {"observed": n})
"""


def events() -> list[tuple[int, str]]:
    c = finding_event.c
    with store.reading() as connection:
        assert connection is not None
        return [(row.event_id, row.finding_key) for row in connection.execute(select(c.event_id, c.finding_key))]


def test_reading_makes_nothing(state_url):
    assert store.revision() == 0
    assert states_of(["0" * 16])["0" * 16].state == "open"
    assert not (settings_module.settings().data / "state.sqlite").exists()
    with store.reading() as connection:
        assert connection is None


def test_every_write_raises_the_revision(state_url):
    for n in range(1, 4):
        explain(f"{n:016x}", "说明", "张三", {"observed": 1.0})
        assert store.revision() == n
    with store.reading() as connection:
        assert connection.scalar(select(state_info.c.schema_version)) == SCHEMA_VERSION


def test_many_processes_and_threads_write_and_nothing_is_lost(state_url):
    """The first of them also makes the tables, all at the same time."""
    each = 25
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    processes = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(1000 * n), str(each)], env=environment)
        for n in range(1, 5)
    ]  # fmt: skip
    with ThreadPoolExecutor(4) as threads:
        done = [threads.submit(explain, f"{n:016x}", f"说明{n}", "线程", {"observed": float(n)}) for n in range(each)]
        for future in done:
            future.result()
    assert [process.wait(timeout=120) for process in processes] == [0] * 4
    found = events()
    wanted = {f"{1000 * p + n:016x}" for p in range(5) for n in range(each)}
    assert {key for _, key in found} == wanted and len(found) == len(wanted)
    assert store.revision() == len(wanted)
    states = states_of(wanted)
    assert all(
        states[f"{1000 * p + n:016x}"].explanation == f"说明{1000 * p + n}" for p in range(5) for n in range(each)
    )


def test_a_reader_sees_what_another_process_writes(state_url):
    explain("0" * 16, "说明", "张三", {})
    seen = store.revision()
    subprocess.run([sys.executable, "-c", WRITER, "77", "1"], env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True)
    assert store.revision() == seen + 1
    assert states_of([f"{77:016x}"])[f"{77:016x}"].explanation == "说明77"


def test_what_fails_leaves_nothing_behind(state_url):
    explain("0" * 16, "说明", "张三", {})
    with pytest.raises(ZeroDivisionError), store.writing() as connection:
        connection.execute(finding_event.insert().values(finding_key="1" * 16, action="reopened", who="x", at=now()))
        raise ZeroDivisionError
    with pytest.raises(store.StateError), store.writing() as connection:
        connection.exec_driver_sql("SELECT * FROM no_such_table")
    assert store.revision() == 1
    assert len(events()) == 1


def test_a_store_of_a_newer_program_is_left_alone(state_url):
    explain("0" * 16, "说明", "张三", {})
    with store.writing() as connection:
        connection.execute(state_info.update().values(schema_version=SCHEMA_VERSION + 1))
    for attempt in (store.revision, lambda: states_of(["0" * 16]), lambda: explain("0" * 16, "说明", "张三", {})):
        with pytest.raises(store.StateError, match="由更新的程序写成"):
            attempt()


def test_postgresql_keeps_its_tables_apart(state_server):
    explain("0" * 16, "说明", "张三", {})
    with store.reading() as connection:
        told = connection.exec_driver_sql(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'cockpit_state'"
        )
        assert {name for (name,) in told} == set(metadata.tables)


def test_it_logs_ahead(state_file):
    explain("0" * 16, "说明", "张三", {})
    with sqlite3.connect(state_file) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_another_file_in_its_place_is_another_store(state_file, tmp_path):
    explain("0" * 16, "先", "张三", {})
    explain("0" * 16, "后", "张三", {})
    state_file.rename(tmp_path / "moved.sqlite")
    for rest in state_file.parent.glob("state.sqlite-*"):
        rest.unlink()
    assert store.revision() == 0
    assert states_of(["0" * 16])["0" * 16].state == "open"
    explain("1" * 16, "新", "李四", {})
    assert (store.revision(), len(events())) == (1, 1)


def test_damage_is_told(state_file):
    state_file.parent.mkdir(parents=True)
    state_file.write_bytes(b"no database" * 100)
    for attempt in (store.revision, lambda: explain("0" * 16, "说明", "张三", {})):
        with pytest.raises(store.StateError, match="状态库（问题说明等）不可用"):
            attempt()


def test_a_writer_waits_for_another(state_file, monkeypatch):
    explain("0" * 16, "说明", "张三", {})
    with sqlite3.connect(state_file, isolation_level=None, check_same_thread=False) as other:
        other.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(1) as threads:
            waiting = threads.submit(explain, "1" * 16, "说明", "李四", {})
            assert store.revision() == 1  # readers do not wait
            other.execute("COMMIT")
            waiting.result(timeout=30)
    assert store.revision() == 2


def test_the_revision_costs_next_to_nothing(state_file):
    """It is part of the key of every kept page: 0.1 ms at most, also on a busy machine."""
    explain("0" * 16, "说明", "张三", {})
    times = []
    for _ in range(500):
        start = time.perf_counter()
        store.revision()
        times.append(time.perf_counter() - start)
    assert sorted(times)[250] < 100e-6


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "duckdb:///x", "sqlite://"])
def test_a_url_that_is_none_of_ours_is_told(url, monkeypatch, tmp_path):
    monkeypatch.setenv("COCKPIT_DATA", str(tmp_path))
    monkeypatch.setenv("COCKPIT_STATE_URL", url)
    settings_module.settings.cache_clear()
    with pytest.raises(store.StateError, match="COCKPIT_STATE_URL 要写成"):
        explain("0" * 16, "说明", "张三", {})
    monkeypatch.undo()
    settings_module.settings.cache_clear()


def test_a_server_that_does_not_answer_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("COCKPIT_STATE_URL", "postgresql://nobody@127.0.0.1:1/none")
    settings_module.settings.cache_clear()
    with pytest.raises(store.StateError, match="不可用，请检查 COCKPIT_STATE_URL"):
        store.revision()
    monkeypatch.undo()
    settings_module.settings.cache_clear()
    store.close_engines()


def test_events_are_counted(state_url):
    explain("0" * 16, "说明", "张三", {})
    with store.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(finding_event)) == 1
