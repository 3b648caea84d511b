"""The product, or a floor, behind gunicorn as `script/server` runs it, on a free port of this machine."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
START_WITHIN = 90.0


@dataclass(frozen=True)
class Served:
    port: int
    process: subprocess.Popen

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def workers(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def answers(port: int, path: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def wait_until_up(port: int, path: str, process: subprocess.Popen, within: float = START_WITHIN) -> float:
    """Seconds until `path` answers 200. Raises RuntimeError when the server ends or is not up in time."""
    start = time.perf_counter()
    while not answers(port, path):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode} before it answered {path}")
        if time.perf_counter() - start > within:
            raise RuntimeError(f"no answer to {path} within {within:.0f} s")
        time.sleep(0.05)
    return time.perf_counter() - start


@contextmanager
def served(target: str = "app:server", *, workers: int = 2, ready: str = "/healthz") -> Iterator[Served]:
    """`target` under gunicorn with the options of `script/server`; stopped at the end, whatever happens."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", target, "--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
    command += ["--threads", "4", "--preload", "--worker-tmp-dir", "/dev/shm", "--log-level", "error"]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})
    try:
        wait_until_up(port, ready, process)
        yield Served(port, process)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
