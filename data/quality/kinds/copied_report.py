"""A report that repeats another one: nearly all of its numbers are those of the period before, or of another area.

Only telling numbers are compared: counts of some size and no full shares, which do not repeat by chance. A report is
what one batch holds of one area and period; a column is one indicator of one batch for the areas of a province.
"""

from typing import Literal

from pydantic import Field

from data.quality.kinds import KindParameters
from data.quality.rule import Rule
from data.quality.work import Work

PORTIONED = False  # a report has many indicators


class Parameters(KindParameters):
    """`unit`: report or column · `same_as`: the period before (previous), or another area of the level (another_area,
    reports only) · `share` of repeated numbers · `fewest`: telling numbers that a unit must have · `least`: the
    smallest telling count, and value in units of its last decimal."""

    unit: Literal["report", "column"] = "report"
    same_as: Literal["previous", "another_area"] = "previous"
    share: float = Field(default=0.8, gt=0, le=1)
    fewest: int = Field(default=6, ge=2)
    least: int = Field(default=100, ge=1)


def judge(rule: Rule, parameters: Parameters, work: Work) -> str:
    """One row per report or column with enough telling numbers; observed is the share repeated, in percent."""
    cells = f"""
    SELECT o.indicator_id, o.period_id, o.breakdown_id, o.area_id, o.batch_id, o.form_id, o.demonstration, o.level,
        o.province_id, hash(o.value, o.numerator, o.denominator) AS content
    FROM (SELECT o.*, q.form_id, q.demonstration, a.level, a.province_id, i.decimals, i.multiplier
        FROM fact_observation o JOIN quality_areas a ON a.area_id = o.area_id
        JOIN quality_batches q ON q.batch_id = o.batch_id JOIN dim_indicator i ON i.indicator_id = o.indicator_id
        WHERE o.row_number > 0 AND o.status <= 2 AND o.value IS NOT NULL) o
    WHERE {work.scope(rule)} AND CASE
        WHEN o.numerator IS NULL THEN abs(o.value) * power(10, o.decimals) >= {parameters.least}
            AND o.value IS DISTINCT FROM o.multiplier
        ELSE o.numerator >= {parameters.least} AND o.numerator IS DISTINCT FROM o.denominator END"""
    if parameters.same_as == "another_area":
        return _another_area(parameters, cells)
    return _previous(parameters, cells)


def _previous(p: Parameters, cells: str) -> str:
    if p.unit == "report":
        unit, where = "batch_id, form_id, area_id, period_id", ""
        told = "area_id, period_id, batch_id, form_id"
    else:
        unit = "batch_id, form_id, indicator_id, breakdown_id, level, province_id, period_id"
        where = "WHERE level NOT IN ('nation', 'province')"
        told = "province_id AS area_id, indicator_id, breakdown_id, period_id, batch_id, form_id"
    return f"""
    WITH cells AS ({cells}),
    course AS (SELECT *, lag(content) OVER s AS before FROM cells {where}
        WINDOW s AS (PARTITION BY indicator_id, breakdown_id, area_id, demonstration, (period_id // 1000) % 100
            ORDER BY period_id)),
    compared AS (SELECT {unit}, count(before) AS numbers, count(*) FILTER (content = before) AS repeated
        FROM course GROUP BY ALL HAVING numbers >= {p.fewest})
    SELECT {told}, 100.0 * repeated / numbers AS observed, 100.0 * {p.share} AS expected,
        (repeated >= {p.share} * numbers)::BIGINT AS failed,
        CASE WHEN failed = 1 THEN format('{{}}个数中有{{}}个与上一期相同', numbers, repeated) END AS detail
    FROM compared"""


def _another_area(p: Parameters, cells: str) -> str:
    """Numbers that two to five areas share are brought together; more share what is no copy (a common constant)."""
    return f"""
    WITH cells AS ({cells}),
    sizes AS (SELECT batch_id, form_id, area_id, period_id, count(*) AS numbers FROM cells
        GROUP BY ALL HAVING numbers >= {p.fewest}),
    shared AS (SELECT * FROM cells QUALIFY count(*) OVER
        (PARTITION BY indicator_id, period_id, breakdown_id, level, demonstration, content) BETWEEN 2 AND 5),
    pairs AS (SELECT a.batch_id, a.form_id, a.area_id, a.period_id, b.area_id AS other_id, count(*) AS repeated
        FROM shared a JOIN shared b ON a.indicator_id = b.indicator_id AND a.period_id = b.period_id
            AND a.breakdown_id = b.breakdown_id AND a.level = b.level AND a.demonstration = b.demonstration
            AND a.content = b.content AND a.area_id <> b.area_id
        GROUP BY ALL),
    closest AS (SELECT batch_id, form_id, area_id, period_id, max(repeated) AS repeated,
            arg_max(other_id, (repeated, other_id)) AS other_id FROM pairs GROUP BY ALL)
    SELECT s.area_id, s.period_id, s.batch_id, s.form_id, 100.0 * coalesce(c.repeated, 0) / s.numbers AS observed,
        100.0 * {p.share} AS expected, (coalesce(c.repeated, 0) >= {p.share} * s.numbers)::BIGINT AS failed,
        CASE WHEN failed = 1 THEN format('{{}}个数中有{{}}个与{{}}（{{}}）相同', s.numbers, c.repeated, t.name, t.code)
            END AS detail
    FROM sizes s LEFT JOIN closest c ON s.batch_id = c.batch_id AND s.form_id = c.form_id AND s.area_id = c.area_id
        AND s.period_id = c.period_id LEFT JOIN dim_area t ON t.area_id = c.other_id"""
