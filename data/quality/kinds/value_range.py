"""Values lie between the limits of their unit (0–100 %, 0–1000 ‰ …) and those of their indicator's definition.

A percentage need not be a part of a whole: growth rates fall below 0, bed use passes 100. Limits of a unit marked
`proportions_only` hold where the numerator is part of the denominator; the definition's minimum and maximum always.
"""

from pydantic import Field, model_validator

from data.quality.kinds import KindParameters
from data.quality.rule import Rule
from data.quality.work import Work


class UnitLimits(KindParameters):
    unit: str = Field(min_length=1)
    low: float = Field(strict=False)
    high: float = Field(strict=False)
    proportions_only: bool = False

    @model_validator(mode="after")
    def _ascending(self) -> "UnitLimits":
        if self.low >= self.high:
            raise ValueError(f"{self.unit}的下限{self.low:g}不小于上限{self.high:g}，没有数值能通过")
        return self


class Parameters(KindParameters):
    units: tuple[UnitLimits, ...] = Field(default=(), strict=False)
    definitions: bool = True  # also the minimum and maximum of the indicator's definition

    @model_validator(mode="after")
    def _some(self) -> "Parameters":
        if not self.units and not self.definitions:
            raise ValueError("没有任何界限：写明units，或definitions: true")
        return self


def judge(rule: Rule, parameters: Parameters, work: Work) -> str:
    """One row per value that has a limit. The wider of two limits holds: a definition may allow more than its unit."""
    low, high = (_limit(parameters, side) for side in ("low", "high"))
    return f"""
    SELECT indicator_id, period_id, breakdown_id, area_id, form_id, batch_id, row_number, value AS observed,
        CASE WHEN value < low THEN low WHEN value > high THEN high END AS expected,
        CASE WHEN value < low OR value > high
            THEN coalesce(format('{{:g}}', low), '不限') || '至' || coalesce(format('{{:g}}', high), '不限') || unit
            END AS detail,
        CAST(coalesce(value < low, false) OR coalesce(value > high, false) AS BIGINT) AS failed
    FROM (SELECT *, {low} AS low, {high} AS high FROM obs o WHERE {work.scope(rule)})
    WHERE low IS NOT NULL OR high IS NOT NULL"""


def _limit(parameters: Parameters, side: str) -> str:
    """The definition's limit where it has one, otherwise the unit's."""
    cases = [
        f"WHEN unit = '{unit.unit.replace(chr(39), chr(39) * 2)}'{' AND proportion' if unit.proportions_only else ''}"
        f" THEN CAST({getattr(unit, side)!r} AS DOUBLE)"
        for unit in parameters.units
    ]
    of_unit = f"CASE {' '.join(cases)} END" if cases else "CAST(NULL AS DOUBLE)"
    of_definition = {"low": "minimum", "high": "maximum"}[side]
    return f"coalesce({of_definition}, {of_unit})" if parameters.definitions else of_unit
