"""(f) Second start: `script/server` when everything is there, until it answers."""

import os
import signal
import statistics
import subprocess
from collections.abc import Iterator

from bench.lines import Line, load_of_machine
from bench.serving import ROOT, free_port, wait_until_up

MOST = 5.0


def measure() -> Iterator[Line]:
    taken = [start() for _ in range(3)]
    yield Line(
        "f  second start",
        statistics.median(taken),
        "s",
        f"script/server until /healthz; {load_of_machine()}",
        most=MOST,
    )


def start() -> float:
    """Seconds from the command to the first good answer."""
    port = free_port()
    command = [str(ROOT / "script" / "server"), "--port", str(port)]
    # a group of its own, so that shell and gunicorn end together
    process = subprocess.Popen(command, env=dict(os.environ), stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        return wait_until_up(port, "/healthz", process)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)
