"""Figures of one area and period that bound each other: 婴儿死亡率 ≤ 5岁以下儿童死亡率, parts that make 100 %.

Conditions are written over indicator codes (their values) and over `terms` (a numerator, a denominator, one
breakdown). They are judged where all figures they name exist and are of the same kind (real or demonstration).
"""

from dataclasses import dataclass
from typing import Literal

from pydantic import Field, field_validator

from data.breakdowns import BY_CODE
from data.quality.expression import Expression, ExpressionError, compile_condition, compile_expression
from data.quality.kinds import KindParameters
from data.quality.rule import Rule, Severity
from data.quality.work import NothingToJudge, RuleProblem, Work
from data.schema import SEVERITIES

PORTIONED = False
DETAIL_IN_KEY = True


class Term(KindParameters):
    """A figure of an indicator under a name of its own. Without `breakdown` it is compared inside every breakdown."""

    indicator: str = Field(min_length=1)
    quantity: Literal["value", "numerator", "denominator"] = "value"
    breakdown: str | None = None

    @field_validator("breakdown")
    @classmethod
    def _known(cls, code: str | None) -> str | None:
        if code is not None and code not in BY_CODE:
            raise ValueError(f"没有分组{code}；可用的有：{'、'.join(BY_CODE)}")
        return code


class Relation(KindParameters):
    """`detail` says the condition in words, without figures. A finding is one of `subject`, by default the first name
    in the condition, and shows `observed` (the subject) against `expected`."""

    condition: str
    detail: str = Field(min_length=1)
    subject: str | None = None
    observed: str | None = None
    expected: str | None = None
    severity: Severity | None = None


class Parameters(KindParameters):
    relations: tuple[Relation, ...] = Field(min_length=1, strict=False)
    terms: dict[str, Term] = Field(default_factory=dict)


def judge(rule: Rule, parameters: Parameters, work: Work) -> str:
    """One row per relation, area, period and breakdown in which all its figures exist."""
    terms = parameters.terms | {code: Term(indicator=code) for code in work.indicators if code not in parameters.terms}
    try:
        relations = [_compiled(relation, terms) for relation in parameters.relations]
    except ExpressionError as error:
        raise RuleProblem(f"parameters.relations：{error}") from None
    ids = {name: work.indicator_id(terms[name].indicator) for one in relations for name in one.names}
    usable = [one for one in relations if work.with_facts.issuperset(ids[name] for name in one.names)]
    if not usable:
        raise NothingToJudge
    used = sorted({ids[name] for one in usable for name in one.names})
    figures = f"WITH figures AS MATERIALIZED ({work.values_of(used)} AND {work.scope(rule)})"
    return figures + "\nUNION ALL\n".join(_select(one, terms, work, rule) for one in usable)


@dataclass(frozen=True)
class _Compiled:
    relation: Relation
    condition: Expression
    observed: Expression
    expected: Expression | None
    subject: str
    names: tuple[str, ...]


def _compiled(relation: Relation, terms: dict[str, Term]) -> _Compiled:
    columns = {name: f'"{name}"' for name in terms}
    condition = compile_condition(relation.condition, columns)
    if not condition.names:
        raise ExpressionError(f"“{relation.condition}”没有写任何指标")
    subject = relation.subject or condition.names[0]
    observed = compile_expression(relation.observed or subject, columns)
    expected = compile_expression(relation.expected, columns) if relation.expected else None
    others = (*observed.names, *(expected.names if expected else ()), subject)
    return _Compiled(
        relation, condition, observed, expected, subject, tuple(dict.fromkeys((*condition.names, *others)))
    )


def _select(one: _Compiled, terms: dict[str, Term], work: Work, rule: Rule) -> str:
    """The figures of one relation side by side, and what comes of its condition."""
    apart = any(terms[name].breakdown for name in one.names)  # then breakdowns are compared with each other
    key = "period_id, area_id, demonstration" + ("" if apart else ", breakdown_id")
    chosen = {name: _chosen(terms[name], work, apart) for name in one.names}
    figures = ", ".join(
        f'max({terms[name].quantity}) FILTER (WHERE {where}) AS "{name}"' for name, where in chosen.items()
    )
    of_subject = ", ".join(
        f"max({column}) FILTER (WHERE {chosen[one.subject]}) AS {column}"
        for column in ("form_id", "batch_id", "row_number", *(("breakdown_id",) if apart else ()))
    )
    severity = SEVERITIES.index(one.relation.severity or rule.severity)
    zero, condition = one.condition.divides_by_zero, one.condition.sql
    detail = one.relation.detail.replace("'", "''")
    return f"""
    SELECT CAST({work.indicator_id(terms[one.subject].indicator)} AS SMALLINT) AS indicator_id, period_id, breakdown_id,
        area_id, form_id, batch_id, row_number, CAST(NOT {zero} AS BIGINT) AS checked,
        CAST(coalesce(NOT {condition}, false) AS BIGINT) AS failed, CAST({zero} AS BIGINT) AS unjudged,
        {one.observed.sql} AS observed, {one.expected.sql if one.expected else "CAST(NULL AS DOUBLE)"} AS expected,
        '{detail}' AS detail, CAST({severity} AS SMALLINT) AS severity
    FROM (SELECT {key}, {figures}, {of_subject} FROM figures WHERE {" OR ".join(f"({c})" for c in chosen.values())}
          GROUP BY {key})
    WHERE {" AND ".join(f'"{name}" IS NOT NULL' for name in one.names)}"""


def _chosen(term: Term, work: Work, apart: bool) -> str:
    breakdown = BY_CODE[term.breakdown or "all"].id
    return f"indicator_id = {work.indicator_id(term.indicator)}" + (f" AND breakdown_id = {breakdown}" if apart else "")
