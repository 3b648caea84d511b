"""What a publication corrected is recorded, once, and a step back never lies about it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from access.viewer import LOCAL
from commands.__main__ import cockpit
from commands.corrections import _asked_the_same, record_corrections
from data.publishing import discard, publish, rollback
from data.warehouse import current_version
from queries.ask import ask
from queries.batches import batches
from queries.findings import findings
from state import finding_states
from state.corrections import corrected_findings
from state.finding_states import explain, state_when_gone, with_states
from state.store import StateError, revision

# Fewer children under five may not die than infants: K04. Each such finding is about the infants.
UNDER_FIVE = {"indicator": "U5MR", "area": "510000", "period": "2020", "value": "8"}
WRONG = UNDER_FIVE | {"indicator": "IMR", "value": "30"}
RIGHT = WRONG | {"value": "5"}
AREAS = ("510000", "110000", "100000")


@pytest.fixture(autouse=True)
def no_memory():
    finding_states.forget()
    yield
    finding_states.forget()


def publisher(observation_file: Callable[..., Path]) -> Callable[..., str]:
    """`published(name, rows)`: load the rows and run `publish`, as an operator does; returns the version."""

    def load_and_publish(name: str, *rows: dict[str, Any], **manifest: Any) -> str:
        for words in (["load", str(observation_file(list(rows), name, **manifest))], ["publish"]):
            result = CliRunner().invoke(cockpit, words, prog_name="cockpit")
            assert result.exit_code == 0, result.stderr
        return current_version()

    return load_and_publish


@pytest.fixture
def published(empty_data, observation_file):
    return publisher(observation_file)


@pytest.fixture
def published_anywhere(warehouse, observation_file):
    return publisher(observation_file)


def listed(rule: str = "K04", **asked: Any) -> list[dict[str, Any]]:
    rows = ask(findings, viewer=LOCAL, version=current_version(), rule=rule, limit=None, **asked)
    return with_states(rows).to_dict("records")


def gone() -> list[dict[str, Any]]:
    """What readers of the version in force are told was corrected."""
    known = ask(batches, viewer=LOCAL, version=current_version())["batch_id"]
    rows = corrected_findings(
        areas=AREAS, indicators=("IMR", "U5MR", "LE"), forms=("检验报表",), batches=[int(n) for n in known],
        classifications=LOCAL.classifications, present=[row["finding"] for row in listed()],
    )  # fmt: skip
    return rows.to_dict("records")


def test_published_explained_corrected_and_back(published_anywhere):
    published = published_anywhere
    beijing = {"area": "110000"}
    first = published("wrong.csv", WRONG, UNDER_FIVE, WRONG | beijing, UNDER_FIVE | beijing)
    (finding,) = listed(area="510000")
    assert (finding["observed"], finding["expected"], finding["batch_id"]) == (30.0, 8.0, 1)
    assert gone() == []
    explain(finding["finding"], "按常住人口另算", "张三", finding)
    assert listed(area="510000")[0]["state"] == "explained"

    published("right.csv", RIGHT)
    assert listed(area="510000") == []
    assert [row["area"] for row in listed()] == ["110000"]  # the other one stays open
    (corrected,) = gone()
    assert (corrected["finding"], corrected["corrected_by"], corrected["state"]) == (finding["finding"], 2, "corrected")
    assert (corrected["observed"], corrected["file_name"], corrected["row_number"]) == (30.0, "wrong.csv", 1)
    told = state_when_gone(finding["finding"])
    assert told is not None and (told.state, told.batch) == ("corrected", 2)
    assert [event.action for event in told.history] == ["explained", "corrected"]

    rollback()
    assert current_version() == first
    (again,) = listed(area="510000")
    assert (again["state"], again["explanation"]) == ("explained", "按常住人口另算")
    assert gone() == []


def test_an_open_finding_is_open_again_after_a_step_back(published):
    published("wrong.csv", WRONG, UNDER_FIVE)
    published("right.csv", RIGHT)
    assert listed() == [] and len(gone()) == 1
    rollback()
    assert [row["state"] for row in listed()] == ["open"]
    assert gone() == []


def test_a_discarded_correction_is_none(published):
    published("wrong.csv", WRONG, UNDER_FIVE)
    published("right.csv", RIGHT)
    discard(2)
    publish()
    record_corrections()
    assert [row["state"] for row in listed()] == ["open"]
    assert gone() == []


def test_a_finding_whose_batch_was_discarded_is_gone_and_not_corrected(published):
    published("right.csv", RIGHT, UNDER_FIVE)
    published("wrong.csv", WRONG)
    assert len(listed()) == 1
    discard(2)
    publish()
    record_corrections()
    assert listed() == [] and gone() == []


def test_another_wrong_number_is_open_again(published):
    published("wrong.csv", WRONG, UNDER_FIVE)
    (finding,) = listed()
    explain(finding["finding"], "说明", "张三", finding)
    published("worse.csv", WRONG | {"value": "40"})
    (now,) = listed()
    assert (now["finding"], now["observed"], now["state"]) == (finding["finding"], 40.0, "open")
    published("same.csv", WRONG)
    assert [row["state"] for row in listed()] == ["explained"]  # the number that was explained


def test_what_could_not_be_recorded_is_recorded_by_the_next_publication(published, monkeypatch, observation_file):
    published("wrong.csv", WRONG, UNDER_FIVE)

    def fails(*_args: Any, **_more: Any) -> None:
        raise StateError("磁盘已满")

    runner = CliRunner()
    runner.invoke(cockpit, ["load", str(observation_file([RIGHT], "right.csv"))])
    with monkeypatch.context() as broken:
        broken.setattr("commands.corrections.record_corrected", fails)
        result = runner.invoke(cockpit, ["publish"])
    assert result.exit_code == 0 and "已发布版本" in result.stdout
    assert "没能记下哪些问题已被更正，下次发布时补记：磁盘已满" in result.stderr
    assert gone() == []
    published("more.csv", {"indicator": "LE", "area": "110000", "period": "2020", "value": "82"})
    assert [row["corrected_by"] for row in gone()] == [2]


def test_a_relation_may_be_corrected_at_its_other_end_and_is_recorded_once(published):
    published("wrong.csv", WRONG, UNDER_FIVE)
    published("right.csv", UNDER_FIVE | {"value": "35"})
    assert [row["corrected_by"] for row in gone()] == [2]
    seen = revision()
    assert record_corrections() == 0
    assert revision() == seen and len(gone()) == 1


def test_what_others_may_not_see_is_not_told(published):
    published("wrong.csv", WRONG, UNDER_FIVE, classification="restricted")
    published("right.csv", RIGHT)
    limits: dict[str, Any] = {"areas": AREAS, "indicators": ("IMR",), "forms": ("检验报表",), "batches": [1, 2]}
    everyone = limits | {"classifications": LOCAL.classifications}
    for asked, found in (
        ({"form": "检验报表", "period": "2020"}, 1), ({"form": "ALL", "period": "2020"}, 1), ({"form": "ALL"}, 1),
        ({"period": "2019"}, 0), ({"form": "ALL", "period": "2019"}, 0), ({"form": "x"}, 0), ({"rule": "K04"}, 1),
        ({"rule": "K02"}, 0), ({"severity": ("hard",)}, 1), ({"severity": ("minor",)}, 0), ({"indicator": "IMR"}, 1),
        ({"dimension": "consistency"}, 1), ({"dimension": "accuracy"}, 0), ({"present": ("0" * 16,)}, 1),
    ):  # fmt: skip
        assert len(corrected_findings(**everyone, **asked)) == found, asked
    assert len(corrected_findings(**limits, classifications=("public", "internal", "restricted"))) == 1
    for narrower in (
        limits | {"classifications": ("public", "internal")},
        limits | {"classifications": LOCAL.classifications, "areas": ("110000",)},
        limits | {"classifications": LOCAL.classifications, "indicators": ()},
        limits | {"classifications": LOCAL.classifications, "forms": ()},
        limits | {"classifications": LOCAL.classifications, "batches": [1]},
    ):
        assert corrected_findings(**narrower).empty


RULE = {"kind": "relation", "formula": "a", "threshold": "b", "applies_to": "c", "parameters": "{}", "checked": 9,
        "problem": None}  # fmt: skip


@pytest.mark.parametrize(
    ("after", "same"),
    [
        (RULE, True), (RULE | {"checked": 12}, True), (None, False), (RULE | {"parameters": '{"most": 9}'}, False),
        (RULE | {"threshold": "≤9"}, False), (RULE | {"checked": 0}, False), (RULE | {"problem": "内存不够"}, False),
    ],
)  # fmt: skip
def test_a_rule_that_says_something_else_or_was_not_run_corrects_nothing(after, same):
    assert _asked_the_same(RULE, after) is same
    some_rows_not_judged = RULE | {"problem": "3行未判断"}
    assert _asked_the_same(some_rows_not_judged, some_rows_not_judged | {"problem": "4行未判断"})
