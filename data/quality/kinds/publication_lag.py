"""How long after the end of a period its figures came.

Only what a batch says of itself is judged: the day it was received, and the latest period of each kind in it; earlier
periods in the same batch are repeated, not published then. Whether a form has a rule of its own is for `applies_to`.
"""

from pydantic import field_validator

from data.periods import KINDS
from data.quality.kinds import KindParameters
from data.quality.rule import Rule
from data.quality.work import Work

PORTIONED = False


class Parameters(KindParameters):
    """`days` from the end of a period to the day of receipt, by period kind; kinds not named are not judged."""

    days: dict[str, int]

    @field_validator("days")
    @classmethod
    def _known(cls, days: dict[str, int]) -> dict[str, int]:
        if unknown := sorted(set(days) - set(KINDS)):
            raise ValueError(f"“{unknown[0]}”不是时期种类；可用：{'、'.join(KINDS)}")
        if not days or min(days.values()) < 0:
            raise ValueError("要写明每种时期允许的天数，不能为负")
        return days


def judge(rule: Rule, parameters: Parameters, work: Work) -> str:
    """One row per batch and kind of period, at the province or nation whose areas it holds; observed in days."""
    limits = ", ".join(f"('{kind}', {days})" for kind, days in parameters.days.items())
    return f"""
    WITH limits AS (SELECT * FROM (VALUES {limits}) AS t(kind, days)),
    held AS (SELECT o.batch_id, o.form_id, o.period_id, min(o.province_id) AS province_id,
            count(DISTINCT coalesce(o.province_id, 100000)) AS provinces
        FROM (SELECT o.*, q.form_id, a.province_id FROM fact_observation o JOIN quality_batches q USING (batch_id)
            JOIN quality_areas a USING (area_id) JOIN dim_batch b USING (batch_id)
            WHERE o.row_number > 0 AND b.received IS NOT NULL) o
        WHERE {work.scope(rule)} GROUP BY ALL),
    judged AS (SELECT h.*, l.days, date_diff('day', t.end_date, b.received) AS lag FROM held h
        JOIN dim_period t USING (period_id) JOIN dim_batch b USING (batch_id) JOIN limits l ON l.kind = t.kind
        QUALIFY row_number() OVER (PARTITION BY h.batch_id, t.kind ORDER BY h.period_id DESC) = 1)
    SELECT batch_id, form_id, period_id, CASE WHEN provinces = 1 THEN coalesce(province_id, 100000) ELSE 100000 END
        AS area_id, lag AS observed, days AS expected, (lag > days)::BIGINT AS failed FROM judged"""
