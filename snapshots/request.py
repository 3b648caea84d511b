"""What is asked of a writer of files: which views, at which version and time, within whose limits, to where."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from access.moment import ZONE
from access.viewer import LOCAL, Viewer


def silent(done: int, total: int) -> None:
    """Progress that nobody waits for."""


@dataclass(frozen=True, kw_only=True)
class RenderRequest:
    """`time` is the run's (naive is UTC), printed in `zone`; `name` the stem of the files in `folder`, one where
    `together`, else one for each address. `progress(done, total)` is told after each address."""

    addresses: Sequence[str]
    version: str
    time: datetime
    folder: Path
    name: str = "快照"
    paper: str = "a4"
    together: bool = True
    viewer: Viewer = LOCAL
    zone: str = ZONE.key
    progress: Callable[[int, int], object] = silent
