"""A share of what was due must be there: of reporting units, cells, codes, records … of a form in an area.

`>=`: the numerator is what is right, the rest has failed (上报率). `<=`: the numerator is what is wrong (重复上报率).
Units are the denominator's, so that shares of larger areas come from sums; an area is found where its own share misses
the threshold. Several reporting units of an area are taken together. A report that is neither complete nor due yet is
not judged, nor is one without the two numbers.
"""

from itertools import pairwise
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from data.loading.submission_header import COUNTS
from data.quality.kinds import KindParameters
from data.quality.rule import Rule
from data.quality.work import Work

PORTIONED = False
Count = Literal[COUNTS]  # type: ignore[valid-type]  # the columns of a file of submissions

# A report may still come: its deadline lies after the day up to which the register reaches.
DUE = "NOT (s.due > b.cut_off AND s.reported < s.expected)"


class Threshold(BaseModel):
    """A threshold from a year on; `provinces`: only there."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    since: int = Field(ge=1990, le=2100)
    share: float = Field(ge=0, le=1)
    provinces: tuple[str, ...] = Field(default=(), strict=False)


class Parameters(KindParameters):
    numerator: Count
    denominator: Count
    operator: Literal[">=", "<="]
    threshold: float | None = Field(default=None, ge=0, le=1)
    thresholds: tuple[Threshold, ...] = Field(default=(), strict=False)

    @model_validator(mode="after")
    def _one_threshold(self) -> Self:
        if (self.threshold is None) == (not self.thresholds):
            raise ValueError("threshold（一个界限）与 thresholds（按年份的界限）须写其中之一，且只写一个")
        if any(later.since < earlier.since for earlier, later in pairwise(self.thresholds)):
            raise ValueError("thresholds 的年份 since 须由早到晚排列")
        if self.numerator == self.denominator:
            raise ValueError("numerator 与 denominator 不能是同一列")
        return self


def concerns(parameters: Parameters, work: Work) -> bool:
    """Submissions were told at all."""
    return work.submissions > 0


def judge(rule: Rule, parameters: Parameters, work: Work) -> str:
    """One row per form, period and area that has both numbers."""
    part, whole = f"s.{parameters.numerator}", f"s.{parameters.denominator}"
    at_least = parameters.operator == ">="
    failed = "whole - part" if at_least else "part"
    worst = f"{whole} - {part}" if at_least else part
    return f"""
    SELECT form_id, period_id, area_id, batch_id, row_number, 100.0 * part / whole AS observed,
        100.0 * threshold AS expected, whole AS checked,
        CASE WHEN threshold IS NOT NULL THEN {failed} END AS failed,
        1.0 * part / whole {"<" if at_least else ">"} threshold AS found
    FROM (
        SELECT s.form_id, s.period_id, s.area_id, sum({part})::BIGINT AS part, sum({whole})::BIGINT AS whole,
            arg_max(s.batch_id, {worst}) AS batch_id, arg_max(s.row_number, {worst}) AS row_number,
            any_value({_threshold(parameters)}) AS threshold
        FROM fact_submission s JOIN dim_batch b ON b.batch_id = s.batch_id JOIN dim_area a ON a.area_id = s.area_id
        WHERE {part} IS NOT NULL AND {whole} IS NOT NULL AND {DUE} AND {work.scope(rule, "s")}
        GROUP BY s.form_id, s.period_id, s.area_id)
    WHERE whole > 0"""


def _threshold(parameters: Parameters) -> str:
    """The threshold of a row as SQL, null before the first year that has one."""
    if parameters.threshold is not None:
        return f"CAST({parameters.threshold!r} AS DOUBLE)"
    cases = []
    for one in reversed(parameters.thresholds):
        inside = ", ".join(f"'{int(code):06}'" for code in one.provinces)
        place = f" AND coalesce(a.province_code, a.code) IN ({inside})" if inside else ""
        cases.append(f"WHEN s.period_id // 100000 >= {one.since}{place} THEN CAST({one.share!r} AS DOUBLE)")
    return f"CASE {' '.join(cases)} END"
