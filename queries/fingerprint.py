"""What a view was drawn from, as a text short enough to be kept with the code that the view carries.

The questions with their arguments, a digest of the numbers in each answer, and the values themselves where they are
few. Asked again at another version (`queries.asked_again`) they tell whether the numbers of the view are still those.
"""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from queries.ask import Asked
from queries.shown_numbers import NOT_SHOWN, Numbers, Place, numbers_of

MOST_KEPT = 6_000  # values; a page of all counties has 2,900, the largest portrait 5,000
KEPT_MEASURES = ("value", "total", "rank", "grade", "score")  # by which a change is told when its version is gone
_FORM = 1


class UnreadableFingerprint(ValueError):
    """The kept text is not one of ours, or of a newer program."""


@dataclass(frozen=True)
class Question:
    """As it was asked. `digest` is over the numbers of its answer."""

    name: str
    arguments: dict[str, Any]
    digest: str


@dataclass(frozen=True)
class Fingerprint:
    """`kept` is None where the values were too many; `count` is of all numbers, kept or not; `demonstration`: some of
    them were made up."""

    questions: tuple[Question, ...]
    count: int
    demonstration: bool
    kept: Numbers | None


def fingerprint(heard: Sequence[Asked], version: str) -> str:
    """The text to be kept. What was asked at another version (a comparison with the past) is left out."""
    asked: dict[str, list[Any]] = {}
    numbers: Numbers = {}
    made_up = False
    for one in heard:
        name = one.question.__name__
        if one.version != version or name in NOT_SHOWN:
            continue
        arguments = _plain(one.arguments)
        key = json.dumps([name, arguments], ensure_ascii=False, sort_keys=True)
        if key not in asked:
            found = numbers_of(name, one.arguments, one.frame)
            asked[key] = [name, arguments, digest_of(found)]
            numbers |= found
            made_up = made_up or bool("demonstration" in one.frame and one.frame["demonstration"].any())
    few = [[*place, text] for place, text in numbers.items() if place.measure in KEPT_MEASURES]
    body = {
        "form": _FORM,
        "asked": list(asked.values()),
        "count": len(numbers),
        "demonstration": made_up,
        "kept": few if len(few) <= MOST_KEPT else None,
    }
    packed = zlib.compress(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    return b64encode(packed).decode()


def read_fingerprint(text: str) -> Fingerprint:
    """What `fingerprint` wrote. Raises UnreadableFingerprint."""
    try:
        body = json.loads(zlib.decompress(b64decode(text, validate=True)))
        if body["form"] != _FORM:
            raise UnreadableFingerprint(f"form {body['form']}")
        questions = tuple(
            Question(name, {k: _hashable(v) for k, v in arguments.items()}, digest)
            for name, arguments, digest in body["asked"]
        )
        kept = None if body["kept"] is None else {Place(*row[:-1]): row[-1] for row in body["kept"]}
        return Fingerprint(questions, int(body["count"]), bool(body["demonstration"]), kept)
    except (ValueError, TypeError, KeyError, AttributeError, zlib.error) as error:
        raise UnreadableFingerprint(str(error)) from error


def digest_of(numbers: Numbers) -> str:
    """The same for the same numbers, in whatever order the engine gave them."""
    lines = sorted("\x1f".join((*place, text)) for place, text in numbers.items())
    return sha256("\n".join(lines).encode()).hexdigest()[:24]


def _plain(value: Any) -> Any:
    """Arguments of questions are texts, numbers, days and tuples of them; JSON has lists for tuples."""
    if isinstance(value, dict):
        return {key: _plain(v) for key, v in value.items()}
    if isinstance(value, tuple | list | frozenset | set):
        return [_plain(v) for v in (sorted(value) if isinstance(value, frozenset | set) else value)]
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if hasattr(value, "item"):  # numpy's numbers
        return value.item()
    return value


def _hashable(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_hashable(v) for v in value)
    if isinstance(value, dict):
        return date.fromisoformat(value["day"])
    return value
