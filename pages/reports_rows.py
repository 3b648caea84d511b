"""Jobs and runs as the page 报告与快照 shows them: times on the clock of the order, states in words."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any

from components.order_form import ZONES
from components.selection import Selection
from state.finding_states import now
from state.snapshot_history import Run
from state.snapshot_jobs import Job
from state.snapshot_orders import FORMATS, PAPERS
from state.snapshot_schedule import DEFAULT_ZONE, on_clock, schedule_words

PATH = "/reports"
FILES = "/snapshots"
STATES = {"waiting": "等待", "running": "生成中", "done": "完成", "failed": "失败"}
DELIVERED = {"waiting": "等待投递", "done": "已投递", "failed": "投递失败"}
KINDS = {
    "browser": "浏览器", "server": "服务", "timeout": "超时", "address": "地址有误", "page": "页面未能生成",
    "callback": "回调出错", "script": "页面脚本出错", "figure": "图未绘出", "map": "地图不完整", "glyph": "缺字",
    "clipped": "内容被截断", "overlap": "文字重叠", "pages": "页数不对", "version": "数据版本", "code": "校验码",
    "disk": "磁盘", "interrupted": "多次中断",
}  # fmt: skip


def job_row(job: Job, last: Run | None, *, chosen: bool) -> dict[str, Any]:
    """What `components.job_table` shows of an order and its last run."""
    order = job.order
    paper = "" if order.format in ("docx", "pptx") else f"　{PAPERS[order.paper]}"
    each = "　各成一个文件" if not order.together and len(order.addresses) > 1 else ""
    return {
        "number": job.job_id, "name": order.name, "address": Selection(job=str(job.job_id)).address(PATH),
        "what": f"{FORMATS[order.format]}{paper}　{len(order.addresses)}个网址{each}",
        "when": schedule_words(order.schedule), "zone": "" if order.zone == DEFAULT_ZONE else zone_words(order.zone),
        "next": "已暂停" if not job.active else moment(job.next_due, order.zone) if job.next_due else "—",
        "state": state_of(last) if last else "", "state_words": state_words(last) if last else "",
        "last": moment(last.due, order.zone) if last else "", "active": job.active, "chosen": chosen,
        "repeats": bool(order.schedule),
    }  # fmt: skip


def run_row(run: Run, job: Job) -> dict[str, Any]:
    """What `components.run_table` shows of a run."""
    zone = job.order.zone
    files = [
        {"name": file["name"], "href": f"{FILES}/{run.run_id}/files/{n}", "note": _file_note(file)}
        for n, file in enumerate(run.files, 1)
    ]
    problems = [
        {
            "kind": KINDS.get(p["kind"], "未能生成"), "words": p["words"], "where": p["address"],
            "picture": f"{FILES}/{run.run_id}/pictures/{n}" if p["picture"] else "",
        }
        for n, p in enumerate(run.problems, 1)
    ]  # fmt: skip
    delivered = [line | {"state_words": DELIVERED[line["state"]]} for line in run.delivered]
    told = [f"数据版本 {run.data_version}"] if run.data_version else []
    told += [zone_words(zone)] if zone != DEFAULT_ZONE else []
    return {
        "number": run.run_id, "due": moment(run.due, zone), "name": job.order.name,
        "address": Selection(job=str(job.job_id)).address(PATH), "state": state_of(run),
        "state_words": state_words(run), "attempt": _attempt(run, zone), "done": run.done, "total": run.total,
        "took": took(run), "files": files, "all_files": f"{FILES}/{run.run_id}/files.zip", "problems": problems,
        "delivered": delivered, "version": "　".join(told),
    }  # fmt: skip


def state_of(run: Run) -> str:
    """The state, `again` for a run that failed and waits for its next attempt."""
    return "again" if run.state == "waiting" and run.problems else run.state


def state_words(run: Run) -> str:
    if state_of(run) == "again":
        return "失败，将重试"
    undelivered = run.state == "done" and any(line["state"] == "failed" for line in run.delivered)
    return "完成，投递失败" if undelivered else STATES[run.state]


def moment(at: datetime, zone: str) -> str:
    return f"{on_clock(at, zone):%Y-%m-%d %H:%M}"


def zone_words(zone: str) -> str:
    return ZONES.get(zone, zone)


def took(run: Run) -> str:
    """Minutes and seconds from its first claim to its end, or until now."""
    if run.started is None:
        return "—"
    seconds = round(((run.finished or now()) - run.started).total_seconds())
    return f"{seconds // 60}分{seconds % 60:02d}秒" if seconds >= 60 else f"{max(seconds, 0)}秒"


def signature(jobs: Sequence[Job], last: Mapping[int, Run], runs: Sequence[Run], extra: str) -> str:
    """Changes whenever anything that is shown does."""
    told = repr((jobs, sorted(last.items()), runs, extra))
    return blake2b(told.encode(), digest_size=12).hexdigest()  # the same in every worker


def _attempt(run: Run, zone: str) -> str:
    if run.state == "waiting" and run.not_before:
        return f"第{run.attempt + 1}次于 {on_clock(run.not_before, zone):%H:%M}"
    return f"第{run.attempt}次" if run.attempt > 1 else ""


def _file_note(file: Mapping[str, Any]) -> str:
    size = file["bytes"] / 1024
    words = f"{size / 1024:.1f} MB" if size >= 1024 else f"{size:.0f} kB"
    pages = f"{file['pages']}页　" if file.get("pages") and not file["name"].endswith(".png") else ""
    code = f"　校验码 {file['code']}" if file.get("code") else ""
    return f"{pages}{words}{code}"
