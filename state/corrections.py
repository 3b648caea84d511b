"""Findings that a later batch corrected: recorded when a version is published, because the release has them no more."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
import pandas as pd
from sqlalchemy import insert, select

from state.finding_states import ABOUT, about_of, now
from state.schema import compared_release, finding_event
from state.store import reading, writing

MOST_LISTED = 5_000  # the newest; each takes 10 µs to read
PUBLISHER = "发布程序"
ALL_FORMS = "ALL"
NUMBERS = ("observed", "expected")
INTEGERS = ("batch_id", "row_number", "decimals", "corrected_by")
COLUMNS = (*(name for name in ABOUT if name != "classification"), "state", "corrected_by", "version", "who", "at")


def compared_versions() -> set[tuple[str, datetime]]:
    """Versions (with their time of publication) whose corrections are recorded. Raises StateError."""
    with reading() as connection:
        if connection is None:
            return set()
        c = compared_release.c
        return {(row.version, row.published_at) for row in connection.execute(select(c.version, c.published_at))}


def record_corrected(rows: Iterable[Mapping[str, Any]], *, version: str, published_at: datetime) -> int:
    """Record what `version` corrected: rows of `queries.findings` as they were before, each with `corrected_by` (a
    batch) and `classification` (of the batch that it came from, None where it came from none).

    All or nothing, and once only: a version that was recorded before changes nothing. Returns how many were recorded.
    Raises StateError.
    """
    events = [
        {"finding_key": row["finding"], "action": "corrected", "text": None, "who": PUBLISHER, "at": now(),
         "observed": None, "batch_id": row["corrected_by"], "data_version": version,
         "about": json.dumps(about_of(row), ensure_ascii=False)}
        for row in rows
    ]  # fmt: skip
    c = compared_release.c
    with writing() as connection:
        done = select(c.version).where(c.version == version, c.published_at == published_at)
        if connection.execute(done).first():
            return 0
        if events:
            connection.execute(insert(finding_event), events)
        values = {"version": version, "published_at": published_at, "corrected": len(events), "at": now()}
        connection.execute(insert(compared_release).values(**values))
    return len(events)


def corrected_findings(
    *,
    areas: Collection[str],
    indicators: Collection[str],
    forms: Collection[str],
    batches: Collection[int],
    classifications: Sequence[str],
    present: Collection[str] = (),
    form: str | None = None,
    period: str | None = None,
    rule: str | None = None,
    dimension: str | None = None,
    severity: Collection[str] = (),
    indicator: str | None = None,
) -> pd.DataFrame:
    """What was corrected, the newest first, as the columns of `queries.findings` with state (`corrected`),
    corrected_by (the batch), version (the first without it), who and at (UTC).

    Only what lies within the given codes, which the caller takes from the release shown and the viewer's limits:
    `areas`, `indicators`, `forms`, `batches` (the correcting batch must be in that release), `classifications` (of
    the batch that was wrong). `present` are keys that the release shown has after all: those are not corrected in it.
    The rest chooses as `queries.findings` does: form ALL with a year takes all periods of it. Raises StateError.
    """
    limits: list[tuple[str, set[Any]]] = [
        ("area", set(areas)), ("indicator", {*indicators, None}), ("form", set(forms)),
        ("classification", {*classifications, None}),
    ]  # fmt: skip
    said = {"rule": rule, "scored_as": dimension, "indicator": indicator}
    said |= {"year": period} if form == ALL_FORMS else {"form": form, "period": period}
    limits += [(name, {code}) for name, code in said.items() if code is not None]
    limits += [("severity", set(severity))] if severity else []
    held = set(batches)
    found: dict[str, dict[str, Any]] = {}
    for event in _newest():
        key = event.finding_key
        if key in found or key in present or event.batch_id not in held:
            continue
        about = orjson.loads(event.about)
        about["year"] = str(about.get("period"))[:4]
        if all(about.get(name) in allowed for name, allowed in limits):
            found[key] = _told(event, about)
    columns = {name: pd.Series([row[name] for row in found.values()], dtype=_type_of(name)) for name in COLUMNS}
    return pd.DataFrame(columns)


def _told(event: Any, about: dict[str, Any]) -> dict[str, Any]:
    told = {"state": "corrected", "corrected_by": event.batch_id, "version": event.data_version, "who": event.who}
    return {name: about.get(name) for name in COLUMNS} | told | {"at": event.at.replace(tzinfo=UTC)}


def _type_of(name: str) -> str:
    if name in NUMBERS:
        return "float64"
    return "Int64" if name in INTEGERS else "object"


def _newest() -> list[Any]:
    c = finding_event.c
    columns = (c.finding_key, c.batch_id, c.data_version, c.who, c.at, c.about)
    wanted = select(*columns).where(c.action == "corrected").order_by(c.event_id.desc()).limit(MOST_LISTED)
    with reading() as connection:
        return [] if connection is None else list(connection.execute(wanted))
