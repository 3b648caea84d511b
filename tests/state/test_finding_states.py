"""What people say of findings: the last word holds, for the number it was said of, and nothing is ever removed."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from state.explanations import ExplanationError, checked_text
from state.finding_states import (
    UNKNOWN,
    about_of,
    explain,
    explained_keys,
    reopen,
    state_when_gone,
    states_of,
    with_states,
)
from state.store import StateError, revision

KEY, OTHER = "0123456789abcdef", "f" * 16
ROW = {"finding": KEY, "observed": 12.5, "rule": "A04", "area": "510000", "batch_id": 3}


def frame(*rows):
    return pd.DataFrame([{"finding": key, "observed": observed} for key, observed in rows])


def test_the_last_word_holds_and_history_keeps_all(state_url):
    assert states_of([KEY])[KEY].state == "open"
    told = explain(KEY, "  因洪水停诊两周 ", "张三", ROW)
    assert (told.state, told.explanation, told.who) == ("explained", "因洪水停诊两周", "张三")
    assert told.at.tzinfo is not None
    assert reopen(KEY, "李四").state == "open"
    last = explain(KEY, "已与医院核实", "李四", ROW)
    assert last.explanation == "已与医院核实"
    assert [(e.action, e.text, e.who) for e in last.history] == [
        ("explained", "因洪水停诊两周", "张三"), ("reopened", None, "李四"), ("explained", "已与医院核实", "李四"),
    ]  # fmt: skip
    assert explained_keys() == (KEY,)
    assert states_of([OTHER])[OTHER].state == "open"


def test_an_explanation_is_of_its_number(state_url):
    explain(KEY, "说明", "张三", ROW)
    for observed, state in ((12.5, "explained"), (12.5 * (1 + 1e-12), "explained"), (12.6, "open"), (None, "open")):
        assert states_of([KEY], {KEY: observed})[KEY].state == state
        told = with_states(frame((KEY, observed), (OTHER, 12.5)))
        assert told["state"].tolist() == [state, "open"]
        assert told["explanation"].tolist() == ["说明" if state == "explained" else None, None]
    assert states_of([KEY])[KEY].state == "explained"


def test_what_is_missing_can_be_explained_too(state_url):
    explain(KEY, "县医院未设该科室", "张三", ROW | {"observed": float("nan")})
    assert with_states(frame((KEY, float("nan"))))["state"].tolist() == ["explained"]
    assert with_states(frame((KEY, 1.0)))["state"].tolist() == ["open"]


def test_an_empty_list_has_the_columns(state_url):
    told = with_states(frame().reindex(columns=["finding", "observed"]))
    assert {"state", "explanation", "who", "at"} <= set(told.columns) and told.empty


def test_nothing_corrected_is_known_of(state_url):
    explain(KEY, "说明", "张三", ROW)
    assert state_when_gone(KEY) is None


def test_without_the_store_figures_are_shown_and_their_state_is_unknown(monkeypatch):
    def fails(*_args, **_more):
        raise StateError("不可用")

    monkeypatch.setattr("state.finding_states.reading", fails)
    told = with_states(frame((KEY, 1.0)))
    assert told["state"].tolist() == [UNKNOWN]
    with pytest.raises(StateError):
        states_of([KEY])


REFUSED = [
    ("", "请填写说明"), ("   ", "请填写说明"), (None, "请填写说明"), (5, "请填写说明"), ("字" * 501, "最多500个字"),
    ("两\n行", "控制字符"), ("a\x00b", "控制字符"), ("a\u202eb", "控制字符"), ("a\u2028b", "控制字符"),
    ("a\u200bb", "控制字符"), ("\ud800", "控制字符"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), REFUSED)
def test_what_may_not_be_an_explanation(state_url, text, words):
    with pytest.raises(ExplanationError, match=words):
        explain(KEY, text, "张三", ROW)
    assert revision() == 0


@pytest.mark.parametrize("who", ["", None, "名" * 61, "张\t三"])
def test_who_explains_is_checked_too(state_url, who):
    with pytest.raises(ExplanationError, match="填写人"):
        explain(KEY, "说明", who, ROW)
    with pytest.raises(ExplanationError, match="填写人"):
        reopen(KEY, who)


@pytest.mark.parametrize("key", ["", None, "0123456789ABCDEF", "0" * 15, "0" * 17, "'; DROP TABLE--"])
def test_a_key_that_is_none(state_url, key):
    with pytest.raises(ExplanationError, match="没有这条问题"):
        explain(key, "说明", "张三", ROW)


def test_five_hundred_characters_and_every_script_are_kept(state_url):
    for text in ("字" * 500, "𠀀㐀", "<b>粗</b>", "=1+1", "'; DROP TABLE finding_event;--", "10％～20％，同比↑"):
        assert explain(KEY, text, "张三", ROW).explanation == text


@given(st.text(max_size=600))
def test_checked_text_is_short_and_clean_or_refused(text):
    try:
        kept = checked_text(text)
    except ExplanationError:
        return
    assert 1 <= len(kept) <= 500 and kept == kept.strip()
    assert kept.isprintable() or "\u3000" in kept or "\xa0" in kept or " " in kept


def test_only_what_is_known_of_a_finding_is_kept():
    told = about_of(ROW | {"detail": "x" * 5000, "secret": 1, "expected": math.inf, "batch_id": pd.NA})
    assert set(told) == {"finding", "observed", "rule", "area", "batch_id", "detail", "expected"}
    assert (len(told["detail"]), told["expected"], told["batch_id"]) == (1000, None, None)
