"""A writer without a browser, for tests of the scheduler: small files, a log of what was written, faults on order."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from snapshots.failure import SnapshotFailed


@dataclass(frozen=True)
class QuickFile:
    name: str
    path: Path
    address: str
    bytes: int
    pages: int
    sha256: str
    code: str


class NoTools:
    """In the place of browser and server."""

    def tools(self) -> tuple[None, None]:
        return None, None

    def close(self) -> None:
        pass


def write_quickly(
    browser: Any, server: Any, addresses: list[str], *, paper: str, together: bool, version: str, time: Any, zone: str,
    folder: Path, name: str, scope: Any, progress: Any,
) -> list[QuickFile]:  # fmt: skip
    """The query of an address says what happens: `fail=KIND` fails, `hold=FILE` waits until the process is killed, as
    long as the file exists."""
    made = []
    for number, address in enumerate(addresses, 1):
        asked = dict(parse_qsl(urlsplit(address).query))
        if "fail" in asked:
            picture = folder / "seen.png"
            picture.write_bytes(b"PNG")
            raise SnapshotFailed(asked["fail"], "检验用的失败。", picture, address=address)
        if "crash" in asked:
            raise ZeroDivisionError
        if "hold" in asked and Path(asked["hold"]).exists():
            Event().wait()
        with Path(os.environ["QUICK_LOG"]).open("a") as log:
            log.write(f"{os.getpid()} {address}\n")
        if not together:
            made.append(_file(folder / f"{name}_{asked.get('title', number)}.pdf", [address], version, time, scope))
        progress(number, len(addresses))
    if together:
        made.append(_file(folder / f"{name}.pdf", addresses, version, time, scope))
    return made


def _file(path: Path, addresses: list[str], version: str, time: Any, scope: Any) -> QuickFile:
    content = "\n".join([*addresses, version, time.isoformat(), repr(scope.scope)]).encode()
    path.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    return QuickFile(path.name, path, " ".join(addresses), len(content), len(addresses), digest, "ABCD-EFGH")


QUICK = {"pdf": write_quickly}
