"""What an area reports equals the sum of what its parts report: counties and zones, prefectures, provinces.

Compared are quantities that add up (see total_of_parts), from the same form and of the same kind. All statistical
parts must have a figure. Zones count in sums; where a form has no figures of theirs, the sum of the counties may be
smaller than the prefecture, but not larger.
"""

from data.quality.kinds.total_of_parts import SUMS, Tolerance, compared_sums
from data.quality.rule import Rule
from data.quality.work import Work


class Parameters(Tolerance):
    pass


def concerns(parameters: Parameters, work: Work) -> bool:
    """An area and another one that may be part of it."""
    return len({level for _, level, _, _ in work.present}) > 1


def judge(rule: Rule, parameters: Parameters, work: Work) -> str:
    """One row per figure of an area whose parts are all there."""
    key = "indicator_id, period_id, breakdown_id, demonstration, form_id"
    return f"""
    WITH expected AS (
        SELECT CAST(parent_code AS INTEGER) AS parent_id, count(*) FILTER (WHERE level <> 'zone') AS units,
            count(*) FILTER (WHERE level = 'zone') AS zones
        FROM dim_area WHERE parent_code IS NOT NULL AND (has_statistics OR level = 'zone') GROUP BY ALL
    ), sums AS (
        SELECT {key}, parent_id, count(*) AS parts, count(*) FILTER (WHERE level = 'zone') AS zones, {SUMS}
        FROM obs WHERE aggregation IN ('sum', 'ratio') AND parent_id IS NOT NULL GROUP BY {key}, parent_id
    )
    SELECT * EXCLUDE (quantity, parts), '下级' || parts || '个' || quantity AS detail FROM (
    SELECT t.indicator_id, t.period_id, t.breakdown_id, t.area_id, t.form_id, t.batch_id, t.row_number,
        p.parts, {compared_sums(parameters, "p.zones = e.zones")}
    FROM sums p JOIN expected e ON e.parent_id = p.parent_id AND p.parts - p.zones = e.units
    JOIN obs t ON t.indicator_id = p.indicator_id AND t.period_id = p.period_id AND t.breakdown_id = p.breakdown_id
        AND t.area_id = p.parent_id AND t.demonstration = p.demonstration AND t.form_id = p.form_id
    WHERE {work.scope(rule, "t")}) WHERE checked > 0"""
