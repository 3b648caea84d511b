"""The cockpit's own server, started for a run of snapshots and answering this machine only."""

import ctypes
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

import orjson

from access.renderer import TOKEN, TOKEN_HEADER
from snapshots.failure import SnapshotFailed

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
ANSWER_SECONDS = 30  # a code of a bulletin asks 60 questions again, on a busy machine
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


class AppServer:
    """`app.py` as a child process on a free port of 127.0.0.1, in this process's environment and with a token of its
    own, by which the app knows requests of its own renderer. It dies with this process.

    `with AppServer() as server:` waits for /healthz. Raises SnapshotFailed("server") where it does not come up.
    """

    def __init__(self, *, root: Path = ROOT, environment: Mapping[str, str] | None = None) -> None:
        self.token = secrets.token_urlsafe(24)
        self.url = ""
        self._root = root
        self._environment = dict(environment or {})
        self._process: subprocess.Popen | None = None
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the child

    def __enter__(self) -> "AppServer":
        try:
            self._start()
        except BaseException:
            self.stop()
            self._said.close()
            raise
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()
        self._said.close()

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def ensure(self) -> None:
        """Start it again where it died."""
        if not self.alive:
            self.stop()
            self._start()

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def version(self) -> str:
        """The data version in force. Raises SnapshotFailed("server")."""
        return str(self.ask("/healthz")["data_version"])

    def ask(self, path: str, body: Mapping | None = None, headers: Mapping[str, str] | None = None) -> dict:
        """The JSON answer; a POST where there is a body. Raises SnapshotFailed("server")."""
        data = None if body is None else orjson.dumps(dict(body))
        request = urllib.request.Request(self.url + path, data, {TOKEN_HEADER: self.token, **(headers or {})})
        if data is not None:
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:
                return orjson.loads(answer.read())
        except urllib.error.HTTPError as error:
            raise SnapshotFailed("server", f"{path} 回答 {error.code}：{_detail(error)}") from error
        except (OSError, ValueError) as error:
            raise SnapshotFailed("server", f"页面服务没有回答 {path}：{error}") from error

    def _start(self) -> None:
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        command = [sys.executable, "app.py", "--host", "127.0.0.1", "--port", str(port)]
        self._process = subprocess.Popen(
            command,
            cwd=self._root,
            env={**os.environ, **self._environment, TOKEN: self.token},
            stdin=subprocess.DEVNULL,
            stdout=self._said,
            stderr=subprocess.STDOUT,
            preexec_fn=_die_with_parent,
        )
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self._process.poll() is not None:
                raise SnapshotFailed("server", f"页面服务启动后即退出：{self.last_words()}")
            try:
                state = self.ask("/healthz")
            except SnapshotFailed as failed:
                if " 503" in failed.words:
                    raise
                time.sleep(0.05)
                continue
            if state.get("status") == "ok":
                return
        raise SnapshotFailed("timeout", f"页面服务{START_SECONDS}秒内没有启动：{self.last_words()}")

    def last_words(self, characters: int = 400) -> str:
        """The end of what the server wrote: the reason why it stopped."""
        self._said.seek(0)
        return self._said.read().decode("utf-8", "replace")[-characters:].strip() or "没有留下信息"


def _detail(error: urllib.error.HTTPError) -> str:
    try:
        return str(orjson.loads(error.read()).get("detail") or error.reason)
    except (ValueError, OSError):
        return str(error.reason)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _die_with_parent() -> None:
    """In the child, before it becomes the server: a killed scheduler leaves none behind (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)
