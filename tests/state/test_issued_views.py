"""Codes of issued views, on SQLite and PostgreSQL: the same for the same view, never for another."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import insert, select, text, update

from access.viewer import Viewer
from state.issued_views import LETTERS, find, issue, read_code, shown_code
from state.schema import issued_view, state_info
from state.store import close_engines, reading, revision, writing

AT = datetime(2026, 11, 22, 8, 30, 15, 250_000)
SICHUAN = Viewer("四川", ("510000",), ("public",))
VIEW: dict[str, Any] = {
    "address": "/map?area=510000&indicator=A65", "title": "65岁及以上人口占比　四川省", "data_version": "2026.11.1",
    "at": AT, "surface": "pdf", "viewer": SICHUAN, "answers": "x",
}  # fmt: skip


def by_the_book(start: int = 0) -> str:
    """Eight letters of five bits each, from the bits of SHA-256 on; `start` in letters."""
    said = '["/map?area=510000&indicator=A65", "2026.11.1", "2026-11-22T08:30:15", "pdf", [["510000"], ["public"]]]'
    bits = "".join(f"{byte:08b}" for byte in sha256(said.encode()).digest())
    return "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[int(bits[5 * n : 5 * n + 5], 2)] for n in range(start, start + 8))


def rows() -> int:
    with reading() as connection:
        assert connection is not None
        return len(connection.execute(select(issued_view.c.code)).all())


def test_what_was_issued_is_found(state_url: str):
    code = issue(**VIEW)
    assert code == by_the_book()
    found = find(code)
    assert found is not None
    assert (found.address, found.title, found.data_version) == (VIEW["address"], VIEW["title"], "2026.11.1")
    assert found.at == datetime(2026, 11, 22, 8, 30, 15)
    assert (found.surface, found.viewer, found.scope) == ("pdf", "四川", (("510000",), ("public",)))
    assert find("00000000") is None


def test_issued_again_it_is_the_same_row(state_url: str):
    first = issue(**VIEW)
    assert issue(**VIEW | {"title": "另一个标题", "at": AT.replace(microsecond=0)}) == first
    assert rows() == 1
    found = find(first)
    assert found is not None and found.title == VIEW["title"]


@pytest.mark.parametrize(
    "other",
    [
        {"address": "/map?area=510100&indicator=A65"}, {"data_version": "2026.11.2"}, {"surface": "docx"},
        {"at": AT.replace(second=16)}, {"viewer": Viewer("四川", ("510000",))},
    ],
    ids=lambda other: next(iter(other)),
)  # fmt: skip
def test_another_view_has_another_code(state_file: object, other: dict):
    assert issue(**VIEW) != issue(**VIEW | other)
    assert rows() == 2


def test_a_taken_code_gives_way_to_the_next_letters(state_url: str):
    with writing(revises=False) as connection:
        taken = {**VIEW, "address": "/catalogue", "scope": "[[], []]", "viewer": "x", "code": by_the_book()}
        connection.execute(insert(issued_view).values(**taken))
    assert issue(**VIEW) == by_the_book(8)
    assert issue(**VIEW) == by_the_book(8)
    assert rows() == 2
    held = find(by_the_book())
    assert held is not None and held.address == "/catalogue"


def test_many_at_once_are_one_row(state_url: str):
    with ThreadPoolExecutor(8) as pool:
        codes = set(pool.map(lambda _: issue(**VIEW), range(16)))
    assert codes == {by_the_book()}
    assert rows() == 1


def test_kept_pages_are_not_made_anew_by_codes(state_url: str):
    issue(**VIEW)
    before = revision()
    issue(**VIEW | {"surface": "png"})
    assert revision() == before


def test_nothing_is_found_in_a_store_that_does_not_exist_or_is_older(state_file):
    assert find(by_the_book()) is None
    assert not state_file.exists()
    with writing() as connection:
        connection.execute(text("DROP TABLE issued_view"))
        connection.execute(update(state_info).values(schema_version=2))
    close_engines()
    assert find(by_the_book()) is None
    assert issue(**VIEW) == by_the_book()


def test_an_unknown_surface_is_refused(state_file: object):
    with pytest.raises(ValueError, match="surface"):
        issue(**VIEW | {"surface": "fax"})


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("7K3M-Q9ZT", "7K3MQ9ZT"),
        ("7k3mq9zt", "7K3MQ9ZT"),
        (" 7K3M － Q9ZT\n", "7K3MQ9ZT"),
        ("７Ｋ３Ｍ—Ｑ９ＺＴ", "7K3MQ9ZT"),
        ("oO0i-Il1L", "00011111"),
        ("7K3M-Q9Z", None),
        ("7K3M-Q9ZTT", None),
        ("7K3M-Q9ZU", None),  # U is no letter of a code
        ("七七七七七七七七", None),
        ("../../etc", None),
        ("' OR 1=1--", None),
        ("A" * 5000, None),
        ("", None),
        (None, None),
        (12345678, None),
    ],
)
def test_codes_are_read_as_people_type_them(typed: object, code: str | None):
    assert read_code(typed) == code


def test_the_letters_cannot_be_taken_for_each_other():
    assert len(set(LETTERS)) == 32
    assert not set("ILOU") & set(LETTERS)
    assert shown_code("7K3MQ9ZT") == "7K3M-Q9ZT"
