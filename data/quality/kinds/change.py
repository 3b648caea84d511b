"""A value that changed much against the same period of the year before.

A change counts where it is large by itself and against what the peers did in the same time, where the peers do not
all move as widely, and where it is more than chance moves counts of this size. It belongs to the period that left, not
to the one that came back: after a spike the return to the level before it is no second finding.
"""

from typing import Self

from pydantic import Field, model_validator

from data.quality.kinds import KindParameters
from data.quality.rule import Rule
from data.quality.value_scale import PEERS, ROW, scaled
from data.quality.work import Work
from data.schema import SEVERITIES

HINT = SEVERITIES.index("hint")
_COURSE = "indicator_id, breakdown_id, area_id, demonstration, period_kind, number"


class Parameters(KindParameters):
    """`hint` and `explain`: shares of change above which a value is listed, and counts as failed until explained ·
    `fewest_events`: counts below it in both periods are not judged · `significance`: how many times
    √(spread² + chance) the change must exceed, with the peers' 1.4826·MAD and `dispersion` times the binomial or
    Poisson variance of the two counts · `fewest_peers`: with fewer, the change is judged by itself."""

    hint: float = Field(gt=0)
    explain: float = Field(gt=0)
    fewest_events: float = Field(default=10, ge=0)
    significance: float = Field(default=4.0, ge=0)
    dispersion: float = Field(default=1.5, ge=0)
    fewest_peers: int = Field(default=8, ge=3)

    @model_validator(mode="after")
    def _in_steps(self) -> Self:
        if self.explain < self.hint:
            raise ValueError(f"“需说明”的界限explain（{self.explain}）低于“提示”的界限hint（{self.hint}）")
        return self


def concerns(parameters: Parameters, work: Work) -> bool:
    """More than one year."""
    return work.extent.years > 1


def judge(rule: Rule, parameters: Parameters, work: Work) -> str:
    """One row per value with one of the year before it, or with those of the two years after it where a series begins;
    expected is that value moved as the peers moved."""
    p = parameters
    return f"""
    WITH scaled AS (SELECT *, period_id % 1000 AS number, CASE WHEN shape IN (1, 2) THEN round(1 / v) WHEN shape = 3
            THEN observed END AS events FROM ({scaled("value", work.scope(rule))}) WHERE observed > 0),
    course AS (SELECT *, coalesce(lag(year) OVER s = year - 1, false) AS follows,
            coalesce(lead(year) OVER s = year + 1, false) AS goes_on,
            CASE WHEN follows THEN lag(observed) OVER s ELSE lead(observed) OVER s END AS other,
            CASE WHEN follows THEN lag(v) OVER s ELSE lead(v) OVER s END AS v_other,
            CASE WHEN follows THEN lag(y) OVER s ELSE lead(y) OVER s END AS y_other,
            CASE WHEN follows THEN lag(events) OVER s ELSE lead(events) OVER s END AS events_other,
            CASE WHEN lag(year, 2) OVER s = year - 2 THEN lag(observed, 2) OVER s END AS long_before,
            CASE WHEN goes_on THEN lead(observed) OVER s END AS after,
            CASE WHEN lead(year, 2) OVER s = year + 2 THEN lead(observed, 2) OVER s END AS long_after
        FROM scaled WINDOW s AS (PARTITION BY {_COURSE} ORDER BY year)),
    moved AS (SELECT *, ln(observed / other) AS step, y - y_other AS step_y FROM course
        WHERE follows OR (goes_on AND long_after IS NOT NULL)),
    usual AS (SELECT {PEERS}, follows, median(step) AS usual_step, median(step_y) AS usual_step_y FROM moved
        GROUP BY ALL HAVING count(*) >= {p.fewest_peers}),
    common AS (SELECT * REPLACE (coalesce(usual_step, 0) AS usual_step), step_y - coalesce(usual_step_y, 0) AS apart
        FROM moved LEFT JOIN usual USING ({PEERS}, follows)),
    spreads AS (SELECT {PEERS}, follows, 1.4826 * median(abs(apart)) AS spread FROM common
        GROUP BY ALL HAVING count(*) >= {p.fewest_peers}),
    measured AS (SELECT * REPLACE (coalesce(spread, 0) AS spread), observed / other - 1 AS change,
            exp(step - usual_step) - 1 AS own_change, ln(other / long_before) AS step_before,
            ln(after / observed) AS step_after FROM common LEFT JOIN spreads USING ({PEERS}, follows)),
    told AS (SELECT *, CASE WHEN sign(change) = sign(own_change) THEN least(abs(change), abs(own_change)) ELSE 0 END
                AS size,
            coalesce(greatest(events, events_other) < {p.fewest_events}, false) AS few,
            abs(apart) <= {p.significance} * sqrt(power(spread, 2) + {p.dispersion} * (v + v_other)) AS by_chance,
            CASE WHEN NOT follows THEN abs(ln(long_after / after)) > abs(step) / 2  -- the next one left, not this one
                -- back from a step away, or on the way on from a first value that stands alone
                WHEN long_before IS NOT NULL THEN sign(step_before) <> sign(step)
                    AND abs(step_before) >= ln(1 + {p.hint}) AND abs(step_before + step) < abs(step) / 2
                ELSE coalesce(abs(step_after) < abs(step) / 2 AND long_after IS NOT NULL, false) END AS came_back
        FROM measured),
    judged AS (SELECT *, size > {p.hint} AND NOT (few OR by_chance OR came_back) AS found FROM told)
    SELECT {ROW}, observed, other * exp(usual_step) AS expected, found,
        (found AND size > {p.explain})::BIGINT AS failed,
        CASE WHEN size > {p.explain} THEN {rule.severity_index} ELSE {HINT} END AS severity,
        CASE WHEN found THEN format('{{:+.1f}}%，{{}}{{:.6g}}', 100 * change,
                CASE WHEN follows THEN '上年同期' ELSE '下年同期' END, other)
            || CASE WHEN usual_step <> 0 THEN format('，同类地区{{:+.1f}}%', 100 * (exp(usual_step) - 1)) ELSE '' END
        END AS detail
    FROM judged"""
