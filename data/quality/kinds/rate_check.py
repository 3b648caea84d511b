"""A rate equals numerator / denominator × multiplier, within the rounding of its last published place.

The last place is read off the value itself: 17.97 may differ by 0.005, 17.9733 by 0.00005. A value published with a
trailing zero shows one place less and is allowed ten times as much, never less than it should be.
"""

from pydantic import Field

from data.quality.kinds import KindParameters
from data.quality.rule import Rule
from data.quality.work import Work


class Parameters(KindParameters):
    most_places: int = Field(default=6, ge=0, le=10)  # a value with more is taken as exact to this place
    units_of_last_place: float = Field(default=0.5, gt=0, strict=False)


def judge(rule: Rule, parameters: Parameters, work: Work) -> str:
    """One row per ratio that came with numerator and denominator; a denominator of 0 is not judged and told."""
    places = " ".join(f"WHEN value = round(value, {n}) THEN {n}" for n in range(parameters.most_places))
    return f"""
    SELECT indicator_id, period_id, breakdown_id, area_id, form_id, batch_id, row_number, value AS observed, expected,
        CAST(denominator <> 0 AS BIGINT) AS checked, CAST(wrong AS BIGINT) AS failed,
        CAST(denominator = 0 AS BIGINT) AS unjudged,
        CASE WHEN wrong THEN '分子' || regexp_replace(CAST(numerator AS VARCHAR), '\\.0$', '') || '，分母'
            || regexp_replace(CAST(denominator AS VARCHAR), '\\.0$', '') END AS detail
    FROM (
        SELECT *, coalesce(CASE WHEN abs(value - expected) <= 1e-9 * abs(expected) THEN false
            ELSE abs(value - expected) > {parameters.units_of_last_place!r} * 1.000001 * power(10, -(
                CASE {places} ELSE {parameters.most_places} END)) END, false) AS wrong
        FROM (SELECT *, numerator / nullif(denominator, 0) * multiplier AS expected
              FROM obs o WHERE {work.scope(rule)} AND aggregation = 'ratio' AND numerator IS NOT NULL
                  AND denominator IS NOT NULL AND multiplier IS NOT NULL))"""
