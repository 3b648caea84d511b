"""Reports that came late, not at all or twice, planted in the register of submissions, and which of them are found."""

from typing import Any, NamedTuple

from planting import Database


class SubmissionFault(NamedTuple):
    """One kind: `change` is what becomes of a row (SQL), of rows that meet `where`."""

    name: str
    words: str
    rules: tuple[str, ...]
    where: str
    change: str


_IN_TIME = "on_time = expected AND reported = expected AND expected > 0"
FAULTS = (
    SubmissionFault("late_report", "迟报10天", ("T01", "T02"), _IN_TIME,
                    "received = due + 10, on_time = 0, late_days = 10 * expected"),
    SubmissionFault("missing_submission", "未报", ("C01",), _IN_TIME,
                    "received = NULL, reported = 0, on_time = 0, late_days = NULL"),
    SubmissionFault("repeated_records", "重复报送", ("U01",),
                    f"{_IN_TIME} AND records_duplicate = 0 AND records_total > 0",
                    "records_duplicate = greatest(1, records_total // 20)"),
)  # fmt: skip


def plant_submissions(connection: Database, seed: int, each: int) -> None:
    """Change the reports of `each` areas for every fault; leaves the temp table late_places."""
    connection.execute("""CREATE OR REPLACE TEMP TABLE late_places
        (fault VARCHAR, form_id SMALLINT, period_id INTEGER, area_id INTEGER)""")
    for fault in FAULTS:
        connection.execute(f"""INSERT INTO late_places SELECT '{fault.name}', form_id, period_id, area_id
            FROM fact_submission s WHERE {fault.where} AND NOT EXISTS (SELECT 1 FROM late_places l
                WHERE l.form_id = s.form_id AND l.period_id = s.period_id AND l.area_id = s.area_id)
            GROUP BY form_id, period_id, area_id ORDER BY hash(form_id, period_id, area_id, {seed}) LIMIT {each}""")
        connection.execute(f"""UPDATE fact_submission s SET {fault.change} FROM late_places l
            WHERE l.fault = '{fault.name}' AND l.form_id = s.form_id AND l.period_id = s.period_id
                AND l.area_id = s.area_id""")


def caught_submissions(connection: Database) -> list[dict[str, Any]]:
    """A row per fault, as `fault_recall.measure` has them."""
    rows = []
    for fault in FAULTS:
        planted, caught, by_any = connection.execute(
            """SELECT count(*), count(*) FILTER (list_has_any(rules, $rules)), count(*) FILTER (len(rules) > 0) FROM (
                SELECT l.*, list(r.code) FILTER (r.code IS NOT NULL) AS rules FROM late_places l
                LEFT JOIN fact_finding f ON f.form_id = l.form_id AND f.period_id = l.period_id
                    AND f.area_id = l.area_id
                LEFT JOIN dim_rule r ON r.rule_id = f.rule_id WHERE l.fault = $fault GROUP BY ALL)""",
            {"rules": list(fault.rules), "fault": fault.name},
        ).fetchone() or (0, 0, 0)
        rows.append({"fault": fault.name, "words": fault.words, "rules": "、".join(fault.rules), "planted": planted,
                     "refused": 0, "landed": planted, "caught": caught, "caught_by_any": by_any,
                     "recall": caught / planted if planted else None})  # fmt: skip
    return rows
