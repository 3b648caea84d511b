"""The codes a file may use, as tables of the scratch database; and what is wrong with the ones it may not."""

from data.areas import read_areas
from data.breakdowns import BREAKDOWNS
from data.definitions import read_indicators
from data.loading.near_codes import why_not_area, why_not_breakdown, why_not_indicator
from data.loading.staging import Database
from data.periods import PeriodError, parse_period
from data.schema import STATUSES

UNKNOWN_EXPLAINED = 5_000  # distinct unknown texts per column that get a reason of their own


def fill_known_codes(connection: Database) -> None:
    """Tables known_indicator, known_area, known_period, known_breakdown, known_status and unknown(column_name, text,
    reason). Needs `raw`; periods are those of the file, parsed once each."""
    _create(connection, "known_indicator", _INDICATOR_COLUMNS, [
        (i.code, i.unit, i.aggregation, i.multiplier, i.decimals, i.proportion, i.minimum, i.maximum)
        for i in read_indicators().values()
    ])  # fmt: skip
    _create(connection, "known_area", _AREA_COLUMNS, [
        (a.code, a.id, a.name, a.short_name, a.parent, a.province, a.prefecture, a.has_statistics)
        for a in read_areas().values()
    ])  # fmt: skip
    _create(connection, "known_breakdown", "text VARCHAR, breakdown_id SMALLINT", [(b.code, b.id) for b in BREAKDOWNS])
    _create(connection, "known_status", "text VARCHAR, status SMALLINT", [(s, n) for n, s in enumerate(STATUSES)])
    unknown = _fill_periods(connection)
    for column, table, explain in (
        ("indicator", "known_indicator", why_not_indicator),
        ("area", "known_area", why_not_area),
        ("breakdown", "known_breakdown", why_not_breakdown),
        ("status", "known_status", _why_not_status),
    ):
        rows = connection.execute(
            f"SELECT DISTINCT trim(r.{column}) FROM raw r ANTI JOIN {table} k ON trim(r.{column}) = k.text"
            f" WHERE trim(r.{column}) <> '' ORDER BY 1 LIMIT {UNKNOWN_EXPLAINED}"
        ).fetchall()
        unknown += [(column, text, explain(text)) for (text,) in rows]
    _create(connection, "unknown", "column_name VARCHAR, text VARCHAR, reason VARCHAR", unknown)


_INDICATOR_COLUMNS = (
    "text VARCHAR, unit VARCHAR, aggregation VARCHAR, multiplier DOUBLE, decimals SMALLINT, proportion BOOLEAN,"
    " minimum DOUBLE, maximum DOUBLE"
)
_AREA_COLUMNS = (
    "text VARCHAR, area_id INTEGER, name VARCHAR, short_name VARCHAR, parent VARCHAR, province VARCHAR,"
    " prefecture VARCHAR, has_statistics BOOLEAN"
)


def _create(connection: Database, table: str, columns: str, rows: list[tuple]) -> None:
    connection.execute(f"CREATE OR REPLACE TABLE {table} ({columns})")
    if not rows:
        return
    # one statement for all rows: executemany takes 1 ms a row, and the register has 3,400
    names = [part.split()[0] for part in columns.split(", ")]
    lists = {f"c{n}": list(values) for n, values in enumerate(zip(*rows, strict=True))}
    unnested = ", ".join(f"unnest($c{n}) AS {name}" for n, name in enumerate(names))
    connection.execute(f"INSERT INTO {table} SELECT {unnested}", lists)


def _fill_periods(connection: Database) -> list[tuple]:
    texts = connection.execute("SELECT DISTINCT trim(period) FROM raw WHERE trim(period) <> ''").fetchall()
    known, unknown = [], []
    for (text,) in texts:
        try:
            period = parse_period(text)
            known.append((text, period.id, period.start))
        except PeriodError as error:
            unknown.append(("period", text, str(error)))
    _create(connection, "known_period", "text VARCHAR, period_id INTEGER, start_date DATE", known)
    return unknown[:UNKNOWN_EXPLAINED]


def _why_not_status(text: str) -> str:
    return f"“{text}”不是状态；可用的有 {'、'.join(STATUSES)}"
