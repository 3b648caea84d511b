"""From judged units to counts of areas with all that is inside them, and to findings with keys that last.

Temp tables of a run: `quality_units` (every judged unit of the present portion, narrow), `quality_whole` (the same of
rules that take all indicators at once), `quality_areas_checked` (rule, form, period, area), `quality_found`.
Units are not summed by indicator and area: that is hardly fewer rows, and took 12 of 90 seconds.
"""

from data.loading.staging import Database
from data.quality.judging import Rules

YEAR_OF_PERIOD = "(period_id // 100000) * 100000"
_UNIT_COLUMNS = """rule_id SMALLINT, form_id SMALLINT, indicator_id SMALLINT, period_id INTEGER, area_id INTEGER,
    checked BIGINT, failed BIGINT, demonstration BOOLEAN"""
_AREA_COLUMNS = _UNIT_COLUMNS.replace("indicator_id SMALLINT, ", "")
_FOUND_COLUMNS = """rule_id SMALLINT, severity SMALLINT, form_id SMALLINT, indicator_id SMALLINT, period_id INTEGER,
    breakdown_id SMALLINT, area_id INTEGER, observed DOUBLE, expected DOUBLE, detail VARCHAR, batch_id INTEGER,
    row_number INTEGER"""


def prepare(connection: Database, rules: Rules) -> None:
    """The empty tables of a run of these rules. Needs what `Work.of` makes."""
    for name, columns in (
        ("quality_units", _UNIT_COLUMNS), ("quality_whole", _UNIT_COLUMNS), ("quality_found", _FOUND_COLUMNS),
        ("quality_areas_checked", _AREA_COLUMNS),
        ("quality_unjudged", "rule_id SMALLINT, unjudged BIGINT"),
    ):  # fmt: skip
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({columns})")
    connection.execute(_TREE)
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE quality_severities AS SELECT unnest($ids)::SMALLINT AS rule_id,
        unnest($severities)::SMALLINT AS severity, unnest($details)::BOOLEAN AS detail_in_key""",
        {
            "ids": list(rules),
            "severities": [ready.rule.severity_index for ready in rules.values()],
            "details": [getattr(ready.kind, "DETAIL_IN_KEY", False) for ready in rules.values()],
        },
    )


def sum_judged(connection: Database) -> None:
    """Move what is in `judged` to findings and units."""
    connection.execute(_FIND)
    connection.execute(_KEEP)
    connection.execute(_COUNT_UNJUDGED)
    connection.execute("TRUNCATE judged")


def count_units(connection: Database) -> None:
    """Count the units at hand by area and by rule."""
    connection.execute(_COUNT_AREAS)
    connection.execute(_COUNT_USE)


def clear_units(connection: Database, *, keep: bool = False) -> None:
    """Make room for the next portion. `keep`: units of rules over all indicators wait until theirs is scored."""
    if keep:
        connection.execute("INSERT INTO quality_whole SELECT * FROM quality_units")
    connection.execute("TRUNCATE quality_units")


def rolled_up(source: str, keys: str, sums: dict[str, str]) -> str:
    """A SELECT of `keys`, area_id and `sums` (column → aggregate) of `source`, summed into every ancestor."""
    aggregates = ", ".join(f"{function}({name}) AS {name}" for name, function in sums.items())
    names = ", ".join(sums)

    def up(depth: int, of: str) -> str:
        return f"""SELECT {keys}, t.parent_id AS area_id, any_value(p.depth) AS depth, {aggregates}
            FROM ({of}) s JOIN quality_tree t USING (area_id) JOIN quality_tree p ON p.area_id = t.parent_id
            WHERE s.depth = {depth} GROUP BY {keys}, t.parent_id"""

    every = f"SELECT {keys}, area_id, depth, {names} FROM "
    return f"""WITH own AS MATERIALIZED (
        SELECT {keys}, s.area_id, t.depth, {names} FROM ({source}) s JOIN quality_tree t USING (area_id)
    ), one AS MATERIALIZED ({up(3, f"{every} own")}
    ), two AS MATERIALIZED ({up(2, f"{every} own UNION ALL {every} one")}
    ), three AS MATERIALIZED ({up(1, f"{every} own UNION ALL {every} one UNION ALL {every} two")})
    SELECT {keys}, area_id, {aggregates} FROM (
        {every} own UNION ALL {every} one UNION ALL {every} two UNION ALL {every} three) GROUP BY {keys}, area_id"""


def write_checks(connection: Database) -> None:
    """fact_check and `quality_counts` (what else is known of a form, period and area), ancestors and form 0 by year
    included."""
    sums = {"checked": "sum", "failed": "sum", "demonstration": "bool_or"}
    cells = f"SELECT * FROM quality_areas_checked WHERE form_id > 0 UNION ALL {_OF_YEAR}"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE quality_checks AS {rolled_up(cells, 'rule_id, form_id, period_id', sums)}"
    )
    connection.execute(
        "INSERT INTO fact_check SELECT form_id, period_id, rule_id, area_id, checked, failed FROM quality_checks"
        " ORDER BY form_id, period_id, area_id, rule_id"
    )


def write_findings(connection: Database) -> None:
    """fact_finding, worst first, every one with a key made of codes only: the same in every release."""
    connection.execute(_FINDINGS)


_TREE = """CREATE OR REPLACE TEMP TABLE quality_tree AS
SELECT area_id, CAST(parent_code AS INTEGER) AS parent_id,
       CASE level WHEN 'nation' THEN 0 WHEN 'province' THEN 1 WHEN 'prefecture' THEN 2 ELSE 3 END AS depth,
       -- the prefecture and the province that contain it, never itself
       CASE WHEN prefecture_code <> code THEN CAST(prefecture_code AS INTEGER) END AS prefecture_id,
       CASE WHEN province_code <> code THEN CAST(province_code AS INTEGER) END AS province_id
FROM dim_area"""

_FIND = """INSERT INTO quality_found
SELECT j.rule_id, coalesce(j.severity, s.severity), j.form_id, j.indicator_id, j.period_id, j.breakdown_id, j.area_id,
       j.observed, j.expected, j.detail, j.batch_id, j.row_number
FROM judged j JOIN quality_severities s ON s.rule_id = j.rule_id
WHERE j.failed IS NOT NULL AND coalesce(j.found, j.failed > 0)"""

_KEEP = """INSERT INTO quality_units
SELECT j.rule_id, j.form_id, j.indicator_id, j.period_id, j.area_id, j.checked, j.failed,
       coalesce(b.demonstration, f.demonstration, false)
FROM judged j
LEFT JOIN quality_batches b ON b.batch_id = j.batch_id LEFT JOIN dim_form f ON f.form_id = j.form_id
WHERE j.failed IS NOT NULL AND j.checked > 0"""

_COUNT_UNJUDGED = """INSERT INTO quality_unjudged
SELECT rule_id, sum(unjudged) FROM judged WHERE unjudged > 0 GROUP BY rule_id"""

_COUNT_AREAS = """INSERT INTO quality_areas_checked
SELECT rule_id, form_id, period_id, area_id, sum(checked), sum(failed), bool_or(demonstration)
FROM quality_units GROUP BY ALL"""

_COUNT_USE = """INSERT INTO fact_rule_use
SELECT u.indicator_id, u.period_id, u.rule_id, a.level, sum(u.checked), sum(u.failed)
FROM quality_units u JOIN dim_area a ON a.area_id = u.area_id WHERE u.indicator_id > 0 GROUP BY ALL
ORDER BY u.indicator_id, u.period_id, u.rule_id, a.level"""

# Form 0: all forms together, by the year in which the period begins. A period's key starts with its year.
_OF_YEAR = f"""SELECT * REPLACE (0::SMALLINT AS form_id, {YEAR_OF_PERIOD} AS period_id) FROM quality_areas_checked"""

# Several units of one value are told apart by their detail where the kind says so, otherwise by their order.
_FINDINGS = """INSERT INTO fact_finding
WITH named AS (
    SELECT q.*, concat_ws('|', r.code, f.code, coalesce(i.code, ''), q.period_id, k.code, q.area_id,
                          CASE WHEN s.detail_in_key THEN q.detail END) AS unit
    FROM quality_found q JOIN dim_rule r ON r.rule_id = q.rule_id JOIN quality_severities s ON s.rule_id = q.rule_id
    JOIN dim_form f ON f.form_id = q.form_id JOIN dim_breakdown k ON k.breakdown_id = q.breakdown_id
    LEFT JOIN dim_indicator i ON i.indicator_id = q.indicator_id
), told_apart AS (
    SELECT *, row_number() OVER (PARTITION BY unit ORDER BY detail NULLS FIRST, batch_id, row_number, observed) AS nth
    FROM named
)
SELECT row_number() OVER (ORDER BY severity, rule_id, area_id, period_id, unit, nth),
       left(sha256(unit || CASE WHEN nth > 1 THEN '|' || nth ELSE '' END), 16),
       rule_id, severity, form_id, indicator_id, period_id, breakdown_id, area_id, observed, expected, detail,
       batch_id, row_number
FROM told_apart ORDER BY severity, rule_id, area_id, period_id, unit, nth"""
