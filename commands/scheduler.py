"""`scheduler`"""

import ctypes
import logging
import os
import signal
import sys

import click

from commands.messages import Failure
from snapshots.scheduler import Scheduler, stop_on_signals

DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux


@click.command()
@click.option("--wait/--no-wait", default=True, help="已有调度程序在运行时：等它结束（默认），或立即退出（退出码 3）。")
@click.option("--with-parent", type=int, hidden=True, help="上级进程的编号；它结束时本程序也结束。")
def command(wait: bool, with_parent: int | None) -> None:
    """运行定时快照的调度程序：到期生成、重试、投递、清理。按 Ctrl+C 或收到 SIGTERM 后结束。

    一套数据只要一个。结束时正在生成的网址做完，其余留给下一个调度程序；被强行结束或机器重启后，已完成的文件不重做。
    """
    logging.basicConfig(format="%(asctime)s %(name)s %(message)s", stream=sys.stderr)
    logging.getLogger("cockpit").setLevel(logging.INFO)
    scheduler = Scheduler()
    stop_on_signals(scheduler)
    if with_parent is not None and not _ends_with(with_parent):
        return
    if not scheduler.run(wait=wait):
        raise Failure("本机已有一个调度程序在运行，没有再启动。", 3)


def _ends_with(parent: int) -> bool:
    """The kernel sends SIGTERM when the parent ends; False where it has ended already."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)
    return os.getppid() == parent
