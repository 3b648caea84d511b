"""Explained findings no longer mark their value; what is open does, and says why."""

import pandas as pd
import pytest

from state import open_marks as module
from state.open_marks import GRADE_ALONE, open_marks
from state.store import StateError

COLUMNS = ["indicator", "area", "period", "breakdown", "grade", "severity", "rules", "names", "finding", "keys"]
MARKS = pd.DataFrame(
    [
        ("A65", "510104", "2020", "all", None, "serious", "A04", "同级离群", "k1", "k1"),
        ("A65", "510105", "2020", "all", "D", "hard", "A01、K02", "逻辑关系、合计", "k2", "k2,k3"),
        ("A65", "510106", "2020", "all", "D", None, "", "", None, ""),
    ],
    columns=COLUMNS,
)


@pytest.fixture
def explained(monkeypatch: pytest.MonkeyPatch):
    """`explained("k1", still=["k1"])`: these keys were explained, of which `still` hold for the number of today."""

    def tell(*keys: str, still: list[str] | None = None):
        monkeypatch.setattr(module, "explained_keys", lambda: keys)

        def with_states(found: pd.DataFrame) -> pd.DataFrame:
            held = list(keys) if still is None else still
            return found.assign(state=["explained" if key in held else "open" for key in found["finding"]])

        monkeypatch.setattr(module, "with_states", with_states)

    return tell


def findings_of(keys: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame({"finding": list(keys), "observed": 1.0})


def test_open_findings_say_rule_name_severity_and_grade(explained) -> None:
    explained()
    told = open_marks(MARKS, findings_of)
    assert told["reason"].tolist() == [
        "A04 同级离群（严重规则未通过）",
        "A01、K02 逻辑关系、合计（硬性规则未通过；质量评为D级）",
        GRADE_ALONE,
    ]
    assert told["finding"].tolist() == ["k1", "k2", ""]


def test_an_explained_finding_does_not_mark_and_the_next_one_leads(explained) -> None:
    explained("k1", "k2")
    told = open_marks(MARKS, findings_of)
    assert told["area"].tolist() == ["510105", "510106"]
    assert told["finding"].iloc[0] == "k3"
    assert "部分已说明" in told["reason"].iloc[0]


def test_a_grade_whose_findings_are_all_explained_does_not_mark(explained) -> None:
    explained("k2", "k3")
    assert open_marks(MARKS, findings_of)["area"].tolist() == ["510104", "510106"]


def test_an_explanation_of_another_number_leaves_it_open(explained) -> None:
    explained("k1", still=[])
    assert "510104" in set(open_marks(MARKS, findings_of)["area"])


def test_only_what_was_explained_is_asked_for(explained) -> None:
    explained("k1", "elsewhere")
    asked: list[tuple[str, ...]] = []

    def listening(keys: tuple[str, ...]) -> pd.DataFrame:
        asked.append(keys)
        return findings_of(keys)

    open_marks(MARKS, listening)
    assert asked == [("k1",)]


def test_without_the_state_store_everything_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> tuple[str, ...]:
        raise StateError("no store")

    monkeypatch.setattr(module, "explained_keys", gone)
    assert len(open_marks(MARKS, findings_of)) == 3


def test_no_marks_no_rows() -> None:
    assert open_marks(MARKS.iloc[:0], findings_of).columns.tolist() == list(module.COLUMNS)
