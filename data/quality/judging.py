"""Let every quality rule judge the release being built. One that fails is told and never stops the others."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import duckdb

from data.quality.rule import ReadyRule
from data.quality.work import NothingToJudge, RuleProblem, Work

ROWS_HELD = 1_500_000  # judged units held before they are summed


@dataclass
class Outcome:
    """What came of one rule: why it could not be run (wholly or in part), and how long it took."""

    problem: str | None = None
    stopped: bool = False
    seconds: float = 0.0


Outcomes = dict[int, Outcome]
Rules = dict[int, ReadyRule]  # by the id of this release


def judge_whole(work: Work, rules: Rules, outcomes: Outcomes, flush: Callable[[], None]) -> None:
    """The rules that read the facts themselves, each once, into the temp table `judged`."""
    work.connection.execute(_JUDGED)
    _judge_all(work, {n: one for n, one in rules.items() if not is_portioned(one)}, outcomes, flush)


def judge_portion(work: Work, rules: Rules, outcomes: Outcomes, flush: Callable[[], None]) -> None:
    """The other rules, over the indicators that `work` has taken."""
    _judge_all(work, {n: one for n, one in rules.items() if is_portioned(one)}, outcomes, flush)


def is_portioned(ready: ReadyRule) -> bool:
    """Whether the rule's kind takes a few indicators at a time."""
    return getattr(ready.kind, "PORTIONED", True)


def _judge_all(work: Work, rules: Rules, outcomes: Outcomes, flush: Callable[[], None]) -> None:
    """Every rule in turn; `flush` sums and empties `judged` whenever it has grown, and at the end."""
    held = 0
    for number, ready in rules.items():
        if not outcomes[number].stopped:
            held += _judge(work, number, ready, outcomes[number])
        if held > ROWS_HELD:
            flush()
            held = 0
    if held:
        flush()


def _judge(work: Work, number: int, ready: ReadyRule, outcome: Outcome) -> int:
    """Append the units that one rule checks, in the present portion or at all. Returns their number."""
    start = time.perf_counter()
    try:
        if not _concerned(work, ready):
            return 0
        select = ready.kind.judge(ready.rule, ready.parameters, work)
        (units,) = work.connection.execute(
            f"INSERT INTO judged BY NAME SELECT CAST({number} AS SMALLINT) AS rule_id, * FROM ({select})"
        ).fetchone() or (0,)
        return units
    except NothingToJudge:
        return 0
    except RuleProblem as error:
        outcome.stopped, outcome.problem = True, f"{error}。"
    except duckdb.Error as error:
        outcome.stopped, outcome.problem = True, _told(error)
    except Exception as error:  # a kind's own defect must not cost the publication
        said = f"算法{ready.rule.kind}出错（{type(error).__name__}：{error}），请报告此问题。"
        outcome.stopped, outcome.problem = True, said
    finally:
        outcome.seconds += time.perf_counter() - start
    return 0


def _concerned(work: Work, ready: ReadyRule) -> bool:
    """Whether the rule has anything to judge: what it applies to is there, and its kind finds enough of it."""
    if is_portioned(ready) and not work.concerns(ready.rule):
        return False
    concerns = getattr(ready.kind, "concerns", None)
    return concerns is None or concerns(ready.parameters, work)


def _told(error: duckdb.Error) -> str:
    first = str(error).splitlines()[0]
    if isinstance(error, duckdb.OutOfMemoryException):
        return "内存不够，未能核查。请缩小规则的适用范围，或提高 COCKPIT_LOAD_MEMORY 后重新发布。"
    return f"规则的算式不能执行（{first[:200]}）。请核对 parameters 与 applies_to。"


# What a kind must not leave empty is refused here, where it stops only its own rule.
_JUDGED = """CREATE OR REPLACE TEMP TABLE judged (
    rule_id SMALLINT, indicator_id SMALLINT NOT NULL DEFAULT 0, period_id INTEGER NOT NULL DEFAULT 0,
    breakdown_id SMALLINT NOT NULL DEFAULT 0, area_id INTEGER NOT NULL DEFAULT 100000,
    form_id SMALLINT NOT NULL DEFAULT 0, batch_id INTEGER NOT NULL DEFAULT 0, row_number INTEGER NOT NULL DEFAULT 0,
    observed DOUBLE, expected DOUBLE, detail VARCHAR, checked BIGINT DEFAULT 1, failed BIGINT DEFAULT 0, found BOOLEAN,
    severity SMALLINT, unjudged BIGINT DEFAULT 0)"""
