"""Put a question to a release: cached by data version, scope, question and arguments; nothing is ever invalidated."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
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


@dataclass(frozen=True, eq=False)
class Asked:
    """A question as it was asked, with its answer. The frame is the memory's own: do not change it."""

    question: Callable[..., pd.DataFrame]
    arguments: dict[str, Any]
    viewer: Viewer
    version: str
    frame: pd.DataFrame


_heard: ContextVar[list[Asked] | None] = ContextVar("heard", default=None)


@contextmanager
def hearing() -> Iterator[list[Asked]]:
    """The questions asked inside this block, in their order: what a view was drawn from.

    Not those behind `keep` (registers, menus, lamps of lists): what every page shares is asked once in a process.
    """
    heard: list[Asked] = []
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)


def ask(question: Callable[..., pd.DataFrame], *, viewer: Viewer, version: str, **arguments: Any) -> pd.DataFrame:
    """The answer of `question(connection, viewer=viewer, **arguments)` at `version`; the frame is the caller's own.

    Arguments must be hashable (tuples, not lists). Raises what `data.warehouse.connect` raises.
    """
    global _size
    key = (version, viewer.scope, question.__name__, tuple(sorted(arguments.items())))
    with _lock:
        if key in _answers:
            _answers.move_to_end(key)
            found = _answers[key][0]
            _note(question, arguments, viewer, version, found)
            return found.copy()
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
    _note(question, arguments, viewer, version, frame)
    return frame.copy()


def _note(question: Callable, arguments: dict[str, Any], viewer: Viewer, version: str, frame: pd.DataFrame) -> None:
    heard = _heard.get()
    if heard is not None:
        heard.append(Asked(question, arguments, viewer, version, frame))


def keep(name: str, make: Callable[[], T], *, viewer: Viewer, version: str) -> T:
    """What `make()` derives from answers of a version and every page needs: records, menus, lamps. Do not change it."""
    key = (name, version, viewer.scope)
    if key not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        token = _heard.set(None)  # else a view would be heard to ask more in a process that has not kept it yet
        try:
            _kept[key] = make()
        finally:
            _heard.reset(token)
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
