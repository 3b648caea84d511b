"""Run as a program: load or publish, and be killed (SIGKILL) where the first argument says.

`interrupted.py MODULE.FUNCTION[:after][:N] load FILE…` or `… publish`: dies before (or after) the Nth call of that
function. `lock HELD_FILE` takes the writer lock, creates HELD_FILE and waits to be killed.
"""

import importlib
import os
import signal
import sys
from pathlib import Path


def die_at(point: str) -> None:
    """Replace the function by one that ends this process without any chance to clean up."""
    name, *options = point.split(":")
    module_name, _, function_name = name.rpartition(".")
    module = importlib.import_module(module_name)
    function = getattr(module, function_name)
    calls = 0

    def deadly(*arguments, **keywords):
        nonlocal calls
        calls += 1
        last = calls == int(next((o for o in options if o.isdigit()), 1))
        if last and "after" not in options:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = function(*arguments, **keywords)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(module, function_name, deadly)


def main(point: str, action: str, *files: str) -> None:
    if action == "lock":
        from data.loading.lock import writer_lock

        with writer_lock("装载 大文件.csv"):
            Path(files[0]).touch()
            signal.pause()
    die_at(point)
    if action == "load":
        from data.loading import load_files

        load_files(files)
    else:
        from data.publishing import publish

        publish(grace=0)


if __name__ == "__main__":
    main(*sys.argv[1:])
