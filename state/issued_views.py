"""Views that left the cockpit on paper or as a picture, and the codes that they carry.

A code is eight letters of Crockford's base32 (no I, L, O, U), 40 bits of a SHA-256 over what was issued: the same view
at the same time has the same code on every machine and in every run. It is no signature: whoever holds a genuine sheet
can print its code under other numbers, which is why the page of a code shows the view itself.
"""

import json
import re
from base64 import b32encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, insert, inspect, select

from access.viewer import Viewer
from state.schema import SERVER_SCHEMA, issued_view
from state.store import reading, writing

SURFACES = ("pdf", "docx", "pptx", "png", "svg")
FIGURE = "　图："  # in a title: between the page and the figure that a picture shows
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RFC = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_LONG = 8
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = re.compile(r"[\s\-‐-―－_　]+")
_SHOWN = str.maketrans(_RFC, LETTERS)


@dataclass(frozen=True)
class IssuedView:
    """`at` is UTC without zone, to the second; `address` has no `v`, and `#figure` where it was a picture of one;
    `scope` as `Viewer.scope` gives it."""

    code: str  # eight letters without the dash
    address: str
    title: str
    data_version: str
    at: datetime
    surface: str
    scope: tuple[tuple[str, ...], tuple[str, ...]]
    viewer: str
    answers: str  # of `queries.fingerprint`


def shown_code(code: str) -> str:
    """As people read it: XXXX-XXXX."""
    return f"{code[:4]}-{code[4:]}"


def read_code(text: object) -> str | None:
    """The code that somebody typed: lower case, O for 0, I or L for 1, dashes and spaces anywhere; None for no code."""
    if not isinstance(text, str) or len(text) > 40:
        return None
    # full-width letters come from Chinese keyboards; ASCII is 0xFEE0 below them
    narrow = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)
    code = _BETWEEN.sub("", narrow).upper().translate(_READ_AS)
    return code if len(code) == _LONG and all(letter in LETTERS for letter in code) else None


def issue(
    *, address: str, title: str, data_version: str, at: datetime, surface: str, viewer: Viewer, answers: str
) -> str:
    """The code (eight letters) of this view, written down once: the same view issued again has the same row and code.

    Raises StateError, ValueError for a surface that is none.
    """
    if surface not in SURFACES:
        raise ValueError(f"no such surface: {surface}")
    at = at.replace(microsecond=0)
    scope = _scope_text(viewer)
    row = {
        "address": address, "title": title, "data_version": data_version, "at": at, "surface": surface,
        "scope": scope, "viewer": viewer.name, "answers": answers,
    }  # fmt: skip
    with writing(revises=False) as connection:
        for code in _candidates([address, data_version, at.isoformat(), surface, viewer.scope]):
            held = _held(connection, code)
            if held is None:
                connection.execute(insert(issued_view).values(code=code, **row))
                return code
            if (held.address, held.data_version, held.at, held.surface, held.scope) == (
                address, data_version, at, surface, viewer.scope
            ):  # fmt: skip
                return code
    raise ValueError("all codes of this view are taken")  # six collisions in 40 bits: never by chance


def find(code: str) -> IssuedView | None:
    """What carries this code (eight letters, see `read_code`); None where none was issued. Raises StateError."""
    with reading() as connection:
        if connection is None or not _has_table(connection):
            return None
        return _held(connection, code)


def _has_table(connection: Connection) -> bool:
    """A store that an older program made has no such table until it is next written."""
    schema = None if connection.dialect.name == "sqlite" else SERVER_SCHEMA
    return inspect(connection).has_table(issued_view.name, schema=schema)


def _held(connection: Connection, code: str) -> IssuedView | None:
    row = connection.execute(select(issued_view).where(issued_view.c.code == code)).mappings().one_or_none()
    if row is None:
        return None
    areas, classifications = json.loads(row["scope"])
    return IssuedView(**{**row, "scope": (tuple(areas), tuple(classifications))})


def _scope_text(viewer: Viewer) -> str:
    return json.dumps(viewer.scope, ensure_ascii=False)


def _candidates(identity: list) -> Iterator[str]:
    """The first eight letters of the digest; where another view has them, the next eight, and so on."""
    said = json.dumps(identity, ensure_ascii=False)
    letters = b32encode(sha256(said.encode()).digest()).decode().rstrip("=").translate(_SHOWN)
    for start in range(0, len(letters) - _LONG + 1, _LONG):
        yield letters[start : start + _LONG]
