"""What people said of findings: open, explained, corrected by batch N. An append-only log; the last word holds.

A finding of a release is open unless it was explained, and an explanation is one of the number that it was given for:
another number that breaks the same rule at the same place is open again. A correction is told of findings that are no
longer in the release shown; where it is shown after all (a rollback, an older version) what was said before holds.
"""

import json
import logging
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Lock
from typing import Any

import pandas as pd
from sqlalchemy import Connection, insert, select

from state.explanations import checked_key, checked_name, checked_text
from state.schema import finding_event, state_info
from state.store import Identity, StateError, identity, reading, writing

log = logging.getLogger(__name__)
NO_STORE: Identity = (0, "", 0)
UNKNOWN = "unknown"  # the store does not answer: neither open nor explained is known
# What is kept of a finding, because the release that it was read in is dropped one day: columns of `queries.findings`.
ABOUT = (
    "finding", "rule", "rule_name", "dimension", "scored_as", "severity", "form", "form_name", "indicator",
    "indicator_name", "unit", "decimals", "area", "area_name", "parent_name", "level", "period", "period_label",
    "breakdown", "breakdown_label", "observed", "expected", "threshold", "detail", "message", "advice", "batch_id",
    "row_number", "file_name", "organisation", "received", "demonstration", "classification",
)  # fmt: skip


@dataclass(frozen=True)
class Event:
    """One line of the log. `at` is UTC, `observed` the number explained, `batch` and `version` are of a correction."""

    action: str  # explained reopened corrected
    text: str | None
    who: str
    at: datetime
    observed: float | None
    batch: int | None
    version: str | None


@dataclass(frozen=True)
class FindingState:
    """`state` is open or explained; corrected, with the `batch` that did it, only of one that is in no release now.
    `history` is the whole log of the finding, the oldest first."""

    state: str
    explanation: str | None
    who: str | None
    at: datetime | None
    batch: int | None
    history: tuple[Event, ...]


OPEN = FindingState("open", None, None, None, None, ())
_events: dict[str, tuple[Event, ...]] = {}
_read: tuple[Identity, int, int] = (NO_STORE, 0, 0)  # store, its revision and the last event in memory
_lock = Lock()


def states_of(keys: Iterable[str], observed: Mapping[str, float | None] | None = None) -> dict[str, FindingState]:
    """The state of every one of `keys`. With `observed` (numbers by key) an explanation holds for its own number only.

    Raises StateError.
    """
    events = _all_events()
    return {key: _state(events.get(key, ()), key, observed) for key in keys}


def state_when_gone(key: str) -> FindingState | None:
    """The state of a finding that the release shown does not have: corrected by a batch, or None where nothing is
    known of it. Raises StateError."""
    events = _all_events().get(key, ())
    last = next((event for event in reversed(events) if event.action == "corrected"), None)
    return FindingState("corrected", None, last.who, last.at, last.batch, events) if last else None


def explained_keys() -> tuple[str, ...]:
    """Keys of all findings whose last word is an explanation, for whichever number it was given. Raises StateError."""
    return tuple(sorted(key for key, events in _all_events().items() if _state(events, key, None).state == "explained"))


def with_states(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` (columns finding and observed, as of `queries.findings`) with state (open, explained or unknown),
    explanation, who and at (UTC). Unknown where the state store does not answer: figures are shown without it."""
    keys = frame["finding"].tolist()
    numbers = dict(zip(keys, frame["observed"], strict=True))
    try:
        found = states_of(keys, numbers)
    except StateError as error:
        log.warning("states of findings are not told: %s", error)
        found = dict.fromkeys(keys, FindingState(UNKNOWN, None, None, None, None, ()))
    told = {name: [getattr(found[key], name) for key in keys] for name in ("state", "explanation", "who", "at")}
    columns = {name: pd.Series(values, index=frame.index, dtype="object") for name, values in told.items()}
    return frame.assign(**columns)


def explain(key: str, text: str, who: str, about: Mapping[str, Any]) -> FindingState:
    """Keep `text` as the explanation of the finding `about` (its row of `queries.findings`, which the caller has asked
    for within the viewer's limits). Raises ExplanationError, StateError; then nothing is kept."""
    key, text, who = checked_key(key), checked_text(text), checked_name(who)
    told = about_of(about)
    _append({"finding_key": key, "action": "explained", "text": text, "who": who, "observed": told.get("observed"),
             "batch_id": None, "data_version": None, "about": json.dumps(told, ensure_ascii=False)})  # fmt: skip
    return states_of([key])[key]


def reopen(key: str, who: str) -> FindingState:
    """Take the explanation back; it stays in the history. Raises ExplanationError, StateError."""
    key, who = checked_key(key), checked_name(who)
    _append({"finding_key": key, "action": "reopened", "text": None, "who": who, "observed": None, "batch_id": None,
             "data_version": None, "about": None})  # fmt: skip
    return states_of([key])[key]


def about_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the log keeps of a finding, as JSON knows it."""
    return {name: _plain(row[name]) for name in ABOUT if name in row}


def now() -> datetime:
    """UTC without a zone, as both engines keep it."""
    return datetime.now(UTC).replace(tzinfo=None)


def forget() -> None:
    """Drop the log from this process's memory."""
    global _read
    with _lock:
        _events.clear()
        _read = (NO_STORE, 0, 0)


def _append(row: dict[str, Any]) -> None:
    with writing() as connection:
        connection.execute(insert(finding_event).values(**row, at=now()))


def _plain(value: Any) -> Any:
    if value is None or value is pd.NA or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if hasattr(value, "item"):  # a number of numpy
        value = value.item()
    if isinstance(value, str):
        return value[:1000]
    return value if isinstance(value, bool | int | float) else str(value)


def _state(events: tuple[Event, ...], key: str, observed: Mapping[str, float | None] | None) -> FindingState:
    said = [event for event in events if event.action != "corrected"]
    last = said[-1] if said else None
    if last is None or last.action != "explained":
        return replace(OPEN, history=events)
    if observed is not None and not _same(last.observed, observed.get(key)):
        return replace(OPEN, history=events)
    return FindingState("explained", last.text, last.who, last.at, None, events)


def _same(one: float | None, other: Any) -> bool:
    absent = other is None or other is pd.NA or other != other
    if one is None or absent:
        return one is None and absent
    return math.isclose(one, float(other), rel_tol=1e-9)


def _all_events() -> dict[str, tuple[Event, ...]]:
    """The whole log by key, kept in memory and read on where something was added."""
    global _read
    with reading() as connection, _lock:
        store = identity()
        found = connection.scalar(select(state_info.c.revision)) if connection is not None else None
        if _read[0] != store or found is None or found < _read[1]:  # another store, or one put back from a backup
            _events.clear()
            _read = (store, 0, 0)
        if connection is not None and found is not None and found != _read[1]:
            _read = (store, found, _read_on(connection, _read[2]))
        return _events


def _read_on(connection: Connection, last: int) -> int:
    """Add the events after number `last` to the memory. Returns the number of the newest."""
    c = finding_event.c
    columns = (c.event_id, c.finding_key, c.action, c.text, c.who, c.at, c.observed, c.batch_id, c.data_version)
    for row in connection.execute(select(*columns).where(c.event_id > last).order_by(c.event_id)):
        last, key, action, text, who, at, observed, batch, version = row
        event = Event(action, text, who, at.replace(tzinfo=UTC), observed, batch, version)
        _events[key] = (*_events.get(key, ()), event)
    return last
