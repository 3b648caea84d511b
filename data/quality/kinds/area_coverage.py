"""An area without a value where its siblings have one.

Siblings are the areas of one level inside one province, apart those that hang on the province itself; provinces are
siblings of each other. Zones and areas without statistics are not expected, nor is an area before its first figure of
any indicator: it may not have been founded yet. What is not applicable or suppressed was answered.
"""

from pydantic import Field

from data.quality.kinds import KindParameters
from data.quality.rule import Rule
from data.quality.work import Work

_CELL = "indicator_id, period_id, breakdown_id, demonstration"


class Parameters(KindParameters):
    """`share` of the siblings that must have a value · `breakdowns`: whether breakdowns are checked besides the whole ·
    `fewest_siblings`: smaller families say nothing."""

    share: float = Field(default=0.5, gt=0, le=1)
    breakdowns: bool = False
    fewest_siblings: int = Field(default=3, ge=2)


def judge(rule: Rule, parameters: Parameters, work: Work) -> str:
    """One row per expected area, indicator and period; what is missing has no batch."""
    p = parameters
    whole = "true" if p.breakdowns else "o.breakdown_id = 0"
    return f"""
    WITH given AS (SELECT o.*, o.level || CASE WHEN o.parent_id = o.province_id THEN ' ' ELSE '' END AS family,
            CASE WHEN o.level = 'province' THEN 100000 ELSE o.province_id END AS whole_id
        FROM obs o WHERE {work.scope(rule)} AND {whole} AND o.level IN ('province', 'prefecture', 'county')),
    areas AS (SELECT a.area_id, a.level || CASE WHEN a.parent_id = a.province_id THEN ' ' ELSE '' END AS family,
            CASE WHEN a.level = 'province' THEN 100000 ELSE a.province_id END AS whole_id, d.valid_from, d.valid_to
        FROM quality_areas a JOIN dim_area d USING (area_id) WHERE d.has_statistics AND a.level <> 'zone'),
    families AS (SELECT family, whole_id, count(*) AS members FROM areas GROUP BY ALL),
    appeared AS (SELECT o.area_id, q.demonstration, min(o.period_id // 100000) AS first_year FROM fact_observation o
        JOIN quality_batches q USING (batch_id) WHERE o.status <= 2 GROUP BY ALL),
    cells AS (SELECT {_CELL}, family, whole_id, max(form_id) AS form_id, count(*) AS having_it FROM given GROUP BY ALL),
    wanted AS (SELECT c.* FROM cells c JOIN families f USING (family, whole_id)
        WHERE f.members >= {p.fewest_siblings} AND c.having_it >= {p.share} * f.members),
    expected AS (SELECT w.*, a.area_id FROM wanted w JOIN areas a USING (family, whole_id)
        JOIN appeared s ON s.area_id = a.area_id AND s.demonstration = w.demonstration
            AND s.first_year <= w.period_id // 100000
        JOIN dim_period t ON t.period_id = w.period_id
        WHERE coalesce(a.valid_from <= t.end_date, true) AND coalesce(a.valid_to >= t.start_date, true)),
    answered AS (SELECT indicator_id, period_id, breakdown_id, area_id FROM fact_observation
        WHERE status <> 3 AND indicator_id IN (SELECT DISTINCT indicator_id FROM given))
    SELECT e.indicator_id, e.period_id, e.breakdown_id, e.area_id, e.form_id, (n.area_id IS NULL)::BIGINT AS failed
    FROM expected e LEFT JOIN answered n USING (indicator_id, period_id, breakdown_id, area_id)"""
