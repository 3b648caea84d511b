"""The codes a file may use, as tables of the scratch database; and what is wrong with the ones it may not."""

from collections.abc import Callable

from data.areas import read_areas
from data.breakdowns import BREAKDOWNS
from data.definitions import read_indicators
from data.loading.manifest import Manifest
from data.loading.near_codes import why_not_area, why_not_breakdown, why_not_indicator
from data.loading.staging import Database, fill_table
from data.loading.submission_codes import fill_forms, why_not_form
from data.periods import PeriodError, parse_period
from data.schema import STATUSES

Coded = tuple[str, str, Callable[[str], str]]  # a column, the table of its known codes, what is wrong with another

UNKNOWN_EXPLAINED = 5_000  # distinct unknown texts per column that get a reason of their own


def fill_known_codes(connection: Database, manifest: Manifest) -> None:
    """Tables known_area, known_period and unknown(column_name, text, reason); for observations known_indicator,
    known_breakdown and known_status, for submissions known_form and known_due. Needs `raw`; periods are those of the
    file, parsed once each."""
    fill_table(connection, "known_area", _AREA_COLUMNS, [
        (a.code, a.id, a.name, a.short_name, a.parent, a.province, a.prefecture, a.has_statistics, a.level)
        for a in read_areas().values()
    ])  # fmt: skip
    unknown = _fill_periods(connection)
    if manifest.content == "submissions":
        fill_forms(connection, manifest)
        coded: tuple[Coded, ...] = (("form", "known_form", why_not_form),)
    else:
        coded = _fill_codes_of_observations(connection)
    for column, table, explain in (("area", "known_area", why_not_area), *coded):
        rows = connection.execute(
            f"SELECT DISTINCT trim(r.{column}) FROM raw r ANTI JOIN {table} k ON trim(r.{column}) = k.text"
            f" WHERE trim(r.{column}) <> '' ORDER BY 1 LIMIT {UNKNOWN_EXPLAINED}"
        ).fetchall()
        unknown += [(column, text, explain(text)) for (text,) in rows]
    fill_table(connection, "unknown", "column_name VARCHAR, text VARCHAR, reason VARCHAR", unknown)


def _fill_codes_of_observations(connection: Database) -> tuple[Coded, ...]:
    fill_table(connection, "known_indicator", _INDICATOR_COLUMNS, [
        (i.code, i.unit, i.aggregation, i.multiplier, i.decimals, i.proportion, i.minimum, i.maximum)
        for i in read_indicators().values()
    ])  # fmt: skip
    breakdowns, statuses = [(b.code, b.id) for b in BREAKDOWNS], [(s, n) for n, s in enumerate(STATUSES)]
    fill_table(connection, "known_breakdown", "text VARCHAR, breakdown_id SMALLINT", breakdowns)
    fill_table(connection, "known_status", "text VARCHAR, status SMALLINT", statuses)
    return (
        ("indicator", "known_indicator", why_not_indicator),
        ("breakdown", "known_breakdown", why_not_breakdown),
        ("status", "known_status", _why_not_status),
    )


_INDICATOR_COLUMNS = (
    "text VARCHAR, unit VARCHAR, aggregation VARCHAR, multiplier DOUBLE, decimals SMALLINT, proportion BOOLEAN,"
    " minimum DOUBLE, maximum DOUBLE"
)
_AREA_COLUMNS = (
    "text VARCHAR, area_id INTEGER, name VARCHAR, short_name VARCHAR, parent VARCHAR, province VARCHAR,"
    " prefecture VARCHAR, has_statistics BOOLEAN, level VARCHAR"
)


def _fill_periods(connection: Database) -> list[tuple]:
    texts = connection.execute("SELECT DISTINCT trim(period) FROM raw WHERE trim(period) <> ''").fetchall()
    known, unknown = [], []
    for (text,) in texts:
        try:
            period = parse_period(text)
            known.append((text, period.id, period.start, period.kind))
        except PeriodError as error:
            unknown.append(("period", text, str(error)))
    fill_table(connection, "known_period", "text VARCHAR, period_id INTEGER, start_date DATE, kind VARCHAR", known)
    return unknown[:UNKNOWN_EXPLAINED]


def _why_not_status(text: str) -> str:
    return f"“{text}”不是状态；可用的有 {'、'.join(STATUSES)}"
