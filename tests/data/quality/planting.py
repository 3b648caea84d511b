"""Where errors are planted: the clean cells of a release, series that are already used, and what a cell becomes."""

from collections.abc import Callable
from dataclasses import dataclass

import duckdb

Database = duckdb.DuckDBPyConnection
KEY = "indicator_id, period_id, breakdown_id, area_id"


@dataclass(frozen=True)
class Fault:
    """One kind of error: `rules` are those made for it; `share`: how many cases for every case of a single value."""

    name: str
    words: str
    rules: tuple[str, ...]
    plant: Callable[["Planting", "Fault"], None]
    share: float = 1.0


@dataclass
class Planting:
    """The database being spoiled, the seed, and how many cases a fault of single values gets."""

    connection: Database
    seed: int
    each: int

    def pick(self, fault: Fault, where: str, unit: str = "indicator_id, area_id") -> None:
        """Temp table `picked`: cells of clean series that meet `where`, at random, one per `unit`, numbered."""
        count = max(round(self.each * fault.share), 3)
        draw = f"hash({KEY}, {self.seed}, '{fault.name}')"
        self.connection.execute(f"""CREATE OR REPLACE TEMP TABLE picked AS
            SELECT *, row_number() OVER (ORDER BY {draw}) AS case_id FROM (
                SELECT c.* FROM cells c WHERE {where} AND NOT EXISTS (SELECT 1 FROM claimed k
                    WHERE k.indicator_id = c.indicator_id AND k.area_id = c.area_id)
                QUALIFY row_number() OVER (PARTITION BY {unit} ORDER BY {draw}) = 1)
            QUALIFY case_id <= {count}""")

    def change(self, fault: Fault, select: str) -> None:
        """Add cells to `changed`: case_id, the key, numerator, denominator, value, removed. Their value is computed
        from their parts where they have them; unchanged cells and cells of another case are left out."""
        self.connection.execute(f"""INSERT INTO changed BY NAME SELECT * EXCLUDE (was) FROM (
            SELECT '{fault.name}' AS fault, s.case_id, {columns_of("s")}, s.numerator, s.denominator, s.removed,
                (c.numerator, c.denominator, c.value) AS was,
                CASE WHEN s.numerator IS NOT NULL AND s.denominator > 0
                    THEN round(s.numerator / s.denominator * c.multiplier, c.decimals + 2)
                    ELSE round(s.value, c.decimals + 2) END AS value
            FROM ({select}) s JOIN cells c ON {same_key("s", "c")}) s
            WHERE (removed OR (numerator, denominator, value) IS DISTINCT FROM was) AND NOT EXISTS (
                SELECT 1 FROM claimed k WHERE k.indicator_id = s.indicator_id AND k.area_id = s.area_id)
            QUALIFY row_number() OVER (PARTITION BY {KEY} ORDER BY case_id) = 1""")

    def place(self, fault: Fault, select: str) -> None:
        """Add to `places`: case_id, indicator_id (null: any), period_id, area_id."""
        self.connection.execute(f"""INSERT INTO places BY NAME SELECT DISTINCT '{fault.name}' AS fault, *
            FROM ({select}) s WHERE case_id IN (SELECT case_id FROM changed WHERE fault = '{fault.name}')""")
        self.connection.execute(f"""INSERT INTO claimed SELECT DISTINCT indicator_id, area_id FROM changed
            WHERE fault = '{fault.name}'""")


def columns_of(alias: str) -> str:
    return ", ".join(f"{alias}.{name}" for name in KEY.split(", "))


def same_key(one: str, other: str) -> str:
    return " AND ".join(f"{one}.{name} = {other}.{name}" for name in KEY.split(", "))


CELLS = f"""CREATE OR REPLACE TEMP TABLE cells AS
SELECT {columns_of("o")}, o.numerator, o.denominator, o.value, o.batch_id, a.level, p.area_id AS parent_id,
    CAST(a.province_code AS INTEGER) AS province_id, i.code, i.aggregation, i.multiplier, i.decimals, i.proportion,
    t.kind AS period_kind, coalesce(o.numerator, round(o.value * power(10, i.decimals))) AS first_digits,
    i.aggregation <> 'none' AND coalesce(parts.given = children.number, false) AS has_parts,
    i.aggregation <> 'none' AND coalesce(o.numerator, o.value) > 0.3 * coalesce(w.numerator, w.value) AS of_total,
    o.period_id > min(o.period_id) OVER s AND o.period_id < max(o.period_id) OVER s AS inside,
    count(*) OVER (PARTITION BY o.batch_id, o.area_id, o.period_id) AS report_size, u.numerator AS u5mr_numerator
FROM fact_observation o JOIN dim_batch b ON b.batch_id = o.batch_id AND b.demonstration
JOIN dim_area a ON a.area_id = o.area_id LEFT JOIN dim_area p ON p.code = a.parent_code
JOIN dim_indicator i ON i.indicator_id = o.indicator_id JOIN dim_period t ON t.period_id = o.period_id
LEFT JOIN (SELECT parent_code, count(*) AS number FROM dim_area WHERE has_statistics OR level = 'zone'
        GROUP BY parent_code) children ON children.parent_code = a.code
LEFT JOIN (SELECT o.indicator_id, o.period_id, o.breakdown_id, a.parent_code, count(o.value) AS given
        FROM fact_observation o JOIN dim_area a USING (area_id) GROUP BY ALL) parts
    ON parts.indicator_id = o.indicator_id AND parts.period_id = o.period_id AND parts.breakdown_id = o.breakdown_id
        AND parts.parent_code = a.code
LEFT JOIN fact_observation w ON w.indicator_id = o.indicator_id AND w.period_id = o.period_id
    AND w.area_id = o.area_id AND w.breakdown_id = 0
LEFT JOIN fact_observation u ON u.indicator_id = (SELECT indicator_id FROM dim_indicator WHERE code = 'U5MR')
    AND u.period_id = o.period_id AND u.area_id = o.area_id AND u.breakdown_id = o.breakdown_id
WHERE o.row_number > 0 AND o.status <= 2 AND o.value IS NOT NULL AND a.has_statistics
WINDOW s AS (PARTITION BY o.indicator_id, o.breakdown_id, o.area_id, t.kind)
"""
