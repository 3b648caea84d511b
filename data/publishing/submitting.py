"""fact_submission of a release: of every form, period and reporting unit the latest report of how it was submitted.

As with figures, real reports come before demonstration, then the later received batch wins. Two things more, so that
nothing is counted twice: where anything real is known of a form and period in a province, its demonstration reports
stay out; and an area is told either as a whole or unit by unit, whichever came last.
"""

from data.loading.batches import Batch
from data.loading.refusals import Refused
from data.loading.staging import Database
from data.loading.submission_header import COUNTS, DATES

_KEY = "form_id, period_id, area_id, organisation"
_CARRIED = ", ".join((*DATES, *COUNTS, "batch_id", "row_number", "note"))


def fill_submissions(connection: Database, batches: list[Batch]) -> int:
    """Fill fact_submission from the batches that hold submissions. Returns how many rows they have together.

    Needs dim_form and dim_area. Raises Refused where a form is no longer in the calendar.
    """
    having = sorted((b for b in batches if b.manifest.content == "submissions"), key=lambda batch: batch.order)
    if not having:
        return 0
    _check_forms(connection, having)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE submitted AS {_GATHER}",
        {
            "files": [str(b.rows) for b in having],
            "numbers": [b.number for b in having],
            "invented": [b.manifest.demonstration for b in having],
            "places": list(range(len(having))),
        },
    )
    connection.execute(f"INSERT INTO fact_submission ({_KEY}, {_CARRIED}) {_LATEST}")
    (read,) = connection.execute("SELECT count(*) FROM submitted").fetchone() or (0,)
    connection.execute("DROP TABLE submitted")
    return read


def repeated_submissions(connection: Database) -> int:
    """How many rows of fact_submission have the key of another one; a sound release has none."""
    query = f"SELECT count(*) - count(DISTINCT ({_KEY})) FROM fact_submission"
    (repeated,) = connection.execute(query).fetchone() or (0,)
    return repeated


def _check_forms(connection: Database, batches: list[Batch]) -> None:
    known = {code for (code,) in connection.execute("SELECT code FROM dim_form").fetchall()}
    for batch in batches:
        if unknown := [code for code in batch.forms if code not in known]:
            raise Refused(
                f"批次{batch.number}（{batch.file_name}）用到的报表 {'、'.join(unknown)} 已不在报表制度中。请恢复 "
                f"data/quality/forms.yaml 中的报表，或运行 script/cockpit discard {batch.number} 停用该批次。"
            )


_GATHER = f"""
SELECT f.form_id, s.period_id, s.area_id, s.organisation, {", ".join(f"s.{n}" for n in (*DATES, *COUNTS))},
       b.batch_id, s.row_number, s.note, b.invented, b.precedence, coalesce(a.province_code, a.code) AS province
FROM read_parquet($files, filename=true) s
JOIN (SELECT unnest($files) AS filename, unnest($numbers) AS batch_id, unnest($invented) AS invented,
             unnest($places) AS precedence) b ON s.filename = b.filename
JOIN dim_form f ON f.code = s.form
JOIN dim_area a ON a.area_id = s.area_id
"""

_LATEST = f"""
WITH kind AS (
    SELECT * FROM submitted QUALIFY NOT invented
        OR bool_and(invented) OVER (PARTITION BY form_id, period_id, province)
), latest AS (
    SELECT * FROM kind QUALIFY row_number() OVER (PARTITION BY {_KEY} ORDER BY precedence DESC) = 1
)
SELECT {_KEY}, {_CARRIED} FROM latest
QUALIFY (organisation = '') = first_value(organisation = '') OVER (
    PARTITION BY form_id, period_id, area_id ORDER BY precedence DESC, organisation)
ORDER BY {_KEY}
"""
