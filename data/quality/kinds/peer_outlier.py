"""A value far from those of its peers: the modified z of Iglewicz & Hoaglin (1993), with an allowance for chance.

z = 0.6745·(x − median)/MAD; where MAD is 0, (x − median)/(1.253314·mean absolute deviation). Median and MAD are not
moved by the outlier itself, as mean and standard deviation are (masking). A rate of few events may be far from the rest
by chance: its binomial or Poisson variance is added to the spread, as the limits of a funnel plot widen. An area that
stands apart in the periods beside too is different, not wrong, and is not listed. Without such periods it cannot be
told which: only the farthest are listed, as hints, and do not count as failed.
"""

from typing import Literal

from pydantic import Field

from data.quality.kinds import KindParameters
from data.quality.rule import Rule
from data.quality.value_scale import PEERS, ROW, SERIES, VALUE_OF_SCALED, scaled
from data.quality.work import Work
from data.schema import SEVERITIES

HINT = SEVERITIES.index("hint")
# Peers inside the same province; provinces have the nation's.
_WITHIN = {"nation": "100000", "province": "CASE WHEN level = 'province' THEN 100000 ELSE province_id END"}


class Parameters(KindParameters):
    """`threshold` of |z| · `peers`: the level in the whole nation or in the same province · `scale`: log (log odds for
    proportions) or linear · `dispersion` multiplies the sampling variance (log only) · `floor`: the least spread ·
    `fewest_peers` · `lasting`: the share of the threshold above which a neighbouring period confirms the value ·
    `alone`: the threshold for values without a neighbouring period; by default they are not listed."""

    threshold: float = Field(default=3.5, gt=0)
    peers: Literal["nation", "province"] = "nation"
    scale: Literal["log", "linear"] = "log"
    dispersion: float = Field(default=1.0, ge=0)
    floor: float = Field(default=0.0, ge=0)
    fewest_peers: int = Field(default=8, ge=3)
    lasting: float = Field(default=0.7, gt=0, le=1)
    alone: float | None = Field(default=None, gt=0)


def concerns(parameters: Parameters, work: Work) -> bool:
    """Enough areas to be peers."""
    return work.extent.areas >= parameters.fewest_peers


def judge(rule: Rule, parameters: Parameters, work: Work) -> str:
    """One row per value with enough peers; expected is the peers' median in the indicator's unit."""
    p, group = parameters, _WITHIN[parameters.peers]
    x, chance = ("y", f"{p.dispersion} * v") if p.scale == "log" else ("observed", "0")
    expected = VALUE_OF_SCALED if p.scale == "log" else "expected_y"
    confirmed = " OR ".join(
        f"coalesce(sign({step}) = sign(z) AND abs({step}) > {p.lasting * p.threshold}, false)"
        for step in ("before", "after")
    )
    listed_alone = "false" if p.alone is None else f"abs(z) > {p.alone}"
    return f"""
    WITH scaled AS ({scaled("value", work.scope(rule))}),
    grouped AS (SELECT *, {group} AS whole FROM scaled),
    middles AS (SELECT {PEERS}, whole, median({x}) AS expected_y FROM grouped
        GROUP BY ALL HAVING count(*) >= {p.fewest_peers}),
    centred AS (SELECT g.*, m.expected_y, {x} - m.expected_y AS apart FROM grouped g JOIN middles m
        USING ({PEERS}, whole)),
    spreads AS (SELECT {PEERS}, whole, median(abs(apart)) AS mad, avg(abs(apart)) AS mean_apart FROM centred
        GROUP BY ALL),
    judged AS (SELECT *, coalesce(apart / nullif(sqrt(power(greatest({p.floor},
        CASE WHEN mad > 0 THEN mad / 0.6745 ELSE 1.253314 * mean_apart END), 2) + {chance}), 0), 0) AS z
        FROM centred JOIN spreads USING ({PEERS}, whole)),
    known AS (SELECT *, lag(z) OVER s AS before, lead(z) OVER s AS after
        FROM judged WINDOW s AS (PARTITION BY {SERIES} ORDER BY period_id)),
    told AS (SELECT *, abs(z) > {p.threshold} AS far, before IS NULL AND after IS NULL AS alone,
        {confirmed} AS lasting, {expected} AS expected FROM known)
    SELECT {ROW}, observed, expected, (far AND NOT lasting AND NOT alone)::BIGINT AS failed,
        CASE WHEN alone THEN {listed_alone} ELSE failed = 1 END AS found,
        CASE WHEN alone THEN {HINT} ELSE {rule.severity_index} END AS severity,
        CASE WHEN far THEN format('修正z值{{:.1f}}', z) || CASE WHEN alone THEN '，没有相邻时期可比' ELSE '' END END
            AS detail
    FROM told"""
