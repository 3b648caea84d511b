"""Chains of warnings, 提醒 → 预警 → 整改 → 复核, of an area in a scheme: an append-only log, the last word holds."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Select, insert, select

from state.chain_rules import (
    NOTHING,
    Chain,
    Step,
    chain_from,
    checked_day,
    checked_place,
    checked_step,
)
from state.explanations import checked_name, checked_note
from state.finding_states import NO_STORE, now
from state.schema import assessment_step, state_info
from state.store import Identity, identity, reading, writing

TOTAL = "total"
FIRST_VERSION = 2  # of the store that has the table: an older one has no chain yet
BEIJING = timezone(timedelta(hours=8))
Key = tuple[str, str, str]  # scheme, area, item
# What is kept of the warning, because the release that it was read in is dropped one day.
ABOUT = ("scheme_name", "area_name", "item_name", "light", "value", "target", "expected", "unit", "version")

_steps: dict[Key, tuple[Step, ...]] = {}
_read: tuple[Identity, int, int] = (NO_STORE, 0, 0)  # store, its revision and the last step in memory
_lock = Lock()


def chain_of(scheme: str, area: str, item: str = TOTAL) -> Chain:
    """The chain of one warning. Raises StateError."""
    return chain_from(_all_steps().get((scheme, area, item), ()))


def chains_of(scheme: str, areas: Iterable[str]) -> dict[tuple[str, str], Chain]:
    """The chains of these areas that have any step, by area and item. Raises StateError."""
    wanted = set(areas)
    found = _all_steps()
    return {
        (area, item): chain_from(steps)
        for (of, area, item), steps in found.items()
        if of == scheme and area in wanted
    }  # fmt: skip


def take_step(
    scheme: str, area: str, item: str, *, phase: str, step: object, state: object, day: object, note: object,
    who: object, about: Mapping[str, Any] | None = None,
) -> Chain:  # fmt: skip
    """Keep a step of the chain of the warning `about` (which the caller has asked for within the viewer's limits).

    Which step may follow is judged inside the transaction: of two who take one at once the second is told. Returns the
    chain as it is then. Raises ExplanationError (ChainError), StateError; then nothing is kept.
    """
    place = checked_place(scheme=scheme, area=area, item=item, phase=phase)
    said = {"note": checked_note(note), "who": checked_name(who)}
    today = datetime.now(BEIJING).date()
    checked_day(NOTHING, day, today)  # what is wrong whatever was done before makes no transaction
    with writing() as connection:
        chain = chain_from([kept for _, kept, _ in _rows(connection, _of(scheme, area, item))])
        following, becomes = checked_step(chain, step, state)
        row = {**place, **said, "step": following, "state": becomes, "day": checked_day(chain, day, today)}
        connection.execute(insert(assessment_step).values(**row, at=now(), about=_about(about)))
    return chain_of(scheme, area, item)


def forget() -> None:
    """Drop the log from this process's memory."""
    global _read
    with _lock:
        _steps.clear()
        _read = (NO_STORE, 0, 0)


def _about(about: Mapping[str, Any] | None) -> str | None:
    if not about:
        return None
    kept = {name: about[name] for name in ABOUT if about.get(name) is not None and about[name] == about[name]}
    return json.dumps(kept, ensure_ascii=False, default=str)[:4000]


def _all_steps() -> dict[Key, tuple[Step, ...]]:
    """The whole log by chain, kept in memory and read on where something was added."""
    global _read
    with reading() as connection, _lock:
        store = identity()
        found, version = None, 0
        if connection is not None:
            row = connection.execute(select(state_info.c.revision, state_info.c.schema_version)).first()
            found, version = (row[0], row[1]) if row else (None, 0)
        if _read[0] != store or found is None or found < _read[1]:  # another store, or one put back from a backup
            _steps.clear()
            _read = (store, 0, 0)
        if connection is not None and found is not None and found != _read[1]:
            last = _read_on(connection, _read[2]) if version >= FIRST_VERSION else 0
            _read = (store, found, last)
        return dict(_steps)


def _read_on(connection: Connection, last: int) -> int:
    """Add the steps after number `last` to the memory. Returns the number of the newest."""
    statement = _SELECTED.where(assessment_step.c.step_id > last)
    for number, step, key in _rows(connection, statement):
        _steps[key] = (*_steps.get(key, ()), step)
        last = number
    return last


_C = assessment_step.c
_SELECTED = select(
    _C.step_id, _C.scheme, _C.area, _C.item, _C.phase, _C.step, _C.state, _C.day, _C.note, _C.who, _C.at
).order_by(_C.step_id)


def _of(scheme: str, area: str, item: str) -> Select[Any]:
    return _SELECTED.where(_C.scheme == scheme, _C.area == area, _C.item == item)


def _rows(connection: Connection, statement: Select[Any]) -> list[tuple[int, Step, Key]]:
    found = []
    for number, scheme, area, item, phase, step, state, day, note, who, at in connection.execute(statement):
        assert isinstance(day, date)
        found.append((number, Step(phase, step, state, day, note, who, at.replace(tzinfo=UTC)), (scheme, area, item)))
    return found
