"""A count of the report against the same count of another register (医师护士数与注册库): close enough to each other.

Several reporting units of an area are taken together. Where the other register has none, nothing is judged.
"""

from typing import Self

from pydantic import Field, model_validator

from data.quality.kinds import KindParameters
from data.quality.kinds.submission_share import Count
from data.quality.rule import Rule
from data.quality.work import Work

PORTIONED = False


class Parameters(KindParameters):
    counted: Count
    registered: Count
    tolerance_share: float = Field(ge=0, le=1)

    @model_validator(mode="after")
    def _two_columns(self) -> Self:
        if self.counted == self.registered:
            raise ValueError("counted 与 registered 不能是同一列")
        return self


def concerns(parameters: Parameters, work: Work) -> bool:
    """Submissions were told at all."""
    return work.submissions > 0


def judge(rule: Rule, parameters: Parameters, work: Work) -> str:
    """One row per form, period and area that has both numbers."""
    counted, registered = f"s.{parameters.counted}", f"s.{parameters.registered}"
    tolerance = f"CAST({parameters.tolerance_share!r} AS DOUBLE)"
    return f"""
    SELECT form_id, period_id, area_id, batch_id, row_number, counted AS observed, registered AS expected,
        CAST(abs(counted - registered) > {tolerance} * registered AS BIGINT) AS failed
    FROM (
        SELECT s.form_id, s.period_id, s.area_id, sum({counted})::DOUBLE AS counted,
            sum({registered})::DOUBLE AS registered,
            arg_max(s.batch_id, abs({counted} - {registered})) AS batch_id,
            arg_max(s.row_number, abs({counted} - {registered})) AS row_number
        FROM fact_submission s
        WHERE {counted} IS NOT NULL AND {registered} IS NOT NULL AND {work.scope(rule, "s")}
        GROUP BY s.form_id, s.period_id, s.area_id)
    WHERE registered > 0"""
