"""A parent without a figure of its own gets one from its parts, where all of them have theirs.

Ratios are recomputed from sums of numerators and denominators, never averaged; additive figures are summed. One part
missing, suppressed or not applicable, and there is no sum: it would pass for the whole. Parts of different kind
(real and demonstration, or of different classification) are not mixed. The row is marked estimated, 由下级汇总.
"""

from data.loading.staging import Database

NOTE = "由下级汇总"
# Parents from the finest up, so that a province can be summed from prefectures summed just before.
LEVELS = ("prefecture", "province", "nation")


def prepare_roll_up(connection: Database) -> None:
    """Table part_of(area_id, parent_id, level, expected, parts): who counts in whose sum, how many are expected.

    Needs dim_area. Zones are expected. Areas that are no statistical unit (632857) are not, but where a source has
    a figure for one, the whole contains it.
    """
    connection.execute("""CREATE OR REPLACE TEMP TABLE part_of AS
        SELECT c.area_id, p.area_id AS parent_id, p.level, c.has_statistics AS expected,
            count(*) FILTER (WHERE c.has_statistics) OVER (PARTITION BY p.area_id) AS parts
        FROM dim_area c JOIN dim_area p ON p.code = c.parent_code WHERE p.has_statistics""")


def roll_up(connection: Database) -> int:
    """Add the rows that can be summed to `merged` (see merging), level by level. Returns their number."""
    added = 0
    for level in LEVELS:
        (count,) = connection.execute(_SUM, {"level": level, "note": NOTE}).fetchone() or (0,)
        added += count
    return added


_SUM = """
INSERT INTO merged BY NAME
WITH parts AS (
    SELECT m.*, c.parent_id, c.expected, c.parts, i.aggregation, i.multiplier, b.demonstration, b.classification,
           b.verified
    FROM merged m JOIN part_of c ON m.area_id = c.area_id AND c.level = $level
    JOIN dim_indicator i ON i.indicator_id = m.indicator_id AND i.aggregation IN ('ratio', 'sum')
    JOIN dim_batch b ON b.batch_id = m.batch_id
    WHERE m.revision = m.revisions
), wanting AS (
    SELECT * FROM parts p WHERE NOT EXISTS (
        SELECT 1 FROM merged w WHERE w.indicator_id = p.indicator_id AND w.period_id = p.period_id
        AND w.breakdown_id = p.breakdown_id AND w.area_id = p.parent_id)
)
SELECT indicator_id, period_id, breakdown_id, parent_id AS area_id, sum(numerator) AS numerator,
       sum(denominator) AS denominator,
       CASE WHEN aggregation = 'ratio' THEN sum(numerator) / nullif(sum(denominator), 0) * multiplier
            ELSE sum(value) END AS value,
       CAST(NULL AS DOUBLE) AS lower, CAST(NULL AS DOUBLE) AS upper, CAST(2 AS SMALLINT) AS status,
       -- the batch it is attributed to: unverified before verified, so that the mark is not lost; then the latest
       arg_max(batch_id, CASE WHEN verified THEN batch_id ELSE batch_id + 1000000000 END) AS batch_id,
       0 AS row_number, $note AS note, 1 AS revision, 1 AS revisions
FROM wanting
GROUP BY indicator_id, period_id, breakdown_id, parent_id, aggregation, multiplier
HAVING count(*) FILTER (WHERE expected) = any_value(parts) AND bool_and(status <= 2) AND bool_and(value IS NOT NULL)
   AND count(DISTINCT demonstration) = 1 AND count(DISTINCT classification) = 1
   AND (aggregation = 'sum' OR (bool_and(numerator IS NOT NULL) AND sum(denominator) > 0
                                AND bool_and(denominator IS NOT NULL)))
"""
