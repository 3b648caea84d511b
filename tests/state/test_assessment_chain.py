"""提醒 → 预警 → 整改 → 复核: one step follows another, the last word holds, and nothing is ever removed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text, update

from state import assessment_chain, store
from state.assessment_chain import chain_of, chains_of, take_step
from state.chain_rules import ORDER, STATES, STEPS, ChainError, Step, allowed_steps, chain_from
from state.explanations import ExplanationError
from state.finding_states import explain
from state.schema import state_info
from state.store import StateError, revision

PLACE = ("province26", "510100", "A65")


@pytest.fixture(autouse=True)
def forgotten():
    assessment_chain.forget()
    yield
    assessment_chain.forget()


def taken(step, state, day="2026-03-01", place=PLACE, **more):
    said = {"note": "已通知", "who": "张三", "phase": "2025"} | more
    return take_step(*place, step=step, state=state, day=day, **said)


def test_a_chain_from_reminder_to_review(state_url):
    assert chain_of(*PLACE).words == ""
    for step, state, day in (
        ("remind", "done", "2026-03-01"), ("warn", "open", "2026-03-05"), ("warn", "done", "2026-03-06"),
        ("rectify", "open", "2026-03-10"), ("rectify", "done", "2026-06-30"), ("review", "done", "2026-07-15"),
    ):  # fmt: skip
        chain = taken(step, state, day, note=f"{step}{state}", about={"area_name": "成都市", "value": float("nan")})
    assert chain.closed and not chain.under_way and chain.words == "复核已完成"
    assert [s.step for s in chain.round.values()] == list(ORDER)
    assert [(s.note, s.day.isoformat()) for s in chain.history][3] == ("rectifyopen", "2026-03-10")
    assert chain.history[0].at.tzinfo is not None and revision() == 6
    again = taken("warn", "open", "2026-08-01", phase="2026H1")  # another round
    assert list(again.round) == ["warn"] and len(again.history) == 7 and again.round["warn"].phase == "2026H1"


def test_chains_of_other_warnings_are_their_own(state_url):
    taken("remind", "open")
    taken("warn", "open", place=("province26", "510100", "total"))
    taken("warn", "open", place=("province26", "110000", "total"))
    taken("warn", "open", place=("city42", "510100", "A65:rural"))
    found = chains_of("province26", ["510100", "999999"])
    assert {key: chain.words for key, chain in found.items()} == {
        ("510100", "A65"): "提醒进行中", ("510100", "total"): "预警进行中",
    }  # fmt: skip
    assert chain_of("city42", "510100", "A65:rural").words == "预警进行中"


def test_a_withdrawn_step_is_told_in_the_history_only(state_url):
    taken("remind", "done")
    taken("warn", "open", "2026-03-02")
    chain = taken("warn", "withdrawn", "2026-03-03", note="误记")
    assert chain.words == "提醒已完成" and [s.state for s in chain.history] == ["done", "open", "withdrawn"]
    assert taken("warn", "open", "2026-03-04").words == "预警进行中"


def test_a_review_that_is_withdrawn_opens_the_round_again(state_url):
    for n, (step, state) in enumerate((("warn", "done"), ("rectify", "done"), ("review", "done"))):
        taken(step, state, f"2026-03-0{n + 1}")
    chain = taken("review", "withdrawn", "2026-03-09")
    assert chain.words == "整改已完成" and chain.under_way


ORDERS = [("rectify", "open"), ("review", "done"), ("remind", "withdrawn"), ("warn", "x"), (None, "open"), ("", "")]


@pytest.mark.parametrize(("step", "state"), ORDERS)
def test_a_step_out_of_order_is_refused_and_nothing_kept(state_url, step, state):
    with pytest.raises(ChainError):
        taken(step, state)
    assert chain_of(*PLACE).history == ()


def test_a_review_waits_for_the_rectification(state_url):
    taken("warn", "done")
    taken("rectify", "open")
    with pytest.raises(ChainError, match="现在是整改进行中，不能记为复核进行中；可以记：整改已完成"):
        taken("review", "open")


DAYS = [
    ("", "2026-11-21 的样子"), ("3月1日", "2026-11-21 的样子"), (None, "2026-11-21 的样子"), ("1998-01-01", "年份"),
    ((date.today() + timedelta(days=3)).isoformat(), "晚于今天"), ("2026-02-28", "早于上一环节（提醒，2026-03-01）"),
]  # fmt: skip


@pytest.mark.parametrize(("day", "words"), DAYS)
def test_days_that_cannot_be(state_url, day, words):
    taken("remind", "done")
    with pytest.raises(ChainError, match=words):
        taken("warn", "open", day)
    assert revision() == 1


@pytest.mark.parametrize(
    "wrong", [{"note": ""}, {"note": "两\n行"}, {"note": "字" * 501}, {"who": " "}, {"who": None}, {"phase": "去年"}]
)
def test_what_is_written_is_checked(state_url, wrong):
    with pytest.raises(ExplanationError):
        taken("remind", "open", **wrong)
    assert revision() == 0


@pytest.mark.parametrize("place", [("../x", "510100", "A65"), ("s1", "51010", "A65"), ("s1", "510100", "'; DROP--")])
def test_places_that_are_none(state_url, place):
    with pytest.raises(ChainError, match="没有这条预警"):
        taken("remind", "open", place=place)


def test_of_two_who_take_a_step_at_once_the_second_is_told(state_url):
    taken("remind", "done")

    def one(who):
        try:
            return taken("warn", "open", "2026-03-02", who=who).last.who
        except ChainError:
            return None

    with ThreadPoolExecutor(6) as threads:
        kept = [who for who in threads.map(one, [f"第{n}人" for n in range(6)]) if who]
    assert len(kept) == 1 and len(chain_of(*PLACE).history) == 2


def test_a_store_of_the_version_before_gains_the_table(state_url):
    explain("0" * 16, "说明", "张三", {})
    with store.writing() as connection:
        schema = f"{store.SERVER_SCHEMA}." if connection.dialect.name != "sqlite" else ""
        connection.execute(text(f"DROP TABLE {schema}assessment_step"))
        connection.execute(update(state_info).values(schema_version=1))
    assessment_chain.forget()
    assert chain_of(*PLACE).history == ()
    assert taken("remind", "open").words == "提醒进行中"


def test_a_store_that_does_not_answer_is_told(monkeypatch):
    def fails():
        raise StateError("不可用")

    monkeypatch.setattr("state.assessment_chain.reading", fails)
    with pytest.raises(StateError):
        chain_of(*PLACE)


@given(st.lists(st.tuples(st.sampled_from(ORDER), st.sampled_from(list(STATES))), max_size=30))
def test_rounds_never_skip_a_step(asked):
    """Whatever people try: what stands is a run of steps without a gap, and only the last may be under way before a
    review."""
    history = []
    for step, state in asked:
        if (step, state) in allowed_steps(chain_from(history)):
            history.append(Step("2025", step, state, date(2026, 1, 1), "x", "y", None))
        chain = chain_from(history)
        held = [ORDER.index(s) for s in chain.round]
        assert held == list(range(held[0], held[-1] + 1)) if held else True
        assert not held or held[0] in (0, 1)
        if "review" in chain.round:
            assert chain.round["rectify"].state == "done"
        assert allowed_steps(chain) and set(STEPS) >= {s for s, _ in allowed_steps(chain)}
    assert chain_from(history).history == tuple(history)
