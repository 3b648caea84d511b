"""What the rules catch of the planted errors, what the loader refuses before, and what they flag of clean figures."""

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pandas as pd
from fault_injector import plant, spoil
from fault_kinds import FAULTS
from planting import KEY, Fault
from submission_faults import caught_submissions, plant_submissions

from data.loading import RowsRefused, check_files
from data.quality.check import run_rules
from data.schema import dim_rule, fact_check, fact_finding, fact_rule_use, fact_score
from data.settings import settings

Database = duckdb.DuckDBPyConnection
_MANIFEST = """source: 带错数据
organisation: 试验
form: 试验
cut_off: 2099-12-31
demonstration: true
"""


def judged_again(connection: Database) -> None:
    """Run all rules anew over the facts of a release."""
    for table in (dim_rule, fact_check, fact_rule_use, fact_finding, fact_score):
        connection.execute(f"DELETE FROM {table.name}")
    run_rules(connection, lambda text: None)


def measure(
    connection: Database, folder: Path, seed: int, each: int, faults: tuple[Fault, ...] = FAULTS
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Plant errors in a judged release and judge it again. Returns (by fault, by rule).

    by fault: fault, words, rules (made for it), planted, refused (at the door), landed, caught (by these rules),
    caught_by_any, recall. by rule: rule, kind, checked, clean_findings (of minor or worse, before planting),
    new_findings (away from planted places).
    """
    connection.execute("CREATE OR REPLACE TEMP TABLE clean AS " + _FINDINGS)
    plant(connection, seed, each, faults)
    plant_submissions(connection, seed, each)
    spoil(connection, _refused(connection, folder))
    judged_again(connection)
    connection.execute("CREATE OR REPLACE TEMP TABLE found AS " + _FINDINGS)
    connection.execute(_CAUGHT)
    by_fault = pd.concat([_by_fault(connection), pd.DataFrame(caught_submissions(connection))], ignore_index=True)
    return by_fault, connection.execute(_BY_RULE).df()


def _refused(connection: Database, folder: Path) -> set[tuple[int, ...]]:
    """The keys of planted cells that the loader refuses, by letting it check a file of them all."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "spoiled.csv"
    rows = connection.execute(f"SELECT {KEY} FROM changed WHERE NOT removed ORDER BY {KEY}").fetchall()
    connection.execute(f"""COPY (SELECT i.code AS indicator, printf('%06d', s.area_id) AS area, t.code AS period,
        b.code AS breakdown, s.value, s.numerator, s.denominator FROM changed s
        JOIN dim_indicator i USING (indicator_id)
        JOIN dim_period t USING (period_id) JOIN dim_breakdown b USING (breakdown_id) WHERE NOT removed
        ORDER BY {", ".join(f"s.{name}" for name in KEY.split(", "))}) TO '{path}' (HEADER)""")
    path.with_suffix(".yaml").write_text(_MANIFEST, encoding="utf-8")
    with _data_in(folder / "data"):
        try:
            check_files([path])
        except RowsRefused:
            with path.with_name(path.name + ".rejects.csv").open(encoding="utf-8-sig") as file:
                return {rows[int(row["row"]) - 1] for row in csv.DictReader(file)}
    return set()


@contextmanager
def _data_in(folder: Path) -> Iterator[None]:
    """No other batches: the loader would compare the spoiled figures with them."""
    before = os.environ.get("COCKPIT_DATA")
    os.environ["COCKPIT_DATA"] = str(folder)
    settings.cache_clear()
    try:
        yield
    finally:
        os.environ.pop("COCKPIT_DATA")
        os.environ.update({} if before is None else {"COCKPIT_DATA": before})
        settings.cache_clear()


def _by_fault(connection: Database) -> pd.DataFrame:
    counted = {row[0]: row[1:] for row in connection.execute(_BY_FAULT).fetchall()}
    rows = []
    for fault in FAULTS:
        planted, landed, caught, by_any = counted.get(fault.name, (0, 0, 0, 0))
        rows.append({"fault": fault.name, "words": fault.words, "rules": "、".join(fault.rules), "planted": planted,
                     "refused": planted - landed, "landed": landed, "caught": caught, "caught_by_any": by_any,
                     "recall": caught / landed if landed else None})  # fmt: skip
    return pd.DataFrame(rows)


_FINDINGS = """SELECT f.finding_key, r.code AS rule, r.checked, f.severity, f.indicator_id, f.period_id, f.breakdown_id,
    f.area_id FROM fact_finding f JOIN dim_rule r USING (rule_id)"""

# A place counts as landed when one of the case's cells did: the loader refuses row by row, and a report keeps the rest.
_RULES_OF = "CASE p.fault " + " ".join(
    f"WHEN '{fault.name}' THEN {list(fault.rules)!r}" for fault in FAULTS
) + " END"  # fmt: skip
_CAUGHT = f"""CREATE OR REPLACE TEMP TABLE caught AS
SELECT p.*, coalesce(bool_or(list_contains({_RULES_OF}, f.rule)), false) AS by_its_rules, count(f.rule) > 0 AS by_any
FROM (SELECT p.* FROM places p WHERE EXISTS (SELECT 1 FROM changed s WHERE s.fault = p.fault AND s.case_id = p.case_id
    AND NOT EXISTS (SELECT 1 FROM refused r WHERE r.indicator_id = s.indicator_id AND r.period_id = s.period_id
        AND r.breakdown_id = s.breakdown_id AND r.area_id = s.area_id))) p
LEFT JOIN (SELECT * FROM found WHERE finding_key NOT IN (SELECT finding_key FROM clean)) f ON f.area_id = p.area_id
    AND f.period_id = p.period_id AND (p.indicator_id IS NULL OR f.indicator_id IN (0, p.indicator_id))
GROUP BY ALL"""
# Of a report or an exchange every case counts once, of missing cells every cell.
_BY_FAULT = """
WITH cases AS (SELECT fault, CASE WHEN fault LIKE 'missing%' THEN hash(case_id, indicator_id, period_id, area_id)
        ELSE case_id END AS one, bool_or(by_its_rules) AS by_its_rules, bool_or(by_any) AS by_any
        FROM caught GROUP BY ALL),
planted AS (SELECT fault, count(DISTINCT CASE WHEN fault LIKE 'missing%'
        THEN hash(case_id, indicator_id, period_id, area_id) ELSE case_id END) AS planted FROM places GROUP BY fault)
SELECT fault, any_value(planted), count(one), count(one) FILTER (by_its_rules), count(one) FILTER (by_any)
FROM planted LEFT JOIN cases USING (fault) GROUP BY fault"""

# Not a false alarm: what was found before, at a changed cell or another breakdown of it, at the whole that holds it or
# a part of it (their sums no longer agree), or of another indicator of the same area and period where a rule compares.
_BY_RULE = """
WITH touched AS (SELECT DISTINCT indicator_id, period_id, area_id FROM changed),
around AS (
    SELECT * FROM touched UNION
    SELECT t.indicator_id, t.period_id, CAST(unnest([a.parent_code, a.prefecture_code, a.province_code, '100000'])
        AS INTEGER) FROM touched t JOIN dim_area a USING (area_id) UNION
    SELECT t.indicator_id, t.period_id, c.area_id FROM touched t JOIN dim_area a USING (area_id)
        JOIN dim_area c ON c.parent_code = a.code UNION
    SELECT 0, period_id, area_id FROM places UNION SELECT 0, period_id, area_id FROM late_places),
new AS (SELECT f.* FROM found f ANTI JOIN around USING (indicator_id, period_id, area_id)
    WHERE f.severity <= 2 AND f.finding_key NOT IN (SELECT finding_key FROM clean)
        AND NOT (f.rule IN ('K04', 'A03I') AND EXISTS (SELECT 1 FROM touched t WHERE t.period_id = f.period_id
            AND t.area_id = f.area_id))
        -- a copy is found at both areas, because nobody can tell which is the original
        AND NOT (f.rule = 'U02' AND EXISTS (SELECT 1 FROM places p WHERE p.fault IN ('copied_area', 'exchanged_areas')
            AND p.period_id = f.period_id)))
SELECT code AS rule, kind, r.checked,
    (SELECT count(*) FROM clean c WHERE c.rule = r.code AND c.severity <= 2) AS clean_findings,
    (SELECT count(*) FROM new n WHERE n.rule = r.code) AS new_findings
FROM dim_rule r ORDER BY rule_id"""
