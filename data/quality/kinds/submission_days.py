"""Days by which the reports of an area were late, over all units that had to report: at most so many on average.

What never came is not late but missing (上报率 counts it): its days are unknown, and an area from which nothing came is
not judged. A report that is neither complete nor due yet is not judged either.
"""

from pydantic import Field

from data.quality.kinds import KindParameters
from data.quality.kinds.submission_share import DUE
from data.quality.rule import Rule
from data.quality.work import Work

PORTIONED = False


class Parameters(KindParameters):
    maximum: float = Field(ge=0)


def concerns(parameters: Parameters, work: Work) -> bool:
    """Submissions were told at all."""
    return work.submissions > 0


def judge(rule: Rule, parameters: Parameters, work: Work) -> str:
    """One row per form, period and area from which something came and whose days are known."""
    maximum = f"CAST({parameters.maximum!r} AS DOUBLE)"
    return f"""
    SELECT form_id, period_id, area_id, batch_id, row_number, 1.0 * days / expected AS observed, {maximum} AS expected,
        CAST(1.0 * days / expected > {maximum} AS BIGINT) AS failed
    FROM (
        SELECT s.form_id, s.period_id, s.area_id, sum(s.late_days)::BIGINT AS days, sum(s.expected)::BIGINT AS expected,
            arg_max(s.batch_id, s.late_days) AS batch_id, arg_max(s.row_number, s.late_days) AS row_number
        FROM fact_submission s JOIN dim_batch b ON b.batch_id = s.batch_id
        WHERE {DUE} AND {work.scope(rule, "s")}
        GROUP BY s.form_id, s.period_id, s.area_id
        HAVING bool_and(s.reported = 0 OR s.late_days IS NOT NULL))
    WHERE days IS NOT NULL AND expected > 0"""
