"""Known errors planted at known places of clean figures, as they happen in life: a numerator slips and the value is
computed from it, a report is last year's, two columns are exchanged, a sheet is in 万.

Works on a release whose facts are complete, in DuckDB. `plant` changes fact_observation and leaves three temp tables:
changed (every cell with what it became), places (where a finding counts as having found the case) and claimed (series
that are used, so that no two cases meet). The same seed plants the same errors.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import duckdb

Database = duckdb.DuckDBPyConnection
KEY = "indicator_id, period_id, breakdown_id, area_id"
YEAR = 100_000  # between the ids of a period and the same period of the next year


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
        """Add cells to `changed`: case_id, the key, numerator, denominator, value, removed. Their value is computed from
        their parts where they have them; unchanged cells and cells of another case are left out."""
        self.connection.execute(f"""INSERT INTO changed BY NAME SELECT * EXCLUDE (was) FROM (
            SELECT '{fault.name}' AS fault, s.case_id, {_of("s")}, s.numerator, s.denominator, s.removed,
                (c.numerator, c.denominator, c.value) AS was,
                CASE WHEN s.numerator IS NOT NULL AND s.denominator > 0
                    THEN round(s.numerator / s.denominator * c.multiplier, c.decimals + 2)
                    ELSE round(s.value, c.decimals + 2) END AS value
            FROM ({select}) s JOIN cells c ON {_same("s", "c")}) s
            WHERE (removed OR (numerator, denominator, value) IS DISTINCT FROM was) AND NOT EXISTS (
                SELECT 1 FROM claimed k WHERE k.indicator_id = s.indicator_id AND k.area_id = s.area_id)
            QUALIFY row_number() OVER (PARTITION BY {KEY} ORDER BY case_id) = 1""")

    def place(self, fault: Fault, select: str) -> None:
        """Add to `places`: case_id, indicator_id (null: any), period_id, area_id."""
        self.connection.execute(f"""INSERT INTO places BY NAME SELECT DISTINCT '{fault.name}' AS fault, * FROM ({select})
            s WHERE case_id IN (SELECT case_id FROM changed WHERE fault = '{fault.name}')""")
        self.connection.execute(f"""INSERT INTO claimed SELECT DISTINCT indicator_id, area_id FROM changed
            WHERE fault = '{fault.name}'""")


def _of(alias: str) -> str:
    return ", ".join(f"{alias}.{name}" for name in KEY.split(", "))


def _same(one: str, other: str) -> str:
    return " AND ".join(f"{one}.{name} = {other}.{name}" for name in KEY.split(", "))


_OWN_PLACE = "SELECT case_id, indicator_id, period_id, area_id FROM changed WHERE fault = '{}'"


def _slip(factor: int) -> Callable[[Planting, Fault], None]:
    def plant(planting: Planting, fault: Fault) -> None:
        """Ten times as much or a tenth; a count is a whole number, so a tenth needs a count of ten."""
        planting.pick(fault, f"c.level <> 'nation' AND coalesce(c.numerator, c.value) >= {factor}")
        by = f"CASE WHEN hash({KEY}, {planting.seed}) % 2 = 0 THEN {factor} ELSE 1.0 / {factor} END"
        planting.change(fault, f"""SELECT case_id, {KEY}, floor(numerator * {by}) AS numerator, denominator,
            CASE WHEN decimals = 0 THEN floor(value * {by}) ELSE value * {by} END AS value, false AS removed
            FROM picked""")  # fmt: skip
        planting.place(fault, _OWN_PLACE.format(fault.name))

    return plant


def _swapped_digits(planting: Planting, fault: Fault) -> None:
    """Two neighbouring ones of the first three digits, when they differ."""
    planting.pick(fault, "c.level <> 'nation' AND c.first_digits >= 100")
    figures = "CAST(CAST(first_digits AS BIGINT) AS VARCHAR)"
    at = f"(1 + hash({KEY}, {planting.seed}) % 2)::INTEGER"
    swapped = f"""CAST(substr({figures}, 1, {at} - 1) || substr({figures}, {at} + 1, 1) || substr({figures}, {at}, 1)
        || substr({figures}, {at} + 2) AS DOUBLE)"""
    planting.change(fault, f"""SELECT case_id, {KEY}, CASE WHEN numerator IS NOT NULL THEN {swapped} END AS numerator,
        denominator, {swapped} / power(10, decimals) AS value, false AS removed FROM picked""")  # fmt: skip
    planting.place(fault, _OWN_PLACE.format(fault.name))


def _broken_sum(planting: Planting, fault: Fault) -> None:
    """A whole that is no longer its parts: 2 to 10 % off."""
    planting.pick(fault, "c.level IN ('prefecture', 'province') AND c.has_parts AND c.breakdown_id = 0"
                  " AND coalesce(c.numerator, c.value) >= 500")  # fmt: skip
    by = f"(1 + (0.02 + 0.0001 * (hash({KEY}, {planting.seed}) % 800)) * CASE WHEN case_id % 2 = 0 THEN 1 ELSE -1 END)"
    planting.change(fault, f"""SELECT case_id, {KEY}, round(numerator * {by}) AS numerator, denominator,
        round(value * {by}) AS value, false AS removed FROM picked""")  # fmt: skip
    planting.place(fault, _OWN_PLACE.format(fault.name))


def _broken_total(planting: Planting, fault: Fault) -> None:
    """One of 男 and 女, or 城市 and 农村, 2 to 10 % off, their total as it was."""
    planting.pick(fault, "c.breakdown_id IN (1, 2, 11, 12) AND coalesce(c.numerator, c.value) >= 500 AND c.of_total")
    by = f"(1 + (0.02 + 0.0001 * (hash({KEY}, {planting.seed}) % 800)) * CASE WHEN case_id % 2 = 0 THEN 1 ELSE -1 END)"
    planting.change(fault, f"""SELECT case_id, {KEY}, round(numerator * {by}) AS numerator, denominator,
        round(value * {by}) AS value, false AS removed FROM picked""")  # fmt: skip
    planting.place(fault, _OWN_PLACE.format(fault.name))


def _broken_relation(planting: Planting, fault: Fault) -> None:
    """Infants that died become more than children under five that died."""
    planting.pick(fault, "c.code = 'IMR' AND c.breakdown_id = 0 AND c.u5mr_numerator >= 1")
    planting.change(fault, f"""SELECT case_id, {KEY}, u5mr_numerator + 1 + floor(u5mr_numerator * 0.1) AS numerator,
        denominator, value, false AS removed FROM picked""")  # fmt: skip
    planting.place(
        fault,
        f"""SELECT case_id, CAST(NULL AS SMALLINT) AS indicator_id, period_id, area_id FROM changed
        WHERE fault = '{fault.name}'""",
    )


def _broken_rate(planting: Planting, fault: Fault) -> None:
    """More of those that have something than there are, or a rate that its parts deny: hard rules."""
    planting.pick(fault, "c.numerator > 10 AND c.denominator > 0 AND c.proportion")
    planting.connection.execute(f"""INSERT INTO changed BY NAME SELECT '{fault.name}' AS fault, case_id, {KEY},
        CASE WHEN case_id % 2 = 0 THEN denominator + 1 + floor(denominator * 0.05) ELSE numerator END AS numerator,
        denominator, CASE WHEN case_id % 2 = 0 THEN value ELSE value * 0.9 END AS value, false AS removed FROM picked""")
    planting.place(fault, _OWN_PLACE.format(fault.name))


def _missing_value(planting: Planting, fault: Fault) -> None:
    planting.pick(fault, "c.breakdown_id = 0 AND c.inside AND c.level <> 'nation'")
    planting.change(fault, f"SELECT case_id, {KEY}, numerator, denominator, value, true AS removed FROM picked")
    planting.place(fault, _OWN_PLACE.format(fault.name))


def _reports_of(planting: Planting, fault: Fault, where: str, unit: str, report: str, then: str) -> None:
    """Cells of whole reports: those of `picked` by the columns `report`, changed as `then` says (of c, with p)."""
    planting.pick(fault, where, unit)
    matching = " AND ".join(f"c.{name} = p.{name}" for name in report.split(", "))
    planting.change(fault, f"SELECT p.case_id, {_of('c')}, {then} FROM picked p JOIN cells c ON {matching}")


def _missing_report(planting: Planting, fault: Fault) -> None:
    _reports_of(planting, fault, "c.inside AND c.level IN ('county', 'prefecture') AND c.period_kind = 'year'",
                "batch_id, area_id", "batch_id, area_id, period_id",
                "c.numerator, c.denominator, c.value, true AS removed")  # fmt: skip
    planting.place(fault, f"""{_OWN_PLACE.format(fault.name)} AND breakdown_id = 0""")


_BEFORE = "b.numerator, b.denominator, b.value, false AS removed"
_COMMON = "c.period_kind = 'year' AND c.level IN ('county', 'prefecture')"


def _copied_report(planting: Planting, fault: Fault) -> None:
    """A report of an area that is last year's."""
    planting.pick(fault, f"{_COMMON} AND c.report_size >= 10", "batch_id, area_id")
    planting.change(
        fault,
        f"""SELECT p.case_id, {_of("c")}, {_BEFORE} FROM picked p
        JOIN cells c ON c.batch_id = p.batch_id AND c.area_id = p.area_id AND c.period_id = p.period_id
        JOIN cells b ON b.indicator_id = c.indicator_id AND b.breakdown_id = c.breakdown_id AND b.area_id = c.area_id
            AND b.period_id = c.period_id - {YEAR} AND b.batch_id = c.batch_id""",
    )
    planting.place(fault, f"SELECT case_id, NULL AS indicator_id, period_id, area_id FROM changed"
                   f" WHERE fault = '{fault.name}'")  # fmt: skip


def _copied_column(planting: Planting, fault: Fault) -> None:
    """An indicator of all counties of a province that is last year's."""
    planting.pick(fault, f"{_COMMON} AND c.level = 'county' AND c.breakdown_id = 0", "indicator_id, province_id")
    planting.change(
        fault,
        f"""SELECT p.case_id, {_of("c")}, {_BEFORE} FROM picked p
        JOIN cells c ON c.indicator_id = p.indicator_id AND c.province_id = p.province_id AND c.level = p.level
            AND c.period_id = p.period_id AND c.breakdown_id = 0
        JOIN cells b ON b.indicator_id = c.indicator_id AND b.breakdown_id = 0 AND b.area_id = c.area_id
            AND b.period_id = c.period_id - {YEAR}""",
    )
    planting.place(fault, _WHOLE_PLACE.format(fault.name))


_WHOLE_PLACE = """SELECT DISTINCT s.case_id, s.indicator_id, s.period_id, c.province_id AS area_id FROM changed s
    JOIN cells c USING (indicator_id, period_id, breakdown_id, area_id) WHERE s.fault = '{}'"""
_SIBLING = """(SELECT *, lead(area_id, 1, first_of) OVER w AS other_id FROM (SELECT DISTINCT province_id, level, area_id,
    min(area_id) OVER (PARTITION BY province_id, level) AS first_of FROM cells)
    WINDOW w AS (PARTITION BY province_id, level ORDER BY area_id))"""


def _another_area(exchanged: bool) -> Callable[[Planting, Fault], None]:
    def plant(planting: Planting, fault: Fault) -> None:
        """The report of an area under the code of the next one: instead of its own, or the two exchanged."""
        planting.pick(fault, f"{_COMMON} AND c.report_size >= 10", "batch_id, province_id, level")
        sides = "(p.area_id, s.other_id), (s.other_id, p.area_id)" if exchanged else "(p.area_id, s.other_id)"
        planting.change(
            fault,
            f"""SELECT p.case_id, {_of("c")}, {_BEFORE} FROM picked p
            JOIN {_SIBLING} s ON s.area_id = p.area_id AND s.other_id <> p.area_id
            CROSS JOIN LATERAL (VALUES {sides}) AS t(mine, theirs)
            JOIN cells c ON c.batch_id = p.batch_id AND c.area_id = t.mine AND c.period_id = p.period_id
            JOIN cells b ON b.indicator_id = c.indicator_id AND b.breakdown_id = c.breakdown_id
                AND b.area_id = t.theirs AND b.period_id = c.period_id""",
        )
        planting.place(fault, f"SELECT case_id, NULL AS indicator_id, period_id, area_id FROM changed"
                       f" WHERE fault = '{fault.name}'")  # fmt: skip

    return plant


def _shifted_period(planting: Planting, fault: Fault) -> None:
    """All figures of an indicator and area in the year three before."""
    planting.pick(fault, f"{_COMMON} AND c.breakdown_id = 0")
    planting.change(
        fault,
        f"""SELECT p.case_id, {_of("p")}, {_BEFORE} FROM picked p
        JOIN cells b ON b.indicator_id = p.indicator_id AND b.breakdown_id = p.breakdown_id AND b.area_id = p.area_id
            AND b.period_id = p.period_id - 3 * {YEAR}""",
    )
    planting.place(fault, _OWN_PLACE.format(fault.name))


def _heaped_digits(planting: Planting, fault: Fault) -> None:
    """Three of four counts of a province rounded to fives."""
    planting.pick(fault, f"{_COMMON} AND c.level = 'county' AND c.breakdown_id = 0"
                  " AND coalesce(c.numerator, c.value) >= 100", "indicator_id, province_id")  # fmt: skip
    fives = "CASE WHEN hash(c.area_id) % 4 > 0 THEN round({0} / 5) * 5 ELSE {0} END"
    planting.change(
        fault,
        f"""SELECT p.case_id, {_of("c")}, {fives.format("c.numerator")} AS numerator, c.denominator,
        {fives.format("c.value")} AS value, false AS removed FROM picked p
        JOIN cells c ON c.indicator_id = p.indicator_id AND c.province_id = p.province_id AND c.level = p.level
            AND c.period_id = p.period_id AND c.breakdown_id = 0""",
    )
    planting.place(fault, _WHOLE_PLACE.format(fault.name))


def _exchanged(first: int, second: int) -> Callable[[Planting, Fault], None]:
    def plant(planting: Planting, fault: Fault) -> None:
        """The two groups of an area and indicator exchanged."""
        planting.pick(fault, f"c.breakdown_id = {first} AND c.level <> 'nation'")
        planting.change(
            fault,
            f"""SELECT p.case_id, {_of("c")}, {_BEFORE} FROM picked p
            JOIN cells c ON c.indicator_id = p.indicator_id AND c.area_id = p.area_id AND c.period_id = p.period_id
                AND c.breakdown_id IN ({first}, {second})
            JOIN cells b ON b.indicator_id = p.indicator_id AND b.area_id = p.area_id AND b.period_id = p.period_id
                AND b.breakdown_id = {first + second} - c.breakdown_id""",
        )
        planting.place(fault, _OWN_PLACE.format(fault.name))

    return plant


def _wrong_unit(planting: Planting, fault: Fault) -> None:
    """A province's counties in 万 (counts; parts of a rate) for one indicator and year."""
    planting.pick(fault, f"{_COMMON} AND c.level = 'county' AND c.breakdown_id = 0 AND c.aggregation IN ('sum', 'ratio')"
                  " AND NOT c.proportion", "indicator_id, province_id")  # fmt: skip
    planting.change(
        fault,
        f"""SELECT p.case_id, {_of("c")}, c.numerator / 10000 AS numerator,
        c.denominator / 10000 AS denominator, c.value / 10000 AS value, false AS removed FROM picked p
        JOIN cells c ON c.indicator_id = p.indicator_id AND c.province_id = p.province_id AND c.level = p.level
            AND c.period_id = p.period_id AND c.breakdown_id = 0""",
    )
    planting.place(fault, _WHOLE_PLACE.format(fault.name))


SLIPS = ("A08", "A04", "A05", "A12")
# Whole reports and columns first: they need series that no single slip has touched.
FAULTS = (
    Fault("copied_report", "整份照抄上年", ("A09",), _copied_report, 0.1),
    Fault("copied_area", "重复报送别的地区", ("U02",), _another_area(False), 0.1),
    Fault("exchanged_areas", "两地区代码互换", SLIPS, _another_area(True), 0.1),
    Fault("missing_report", "漏报整份报表", ("C04", "C05"), _missing_report, 0.1),
    Fault("wrong_unit", "一省整列计量单位错（万）", ("A11", "A11D"), _wrong_unit, 0.1),
    Fault("copied_column", "一省整列照抄上年", ("A09C",), _copied_column, 0.1),
    Fault("heaped_digits", "四分之三凑成0或5", ("R03",), _heaped_digits, 0.1),
    Fault("broken_rate", "分子大于分母、率与分子分母不符", ("K03", "A01", "A02"), _broken_rate),
    Fault("broken_relation", "婴儿死亡率大于5岁以下儿童死亡率", ("K04",), _broken_relation),
    Fault("broken_sum", "上级数与下级之和不符（差2%–10%）", ("K02",), _broken_sum),
    Fault("broken_total", "分项之和与合计不符（差2%–10%）", ("A03",), _broken_total),
    Fault("missing_value", "漏报一个数", ("C04", "C05"), _missing_value),
    Fault("factor_10", "多写、少写一位（10倍）", SLIPS, _slip(10), 3),
    Fault("factor_100", "多写、少写两位（100倍）", SLIPS, _slip(100)),
    Fault("swapped_digits", "相邻数字颠倒（前三位）", SLIPS, _swapped_digits),
    Fault("shifted_period", "填成三年前的数", SLIPS, _shifted_period),
    Fault("exchanged_sexes", "男女互换", ("A10",), _exchanged(1, 2)),
    Fault("exchanged_residence", "城乡互换", ("A10R",), _exchanged(11, 12)),
)


def plant(connection: Database, seed: int, each: int, faults: tuple[Fault, ...] = FAULTS) -> None:
    """Plant about `each` cases of every fault, at random places of the demonstration figures, and change the facts."""
    connection.execute(_CELLS)
    connection.execute("CREATE OR REPLACE TEMP TABLE claimed (indicator_id SMALLINT, area_id INTEGER)")
    connection.execute("""CREATE OR REPLACE TEMP TABLE places
        (fault VARCHAR, case_id BIGINT, indicator_id SMALLINT, period_id INTEGER, area_id INTEGER)""")
    connection.execute("""CREATE OR REPLACE TEMP TABLE changed (fault VARCHAR, case_id BIGINT, indicator_id SMALLINT,
        period_id INTEGER, breakdown_id SMALLINT, area_id INTEGER, numerator DOUBLE, denominator DOUBLE, value DOUBLE,
        removed BOOLEAN)""")
    planting = Planting(connection, seed, each)
    for fault in faults:
        fault.plant(planting, fault)


def spoil(connection: Database, refused: set[tuple[Any, ...]] = frozenset()) -> None:  # type: ignore[assignment]
    """Write `changed` into the facts, but for the keys that the loader refuses. A missing value goes, or says so."""
    connection.execute("""CREATE OR REPLACE TEMP TABLE refused
        (indicator_id SMALLINT, period_id INTEGER, breakdown_id SMALLINT, area_id INTEGER)""")
    if refused:
        connection.executemany("INSERT INTO refused VALUES (?, ?, ?, ?)", sorted(refused))
    landed = f"SELECT * FROM changed s WHERE NOT EXISTS (SELECT 1 FROM refused r WHERE {_same('r', 's')})"
    where = _same("o", "s")
    connection.execute(f"""UPDATE fact_observation o SET numerator = s.numerator, denominator = s.denominator,
        value = s.value, lower = NULL, upper = NULL FROM ({landed} AND NOT removed) s WHERE {where}""")
    connection.execute(f"""UPDATE fact_observation o SET numerator = NULL, denominator = NULL, value = NULL,
        lower = NULL, upper = NULL, status = 3 FROM ({landed} AND removed AND case_id % 2 = 0) s WHERE {where}""")
    connection.execute(
        f"DELETE FROM fact_observation o USING ({landed} AND removed AND case_id % 2 = 1) s WHERE {where}"
    )


_CELLS = f"""CREATE OR REPLACE TEMP TABLE cells AS
SELECT {_of("o")}, o.numerator, o.denominator, o.value, o.batch_id, a.level, p.area_id AS parent_id,
    CAST(a.province_code AS INTEGER) AS province_id, i.code, i.aggregation, i.multiplier, i.decimals, i.proportion,
    t.kind AS period_kind, coalesce(o.numerator, round(o.value * power(10, i.decimals))) AS first_digits,
    i.aggregation <> 'none' AND coalesce(parts.given = children.number, false) AS has_parts,
    i.aggregation <> 'none' AND w.value IS NOT NULL AS of_total,
    o.period_id > min(o.period_id) OVER s AND o.period_id < max(o.period_id) OVER s AS inside,
    count(*) OVER (PARTITION BY o.batch_id, o.area_id, o.period_id) AS report_size, u.numerator AS u5mr_numerator
FROM fact_observation o JOIN dim_batch b ON b.batch_id = o.batch_id AND b.demonstration
JOIN dim_area a ON a.area_id = o.area_id LEFT JOIN dim_area p ON p.code = a.parent_code
JOIN dim_indicator i ON i.indicator_id = o.indicator_id JOIN dim_period t ON t.period_id = o.period_id
LEFT JOIN (SELECT parent_code, count(*) AS number FROM dim_area WHERE has_statistics OR level = 'zone' GROUP BY 1) children
    ON children.parent_code = a.code
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
