"""The process that makes due runs, carries them out one after another, delivers the files and drops what is old."""

import logging
import os
import signal
import socket
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import Event
from types import FrameType

from snapshots.carry_out import Tools, Work, carry_out
from snapshots.delivery import deliver_waiting
from snapshots.formats import WRITERS, Writer
from snapshots.run_files import remove_run_folder
from snapshots.workshop import Workshop
from state.finding_states import now
from state.scheduler_lock import scheduler_lock
from state.snapshot_history import drop_run, runs_to_drop
from state.snapshot_runs import anything_due, claim_run, make_due_runs, take_back
from state.store import StateError

log = logging.getLogger("cockpit.scheduler")
POLL = 2.0  # seconds between looks at the store when there is nothing to do: under 2 ms each on a busy machine
TENDING = 10.0  # seconds between looks for deliveries that wait and runs that are old
TROUBLE = 15.0  # seconds before the store is asked again that did not answer


class Scheduler:
    """`writers`, `tools` and `clock` are for tests; `Scheduler().run()` returns when it is asked to stop."""

    def __init__(
        self,
        *,
        writers: Mapping[str, Writer] = WRITERS,
        tools: Tools | None = None,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._writers, self._clock = writers, clock
        self._tools = tools or Workshop()
        self._stop = Event()
        self._tended: datetime | None = None
        self.claimer = f"{socket.gethostname()}:{os.getpid()}"

    def stop(self, *_: object) -> None:
        """The address in hand is finished, the rest of its run handed back. Safe in a signal handler."""
        self._stop.set()

    def run(self, *, wait: bool = True) -> bool:
        """Work until `stop`. Where another scheduler runs: wait for its end, or return False without `wait`."""
        with scheduler_lock(self._waiting if wait else lambda words: False) as held:
            if not held:
                return False
            log.info("scheduler %s begins", self.claimer)
            try:
                self._taken_back()
                while not self._stop.is_set():
                    self._stop.wait(self._round())
            finally:
                self._close()
        return True

    def run_all(self) -> int:
        """Carry out everything that is due now, and return how many runs that were; without the lock."""
        made = 0
        while not self._stop.is_set() and self._next():
            made += 1
        self._tend()
        return made

    def _round(self) -> float:
        """Do what there is to do; seconds to wait before the next look."""
        try:
            worked = anything_due(self._clock()) and self._next()
            if worked or self._tended is None or self._clock() - self._tended > timedelta(seconds=TENDING):
                self._tend()
            if not worked and isinstance(self._tools, Workshop):
                self._tools.rest()
        except (StateError, OSError) as error:
            log.warning("%s", error)
            return TROUBLE
        except Exception:  # a fault of the program in one round; the next one may have other work
            log.exception("this round failed")
            return TROUBLE
        return 0.0 if worked else POLL

    def _next(self) -> bool:
        make_due_runs(self._clock())
        claimed = claim_run(self.claimer, self._clock())
        if claimed is None:
            return False
        run, job = claimed
        began = time.monotonic()
        state = carry_out(Work(run, job, self.claimer, self._tools, self._writers, self._stop.is_set))
        log.info("run %s of job %s: %s after %.1f s", run.run_id, job.job_id, state, time.monotonic() - began)
        return True

    def _tend(self) -> None:
        self._tended = self._clock()
        deliver_waiting(self._clock())
        for run_id in runs_to_drop():
            remove_run_folder(run_id)
            drop_run(run_id)

    def _taken_back(self) -> None:
        """Whoever claimed runs on this host is dead: the lock is ours."""
        while not self._stop.is_set():
            try:
                count = take_back(f"{socket.gethostname()}:", now())
                if count:
                    log.info("%s interrupted runs are carried on", count)
                return
            except StateError as error:
                log.warning("%s", error)
                self._stop.wait(TROUBLE)

    def _waiting(self, words: str) -> bool:
        log.warning("%s，等待它结束。", words)
        self._stop.wait(TROUBLE)
        return not self._stop.is_set()

    def _close(self) -> None:
        self._tools.close()
        log.info("scheduler %s ends", self.claimer)


def stop_on_signals(scheduler: Scheduler) -> None:
    """SIGTERM and SIGINT stop it cleanly; a second one ends it at once (its run is carried on by the next)."""

    def asked(number: int, _frame: FrameType | None) -> None:
        scheduler.stop()
        signal.signal(number, signal.SIG_DFL)

    signal.signal(signal.SIGTERM, asked)
    signal.signal(signal.SIGINT, asked)
