"""`jobs`"""

import getpass
from datetime import datetime
from typing import Any

import click

from access.viewer import LOCAL
from commands.messages import Failure, table
from components.selection import Selection
from data.warehouse import WarehouseError, current_version, kept_versions
from queries.ordered_views import unknown_codes
from state.explanations import ExplanationError
from state.finding_states import now
from state.scheduler_lock import scheduler_runs
from state.snapshot_history import Run, deliver_again, last_runs, runs_of
from state.snapshot_jobs import Job, job, jobs, order_job, pause_job, remove_job, resume_job, run_now
from state.snapshot_orders import FORMATS, PAPERS, Order, OrderError, checked_order
from state.snapshot_schedule import DEFAULT_ZONE, next_times, on_clock, schedule_words
from state.store import StateError

STATES = {"waiting": "等待", "running": "生成中", "done": "完成", "failed": "失败"}
NOT_RUNNING = "调度程序没有运行，任务不会执行；请运行 script/cockpit scheduler（script/server 会自动启动它）。"


class Jobs(click.Group):
    """What is refused is said in the reader's words."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (OrderError, ExplanationError) as error:
            raise Failure(f"{error}没有任何改动。", 1) from error
        except StateError as error:
            raise Failure(str(error), 4) from error


@click.group(cls=Jobs)
def command() -> None:
    """定时快照的任务：列出、新建、立即生成、暂停、恢复、删除、查看历史。

    例：script/cockpit jobs add --name 月度总览 --schedule "0 8 1 * *" --mail lingdao@example.cn / "/map?indicator=LE"
    """


@command.command("list")
def list_jobs() -> None:
    """列出任务：下次到期、最近结果。"""
    found = jobs(LOCAL)
    if not found:
        click.echo("没有任务。")
        return
    last = last_runs([j.job_id for j in found])
    head = ("编号", "名称", "格式", "网址", "定时", "下次", "最近")
    click.echo(table([head, *(_line(j, last.get(j.job_id)) for j in found)]))
    if not scheduler_runs():
        click.echo(NOT_RUNNING, err=True)


@command.command()
@click.argument("addresses", nargs=-1, required=True, metavar="网址…")
@click.option("--name", required=True, metavar="名称")
@click.option("--schedule", metavar="定时", help='cron表达式五段“分 时 日 月 星期”，如 "0 8 * * 1"；不写则立即做一次。')
@click.option("--zone", default=DEFAULT_ZONE, show_default=True, metavar="时区", help="IANA时区名。")
@click.option("--format", type=click.Choice(list(FORMATS)), default="pdf", show_default=True)
@click.option("--paper", type=click.Choice(list(PAPERS)), default="a4", show_default=True)
@click.option("--together/--each", default=True, help="全部网址合为一个文件（默认），或各成一个文件。")
@click.option("--v", "version", metavar="版本", help="数据版本；默认为生成时的当前版本。")
@click.option("--mail", "mail_to", multiple=True, metavar="邮箱", help="发送给谁，可重复。")
@click.option("--folder", metavar="文件夹", help="投递到 COCKPIT_DELIVERY 下的这个文件夹。")
@click.option("--retries", default=2, show_default=True, help="失败后重试几次。")
@click.option("--keep", "keep_runs", default=12, show_default=True, help="保留最近几次的文件。")
def add(**said: Any) -> None:
    """新建任务。"""
    asked = checked_order(said)
    _can_be_shown(asked)
    made = order_job(asked, viewer=LOCAL, who=getpass.getuser())
    order = made.order
    click.echo(f"已建立任务 {made.job_id}：{order.name}，{schedule_words(order.schedule)}（{order.zone}）。")
    if order.schedule:
        times = next_times(order.schedule, order.zone, now())
        click.echo("接下来五次：" + "、".join(f"{at:%Y-%m-%d %H:%M}" for at in times))
    if not scheduler_runs():
        click.echo(NOT_RUNNING, err=True)


@command.command("run")
@click.argument("number", type=int, metavar="编号")
def run_job(number: int) -> None:
    """立即生成一次。"""
    click.echo(f"已排入，运行编号 {run_now(number, viewer=LOCAL)}。")
    if not scheduler_runs():
        click.echo(NOT_RUNNING, err=True)


@command.command()
@click.argument("number", type=int, metavar="运行编号")
def redeliver(number: int) -> None:
    """重新投递一次运行中没有送到的邮件和文件夹（运行编号见 history）。"""
    click.echo(f"将重新投递{deliver_again(number, viewer=LOCAL)}处。")
    if not scheduler_runs():
        click.echo(NOT_RUNNING, err=True)


@command.command()
@click.argument("number", type=int, metavar="编号")
def pause(number: int) -> None:
    """暂停：到期不再生成。"""
    pause_job(number, viewer=LOCAL)
    click.echo(f"任务 {number} 已暂停。")


@command.command()
@click.argument("number", type=int, metavar="编号")
def resume(number: int) -> None:
    """恢复；暂停期间错过的不补。"""
    click.echo(f"任务 {number} 已恢复，下次 {_moment(resume_job(number, viewer=LOCAL))}。")


@command.command()
@click.argument("number", type=int, metavar="编号")
def remove(number: int) -> None:
    """删除任务，连同它的文件和历史。"""
    remove_job(number, viewer=LOCAL)
    click.echo(f"任务 {number} 已删除。")


@command.command()
@click.argument("number", type=int, metavar="编号")
@click.option("--most", type=click.IntRange(1, 500), default=20, show_default=True, help="最多列出几次。")
def history(number: int, most: int) -> None:
    """一个任务的运行历史：结果、文件、失败原因、投递。"""
    of = job(number, LOCAL)
    if of is None:
        raise OrderError("job", "没有这个任务。")
    for found in runs_of([number], limit=most):
        for line in _told(found, of):
            click.echo(line)


def _can_be_shown(order: Order) -> None:
    """Raises OrderError where a page would show something else than its address asks for."""
    for address in order.addresses:
        _, notices = Selection.of_address(address)
        if notices:
            raise OrderError("addresses", f"{notices[0]}请改正 {address[:60]}。")
    try:
        version = order.version or current_version()
        if order.version and order.version not in kept_versions():
            raise OrderError("version", f"数据版本 {order.version} 已不再保留。")
        words = unknown_codes(order.addresses, viewer=LOCAL, version=version)
    except WarehouseError:
        return  # no data yet; the run will tell
    if words:
        raise OrderError("addresses", words)


def _told(found: Run, of: Job) -> list[str]:
    due = f"{on_clock(found.due, of.order.zone):%Y-%m-%d %H:%M}"
    lines = [f"运行 {found.run_id}　{due}　{STATES[found.state]}　{found.done}/{found.total}　第{found.attempt}次"]
    lines += [f"  {file['name']}　{file['pages']}页　{file['bytes']:,}字节　{file['code']}" for file in found.files]
    lines += [f"  失败　{problem['address']}　{problem['words']}" for problem in found.problems]
    words = {"waiting": "等待投递", "done": "已投递", "failed": "投递失败"}
    lines += [f"  {words[line['state']]}　{line['to']}　{line['words']}" for line in found.delivered]
    return lines


def _line(job: Job, last: Run | None) -> tuple[str, ...]:
    came = "—" if last is None else f"{STATES[last.state]} {last.done}/{last.total}"
    return (
        str(job.job_id), job.order.name, FORMATS[job.order.format], str(len(job.order.addresses)),
        schedule_words(job.order.schedule), _moment(job), came,
    )  # fmt: skip


def _moment(job: Job) -> str:
    if not job.active:
        return "已暂停"
    at: datetime | None = job.next_due
    return f"{on_clock(at, job.order.zone):%Y-%m-%d %H:%M}" if at else "—"
