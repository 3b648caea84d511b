"""Put a question to a release: cached by data version, scope, question and arguments; nothing is ever invalidated."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

import pandas as pd

from access.viewer import Viewer
from data.warehouse import connect

CACHE_BYTES = 64 * 1024 * 1024  # a worker's share of its 350 MB
BYTES_PER_CELL = 40  # measured over the questions of all pages: 37

MOST_KEPT = 48  # things derived from answers: some six for each version and scope

T = TypeVar("T")
_answers: OrderedDict[tuple, tuple[pd.DataFrame, int]] = OrderedDict()
_size = 0
_kept: dict[tuple, Any] = {}
_lock = Lock()


def ask(question: Callable[..., pd.DataFrame], *, viewer: Viewer, version: str, **arguments: Any) -> pd.DataFrame:
    """The answer of `question(connection, viewer=viewer, **arguments)` at `version`; the frame is the caller's own.

    Arguments must be hashable (tuples, not lists). Raises what `data.warehouse.connect` raises.
    """
    global _size
    key = (version, viewer.scope, question.__name__, tuple(sorted(arguments.items())))
    with _lock:
        if key in _answers:
            _answers.move_to_end(key)
            return _answers[key][0].copy()
    with connect(version) as connection:
        frame = question(connection, viewer=viewer, **arguments)
    weight = frame.size * BYTES_PER_CELL + 1024  # weighing every text took a tenth of a page's time
    with _lock:
        if key not in _answers:
            _answers[key] = (frame, weight)
            _size += weight
        while _size > CACHE_BYTES:
            _, (_, dropped) = _answers.popitem(last=False)
            _size -= dropped
    return frame.copy()


def keep(name: str, make: Callable[[], T], *, viewer: Viewer, version: str) -> T:
    """What `make()` derives from answers of a version and every page needs: records, menus, lamps. Do not change it."""
    key = (name, version, viewer.scope)
    if key not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = make()
    return _kept[key]


def forget(*, derived: bool = True) -> None:
    """Empty the memory: for measurements of the uncached path, and for another warehouse in the same process.

    `derived=False` leaves what every page of a version shares, as a reader finds it who opens a place nobody asked for.
    """
    global _size
    with _lock:
        _answers.clear()
        if derived:
            _kept.clear()
        _size = 0
