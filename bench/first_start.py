"""(f) First start: a copy of the committed tree with nothing installed, until it answers. Takes minutes."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.lines import Line, load_of_machine
from bench.serving import ROOT, free_port, wait_until_up

WITHIN = 1500.0


def measure() -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", "--local", str(ROOT), str(tree)], check=True)
        port = free_port()
        environment = {k: v for k, v in os.environ.items() if not k.startswith("COCKPIT_") and k != "PYTHONPATH"}
        command = [str(tree / "script" / "server"), "--port", str(port)]
        process = subprocess.Popen(command, cwd=tree, env=environment, start_new_session=True)
        try:
            taken = wait_until_up(port, "/healthz", process, WITHIN)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)
    yield Line("f  first start", taken, "s", f"packages, boundaries, figures, server; {load_of_machine()}")
