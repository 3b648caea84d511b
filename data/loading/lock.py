"""One writer at a time: loads, publications and rollbacks of one data directory share one lock.

The kernel drops the lock with its process, so a killed load never leaves one behind. It holds on one host only:
load and publish on one machine, also where the warehouse is a server.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from data.loading.refusals import Busy
from data.settings import settings


@contextmanager
def writer_lock(action: str) -> Iterator[None]:
    """Hold the lock while `action` (words for whoever has to wait) runs. Raises Busy after `settings().lock_wait` s."""
    folder = settings().data
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "writer.lock").open("a+", encoding="utf-8") as file:
        _acquire(file, folder)
        file.seek(0)
        file.truncate()
        file.write(f"{action}（进程 {os.getpid()}，{datetime.now():%m-%d %H:%M:%S} 开始）")
        file.flush()
        try:
            yield
        finally:
            file.seek(0)
            file.truncate()


def _acquire(file, folder: Path) -> None:
    deadline = time.monotonic() + settings().lock_wait
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                file.seek(0)
                holder = file.read() or "另一个程序"
                raise Busy(f"{holder}正在写入 {folder}，没有任何改动。请等它结束后重试。") from None
            time.sleep(0.1)
