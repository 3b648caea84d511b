"""Turn the text of `raw` into the table `typed` for submissions: codes, dates, counts, and what follows from them.

What a row leaves out is derived where it follows: one unit is expected; what came was reported whole; it was in time
where it came by the deadline; it was late by the days between. Where it does not follow (several units, the last of
them late), it stays empty, and the row is refused or the measure not judged.
"""

from data.loading.manifest import Manifest
from data.loading.staging import Database
from data.loading.submission_codes import form_of_manifest
from data.loading.submission_header import COUNTS, DATES, UNITS
from data.loading.typing_rows import MACROS, rows_left_out

# 2026-10-18, 2026/10/18, with or without a time of day, which is dropped
_MORE_MACROS = """
CREATE OR REPLACE MACRO day_of(t) AS CASE
    WHEN regexp_full_match(t, '[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}([ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?)?')
    THEN TRY_CAST(replace(regexp_extract(t, '^[0-9]+[-/][0-9]+[-/][0-9]+'), '/', '-') AS DATE) END;
CREATE OR REPLACE MACRO whole(t) AS CASE
    WHEN number(t) = trunc(number(t)) AND abs(number(t)) < 1e15 THEN CAST(number(t) AS BIGINT) END;
"""

CREATE = """
CREATE OR REPLACE TABLE typed AS
WITH cells AS (
    SELECT rowid + 1 AS row_number, coalesce(nullif(trim(form), ''), nullif($form, '')) AS form,
           nullif(trim(area), '') AS area, nullif(trim(period), '') AS period,
           coalesce(trim(organisation), '') AS organisation, {texts},
           nullif(trim(note), '') AS note, nullif(trim(area_name), '') AS area_name, nullif(trim(parent), '') AS parent
    FROM raw WHERE coalesce({everything}) IS NOT NULL
), parsed AS (
    SELECT *, {days}, {numbers} FROM cells
), known AS (
    SELECT c.*, f.form AS form_code, f.period_kind, f.reporting_level, a.area_id, p.period_id, p.start_date,
           p.kind AS kind_given, coalesce(c.due_day, d.due) AS due_known
    FROM parsed c
    LEFT JOIN known_form f ON c.form = f.text
    LEFT JOIN known_area a ON c.area = a.text
    LEFT JOIN known_period p ON c.period = p.text
    LEFT JOIN known_due d ON c.form = d.form AND c.period = d.period
), came AS (
    SELECT *, coalesce(expected_number, CASE WHEN expected IS NULL THEN 1 END) AS expected_units FROM known
), reported AS (
    SELECT *, coalesce(reported_number, CASE WHEN reported IS NOT NULL THEN NULL
        WHEN received_day IS NOT NULL THEN expected_units WHEN received IS NULL THEN 0 END) AS reported_units FROM came
), timed AS (
    SELECT *, coalesce(on_time_number, CASE WHEN on_time IS NOT NULL THEN NULL WHEN reported_units = 0 THEN 0
        WHEN received_day <= due_known THEN reported_units WHEN reported_units = 1 AND received_day > due_known THEN 0
        END) AS on_time_units
    FROM reported
)
SELECT row_number, form_code AS form, area_id, period_id, organisation, due_known AS due, received_day AS received,
       corrected_day AS corrected, expected_units AS expected, reported_units AS reported, on_time_units AS on_time,
       coalesce(late_days_number, CASE WHEN late_days IS NOT NULL OR reported_units = 0 THEN NULL
           WHEN on_time_units = reported_units THEN 0
           WHEN reported_units - on_time_units = 1 AND received_day > due_known THEN received_day - due_known
           END) AS late_days,
       {kept}, note, form IS NULL AS no_form, area IS NULL AS no_area, period IS NULL AS no_period, {bad},
       received IS NOT NULL AND received_day IS NULL AS unclear, period_kind, kind_given, reporting_level, start_date,
       area_name, parent
FROM timed
"""


def type_submissions(connection: Database, manifest: Manifest) -> int:
    """Fill `typed` from `raw` and the known codes; rows without any content are left out. Returns their number."""
    connection.execute(MACROS + _MORE_MACROS)
    measures = [name for name in COUNTS if name not in UNITS]
    numbers = [f"whole({name}) AS {name}_number" for name in COUNTS]
    # a yearbook mark says that a measure was not taken; of units and days there is nothing to leave open
    bad = [f"{n} IS NOT NULL AND {n}_number IS NULL AS bad_{n}" for n in UNITS]
    bad += [f"{n} IS NOT NULL AND {n}_number IS NULL AND mark({n}) IS NULL AS bad_{n}" for n in measures]
    bad += [f"{n} IS NOT NULL AND {n}_day IS NULL AS bad_{n}" for n in DATES]
    connection.execute(
        CREATE.format(
            texts=", ".join(f"nullif(trim({name}), '') AS {name}" for name in (*DATES, *COUNTS)),
            everything=", ".join(f"nullif(trim({name}), '')" for name in ("area", "period", *DATES, *COUNTS, "note")),
            days=", ".join(f"day_of({name}) AS {name}_day" for name in DATES),
            numbers=", ".join(numbers),
            kept=", ".join(f"{name}_number AS {name}" for name in measures),
            bad=", ".join(bad),
        ),
        {"form": form_of_manifest(manifest)},
    )
    return rows_left_out(connection)
