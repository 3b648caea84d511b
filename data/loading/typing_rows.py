"""Turn the text of `raw` into the table `typed`: ids, numbers, status, and flags for what could not be understood.

Yearbook marks in the value column: `-` not applicable, `…` missing, `×` suppressed, a leading `#` (其中) is dropped.
"""

from data.loading.header import NUMBERS
from data.loading.manifest import Manifest
from data.loading.staging import Database

# status 0..2 (final, preliminary, estimated) carry a value, 3..5 (missing, not applicable, suppressed) do not
MACROS = """
CREATE OR REPLACE MACRO bare(t) AS trim(ltrim(trim(t), '#'));
CREATE OR REPLACE MACRO mark(t) AS CASE
    WHEN t IN ('-', '－', '—', '–', '−') THEN 4 WHEN t IN ('…', '...', '……', '⋯') THEN 3 WHEN t = '×' THEN 5 END;
CREATE OR REPLACE MACRO number(t) AS CASE
    WHEN contains(t, ',') THEN
        CASE WHEN regexp_full_match(t, '[-+]?[0-9]{1,3}(,[0-9]{3})+(\\.[0-9]+)?')
             THEN TRY_CAST(replace(t, ',', '') AS DOUBLE) END
    WHEN contains(t, '_') THEN NULL
    WHEN isfinite(TRY_CAST(t AS DOUBLE)) THEN TRY_CAST(t AS DOUBLE) END;
"""

CREATE = """
CREATE OR REPLACE TABLE typed AS
WITH cells AS (
    SELECT rowid + 1 AS row_number, nullif(trim(indicator), '') AS indicator, nullif(trim(area), '') AS area,
           nullif(trim(period), '') AS period, coalesce(nullif(trim(breakdown), ''), 'all') AS breakdown,
           {bare}, nullif(trim(status), '') AS status, nullif(trim(note), '') AS note,
           nullif(trim(area_name), '') AS area_name, nullif(trim(parent), '') AS parent
    FROM raw WHERE coalesce({everything}) IS NOT NULL
), parsed AS (
    SELECT *, mark(value) AS value_mark, {numbers} FROM cells
), known AS (
    SELECT c.*, i.text AS indicator_code, a.area_id, p.period_id, p.start_date, b.breakdown_id, s.status AS given,
           i.aggregation, i.multiplier, i.decimals, i.proportion, i.minimum, i.maximum
    FROM parsed c
    LEFT JOIN known_indicator i ON c.indicator = i.text
    LEFT JOIN known_area a ON c.area = a.text
    LEFT JOIN known_period p ON c.period = p.text
    LEFT JOIN known_breakdown b ON c.breakdown = b.text
    LEFT JOIN known_status s ON c.status = s.text
), valued AS (
    SELECT *, coalesce(value_number, CASE
        WHEN value IS NULL AND coalesce(given, 0) <= 2 AND aggregation = 'ratio'
        THEN numerator_number / nullif(denominator_number, 0) * multiplier END) AS the_value
    FROM known
)
SELECT row_number, indicator_code AS indicator, area_id, period_id, breakdown_id,
       numerator_number AS numerator, denominator_number AS denominator, the_value AS value,
       lower_number AS lower, upper_number AS upper,
       CAST(coalesce(given, value_mark, CASE WHEN the_value IS NOT NULL THEN 0 END) AS SMALLINT) AS status, note,
       indicator IS NULL AS no_indicator, area IS NULL AS no_area, period IS NULL AS no_period,
       breakdown_id IS NULL AS no_breakdown, status IS NOT NULL AND given IS NULL AS bad_status,
       {bad},
       value_mark IS NOT NULL AND given IS NOT NULL AND given <> value_mark AS mark_against_status,
       start_date, area_name, parent
FROM valued
"""


def type_rows(connection: Database, manifest: Manifest) -> int:
    """Fill `typed` from `raw` and the known codes; rows without any content are left out. Returns their number."""
    connection.execute(MACROS)
    connection.execute(
        CREATE.format(
            everything=", ".join(f"nullif(trim({name}), '')" for name in _ALL),
            bare=", ".join(f"nullif(bare({name}), '') AS {name}" for name in NUMBERS),
            numbers=", ".join(f"number({name}) AS {name}_number" for name in NUMBERS),
            bad=", ".join(
                f"{name} IS NOT NULL AND {name}_number IS NULL AND mark({name}) IS NULL AS bad_{name}"
                for name in NUMBERS
            ),
        )
    )
    return rows_left_out(connection)


def rows_left_out(connection: Database) -> int:
    """How many rows of `raw` have no content."""
    query = "SELECT (SELECT count(*) FROM raw) - (SELECT count(*) FROM typed)"
    (left_out,) = connection.execute(query).fetchone() or (0,)
    return left_out


_ALL = ("indicator", "area", "period", *NUMBERS, "status", "note")
