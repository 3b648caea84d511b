"""Digits of counts that people made up or rounded. A hint only, never part of a score.

last: the share of last digits 0 and 5 among counts of some size, which is 1/5 where they were counted, as a z value.
first: first digits against Benford's law (Benford 1938) by χ² with 8 degrees of freedom, only for counts that range
over enough orders of magnitude to obey it; with thousands of counts χ² alone finds everything, so the mean absolute
deviation must also exceed Nigrini's limit (Nigrini 2012: above 0.015 is nonconformity).
"""

from typing import Literal

from pydantic import Field

from data.quality.kinds import KindParameters
from data.quality.rule import Rule
from data.quality.work import Work


class Parameters(KindParameters):
    """`digit`: last or first · `threshold` of z, or of χ² · `fewest`: counts that a group must have · `least`: the
    smallest count · `orders`: how many orders of magnitude 98 % of the counts must span (first) · `least_deviation`:
    mean absolute deviation from Benford's shares (first)."""

    digit: Literal["last", "first"]
    threshold: float = Field(gt=0)
    fewest: int = Field(default=60, ge=10)
    least: int = Field(default=100, ge=10)
    orders: float = Field(default=3.0, gt=0)
    least_deviation: float = Field(default=0.015, ge=0)


def concerns(parameters: Parameters, work: Work) -> bool:
    """Enough counts to make a group."""
    return work.extent.rows >= parameters.fewest


def judge(rule: Rule, parameters: Parameters, work: Work) -> str:
    """One row per indicator, breakdown, period, level and province (first digits: nation) with enough counts."""
    p = parameters
    whole = "CASE WHEN o.level = 'province' THEN 100000 ELSE o.province_id END" if p.digit == "last" else "100000"
    counts = f"""SELECT o.indicator_id, o.period_id, o.breakdown_id, o.form_id, o.demonstration, o.level,
            {whole} AS area_id, coalesce(o.numerator, CASE WHEN o.aggregation = 'sum' THEN o.value END) AS x
        FROM obs o WHERE {work.scope(rule)} AND o.level NOT IN ('nation', 'zone') AND x >= {p.least} AND x = floor(x)"""
    return _last(p, counts) if p.digit == "last" else _first(p, counts)


def _last(p: Parameters, counts: str) -> str:
    return f"""
    SELECT indicator_id, period_id, breakdown_id, area_id, form_id, 100 * rounded / numbers AS observed,
        CAST(20 AS DOUBLE) AS expected, (z > {p.threshold})::BIGINT AS failed,
        CASE WHEN failed = 1 THEN format('{{}}个数，末位为0或5的占{{:.1f}}%，z值{{:.1f}}', numbers, observed, z) END
            AS detail
    FROM (SELECT * EXCLUDE (x, level, demonstration), count(*) AS numbers, count(*) FILTER (x % 5 = 0) AS rounded,
            (rounded - 0.2 * numbers) / sqrt(0.16 * numbers) AS z
        FROM ({counts}) GROUP BY indicator_id, period_id, breakdown_id, area_id, form_id, level, demonstration
        HAVING numbers >= {p.fewest})"""


def _first(p: Parameters, counts: str) -> str:
    group = "indicator_id, period_id, breakdown_id, area_id, form_id, level, demonstration"
    benford = "log10(1 + 1.0 / digit)"
    return f"""
    WITH counts AS (SELECT *, floor(x / power(10, floor(log10(x)))) AS digit FROM ({counts})),
    spans AS (SELECT {group}, count(*) AS numbers, log10(quantile_cont(x, 0.99) / quantile_cont(x, 0.01)) AS orders
        FROM counts GROUP BY ALL HAVING numbers >= {p.fewest} AND orders >= {p.orders}),
    digits AS (SELECT s.*, d.digit, count(c.x) AS found FROM spans s CROSS JOIN (SELECT unnest(range(1, 10)) AS digit) d
        LEFT JOIN counts c USING ({group}, digit) GROUP BY ALL),
    compared AS (SELECT {group}, any_value(numbers) AS numbers,
            sum(power(found - numbers * {benford}, 2) / (numbers * {benford})) AS chi_squared,
            avg(abs(found / numbers - {benford})) AS deviation FROM digits GROUP BY ALL)
    SELECT indicator_id, period_id, breakdown_id, area_id, form_id, chi_squared AS observed,
        CAST({p.threshold} AS DOUBLE) AS expected,
        (chi_squared > {p.threshold} AND deviation > {p.least_deviation})::BIGINT AS failed,
        CASE WHEN failed = 1 THEN format('{{}}个数，χ²={{:.1f}}，平均偏差{{:.3f}}', numbers, chi_squared, deviation) END
            AS detail
    FROM compared"""
