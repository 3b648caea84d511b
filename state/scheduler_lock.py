"""Who carries out the runs of snapshots: one process, known to the pages by the lock that it holds.

The lock is one of the operating system on a file beside the snapshots: it ends with its process, however that ends.
Where several hosts share a state store on PostgreSQL, one scheduler among all of them also holds a lock there.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import text

from data.settings import settings
from state.store import reading, writing

NUMBER = 7_463_102  # any number, the same on every host
FILE = "scheduler.lock"


@contextmanager
def scheduler_lock(wait: Callable[[str], bool]) -> Iterator[bool]:
    """Held inside. While another has it, `wait(words)` is called again and again; where it answers False the lock is
    given up, and False is handed in. Raises OSError, StateError."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        if not _taken(lambda: _locked(file), "本机已有一个调度程序在运行", wait):
            yield False
            return
        with _on_server(wait) as held:
            yield held


def scheduler_runs() -> bool:
    """Whether a scheduler runs on this host."""
    try:
        with _path().open("r") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _path() -> Path:
    return settings().snapshots / FILE


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _on_server(wait: Callable[[str], bool]) -> Iterator[bool]:
    """A connection of its own keeps the lock of PostgreSQL, and gives it back when it closes."""
    if settings().state_url.startswith("sqlite:"):
        yield True
        return
    with writing(revises=False):
        pass  # the store is made where there is none
    with reading() as connection:
        assert connection is not None

        def taken() -> bool:
            got = connection.scalar(text("SELECT pg_try_advisory_lock(:number)"), {"number": NUMBER})
            connection.commit()  # the lock is of the session; an open transaction would hold back the server's cleaning
            return bool(got)

        held = _taken(taken, "另一台主机上的调度程序正在运行", wait)
        try:
            yield held
        finally:
            if held:
                connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": NUMBER})
                connection.commit()


def _taken(attempt: Callable[[], bool], words: str, wait: Callable[[str], bool]) -> bool:
    while not attempt():
        if not wait(words):
            return False
    return True
