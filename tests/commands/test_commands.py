"""The command line as its operators use it: results on stdout, progress and refusals on stderr, exit codes."""

import os
import subprocess

import pytest
from click.testing import CliRunner

from commands.__main__ import cockpit
from data.settings import ROOT

ROW = {"indicator": "LE", "area": "510000", "period": "2020", "value": "77.79"}


@pytest.fixture
def run(empty_data):
    """`run(*words)` → (exit code, stdout, stderr)."""

    def command(*words):
        result = CliRunner().invoke(cockpit, [str(word) for word in words], prog_name="cockpit")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout, result.stderr

    return command


def test_from_a_file_to_a_version_and_back(run, observation_file):
    code, out, err = run("load", observation_file([ROW]))
    assert (code, out) == (0, "rows.csv：已装载为批次1，1条。运行 publish 后读者可见。\n")
    assert "秒] rows.csv：读入1行" in err and "rows.csv：1条全部合格" in err
    code, out, _ = run("load", observation_file([ROW]))
    assert (code, out) == (0, "rows.csv：已装载过（批次1），没有任何改动。\n")
    code, out, err = run("publish", "--note", "第一版")
    assert code == 0 and "1个批次，1条数据。" in out and "合并1／1行" in err
    run("load", observation_file([ROW | {"area": "110000"}], name="b.csv"))
    run("publish")
    code, out, _ = run("versions")
    head, first, second = out.splitlines()
    assert head.split() == ["版本", "发布时间", "条数", "批次", "数据截止", "说明"]
    assert first.endswith("2025-12-31  第一版") and second.startswith("*")
    code, out, _ = run("rollback")
    assert (code, out) == (0, f"读者现在看到的是版本 {first.split()[0]}。\n")
    code, out, err = run("rollback")
    assert (code, out) == (1, "") and "之前没有可退回的版本" in err


def test_a_refusal_exits_1_and_says_where(run, observation_file):
    code, out, err = run("load", observation_file([ROW | {"value": "177"}]))
    assert (code, out) == (1, "")
    assert "第1条（表格第2行）value：177 超出允许范围 30 至 100（岁）" in err
    code, _, err = run("publish")
    assert code == 1 and "没有可发布的批次" in err


def test_check_lands_nothing(run, observation_file):
    path = observation_file([ROW])
    assert run("check", path)[:2] == (0, "rows.csv：1条全部合格。\n")
    assert run("batches")[1] == "还没有装载过文件。\n"
    assert run("check", observation_file([ROW | {"value": "x"}]))[0] == 1


def test_rejects_files_given_by_a_wildcard_are_skipped(run, observation_file):
    path = observation_file([ROW])
    rejects = path.with_name("old.csv.rejects.csv")
    rejects.write_text("file,row\n")
    assert run("load", path, rejects)[0] == 0
    assert run("load", rejects)[0] == 2


def test_batches_discard_and_restore(run, observation_file):
    run("load", observation_file([ROW], verified=False, classification="internal"))
    code, out, _ = run("batches")
    assert out.splitlines()[1].split() == [
        "1", "rows.csv", "观测值", "检验机构", "检验报表", "1", "2025-12-31", "真实数据（待核验）", "internal", "在用"
    ]  # fmt: skip
    assert run("discard", 1)[:2] == (0, "批次1（rows.csv）已停用。运行 publish 后生效。\n")
    assert run("batches")[1].splitlines()[1].endswith("已停用")
    assert run("restore", 1)[0] == 0
    code, _, err = run("discard", 9)
    assert code == 1 and "没有批次9。现有批次：1。" in err


def test_versions_of_an_empty_warehouse(run):
    code, out, err = run("versions")
    assert (code, out) == (4, "") and "还没有发布过数据" in err


def test_a_busy_warehouse_exits_3(run, observation_file, monkeypatch):
    from data.loading.lock import writer_lock
    from data.settings import settings

    monkeypatch.setenv("COCKPIT_LOCK_WAIT", "0")
    settings.cache_clear()
    path = observation_file([ROW])
    with writer_lock("发布"):
        code, _, err = run("load", path)
    assert code == 3 and "发布（进程" in err and "请等它结束后重试" in err


def test_a_folder_that_cannot_be_written_exits_4(run, observation_file, monkeypatch):
    def denied(*_):
        raise PermissionError(13, "Permission denied", "/srv/cockpit/batches")

    monkeypatch.setattr("data.loading.load.read_batches", lambda **_: denied())
    code, _, err = run("load", observation_file([ROW]))
    assert code == 4 and "没有权限读写 /srv/cockpit/batches" in err


def test_every_command_has_a_chinese_help(run):
    code, out, _ = run("--help")
    assert code == 0
    listed = [line.split()[0] for line in out.split("Commands:")[1].splitlines() if line.strip()]
    assert {"load", "check", "publish", "rollback", "versions", "batches", "discard", "restore"} <= set(listed)
    for name in listed:
        code, out, _ = run(name, "--help")
        assert code == 0 and any("\u4e00" <= char <= "\u9fff" for char in out), name
    assert run("nonsense")[0] == 2


def test_the_script_runs_from_any_folder(empty_data, observation_file, tmp_path):
    path = observation_file([ROW])
    done = subprocess.run(
        [ROOT / "script" / "cockpit", "load", path.name], cwd=path.parent, env=dict(os.environ), check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "已装载为批次1" in done.stdout
