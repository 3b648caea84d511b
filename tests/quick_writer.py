"""A writer without a browser, for tests of the scheduler: small files, a log of what was written, faults on order."""

import os
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from snapshots.failure import SnapshotFailed
from snapshots.files import RenderedFile, whole_file
from snapshots.request import RenderRequest


class NoTools:
    """In the place of browser and server."""

    def tools(self) -> tuple[None, None]:
        return None, None

    def close(self) -> None:
        pass


def write_quickly(browser: Any, server: Any, request: RenderRequest) -> list[RenderedFile]:
    """The query of an address says what happens: `fail=KIND` fails, `hold=FILE` waits until the process is killed, as
    long as the file exists."""
    made = []
    for number, address in enumerate(request.addresses, 1):
        asked = dict(parse_qsl(urlsplit(address).query))
        if "fail" in asked:
            picture = request.folder / "seen.png"
            picture.write_bytes(b"PNG")
            raise SnapshotFailed(asked["fail"], "检验用的失败。", picture, address=address)
        if "crash" in asked:
            raise ZeroDivisionError
        if "hold" in asked and Path(asked["hold"]).exists():
            Event().wait()
        with Path(os.environ["QUICK_LOG"]).open("a") as log:
            log.write(f"{os.getpid()} {address}\n")
        if not request.together:
            made.append(_file(request, f"{request.name}_{asked.get('title', number)}.pdf", [address]))
        request.progress(number, len(request.addresses))
    if request.together:
        made.append(_file(request, f"{request.name}.pdf", request.addresses))
    return made


def _file(request: RenderRequest, name: str, addresses: Sequence[str]) -> RenderedFile:
    words = [*addresses, request.version, request.time.isoformat(), repr(request.viewer.scope)]
    return whole_file(
        request.folder / name, "\n".join(words).encode(), address=" ".join(addresses), pages=len(addresses),
        code="ABCD-EFGH",
    )  # fmt: skip


QUICK = {"pdf": write_quickly}
