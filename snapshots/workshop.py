"""Browser and server of the app, kept between runs, made anew where they died or have served long enough."""

import logging
import time
from contextlib import ExitStack
from typing import Any

from snapshots.app_server import AppServer
from snapshots.browser import Browser
from snapshots.failure import SnapshotFailed

log = logging.getLogger("cockpit.scheduler")
MOST_SERVED = 600  # addresses; a server that answered them all is made anew, which bounds what it remembers
FRUGAL = {"MALLOC_ARENA_MAX": "2"}  # glibc: what eight threads free is used again, not kept eight times
IDLE = 300.0  # seconds without work after which both are closed: 0.6 GB that nobody uses


class Workshop:
    """`tools()` hands out what writers need. One for a process: playwright allows one loop in it."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._tools: tuple[Browser, AppServer] | None = None
        self._served = 0
        self._used = time.monotonic()

    def tools(self) -> tuple[Any, Any]:
        """Browser and server, both alive. Raises SnapshotFailed("browser" or "server")."""
        self._used = time.monotonic()
        if self._tools is None or self._served >= MOST_SERVED:
            self.close()
            stack = ExitStack()
            try:
                server = stack.enter_context(AppServer(environment=FRUGAL))
                self._tools = stack.enter_context(Browser()), server
            except BaseException:
                stack.close()
                raise
            self._stack = stack
        self._served += 1
        browser, server = self._tools
        server.ensure()
        return browser, server

    def rest(self) -> None:
        """There is nothing to do for the moment."""
        if self._tools is not None and time.monotonic() - self._used > IDLE:
            self.close()

    def close(self) -> None:
        """What fails in it is dead already, and said in the log."""
        self._tools, self._served = None, 0
        try:
            self._stack.close()
        except (SnapshotFailed, OSError, RuntimeError) as error:
            log.warning("closing browser and server: %s", error)
        self._stack = ExitStack()
