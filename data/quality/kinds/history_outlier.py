"""A value far from what its own neighbouring periods lead one to expect, measured by how far the peers are from theirs.

What happens everywhere is expected everywhere: the median of the peers' steps from period to period, added up, is taken
away first. What is left is compared with the neighbouring periods of the area itself (data/quality/own_history.py).
Deviation by √(spread² + chance) is the robust z: spread = 1.4826·MAD of the peers' deviations (1.253314·mean absolute
deviation where MAD is 0), chance = binomial or Poisson variance. Finds slips by powers of ten, swapped digits, wrong
units, wrong area codes, shifted periods.
"""

import math
from typing import Self

from pydantic import Field, model_validator

from data.quality.kinds import KindParameters
from data.quality.own_history import with_usual
from data.quality.rule import Rule
from data.quality.value_scale import PEERS, ROW, SERIES, VALUE_OF_SCALED, Column, scaled
from data.quality.work import Work
from data.schema import SEVERITIES

MINOR = SEVERITIES.index("minor")
# Half the variance of this value and that of a median of four neighbours, taken from the two beside it.
_CHANCE = "0.5 * v + 0.4 * (coalesce(v_before, v_after) + coalesce(v_after, v_before))"


class Parameters(KindParameters):
    """`threshold` of the robust z · `least`: deviations below this (log or log odds) are never found ·
    `serious_factor`: below this factor a finding is minor · `dispersion` multiplies the sampling variance · `floor`:
    the least spread · `fewest_peers`: fewer areas give no spread, and nothing is judged."""

    column: Column = "value"
    threshold: float = Field(gt=0)
    least: float = Field(default=0.05, ge=0)
    serious_factor: float = Field(default=2.0, ge=1)
    dispersion: float = Field(default=1.5, ge=0)
    floor: float = Field(default=0.002, ge=0)
    fewest_peers: int = Field(default=8, ge=3)

    @model_validator(mode="after")
    def _in_steps(self) -> Self:
        if math.log(self.serious_factor) < self.least:
            raise ValueError("serious_factor的对数小于least：“严重”的界限低于“列出”的界限")
        return self


def concerns(parameters: Parameters, work: Work) -> bool:
    """Enough areas to be peers."""
    return work.extent.areas >= parameters.fewest_peers


def judge(rule: Rule, parameters: Parameters, work: Work) -> str:
    """One row per value with at least two neighbouring periods and enough peers; expected in the indicator's unit."""
    p = parameters
    return f"""
    WITH scaled AS ({scaled(p.column, work.scope(rule))}),
    stepped AS (SELECT *, y - lag(y) OVER s AS step, lag(v) OVER s AS v_before, lead(v) OVER s AS v_after
        FROM scaled WINDOW s AS (PARTITION BY {SERIES} ORDER BY period_id)),
    steps AS (SELECT {PEERS}, period_kind, season, coalesce(median(step), 0) AS step FROM stepped GROUP BY ALL),
    common AS (SELECT {PEERS}, sum(step) OVER (PARTITION BY indicator_id, breakdown_id, level, demonstration,
        period_kind, season ORDER BY period_id) AS common FROM steps),
    centred AS (SELECT *, y - common AS r FROM stepped JOIN common USING ({PEERS})),
    known AS ({with_usual("centred", "r")}),
    apart AS (SELECT *, r - usual AS apart, {p.dispersion} * ({_CHANCE}) AS chance FROM known WHERE usual IS NOT NULL),
    spreads AS (SELECT {PEERS}, median(abs(apart)) AS mad, avg(abs(apart)) AS mean_apart FROM apart
        GROUP BY ALL HAVING count(*) >= {p.fewest_peers}),
    judged AS (SELECT *, common + usual AS expected_y, sqrt(power(greatest({p.floor},
            CASE WHEN mad > 0 THEN 1.4826 * mad ELSE 1.253314 * mean_apart END), 2) + chance) AS scale
        FROM apart JOIN spreads USING ({PEERS})),
    told AS (SELECT *, abs(apart) > {p.threshold} * scale AND abs(apart) >= {p.least} AS broken,
        {VALUE_OF_SCALED} AS expected FROM judged)
    SELECT {ROW}, observed, expected, broken::BIGINT AS failed,
        CASE WHEN broken THEN format('稳健z值{{:.1f}}，为预期的{{:.2f}}倍', apart / scale,
            observed / nullif(expected, 0)) END AS detail,
        CASE WHEN abs(apart) >= ln({p.serious_factor}) THEN {rule.severity_index}
            ELSE greatest({rule.severity_index}, {MINOR}) END AS severity
    FROM told"""
