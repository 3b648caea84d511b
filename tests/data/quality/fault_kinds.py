"""Errors as they happen in life: a numerator slips and the value is computed from it, a report is last year's, two
columns are exchanged, a sheet is in 万."""

from collections.abc import Callable

from planting import KEY, Fault, Planting, columns_of

YEAR = 100_000  # between the ids of a period and the same period of the next year

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
    planting.pick(
        fault,
        "c.code = 'IMR' AND c.breakdown_id = 0 AND c.u5mr_numerator >= 1 AND NOT EXISTS (SELECT 1"
        " FROM claimed u JOIN cells k USING (indicator_id) WHERE k.code = 'U5MR' AND u.area_id = c.area_id)",
    )
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
        denominator, CASE WHEN case_id % 2 = 0 THEN value ELSE value * 0.9 END AS value, false AS removed
        FROM picked""")
    planting.place(fault, _OWN_PLACE.format(fault.name))


def _missing_value(planting: Planting, fault: Fault) -> None:
    planting.pick(fault, "c.breakdown_id = 0 AND c.inside AND c.level <> 'nation'")
    planting.change(fault, f"SELECT case_id, {KEY}, numerator, denominator, value, true AS removed FROM picked")
    planting.place(fault, _OWN_PLACE.format(fault.name))


def _reports_of(planting: Planting, fault: Fault, where: str, unit: str, report: str, then: str) -> None:
    """Cells of whole reports: those of `picked` by the columns `report`, changed as `then` says (of c, with p)."""
    planting.pick(fault, where, unit)
    matching = " AND ".join(f"c.{name} = p.{name}" for name in report.split(", "))
    planting.change(fault, f"SELECT p.case_id, {columns_of('c')}, {then} FROM picked p JOIN cells c ON {matching}")


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
        f"""SELECT p.case_id, {columns_of("c")}, {_BEFORE} FROM picked p
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
        f"""SELECT p.case_id, {columns_of("c")}, {_BEFORE} FROM picked p
        JOIN cells c ON c.indicator_id = p.indicator_id AND c.province_id = p.province_id AND c.level = p.level
            AND c.period_id = p.period_id AND c.breakdown_id = 0
        JOIN cells b ON b.indicator_id = c.indicator_id AND b.breakdown_id = 0 AND b.area_id = c.area_id
            AND b.period_id = c.period_id - {YEAR}""",
    )
    planting.place(fault, _WHOLE_PLACE.format(fault.name))


_WHOLE_PLACE = """SELECT DISTINCT s.case_id, s.indicator_id, s.period_id, c.province_id AS area_id FROM changed s
    JOIN cells c USING (indicator_id, period_id, breakdown_id, area_id) WHERE s.fault = '{}'"""
_SIBLING = """(SELECT *, lead(area_id, 1, first_of) OVER w AS other_id FROM (SELECT DISTINCT province_id, level,
    area_id, min(area_id) OVER (PARTITION BY province_id, level) AS first_of FROM cells)
    WINDOW w AS (PARTITION BY province_id, level ORDER BY area_id))"""


def _another_area(exchanged: bool) -> Callable[[Planting, Fault], None]:
    def plant(planting: Planting, fault: Fault) -> None:
        """The report of an area under the code of the next one: instead of its own, or the two exchanged."""
        planting.pick(fault, f"{_COMMON} AND c.report_size >= 10", "batch_id, province_id, level")
        sides = "(p.area_id, s.other_id), (s.other_id, p.area_id)" if exchanged else "(p.area_id, s.other_id)"
        planting.change(
            fault,
            f"""SELECT p.case_id, {columns_of("c")}, {_BEFORE} FROM picked p
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
        f"""SELECT p.case_id, {columns_of("p")}, {_BEFORE} FROM picked p
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
        f"""SELECT p.case_id, {columns_of("c")}, {fives.format("c.numerator")} AS numerator, c.denominator,
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
            f"""SELECT p.case_id, {columns_of("c")}, {_BEFORE} FROM picked p
            JOIN cells c ON c.indicator_id = p.indicator_id AND c.area_id = p.area_id AND c.period_id = p.period_id
                AND c.breakdown_id IN ({first}, {second})
            JOIN cells b ON b.indicator_id = p.indicator_id AND b.area_id = p.area_id AND b.period_id = p.period_id
                AND b.breakdown_id = {first + second} - c.breakdown_id""",
        )
        planting.place(fault, _OWN_PLACE.format(fault.name))

    return plant


def _wrong_unit(planting: Planting, fault: Fault) -> None:
    """A province's counties in 万 (counts; parts of a rate) for one indicator and year."""
    planting.pick(fault, f"{_COMMON} AND c.level = 'county' AND c.breakdown_id = 0 AND NOT c.proportion"
                  " AND c.aggregation IN ('sum', 'ratio')", "indicator_id, province_id")  # fmt: skip
    planting.change(
        fault,
        f"""SELECT p.case_id, {columns_of("c")}, c.numerator / 10000 AS numerator,
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
    Fault("broken_sum", "上级数与下级之和不符（差2%–10%）", ("K02",), _broken_sum),
    Fault("broken_total", "分项之和与合计不符（差2%–10%）", ("A03",), _broken_total),
    Fault("missing_value", "漏报一个数", ("C04", "C05"), _missing_value),
    Fault("factor_10", "多写、少写一位（10倍）", SLIPS, _slip(10), 3),
    Fault("factor_100", "多写、少写两位（100倍）", SLIPS, _slip(100)),
    Fault("swapped_digits", "相邻数字颠倒（前三位）", SLIPS, _swapped_digits),
    Fault("shifted_period", "填成三年前的数", SLIPS, _shifted_period),
    Fault("exchanged_sexes", "男女互换", ("A10",), _exchanged(1, 2)),
    Fault("exchanged_residence", "城乡互换", ("A10R",), _exchanged(11, 12)),
    Fault("broken_relation", "婴儿死亡率大于5岁以下儿童死亡率", ("K04",), _broken_relation),  # last: U5MR stays
)
