"""Let every quality rule judge the release being built. One that fails is told and never stops the others."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import duckdb

from data.loading.staging import Database
from data.quality.rule import ReadyRule
from data.quality.work import RuleProblem, Work

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
    for number, ready in rules.items():
        if not is_portioned(ready):
            _judge(work, number, ready, outcomes[number])
            _flush_when_grown(work.connection, flush)
    flush()


def judge_portion(work: Work, rules: Rules, outcomes: Outcomes, flush: Callable[[], None]) -> None:
    """The other rules, over the indicators that `work` has taken. `flush` empties `judged` whenever it has grown."""
    for number, ready in rules.items():
        if is_portioned(ready) and not outcomes[number].stopped:
            _judge(work, number, ready, outcomes[number])
            _flush_when_grown(work.connection, flush)
    flush()


def is_portioned(ready: ReadyRule) -> bool:
    """Whether the rule's kind takes a few indicators at a time."""
    return getattr(ready.kind, "PORTIONED", True)


def _judge(work: Work, number: int, ready: ReadyRule, outcome: Outcome) -> None:
    """Append the units that one rule checks in the present portion."""
    start = time.perf_counter()
    try:
        if is_portioned(ready) and not work.concerns(ready.rule):
            return
        select = ready.kind.judge(ready.rule, ready.parameters, work)
        work.connection.execute(
            f"INSERT INTO judged BY NAME SELECT CAST({number} AS SMALLINT) AS rule_id, * FROM ({select})"
        )
    except RuleProblem as error:
        outcome.stopped, outcome.problem = True, f"{error}。"
    except duckdb.Error as error:
        outcome.stopped, outcome.problem = True, _told(error)
    except Exception as error:  # a kind's own defect must not cost the publication
        outcome.stopped, outcome.problem = (
            True,
            f"算法{ready.rule.kind}出错（{type(error).__name__}：{error}），请报告此问题。",
        )
    finally:
        outcome.seconds += time.perf_counter() - start


def _told(error: duckdb.Error) -> str:
    first = str(error).splitlines()[0]
    if isinstance(error, duckdb.OutOfMemoryException):
        return "内存不够，未能核查。请缩小规则的适用范围，或提高 COCKPIT_LOAD_MEMORY 后重新发布。"
    return f"规则的算式不能执行（{first[:200]}）。请核对 parameters 与 applies_to。"


def _flush_when_grown(connection: Database, flush: Callable[[], None]) -> None:
    (held,) = connection.execute("SELECT count(*) FROM judged").fetchone() or (0,)
    if held > ROWS_HELD:
        flush()


_JUDGED = """CREATE OR REPLACE TEMP TABLE judged (
    rule_id SMALLINT, indicator_id SMALLINT DEFAULT 0, period_id INTEGER DEFAULT 0, breakdown_id SMALLINT DEFAULT 0,
    area_id INTEGER DEFAULT 100000, form_id SMALLINT DEFAULT 0, batch_id INTEGER DEFAULT 0,
    row_number INTEGER DEFAULT 0, observed DOUBLE, expected DOUBLE, detail VARCHAR, checked BIGINT DEFAULT 1,
    failed BIGINT DEFAULT 0, found BOOLEAN, severity SMALLINT, unjudged BIGINT DEFAULT 0)"""
