"""A whole group of areas off by a power of ten against its periods beside: reported in another unit (万, %, ‰).

A group is one indicator, breakdown and level inside one province (provinces: inside the nation). The median area moved
by nearly 10, 100, 1,000 …, and the others with it. The return to the old unit is no second finding; a change for good
is found where it begins.
"""

from pydantic import Field

from data.quality.kinds import KindParameters
from data.quality.rule import Rule
from data.quality.value_scale import SERIES, Column, scaled
from data.quality.work import Work

_GROUP = "indicator_id, period_id, breakdown_id, level, demonstration, form_id, whole_id"
_WORTH_A_LOOK = 0.3  # mean shift in powers of ten


class Parameters(KindParameters):
    """`tolerance`: how far (log10) the median area's factor may be from a power of ten · `spread`: how far half of the
    areas may be from the median area · `fewest_areas` of a group."""

    column: Column = "value"
    tolerance: float = Field(default=0.15, gt=0, lt=0.5)
    spread: float = Field(default=0.15, gt=0, lt=0.5)
    fewest_areas: int = Field(default=5, ge=3)


def concerns(parameters: Parameters, work: Work) -> bool:
    """Enough areas to make a group."""
    return work.extent.areas >= parameters.fewest_areas


def judge(rule: Rule, parameters: Parameters, work: Work) -> str:
    """One row per group and period, at the province (or nation); observed is the factor, expected 1."""
    p = parameters

    def shifted(step: str) -> str:
        return (
            f"coalesce(round({step}) <> 0 AND abs({step} - round({step})) < {p.tolerance}"
            f" AND {step}_spread < {p.spread}, false)"
        )

    return f"""
    WITH scaled AS (SELECT *, log10(observed) AS x, CASE level WHEN 'nation' THEN NULL WHEN 'province' THEN 100000
            ELSE province_id END AS whole_id FROM ({scaled(p.column, work.scope(rule))}) WHERE observed > 0),
    course AS (SELECT *, x - lag(x) OVER s AS from_before, x - lag(x, 2) OVER s AS from_long_before,
            x - lead(x) OVER s AS from_after, lead(x) OVER s - lead(x, 2) OVER s AS later
        FROM scaled WINDOW s AS (PARTITION BY {SERIES} ORDER BY period_id)),
    -- means are cheap and show which few groups are worth medians: a power of ten moves the mean of most areas too
    grouped AS (SELECT {_GROUP}, count(*) AS areas, min(batch_id) AS batch_id, avg(from_before) AS before,
            avg(from_after) AS after, greatest(count(from_before), count(from_after)) AS compared
        FROM course WHERE whole_id IS NOT NULL GROUP BY ALL HAVING compared >= {p.fewest_areas}),
    moved AS (SELECT {_GROUP}, median(from_before) AS from_before, mad(from_before) AS from_before_spread,
            median(from_after) AS from_after, mad(from_after) AS from_after_spread,
            median(from_long_before) AS from_long_before, median(later) AS later
        FROM course SEMI JOIN (SELECT * FROM grouped WHERE abs(coalesce(before, after)) > {_WORTH_A_LOOK})
        USING ({_GROUP}) GROUP BY ALL),
    judged AS (SELECT *, CASE WHEN from_before IS NULL THEN from_after ELSE from_before END AS step,
            coalesce(CASE WHEN from_before IS NULL THEN {shifted("from_after")} AND coalesce(abs(later) < 0.5, true)
                ELSE {shifted("from_before")}
                    -- not the return to the old unit, after a period or after the first one of all
                    AND coalesce(abs(from_long_before) >= 0.5, abs(from_after) >= 0.5, true) END, false) AS broken
        FROM grouped LEFT JOIN moved USING ({_GROUP}))
    SELECT indicator_id, period_id, breakdown_id, whole_id AS area_id, form_id, batch_id,
        power(10, coalesce(step, before, after)) AS observed,
        CAST(1 AS DOUBLE) AS expected, broken::BIGINT AS failed,
        CASE WHEN broken THEN format('{{}}个地区的中位数为相邻时期的{{:.4g}}倍', areas, power(10, step)) END AS detail
    FROM judged"""
