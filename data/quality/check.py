"""Run the quality rules over a release whose facts are complete, and write what they found into it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from data.loading.staging import Database
from data.quality.judging import Outcome, Outcomes, Rules, is_portioned, judge_portion, judge_whole
from data.quality.rule import RULES, ReadyRule, RefusedRule, read_rules, rule_order
from data.quality.scheme import read_scheme
from data.quality.scoring import score_areas, score_values
from data.quality.summing import clear_units, count_units, prepare, sum_judged, write_checks, write_findings
from data.quality.work import Work
from data.release_tables import insert_rows
from data.schema import SEVERITIES, dim_rule

Progress = Callable[[str], None]


def run_rules(connection: Database, progress: Progress, folder: Path = RULES, only: str | None = None) -> Outcomes:
    """Fill dim_rule, fact_check, fact_rule_use, fact_finding and fact_score. Returns what came of every rule by id.

    Needs the facts, fact_coverage, fact_submission and all dimensions but dim_rule. `only`: the code of one rule.
    """
    register = _register(folder, only)
    rules: Rules = {number: one for number, one in register.items() if isinstance(one, ReadyRule)}
    outcomes = {number: Outcome() for number in rules}
    scheme = read_scheme().scheme
    work = Work.of(connection)
    prepare(connection, rules)
    judge_whole(work, rules, outcomes, lambda: sum_judged(connection))
    count_units(connection)
    clear_units(connection, keep=True)
    done: list[int] = []
    for portion in work.portions():
        if any(map(is_portioned, rules.values())):
            work.take(portion)
            judge_portion(work, rules, outcomes, lambda: sum_judged(connection))
        count_units(connection)
        score_values(connection, rules, scheme, portion)
        clear_units(connection)
        done += portion
        progress(f"核查质量：{len(done)}个指标")
    _write_rules(connection, register, outcomes)
    write_checks(connection)
    write_findings(connection)
    score_areas(connection, rules, scheme)
    work.close()
    _tell(connection, outcomes, progress)
    return outcomes


def _register(folder: Path, only: str | None) -> dict[int, ReadyRule | RefusedRule]:
    """All rules of a folder, the unusable ones among them, by the id that they have in this release."""
    ready, refused = read_rules(folder)
    every: list[tuple[tuple[int, str], ReadyRule | RefusedRule]] = [
        (rule_order(one.rule.dimension, one.rule.code), one) for one in ready if only in (None, one.rule.code)
    ]
    every += [
        (rule_order(str(one.fields.get("dimension")), one.code), one) for one in refused if only in (None, one.code)
    ]
    return {number: one for number, (_, one) in enumerate(sorted(every, key=lambda pair: pair[0]), 1)}


def _write_rules(connection: Database, register: dict[int, ReadyRule | RefusedRule], outcomes: Outcomes) -> None:
    sums = {number: counts for number, *counts in connection.execute(_COUNTS_OF_RULES).fetchall()}
    rows = []
    for number, one in register.items():
        checked, failed, findings, unjudged = sums.get(number, (0, 0, 0, 0))
        row = _rule_row(one) if isinstance(one, ReadyRule) else _refused_row(one)
        problem = one.problem if isinstance(one, RefusedRule) else _problem(outcomes[number], unjudged)
        rows.append(
            row | {"rule_id": number, "problem": problem, "checked": checked, "failed": failed, "findings": findings}
        )
    insert_rows(connection, dim_rule, rows)


def _problem(outcome: Outcome, unjudged: int) -> str | None:
    parts = [outcome.problem] if outcome.problem else []
    if unjudged:
        parts.append(f"有{unjudged:,}行因除数为0没有判断；若不应如此，请更正规则的算式或这些行。")
    return "".join(parts) or None


_TEXTS = ("code", "name", "dimension", "scored_as", "kind", "severity", "formula", "threshold", "message", "advice",
          "basis", "official")  # fmt: skip


def _rule_row(ready: ReadyRule) -> dict[str, Any]:
    rule = ready.rule
    return {name: getattr(rule, name) for name in _TEXTS} | {
        "applies_to": rule.applies_to.text,
        "parameters": json.dumps(rule.parameters, ensure_ascii=False, default=str),
    }


def _refused_row(refused: RefusedRule) -> dict[str, Any]:
    """What could be read of a bad file; a text that is no text shows as empty."""
    given = {name: refused.fields.get(name) for name in _TEXTS}
    texts = {name: value if isinstance(value, str) else "" for name, value in given.items()}
    return texts | {
        "code": refused.code,
        "name": texts["name"] or refused.code,
        "scored_as": None,
        "kind": texts["kind"][:24],
        "severity": texts["severity"] if texts["severity"] in SEVERITIES else "hint",
        "official": False,
        "applies_to": "",
        "parameters": "{}",
    }


def _tell(connection: Database, outcomes: Outcomes, progress: Progress) -> None:
    told = connection.execute("SELECT rule_id, code, name, checked, failed, findings, problem FROM dim_rule ORDER BY 1")
    for number, code, name, checked, failed, findings, problem in told.fetchall():
        if problem:
            progress(f"规则 {code} {name}：{problem}")
        if checked:
            seconds = outcomes[number].seconds
            progress(f"规则 {code} {name}：核查{checked:,}，不符{failed:,}，列出{findings:,}（{seconds:.1f}秒）")


_COUNTS_OF_RULES = """
SELECT s.rule_id,
       coalesce((SELECT sum(checked) FROM quality_areas_checked c WHERE c.rule_id = s.rule_id), 0),
       coalesce((SELECT sum(failed) FROM quality_areas_checked c WHERE c.rule_id = s.rule_id), 0),
       (SELECT count(*) FROM quality_found f WHERE f.rule_id = s.rule_id),
       coalesce((SELECT sum(unjudged) FROM quality_unjudged u WHERE u.rule_id = s.rule_id), 0)
FROM quality_severities s"""
