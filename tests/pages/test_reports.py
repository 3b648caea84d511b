"""报告与快照: what the form keeps and refuses, what the lists say, and whose orders a viewer may steer."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from dash import no_update
from dash._utils import to_json
from layouts import by_class, by_id, has_id, of_kind, parts, words
from werkzeug.test import TestResponse

from access.viewer import LOCAL, Viewer
from api import snapshot_files
from app import app
from components.order_form import FIELDS, KEEP, REMOVE, field_id
from pages import reports, reports_order
from snapshots.run_files import run_folder
from state.finding_states import now
from state.scheduler_lock import scheduler_lock
from state.snapshot_history import runs_of, undelivered
from state.snapshot_jobs import Job, jobs, order_job, run_now
from state.snapshot_orders import checked_order
from state.snapshot_runs import begin as begin_run
from state.snapshot_runs import claim_run, fail_run, finish_run, keep_files, make_due_runs

ROWS = [{"indicator": "LE", "area": area, "period": "2020", "value": "77.5"} for area in ("100000", "510000")]
SICHUAN = Viewer("sc", ("510000",))
PDF = b"%PDF-1.7 x"


@pytest.fixture
def place(
    made_once: Callable[..., Path], settled: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    source = made_once("reported", (ROWS, {}))
    shutil.copytree(source / "releases", tmp_path / "var" / "releases")
    for name in ("COCKPIT_STATE_URL", "COCKPIT_SMTP_URL", "COCKPIT_SMTP_FROM", "COCKPIT_DELIVERY"):
        monkeypatch.delenv(name, raising=False)
    settled(tmp_path / "var")
    yield tmp_path


@pytest.fixture
def asked_by(monkeypatch: pytest.MonkeyPatch) -> Callable[[Viewer], None]:
    def by(viewer: Viewer) -> None:
        for module in (reports, reports_order, snapshot_files):
            monkeypatch.setattr(module, "current_viewer", lambda: viewer)

    return by


@pytest.fixture
def client(place: Path) -> Iterator[Callable[[str], TestResponse]]:
    """`client(address)`: the answer; files that are sent are closed at the end."""
    answers: list[TestResponse] = []

    def get(address: str) -> TestResponse:
        answers.append(app.server.test_client().get(address))
        return answers[-1]

    yield get
    for answer in answers:
        answer.close()


def a_job(viewer: Viewer = LOCAL, **said: Any) -> Job:
    return order_job(checked_order({"name": "月报", "addresses": "/"} | said), viewer=viewer, who="张三")


def carried(
    job: Job, names: tuple[str, ...] = ("月报.pdf",), *, problems: list | None = None, state: str = "done"
) -> int:
    """A run of the job with these files, as the scheduler leaves it."""
    run_now(job.job_id, viewer=LOCAL)
    make_due_runs(now())
    claimed = claim_run("host:1", now())
    assert claimed is not None
    found, _ = claimed
    folder = run_folder(found.run_id)
    folder.mkdir(parents=True)
    files = []
    for part, name in enumerate(names, 1):
        (folder / name).write_bytes(PDF)
        told = {"bytes": 1_250_000, "pages": 3, "sha256": "ab", "code": "ABCD-EFGH"}
        files.append(told | {"name": name, "address": "/", "part": part})
    begin_run(found.run_id, "host:1", "2026.11.1", len(job.order.addresses))
    keep_files(found.run_id, "host:1", files, len(names), now())
    if problems:
        (folder / "failed-001.png").write_bytes(b"\x89PNG")
        fail_run(found, "host:1", job, problems, now())
    elif state == "done":
        line = {"kind": "mail", "to": "a@example.cn", "state": "failed", "attempt": 5, "words": "邮件没有发出。"}
        finish_run(found.run_id, "host:1", files=files, delivered=[line] if job.order.mail_to else [], now=now())
    return found.run_id


def pressed(
    monkeypatch: pytest.MonkeyPatch, number: int | None = None, button: str = KEEP, **said: str
) -> tuple[Any, Any]:
    """The form sent: (its new content, the count of changes)."""
    context = SimpleNamespace(triggered=[{"value": 1}], triggered_id=button)
    monkeypatch.setattr(reports_order, "ctx", context)
    values = {
        "name": "月报",
        "addresses": "/map?indicator=LE",
        "who": "张三",
        "together": "together",
        "version": "current",
    }
    values |= said
    return reports_order.keep_order(1, 1, number, 0, *[values.get(name) for name in FIELDS])


def steer(monkeypatch: pytest.MonkeyPatch, act: Any, number: Any) -> str:
    context = SimpleNamespace(triggered=[{"value": 1}], triggered_id={"reports-act": act, "job": number})
    monkeypatch.setattr(reports, "ctx", context)
    live, _ = reports.look_again(1, 0, [1], "", {})
    return words(live[0])


def shown(form: Any, name: str) -> Any:
    return by_id(form, field_id(name)).value


# --- the form -------------------------------------------------------------------------------------------------------


def test_an_empty_page_says_what_to_do(place):
    layout = reports.layout()
    assert "还没有任务" in words(by_id(layout, reports.JOBS)) and "还没有生成过文件" in words(
        by_id(layout, reports.RUNS)
    )
    to_json(layout)
    assert "调度程序没有运行" not in words(layout), "nobody needs it yet"


@pytest.mark.parametrize("key", ["address", "order"])
def test_a_view_is_carried_into_the_form(place, key):
    layout = reports.layout(**{key: "/map?indicator=LE&area=510000&v=2026.11.1"})
    assert shown(layout, "addresses") == "/map?indicator=LE&area=510000&v=2026.11.1"
    assert (shown(layout, "name"), shown(layout, "version")) == ("区域地图", "2026.11.1")


@pytest.mark.parametrize("address", ["https://example.com", "//[", "javascript:alert(1)", ["/map", "/area"], ""])
def test_a_bad_address_falls_back(place, address):
    layout = reports.layout(order=address)
    assert shown(layout, "addresses") in ("", "/map")
    to_json(layout)


def test_the_set_of_bulletins_has_every_province_with_statistics(place):
    lines = shown(reports.layout(template="bulletins"), "addresses").splitlines()
    areas = [line.removeprefix("/bulletin?area=") for line in lines]
    assert len(lines) == 31 and areas[0] == "110000" and not {"710000", "810000", "820000"} & set(areas)


def test_what_is_written_is_kept(place, monkeypatch):
    form, changes = pressed(
        monkeypatch, schedule="0 8 * * 1", zone="Asia/Urumqi", format="png", paper="wide", together="each",
        mail_to="a@example.cn", folder="月报", retries="3", keep_runs="5",
        addresses="/map?indicator=LE\n\n/area?area=510000",
    )  # fmt: skip
    (kept,) = jobs(LOCAL)
    order = kept.order
    assert (order.schedule, order.zone, order.format, order.paper) == ("0 8 * * 1", "Asia/Urumqi", "png", "wide")
    assert (order.together, order.mail_to, order.folder, order.retries) == (False, ("a@example.cn",), "月报", 3)
    assert (order.addresses, order.version, kept.who) == (("/map?indicator=LE", "/area?area=510000"), None, "张三")
    assert "已保存任务“月报”，每周一 08:00" in words(form) and changes == 1
    assert (shown(form, "name"), shown(form, "who")) == ("", "张三")


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("name", "", "请填写名称"), ("addresses", "https://example.com/", "不是本站页面的网址"),
        ("addresses", "http://[", "不是本站页面的网址"), ("addresses", "/area?area=999999", "没有代码为 999999 的地区"),
        ("addresses", "/map?indicator=NOSUCH", "没有代码为 NOSUCH 的指标"),
        ("addresses", "/indicators?compare=510000,999999", "没有代码为 999999 的地区"),
        ("addresses", "/map?layer=moon", "“层级”无法识别"),

        ("schedule", "* * * * *", "过密"), ("version", "2019.1.1", "已不再保留"), ("mail_to", "x", "不是邮件地址"),
        ("folder", "../etc", "文件夹请写名称"), ("who", "", "请填写填写人"), ("format", "exe", "没有“exe”"),
        ("zone", "../../etc/passwd", "没有时区"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_stays_in_the_form(place, monkeypatch, field, value, problem):
    form, changes = pressed(monkeypatch, **{field: value})
    assert problem in words(by_class(form, "hc-form-problem")) and changes is no_update
    if field in ("name", "addresses", "schedule", "mail_to", "folder"):
        assert shown(form, field) == value
    assert jobs(LOCAL) == []


def test_an_address_of_this_host_is_taken_as_it_is_copied(place, monkeypatch):
    with app.server.test_request_context("/", base_url="https://jiankang.example.cn"):
        pressed(monkeypatch, addresses="https://jiankang.example.cn/map?indicator=LE#map")
        form, _ = pressed(monkeypatch, addresses="https://other.example.cn/map")
    assert [job.order.addresses for job in jobs(LOCAL)] == [("/map?indicator=LE",)]
    assert "不是本站页面的网址" in words(form)


def test_an_order_is_changed_and_removed(place, monkeypatch):
    job = a_job(schedule="0 8 * * *")
    layout = reports.layout(job=str(job.job_id))
    assert "修改任务：月报" in words(layout) and shown(layout, "schedule") == "0 8 * * *"
    pressed(monkeypatch, number=job.job_id, name="周报", schedule="0 8 * * 1")
    assert [(j.job_id, j.order.name) for j in jobs(LOCAL)] == [(job.job_id, "周报")]
    form, changes = pressed(monkeypatch, number=job.job_id, button=REMOVE)
    assert "任务已删除" in words(form) and jobs(LOCAL) == [] and changes == 1


def test_the_preview_says_when(place):
    told = words(reports_order.preview_times("0 8 * * 1", "Asia/Shanghai"))
    assert told.startswith("每周一 08:00（北京时间）") and told.count("周一 08:00") == 6
    assert "过密" in words(reports_order.preview_times("* * * * *", "Asia/Shanghai"))
    assert "立即生成一次" in words(reports_order.preview_times("", "Asia/Shanghai"))
    assert reports_order.choose_how_often("0 8 * * *", "") == "0 8 * * *"
    assert reports_order.choose_how_often("once", "0 8 * * *") == ""
    assert reports_order.choose_how_often("custom", "0 8 * * *") is no_update


def test_what_this_server_cannot_deliver_is_said(place, monkeypatch):
    assert "本机尚未设置邮件服务器和投递目录" in words(reports.layout())


# --- lists and history ----------------------------------------------------------------------------------------------


def test_the_list_says_what_is_due_and_what_came(place):
    job = a_job(schedule="0 8 * * 1", mail_to="a@example.cn")
    carried(job)
    layout = reports.layout()
    row = words(by_class(by_id(layout, reports.JOBS), "hc-jobs"))
    assert "每周一 08:00" in row and "完成，投递失败" in row and "暂停" in row and "08:00" in row
    history = by_id(layout, reports.RUNS)
    told = words(history)
    assert "月报.pdf" in told and "3页" in told and "1.2 MB" in told and "ABCD-EFGH" in told
    assert "投递失败" in told and "邮件没有发出。" in told and "数据版本 2026.11.1" in told
    (link,) = [a for a in of_kind(history, "A") if a.href.startswith("/snapshots/")]
    assert link.href == f"/snapshots/{runs_of([job.job_id])[0].run_id}/files/1"
    assert "调度程序没有运行" in words(layout)
    with scheduler_lock(lambda words: False):
        assert "调度程序没有运行" not in words(reports.layout())
    to_json(layout)


def test_a_failure_shows_its_reason_and_picture(place, client):
    job = a_job(addresses="/map?indicator=LE", retries="0")
    problem = {
        "address": "/map?indicator=LE",
        "kind": "figure",
        "words": "图“地图”没有绘出。",
        "picture": "failed-001.png",
    }
    run_id = carried(job, (), problems=[problem])
    history = by_id(reports.layout(), reports.RUNS)
    assert "失败" in words(history) and "图未绘出图“地图”没有绘出。" in words(history)
    (picture,) = [a.href for a in of_kind(history, "A") if "pictures" in a.href]
    answer = client(picture)
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "image/png", b"\x89PNG")
    assert picture == f"/snapshots/{run_id}/pictures/1"


def test_a_run_that_is_tried_again_says_when(place):
    job = a_job(retries="2")
    carried(job, (), problems=[{"address": "/", "kind": "timeout", "words": "超过时限。", "picture": None}])
    told = words(by_id(reports.layout(), reports.RUNS))
    assert "失败，将重试" in told and "第2次于 " in told


def test_progress(place):
    job = a_job(addresses="/\n/map\n/area", together=False)
    carried(job, ("a.pdf",), state="running")
    history = by_id(reports.layout(), reports.RUNS)
    (bar,) = of_kind(history, "Progress")
    assert (bar.value, bar.max) == ("1", "3") and "1/3" in words(history) and "生成中" in words(history)


def test_long_history_has_pages(place):
    job = a_job(keep_runs="300")
    for n in range(reports.MOST_RUNS + 3):
        run_now(job.job_id, viewer=LOCAL, at=datetime(2026, 1, 1) + timedelta(minutes=n))
        found, _ = claim_run("host:1", now())
        finish_run(found.run_id, "host:1", files=[], delivered=[], now=now())
    assert len(of_kind(by_id(reports.layout(), reports.RUNS), "Tr")) == reports.MOST_RUNS + 1
    older = by_id(reports.layout(page="2"), reports.RUNS)
    assert len(of_kind(older, "Tr")) == 3 + 1 and "较新" in words(older) and "较早" not in words(older)


def test_many_files_unfold_and_come_in_one(place, client, tmp_path):
    job = a_job(addresses="\n".join(f"/map?indicator=A{n}" for n in range(10, 15)), together=False)
    run_id = carried(job, tuple(f"{n}省.pdf" for n in range(5)))
    history = by_id(reports.layout(), reports.RUNS)
    assert len(of_kind(history, "Details")) == 1
    answer = client(f"/snapshots/{run_id}/files.zip")
    (tmp_path / "all.zip").write_bytes(answer.data)
    shutil.unpack_archive(tmp_path / "all.zip", tmp_path / "all")
    assert sorted(path.name for path in (tmp_path / "all").iterdir()) == [f"{n}省.pdf" for n in range(5)]


# --- steering and who may ---------------------------------------------------------------------------------------------


def test_buttons_steer(place, monkeypatch):
    job = a_job(schedule="0 8 * * *")
    assert "已排入" in steer(monkeypatch, "now", job.job_id) and len(runs_of([job.job_id])) == 1
    assert "已暂停" in steer(monkeypatch, "pause", job.job_id) and not jobs(LOCAL)[0].active
    assert "已恢复" in steer(monkeypatch, "resume", job.job_id) and jobs(LOCAL)[0].active
    for act, number in (("now", 99), ("drop", job.job_id), ("now", "1 OR 1"), (None, None)):
        assert "没有改动" in steer(monkeypatch, act, number)


def test_a_delivery_that_failed_can_be_tried_again(place, monkeypatch, asked_by):
    run_id = carried(a_job(mail_to="a@example.cn"))
    (again,) = [b for b in of_kind(reports.layout(), "Button") if words(b) == "重新投递"]
    assert again.id == {"reports-act": "deliver", "job": run_id}
    asked_by(SICHUAN)
    assert "没有改动" in steer(monkeypatch, "deliver", run_id)
    asked_by(LOCAL)
    assert "将重新投递1处" in steer(monkeypatch, "deliver", run_id)
    [(found, _)] = undelivered()
    assert (found.run_id, found.delivered[0]["state"], found.delivered[0]["attempt"]) == (run_id, "waiting", 0)
    assert "重新投递" not in words(reports.layout())
    assert "没有这次运行" in steer(monkeypatch, "deliver", 99)


def test_the_page_is_drawn_anew_only_where_something_changed(place, monkeypatch):
    job = a_job()
    monkeypatch.setattr(reports, "ctx", SimpleNamespace(triggered=[{"value": 5}], triggered_id=reports.CLOCK))
    live, seen = reports.look_again(1, 0, [], "", {})
    assert live is not no_update
    assert reports.look_again(2, 0, [], seen, {}) == (no_update, no_update)
    run_now(job.job_id, viewer=LOCAL)
    assert reports.look_again(3, 0, [], seen, {})[0] is not no_update


def test_another_scope_sees_and_steers_nothing(place, monkeypatch, client, asked_by):
    job = a_job(schedule="0 8 * * *")
    run_id = carried(job)
    address = f"/snapshots/{run_id}/files/1"
    assert client(address).status_code == 200
    asked_by(SICHUAN)
    assert "月报" not in words(reports.layout()) and "不在您的查看范围内" in words(reports.layout(job=str(job.job_id)))
    for where in (address, f"/snapshots/{run_id}/files.zip", f"/snapshots/{run_id}/pictures/1"):
        assert client(where).status_code == 404
    for act in ("now", "pause"):
        assert "没有这个任务" in steer(monkeypatch, act, job.job_id)
    form, _ = pressed(monkeypatch, number=job.job_id)
    assert "没有这个任务" in words(form)
    form, _ = pressed(monkeypatch, number=job.job_id, button=REMOVE)
    assert "没有这个任务" in words(form) and jobs(LOCAL) == [job]
    pressed(monkeypatch, name="四川")
    assert json.loads(jobs(SICHUAN)[0].scope)["areas"] == ["510000"]


def test_files_are_served_by_their_names(place, client):
    run_id = carried(a_job(), ("四川省健康报告.pdf",))
    answer = client(f"/snapshots/{run_id}/files/1")
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "application/pdf", PDF)
    assert "%E5%9B%9B%E5%B7%9D%E7%9C%81" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-cache" and "Cookie" in answer.headers["Vary"]
    (run_folder(run_id) / "四川省健康报告.pdf").unlink()
    gone = client(f"/snapshots/{run_id}/files/1")
    assert gone.status_code == 404 and "已过保留期" in gone.json["detail"]
    for where in ("files/2", "files/0", "files/x", "files/1/../../state.sqlite", "pictures/1", "", "files"):
        assert client(f"/snapshots/{run_id}/{where}").status_code == 404, where
    assert client("/snapshots/999/files/1").status_code == 404


def test_every_other_page_leads_here(place):
    from pages import catalogue

    (link,) = by_class(catalogue.layout(), "hc-to-order")
    assert link.href == "/reports" and words(link) == "定时快照"
    assert not by_class(reports.layout(), "hc-to-order")


def test_every_field_is_in_the_form(place):
    layout = reports.layout()
    assert all(has_id(layout, field_id(name)) for name in FIELDS)
    labels = [words(part) for part in parts(layout) if type(part).__name__ == "Label"]
    assert all(labels) and len(labels) >= len(FIELDS)
