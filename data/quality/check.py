"""Run every quality rule over the release being built. One rule that fails is told and never stops the others."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import duckdb

from data.loading.staging import Database
from data.quality.rule import ReadyRule
from data.quality.work import RuleProblem, Work

ROWS_HELD = 1_500_000  # judged units held before they are summed


@dataclass
class Outcome:
    """What came of one rule: why it could not be run (wholly or in part), and how long it took."""

    problem: str | None = None
    failed: bool = False
    unjudged: int = 0
    seconds: float = 0.0


@dataclass
class Run:
    """The rules of one run by id, from 1, and what came of each."""

    rules: dict[int, ReadyRule]
    outcomes: dict[int, Outcome] = field(default_factory=dict)

    def working(self, *, portioned: bool) -> list[tuple[int, ReadyRule]]:
        """Rules still to be run, those that take portions of the indicators or those that do not."""
        return [
            (number, ready)
            for number, ready in self.rules.items()
            if getattr(ready.kind, "PORTIONED", True) == portioned and not self.outcomes[number].failed
        ]


def judge_all(work: Work, run: Run, flush: Callable[[], None], progress: Callable[[str], None]) -> None:
    """Fill the temp table `judged` by every rule; `flush` sums and empties it whenever it has grown, and at the end
    of every portion of the indicators."""
    connection = work.connection
    connection.execute(_JUDGED)
    run.outcomes = {number: Outcome() for number in run.rules}
    for number, ready in run.working(portioned=False):
        _judge(work, number, ready, run.outcomes[number])
        _flush_when_grown(connection, flush)
    flush()
    done = 0
    for portion in work.portions():
        work.take(portion)
        for number, ready in run.working(portioned=True):
            _judge(work, number, ready, run.outcomes[number])
            _flush_when_grown(connection, flush)
        flush()
        done += len(portion)
        progress(f"核查质量：{done}个指标")


def _judge(work: Work, number: int, ready: ReadyRule, outcome: Outcome) -> None:
    """Append the units that one rule checks in the present portion."""
    start = time.perf_counter()
    try:
        portioned = getattr(ready.kind, "PORTIONED", True)
        if portioned and not work.concerns(ready.rule):
            return
        select = ready.kind.judge(ready.rule, ready.parameters, work)
        work.connection.execute(
            f"INSERT INTO judged BY NAME SELECT CAST({number} AS SMALLINT) AS rule_id, * FROM ({select})"
        )
    except RuleProblem as error:
        outcome.failed, outcome.problem = True, f"{error}。"
    except duckdb.Error as error:
        outcome.failed, outcome.problem = True, _told(error)
    except Exception as error:  # a kind's own defect must not cost the publication
        outcome.failed, outcome.problem = (
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
    row_number INTEGER DEFAULT 0, observed DOUBLE, expected DOUBLE, detail VARCHAR, checked BIGINT DEFAULT 1, failed BIGINT DEFAULT 0, found BOOLEAN,
    severity SMALLINT, unjudged BIGINT DEFAULT 0)"""
