"""What a view was drawn from, asked again: the same on every engine, and only numbers count."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from access.viewer import LOCAL
from queries import shown_numbers
from queries.ask import ask, hearing, keep
from queries.asked_again import asked_again
from queries.fingerprint import UnreadableFingerprint, fingerprint, read_fingerprint
from queries.shown_numbers import numbers_of
from queries.values_of_children import values_of_children

A65 = {"110000": (100, 1000), "310000": (163, 1000), "510000": (1693, 10000), "540000": (57, 1000)}
ASKED = {"indicator": "A65", "parent": "100000", "layer": "province", "period": "2020", "breakdown": "all"}


def rows_of(counts: dict[str, tuple[int, int]]) -> list[dict[str, Any]]:
    return [
        {"indicator": "A65", "area": area, "period": "2020", "numerator": n, "denominator": d, "value": 100 * n / d}
        for area, (n, d) in counts.items()
    ]


def seen(version: str) -> str:
    """The fingerprint of a view of the provinces."""
    with hearing() as heard:
        ask(values_of_children, viewer=LOCAL, version=version, **ASKED)
    return fingerprint(heard, version)


def test_a_correction_is_found_on_every_engine(warehouse: object, publish_rows: Callable[..., str]):
    first = publish_rows(rows_of(A65))
    view = read_fingerprint(seen(first))
    second = publish_rows(rows_of({"510000": (1694, 10000)}))
    told = asked_again(view, viewer=LOCAL, whole=True, issued_version=first, current_version=second)
    assert (told.state, told.basis, told.reproduced) == ("changed", "numbers", True)
    assert [(d.place.area, d.place.measure, d.old, d.new) for d in told.differences] == [
        ("510000", "value", "16.93", "16.94")
    ]
    same = asked_again(view, viewer=LOCAL, whole=True, issued_version=first, current_version=first)
    assert (same.state, same.reproduced) == ("same", True)


def test_a_batch_sent_again_changes_nothing(empty_data: object, publish_rows: Callable[..., str]):
    first = publish_rows(rows_of(A65))
    view = seen(first)
    second = publish_rows(rows_of(A65), source="《同样的数字，另一个来源》", cut_off="2026-01-31")
    told = asked_again(
        read_fingerprint(view), viewer=LOCAL, whole=True, issued_version=first, current_version=second
    )  # fmt: skip
    assert (told.state, told.differences, told.added) == ("same", (), 0)
    assert seen(second) == view  # batch, row and source are in no digest


def test_only_a_numerator_changed(empty_data: object, publish_rows: Callable[..., str]):
    first = publish_rows(rows_of(A65))
    view = read_fingerprint(seen(first))
    second = publish_rows(rows_of({"540000": (570, 10000)}))
    told = asked_again(view, viewer=LOCAL, whole=True, issued_version=first, current_version=second)
    assert {(d.place.measure, d.old, d.new) for d in told.differences} == {
        ("numerator", "57", "570"), ("denominator", "1000", "10000"),
    }  # fmt: skip


def test_a_version_is_recognised_by_its_values(
    empty_data: object, publish_rows: Callable[..., str], monkeypatch: pytest.MonkeyPatch
):
    version = publish_rows(rows_of(A65))
    view = read_fingerprint(seen(version))
    monkeypatch.delitem(shown_numbers.MEASURES, "numerator")  # a program that counts other numbers
    told = asked_again(view, viewer=LOCAL, whole=True, issued_version=version, current_version=version)
    assert (told.state, told.reproduced) == ("same", True)
    place, text = next((p, t) for p, t in (view.kept or {}).items() if p.area == "510000")
    assert text == "16.93"
    other = replace(view, kept=(view.kept or {}) | {place: "17.93"})  # the same name of a version, made anew
    told = asked_again(other, viewer=LOCAL, whole=True, issued_version=version, current_version=version)
    assert (told.state, told.reproduced) == ("unknown", False)


def test_what_every_page_shares_is_not_heard(empty_data: object, publish_rows: Callable[..., str]):
    version = publish_rows(rows_of(A65))

    def made() -> int:
        return len(ask(values_of_children, viewer=LOCAL, version=version, **ASKED))

    with hearing() as heard:
        keep("rows of this test", made, viewer=LOCAL, version=version)
    assert heard == []
    with hearing() as outer:
        for _ in range(2):  # from the warehouse, then from memory
            ask(values_of_children, viewer=LOCAL, version=version, **ASKED)
    assert len(outer) == 2
    assert len(read_fingerprint(fingerprint(outer, version)).questions) == 1
    assert read_fingerprint(fingerprint(outer, "2020.1.1")).questions == ()  # of another version


def test_the_record_comes_back_as_it_was(empty_data: object, publish_rows: Callable[..., str]):
    view = read_fingerprint(seen(publish_rows(rows_of(A65), demonstration=True)))
    assert view.demonstration
    (question,) = view.questions
    assert (question.name, question.arguments) == ("values_of_children", ASKED)
    values = {place.area: text for place, text in (view.kept or {}).items() if place.measure == "value"}
    assert values["510000"] == "16.93"
    assert values["440000"] == "missing"  # never 0
    assert len(values) == 34


@pytest.mark.parametrize("text", ["", "x", "eJw=", "bm90IHppcHBlZA==", json.dumps({"form": 1})])
def test_a_record_of_nothing_known_is_refused(text: str):
    with pytest.raises(UnreadableFingerprint):
        read_fingerprint(text)


def test_names_and_bookkeeping_are_no_numbers():
    frame = pd.DataFrame(
        {
            "area": ["510000"], "name": ["四川省"], "value": [1 / 3], "batch_id": [7], "row_number": [9],
            "status": ["final"], "demonstration": [False],
        }
    )  # fmt: skip
    found = numbers_of("values_of_children", ASKED, frame)
    assert [(*place, text) for place, text in found.items()] == [
        ("510000", "A65", "2020", "all", "", "value", "0.333333333333")
    ]
