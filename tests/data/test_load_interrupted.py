"""kill -9, a full disk and a second writer in the middle of a load: nothing is half there, nothing is left lying."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from data.loading import Busy, OutOfSpace, load_files
from data.loading.batches import read_batches
from data.publishing import publish
from data.settings import ROOT, settings

PROGRAM = Path(__file__).with_name("interrupted.py")
ROW = {"indicator": "LE", "area": "510000", "period": "2020", "value": "77.79"}

POINTS = (
    "data.loading.load.read_into_raw",
    "data.loading.load.fill_known_codes:after",
    "data.loading.load.broken_rows:after",
    "data.loading.load._write_rows",
    "data.loading.load._write_rows:after",
    "data.loading.batches.write_about",
    "data.loading.batches.write_about:after",
    "data.loading.batches.flush_to_disk",
    "data.loading.batches.flush_to_disk:3:after",
)
LANDED = ("data.loading.batches.flush_to_disk:4", "data.loading.batches.flush_to_disk:4:after")


def run(*arguments, **options):
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, PROGRAM, *map(str, arguments)], env=environment, check=False, **options)


def leftovers(data):
    return [*data.glob("loading-*"), *data.glob("batches/.landing-*")]


@pytest.mark.parametrize("point", POINTS)
def test_a_load_killed_before_it_landed_never_was(empty_data, observation_file, point):
    path = observation_file([ROW])
    assert run(point, "load", path).returncode == -signal.SIGKILL
    assert read_batches(discarded=True) == []
    (landed,) = load_files([path])
    assert (landed.batch, landed.new) == (1, True)
    assert leftovers(empty_data.data) == []
    assert publish().observations == 1


@pytest.mark.parametrize("point", LANDED)
def test_a_load_killed_after_it_landed_is_there_whole(empty_data, observation_file, point):
    path = observation_file([ROW])
    assert run(point, "load", path).returncode == -signal.SIGKILL
    (landed,) = load_files([path])
    assert (landed.batch, landed.new) == (1, False)
    assert publish().observations == 1


def test_a_second_load_waits_and_then_says_who_holds_the_lock(empty_data, observation_file, tmp_path, monkeypatch):
    path = observation_file([ROW])
    held = tmp_path / "held"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    holder = subprocess.Popen([sys.executable, PROGRAM, "-", "lock", held], env=environment)
    try:
        while not held.exists():
            assert holder.poll() is None
            time.sleep(0.01)
        monkeypatch.setenv("COCKPIT_LOCK_WAIT", "0.3")
        settings.cache_clear()
        for write in (lambda: load_files([path]), publish):
            with pytest.raises(Busy, match=rf"装载 大文件.csv（进程 {holder.pid}，.*正在写入.*请等它结束后重试"):
                write()
        assert read_batches() == []
    finally:
        holder.kill()
        holder.wait()
    assert load_files([path])[0].new  # the lock died with its holder


def test_two_loads_at_once_both_land(empty_data, observation_file):
    files = [
        observation_file([ROW | {"area": area, "value": value}], name=f"{area}.csv")
        for area, value in (("110000", "82"), ("120000", "81"), ("310000", "83"))
    ]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "commands", "load"]
    loads = [subprocess.Popen([*command, file], env=environment, cwd=ROOT) for file in files]
    assert [load.wait() for load in loads] == [0, 0, 0]
    assert [batch.number for batch in read_batches()] == [1, 2, 3]
    assert publish().observations == 3


@pytest.mark.parametrize("kilobytes", [1, 16, 64])
def test_a_full_disk_is_said_and_leaves_nothing(empty_data, observation_file, kilobytes):
    """RLIMIT_FSIZE stands for the full disk: writing beyond it fails as writing to a full disk does."""
    settings().data.mkdir()
    path = observation_file([ROW | {"period": f"{2000 + n}", "note": os.urandom(300).hex()} for n in range(20)])
    limit = (kilobytes * 1024, resource.RLIM_INFINITY)
    outcome = run(
        "os.abort", "load", path, capture_output=True, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit),
    )  # fmt: skip
    assert outcome.returncode == 1, outcome.stderr
    assert "OutOfSpace: 磁盘空间不足，没有任何改动，临时文件已清除" in outcome.stderr
    assert read_batches(discarded=True) == [] and leftovers(empty_data.data) == []
    assert load_files([path])[0].batch == 1


@pytest.mark.parametrize("step", ["write_about", "flush_to_disk"])
def test_a_disk_that_fills_at_the_last_step(empty_data, observation_file, monkeypatch, step):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"data.loading.batches.{step}", full)
    with pytest.raises(OutOfSpace, match="磁盘空间不足，没有任何改动"):
        load_files([observation_file([ROW])])
    assert read_batches(discarded=True) == [] and leftovers(empty_data.data) == []
