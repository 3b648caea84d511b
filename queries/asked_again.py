"""Whether the numbers that a view showed are still those: its questions asked again at another version."""

import logging
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from inspect import signature

import pandas as pd

from access.viewer import Viewer
from data.warehouse import VersionGone, WarehouseError, kept_versions
from queries.ask import ask
from queries.fingerprint import KEPT_MEASURES, Fingerprint, Question, digest_of
from queries.shown_numbers import Numbers, Place, numbers_of
from queries.values_of_areas import values_of_areas

log = logging.getLogger(__name__)
_NAME = re.compile(r"[a-z][a-z_]{2,60}")
_OBSERVED = ("value", "numerator", "denominator", "lower", "upper")


@dataclass(frozen=True)
class Difference:
    """A number as the view showed it and as it is now: twelve digits, a status, or None where it was or is not."""

    place: Place
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Comparison:
    """`state`: same, grown (all numbers hold, more have come), changed, unknown.

    `basis`: numbers (both versions were read), kept (the old values come from the code's own record), digests (only
    that something changed can be told), none. `reproduced` is False where the version gives other numbers now than
    when the view was issued; None where that cannot be told. `unasked` counts questions that this program cannot ask.
    """

    state: str
    basis: str
    differences: tuple[Difference, ...] = ()
    numbers: int = 0
    added: int = 0
    later: int = 0  # numbers in whose place the view would show a later period; they hold
    reproduced: bool | None = None
    unasked: int = 0


def asked_again(
    issued: Fingerprint, *, viewer: Viewer, whole: bool, issued_version: str, current_version: str
) -> Comparison:
    """The numbers of a view at `issued_version` against those at `current_version`, as `viewer` may see them.

    `whole`: the viewer's scope is the one that the view was issued for, so that its digests and values may be used.
    Raises WarehouseError where the current version cannot be read. 20 to 400 ms, answers remembered.
    """
    then, reproduced = _then(issued, viewer, issued_version, whole)
    missing = sum(1 for question in issued.questions if _function(question) is None)
    if issued_version == current_version and then is not None:
        known = Comparison("same", "numbers", numbers=len(then), reproduced=reproduced, unasked=missing)
        return known if reproduced is not False else replace(known, state="unknown")
    if then is None and not whole:
        return Comparison("unknown", "none", numbers=issued.count, unasked=missing)
    if then is None and issued.kept is None:
        return _by_digests(issued, viewer, current_version, missing)
    now, _ = _numbers(issued.questions, viewer, current_version)
    if then is None:
        now = {place: text for place, text in now.items() if place.measure in KEPT_MEASURES}
    told = _compared(then if then is not None else issued.kept or {}, now, viewer, current_version)
    found = replace(told, basis="numbers" if then is not None else "kept", reproduced=reproduced, unasked=missing)
    return replace(found, state="unknown") if missing and found.state != "changed" else found


def _then(issued: Fingerprint, viewer: Viewer, version: str, whole: bool) -> tuple[Numbers | None, bool | None]:
    """The numbers at the version of the view, None where it is not kept; and whether they are those of its record."""
    if version not in kept_versions():
        return None, None
    try:
        found, digests = _numbers(issued.questions, viewer, version)
    except VersionGone:
        return None, None
    except WarehouseError as error:  # published by an older program
        log.warning("version %s of an issued view: %s", version, error)
        return None, None
    same = all(digest in (None, q.digest) for q, digest in zip(issued.questions, digests, strict=True))
    if not same and issued.kept and all(found.get(place) == text for place, text in issued.kept.items()):
        same = True  # a newer program counts other numbers besides; the values are those on record
    return found, same if whole else None


def _numbers(questions: tuple[Question, ...], viewer: Viewer, version: str) -> tuple[Numbers, list[str | None]]:
    """All numbers, and the digest of each question's; None for one that cannot be asked."""
    numbers: Numbers = {}
    digests: list[str | None] = []
    for question in questions:
        function = _function(question)
        if function is None:
            digests.append(None)
            continue
        frame = ask(function, viewer=viewer, version=version, **question.arguments)
        found = numbers_of(question.name, question.arguments, frame)
        digests.append(digest_of(found))
        numbers |= found
    return numbers, digests


def _function(question: Question) -> Callable[..., pd.DataFrame] | None:
    """A question is the public function of the file of its name; None where this program cannot ask it any more."""
    if not _NAME.fullmatch(question.name):
        return None
    try:
        found = getattr(import_module(f"queries.{question.name}"), question.name)
        signature(found).bind(None, viewer=None, **question.arguments)
    except (ModuleNotFoundError, AttributeError, TypeError):
        return None
    return found


def _by_digests(issued: Fingerprint, viewer: Viewer, version: str, missing: int) -> Comparison:
    _, digests = _numbers(issued.questions, viewer, version)
    other = any(digest not in (None, q.digest) for q, digest in zip(issued.questions, digests, strict=True))
    state = "changed" if other else ("unknown" if missing else "same")
    return Comparison(state, "digests", numbers=issued.count, unasked=missing)


def _compared(then: Numbers, now: Numbers, viewer: Viewer, version: str) -> Comparison:
    gone = [place for place in then if place not in now]
    found = _looked_up(gone, viewer, version)
    later = sum(1 for place in gone if found.get(place) == then[place])
    differences = [
        Difference(place, old, now.get(place, found.get(place)))
        for place, old in then.items()
        if now.get(place, found.get(place)) != old
    ]
    added = sum(1 for place in now if place not in then and place.measure in KEPT_MEASURES)
    state = "changed" if differences else ("grown" if added or later else "same")
    return Comparison(state, "numbers", tuple(_main_ones(differences)), numbers=len(then), added=added, later=later)


def _main_ones(differences: list[Difference]) -> list[Difference]:
    """Of a value that changed, its numerator, denominator and limits are not listed as well."""
    valued = {d.place._replace(measure="") for d in differences if d.place.measure == "value"}
    return [
        d
        for d in differences
        if d.place.measure == "value" or d.place.measure not in _OBSERVED or d.place._replace(measure="") not in valued
    ]


def _looked_up(places: list[Place], viewer: Viewer, version: str) -> Numbers:
    """What has gone from an answer because a later period took its place is asked for by name: it may still hold."""
    wanted: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for place in places:
        if not place.further and place.indicator and place.area and place.period and place.measure in _OBSERVED:
            wanted[(place.indicator, place.period, place.breakdown or "all")].append(place.area)
    found: Numbers = {}
    for (indicator, period, breakdown), areas in wanted.items():
        arguments = {"indicator": indicator, "period": period, "breakdown": breakdown}
        chosen = tuple(sorted(set(areas)))
        frame = ask(values_of_areas, viewer=viewer, version=version, areas=chosen, **arguments)
        found |= numbers_of("values_of_areas", arguments, frame)
    return found
