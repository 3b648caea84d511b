"""Two breakdowns (男/女, 城市/农村) that were exchanged, judged by the area's own history.

For the logarithm of first to second, of values and of denominators, both readings are compared with what the nearest
four periods had: as reported, and exchanged. Found where the exchanged reading fits and the reported one does not.
Where the two hardly differ nothing can be told, and nothing is.
"""

from typing import Self

from pydantic import Field, field_validator, model_validator

from data.breakdowns import BY_CODE
from data.quality.kinds import KindParameters
from data.quality.own_history import with_usual
from data.quality.rule import Rule
from data.quality.value_scale import PEERS, ROW, scaled
from data.quality.work import Work


class Parameters(KindParameters):
    """`pair`: codes of the two breakdowns · `gain`: by how much the squared robust distance from history must fall when
    exchanged · `fit`: the largest squared distance that the exchanged reading may have left."""

    pair: tuple[str, ...] = Field(strict=False)
    gain: float = Field(default=50.0, gt=0)
    fit: float = Field(default=15.0, gt=0)
    dispersion: float = Field(default=1.5, ge=0)
    floor: float = Field(default=0.01, gt=0)
    fewest_peers: int = Field(default=8, ge=3)

    @field_validator("pair")
    @classmethod
    def _known(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        if len(codes) != 2 or len(set(codes)) != 2 or not set(codes) <= set(BY_CODE):
            raise ValueError(f"要写两个不同的分组代码，例如[male, female]；可用：{'、'.join(BY_CODE)}")
        return codes

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if self.fit >= self.gain:
            raise ValueError("fit不小于gain：互换后仍不相符的也会列出")
        return self


def concerns(parameters: Parameters, work: Work) -> bool:
    """Breakdowns, and enough areas to be peers."""
    return len(work.breakdowns) > 1 and work.extent.areas >= parameters.fewest_peers


def judge(rule: Rule, parameters: Parameters, work: Work) -> str:
    """One row per pair with history, at the first breakdown; expected is what was reported for the second."""
    p = parameters
    first, second = (BY_CODE[code] for code in p.pair)

    def squared(sign: str) -> str:
        parts = [f"power({x} {sign} {x}_usual, 2) / {x}_variance" for x in ("r", "q")]
        return f"{parts[0]} + coalesce({parts[1]}, 0)"

    def variance(x: str, chance: str) -> str:
        return (
            f"power(greatest({p.floor}, 1.4826 * median(abs({x} - {x}_usual)) OVER peers), 2)"
            f" + {p.dispersion} * {chance} AS {x}_variance"
        )

    return f"""
    WITH scaled AS ({scaled("value", work.scope(rule) + f" AND o.breakdown_id IN ({first.id}, {second.id})")}),
    sized AS (SELECT s.*, o.denominator FROM scaled s JOIN obs o ON s.indicator_id = o.indicator_id
        AND s.period_id = o.period_id AND s.breakdown_id = o.breakdown_id AND s.area_id = o.area_id),
    paired AS (SELECT a.*, b.observed AS other, a.y - b.y AS r, a.v + b.v AS r_chance,
            CASE WHEN a.denominator > 0 AND b.denominator > 0 THEN ln(a.denominator / b.denominator) END AS q,
            1 / a.denominator + 1 / b.denominator AS q_chance
        FROM sized a JOIN sized b ON a.indicator_id = b.indicator_id AND a.period_id = b.period_id
            AND a.area_id = b.area_id AND a.demonstration = b.demonstration
        WHERE a.breakdown_id = {first.id} AND b.breakdown_id = {second.id}),
    with_r AS (SELECT * RENAME (usual AS r_usual) FROM ({with_usual("paired", "r")})),
    known AS (SELECT * RENAME (usual AS q_usual) FROM ({with_usual("with_r", "q")}) WHERE r_usual IS NOT NULL),
    spread AS (SELECT *, {variance("r", "r_chance")}, {variance("q", "q_chance")}
        FROM known WINDOW peers AS (PARTITION BY {PEERS}) QUALIFY count(*) OVER peers >= {p.fewest_peers}),
    judged AS (SELECT *, {squared("-")} AS as_reported, {squared("+")} AS exchanged FROM spread)
    SELECT {ROW}, observed, other AS expected,
        (as_reported - exchanged > {p.gain} AND exchanged < {p.fit})::BIGINT AS failed,
        CASE WHEN failed = 1 THEN '{first.label}与{second.label}互换后与历年相符' END AS detail
    FROM judged"""
