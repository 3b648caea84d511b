"""Every indicator of the catalogue says what it is: definition, unit, direction, source, what is counted, who answers.

Filled items over required items, indicator by indicator; the figures themselves are not looked at.
"""

from pydantic import Field, field_validator

from data.quality.kinds import KindParameters
from data.quality.rule import Rule
from data.quality.work import Work

PORTIONED = False

# Items that can be asked for: their name, the condition that they are filled, and where they are required.
ITEMS = {
    "definition": ("定义", "definition", "true"),
    "unit": ("单位", "unit", "true"),
    "direction": ("方向", "direction", "true"),
    "source": ("来源", "source", "true"),
    "numerator_label": ("分子口径", "numerator_label", "aggregation = 'ratio'"),
    "denominator_label": ("分母口径", "denominator_label", "aggregation = 'ratio'"),
    "frequency": ("频率", "frequency", "true"),
    "department": ("负责部门", "department", "true"),
}


class Parameters(KindParameters):
    items: tuple[str, ...] = Field(min_length=1, strict=False)
    least_share: float = Field(gt=0, le=1, strict=False)  # of the required items

    @field_validator("items")
    @classmethod
    def _known(cls, items: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := [item for item in items if item not in ITEMS]:
            raise ValueError(f"没有{'、'.join(unknown)}这一项；可用的有：{'、'.join(ITEMS)}")
        return items


def judge(rule: Rule, parameters: Parameters, work: Work) -> str:
    """One row per indicator: `checked` items are required, `failed` of them are empty."""
    items = [ITEMS[item] for item in parameters.items]
    required = " + ".join(f"CAST({where} AS BIGINT)" for _, _, where in items)
    missing = [f"({where} AND coalesce(trim({column}), '') = '')" for _, column, where in items]
    empty = " + ".join(f"CAST({condition} AS BIGINT)" for condition in missing)
    names = ", ".join(
        f"CASE WHEN {condition} THEN '{name}' END" for (name, _, _), condition in zip(items, missing, strict=True)
    )
    return f"""
    SELECT indicator_id, checked, failed, failed > checked * {1 - parameters.least_share!r} + 1e-9 AS found,
        100.0 * (checked - failed) / checked AS observed, CAST({100 * parameters.least_share!r} AS DOUBLE) AS expected,
        nullif(names, '') AS detail
    FROM (SELECT indicator_id, {required} AS checked, {empty} AS failed,
              concat_ws('、', {names}) AS names
          FROM dim_indicator o WHERE {work.scope(rule)})"""
