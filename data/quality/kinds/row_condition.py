"""Every row must satisfy a condition on its own numbers. A row that lacks one of the numbers is not judged.

`when` chooses the rows that are judged, `condition` is what must hold, `observed` and `expected` are what a finding
shows. The language is that of data/quality/expression.py; its names are those of COLUMNS: proportion and ratio are 1 or
0, last_place is one unit of the indicator's last decimal.
"""

from dataclasses import dataclass

from pydantic import Field, field_validator

from data.quality.expression import compile_condition, compile_expression
from data.quality.kinds import KindParameters
from data.quality.rule import Rule
from data.quality.work import Work

COLUMNS = {
    name: f"o.{name}"
    for name in (
        "value",
        "numerator",
        "denominator",
        "lower",
        "upper",
        "multiplier",
        "decimals",
        "minimum",
        "maximum",
        "year",
    )
} | {
    "proportion": "CAST(o.proportion AS INTEGER)",
    "ratio": "CAST(o.aggregation = 'ratio' AS INTEGER)",
    "last_place": "power(10, -o.decimals)",
}


class Check(KindParameters):
    """One condition of the rule. `detail` says in words what was broken."""

    condition: str
    when: str | None = None
    observed: str = "value"
    expected: str | None = None
    detail: str = Field(min_length=1)

    @field_validator("condition", "when")
    @classmethod
    def _is_condition(cls, text: str | None) -> str | None:
        if text is not None:
            compile_condition(text, COLUMNS)
        return text

    @field_validator("observed", "expected")
    @classmethod
    def _is_number(cls, text: str | None) -> str | None:
        if text is not None and compile_expression(text, COLUMNS).is_condition:
            raise ValueError(f"“{text}”是条件，这里要一个数")
        return text


class Parameters(KindParameters):
    checks: tuple[Check, ...] = Field(min_length=1, strict=False)


def judge(rule: Rule, parameters: Parameters, work: Work) -> str:
    """One row per observation to which a condition can be applied; a finding tells the first broken one."""
    checks = [_compiled(check) for check in parameters.checks]
    judged = " OR ".join(check.judged for check in checks)
    broken = " OR ".join(check.broken for check in checks)
    zero = " OR ".join(check.divides_by_zero for check in checks)
    return f"""
    SELECT o.indicator_id, o.period_id, o.breakdown_id, o.area_id, o.form_id, o.batch_id, o.row_number,
        CAST({judged} AS BIGINT) AS checked, CAST({broken} AS BIGINT) AS failed,
        {_first(checks, "observed")} AS observed, {_first(checks, "expected")} AS expected,
        {_first(checks, "detail")} AS detail, CAST({zero} AS BIGINT) AS unjudged
    FROM obs o WHERE {work.scope(rule)} AND ({judged} OR {zero})"""


@dataclass(frozen=True)
class _Compiled:
    judged: str
    broken: str
    divides_by_zero: str
    observed: str
    expected: str
    detail: str


def _compiled(check: Check) -> _Compiled:
    condition = compile_condition(check.condition, COLUMNS)
    when = compile_condition(check.when, COLUMNS).sql if check.when else "true"
    return _Compiled(
        judged=f"(coalesce({when}, false) AND {condition.sql} IS NOT NULL)",
        broken=f"coalesce({when} AND NOT {condition.sql}, false)",
        divides_by_zero=f"(coalesce({when}, false) AND {condition.divides_by_zero})",
        observed=compile_expression(check.observed, COLUMNS).sql,
        expected=compile_expression(check.expected, COLUMNS).sql if check.expected else "CAST(NULL AS DOUBLE)",
        detail="'" + check.detail.replace("'", "''") + "'",
    )


def _first(checks: list[_Compiled], name: str) -> str:
    """What the first broken condition shows."""
    return "CASE " + " ".join(f"WHEN {check.broken} THEN {getattr(check, name)}" for check in checks) + " END"
