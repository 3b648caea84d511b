"""A period missing inside an area's series, where its peers have it.

Expected are the periods between an area's own first and last that most of the peers' series reaching over them have;
a survey of every third year has no gaps. What is not applicable or suppressed was answered and is no gap, nor is a
period for which another source (published or demonstration) has the value.
"""

from pydantic import Field

from data.quality.kinds import KindParameters
from data.quality.rule import Rule
from data.quality.work import Work

_COURSE = "indicator_id, breakdown_id, level, period_kind, demonstration"


class Parameters(KindParameters):
    """`share` of the peers' series reaching over a period that must have it."""

    share: float = Field(default=0.5, gt=0, le=1)


def judge(rule: Rule, parameters: Parameters, work: Work) -> str:
    """One row per expected period of every series; what is missing has no batch."""
    return f"""
    WITH given AS (SELECT o.* FROM obs o WHERE {work.scope(rule)}),
    series AS (SELECT {_COURSE}, area_id, min(period_id) AS first, max(period_id) AS last, arg_max(form_id, period_id)
        AS form_id FROM given GROUP BY ALL),
    periods AS (SELECT {_COURSE}, period_id, count(*) AS having_it FROM given GROUP BY ALL),
    spans AS (SELECT * FROM periods JOIN series USING ({_COURSE}) WHERE period_id BETWEEN first AND last),
    expected AS (SELECT indicator_id, period_id, breakdown_id, area_id, form_id, demonstration FROM spans
        QUALIFY having_it >= {parameters.share} * count(*) OVER (PARTITION BY {_COURSE}, period_id)),
    answered AS (SELECT indicator_id, period_id, breakdown_id, area_id FROM fact_observation
        WHERE status <> 3 AND indicator_id IN (SELECT DISTINCT indicator_id FROM given))
    SELECT e.indicator_id, e.period_id, e.breakdown_id, e.area_id, e.form_id,
        (a.area_id IS NULL)::BIGINT AS failed
    FROM expected e LEFT JOIN answered a USING (indicator_id, period_id, breakdown_id, area_id)"""
