"""`jobs` orders, lists, steers and removes; `scheduler` does not start beside another."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from access.viewer import LOCAL
from commands.__main__ import cockpit
from state.scheduler_lock import scheduler_lock
from state.snapshot_history import runs_of
from state.snapshot_jobs import jobs

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(empty_data, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("COCKPIT_STATE_URL", raising=False)

    def command(*words: str) -> Result:
        return CliRunner().invoke(cockpit, list(words))

    return command


def test_from_order_to_removal(run):
    made = run(
        "jobs", "add", "--name", "月报", "--schedule", "0 8 1 * *", "--paper", "wide", "--each", "/", "/map?area=510000"
    )
    assert made.exit_code == 0, made.output
    assert (
        "已建立任务 1：月报，每月1日 08:00" in made.output and len(re.findall(r"\d{4}-\d\d-01 08:00", made.output)) == 5
    )
    assert "调度程序没有运行" in made.output
    (kept,) = jobs(LOCAL)
    assert (kept.order.addresses, kept.order.together, kept.order.paper) == (("/", "/map?area=510000"), False, "wide")
    listed = run("jobs", "list")
    assert "每月1日 08:00" in listed.output and "月报" in listed.output
    assert "已暂停" in run("jobs", "pause", "1").output and "已暂停" in run("jobs", "list").output
    assert "已恢复" in run("jobs", "resume", "1").output
    assert "运行编号 1" in run("jobs", "run", "1").output
    assert "等待　0/2" in run("jobs", "history", "1").output and len(runs_of([1])) == 1
    assert "已删除" in run("jobs", "remove", "1").output and jobs(LOCAL) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "--name", "x", "https://example.com/"), "不是本站页面的网址"),
        (("add", "--name", "x", "--schedule", "* * * * *", "/"), "过密"),
        (("add", "--name", "x", "--format", "docx", "/map"), "DOCX只用于统计报告"),
        (("run", "9"), "没有这个任务"),
        (("add", "--name", "x", "/map?layer=moon"), "“层级”无法识别"),
        (("history", "9"), "没有这个任务"),
        (("redeliver", "9"), "没有这次运行"),
    ],
)
def test_what_is_refused_changes_nothing(run, words, said):
    refused = run("jobs", *words)
    assert refused.exit_code == 1 and said in refused.output and "没有任何改动" in refused.output
    assert jobs(LOCAL) == []


def test_a_second_scheduler_says_so(run):
    """In a process of its own: it listens to signals and keeps a log."""
    command = [sys.executable, "-m", "commands", "scheduler", "--no-wait"]
    with scheduler_lock(lambda words: False):
        refused = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert refused.returncode == 3 and "已有一个调度程序在运行" in refused.stderr
