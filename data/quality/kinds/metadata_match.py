"""Unit, multiplier and the base of the denominator say the same thing in every definition of the catalogue.

A rate per 1,000 has the multiplier 1000, 每10万 has 100000, and an indicator named after 常住 population does not
divide by 户籍 population.
"""

from pydantic import Field, model_validator

from data.quality.kinds import KindParameters
from data.quality.rule import Rule
from data.quality.work import Work

PORTIONED = False


class Multiplier(KindParameters):
    """Ratios with this unit, or with this text in their name, have this multiplier."""

    multiplier: float = Field(gt=0, strict=False)
    unit: str | None = None
    in_name: str | None = None

    @model_validator(mode="after")
    def _one(self) -> "Multiplier":
        if not (self.unit or self.in_name):
            raise ValueError("写明unit或in_name，说明对哪些指标要求这个系数")
        return self


class Parameters(KindParameters):
    multipliers: tuple[Multiplier, ...] = Field(default=(), strict=False)
    bases: tuple[str, ...] = Field(default=(), strict=False)  # kinds of population of which only one may be named

    @model_validator(mode="after")
    def _some(self) -> "Parameters":
        if not self.multipliers and len(self.bases) < 2:
            raise ValueError("没有可核对的内容：写明multipliers，或至少两种bases")
        return self


def judge(rule: Rule, parameters: Parameters, work: Work) -> str:
    """One row per ratio of the catalogue."""
    wrong = [
        (f"{_where(one)} AND multiplier IS DISTINCT FROM {one.multiplier!r}", f"系数应为{one.multiplier:g}")
        for one in parameters.multipliers
    ]
    wrong += [
        (
            f"contains(name, {_text(base)}) AND contains(denominator_label, {_text(other)})",
            f"名称为{base}，分母为{other}",
        )
        for base in parameters.bases
        for other in parameters.bases
        if other != base
    ]
    cases = " ".join(f"WHEN {condition} THEN {_text(said)}" for condition, said in wrong)
    return f"""
    SELECT indicator_id, CAST(said IS NOT NULL AS BIGINT) AS failed, multiplier AS observed, said AS detail
    FROM (SELECT indicator_id, multiplier, CASE {cases} END AS said FROM dim_indicator o
          WHERE aggregation = 'ratio' AND {work.scope(rule)})"""


def _where(one: Multiplier) -> str:
    of_unit = f"unit = {_text(one.unit)}" if one.unit else "true"
    return f"{of_unit} AND contains(name, {_text(one.in_name)})" if one.in_name else of_unit


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
