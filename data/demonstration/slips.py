"""Planted errors among the demonstration figures: what people get wrong when they enter figures, and their correction.

Two files for the rows of the other demonstration files: one that puts a few hundred wrong ones in their place
(演示：录入差错), and one that later corrects about half of them, so that revisions and findings are there to be seen.
What the loader refuses cannot be planted: wrong figures are plausible by themselves, with parts that fit the value.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zlib import crc32

import duckdb
import pyarrow as pa

from data.areas import read_areas
from data.definitions import read_indicators
from data.demonstration.files import CUT_OFF, FORM, NUMBERS, about, write_parquet

Row = dict[str, Any]
FIELDS = ("indicator", "area", "period", "breakdown", *NUMBERS, "status")
MARK = "演示：录入差错"
ENTERED = "逐条注明差错的种类；其中一部分由后一个文件更正。"
CORRECTED = "对前一个文件中约一半差错的更正，数值与最初的演示数据相同。"


def write_slips(target: str | Path) -> list[Path]:
    """Write both files beside the demonstration files in `target`, which they are made from; returns the Parquet
    files, the errors first. The same demonstration files give the same bytes."""
    folder = Path(target)
    with duckdb.connect(config={"threads": 2, "memory_limit": "1GB"}) as figures:
        figures.execute("SET enable_progress_bar = false")
        _open(figures, folder)
        entered = _slips(figures)
        corrected = [row | {"note": "更正录入差错"} for row in _originals(figures, entered) if _is_corrected(row)]
    written = []
    for name, rows, said in (("1_entered", entered, ENTERED), ("2_corrected", corrected, CORRECTED)):
        path = folder / f"demonstration_slips_{name}.parquet"
        write_parquet(pa.table({field: [row.get(field) for row in rows] for field in (*FIELDS, "note")}), path)
        title = MARK if rows is entered else f"{MARK}的更正"
        path.with_suffix(".yaml").write_text(about(title, FORM, CUT_OFF, said), encoding="utf-8")
        written.append(path)
    return written


def _open(figures: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Table d: the yearly figures since 2022, with the level and the parent of their area."""
    made = [path for path in sorted(folder.glob("demonstration_*.parquet")) if path.stem.split("_")[1] in _groups()]
    areas = [(a.code, a.level, a.parent) for a in read_areas().values()]
    figures.execute(
        "CREATE TABLE a AS SELECT unnest($code) AS area, unnest($level) AS level, unnest($parent) AS parent",
        dict(zip(("code", "level", "parent"), map(list, zip(*areas, strict=True)), strict=True)),
    )
    columns = ", ".join(f"f.{name}::VARCHAR AS {name}" for name in ("indicator", "area", "period", "breakdown"))
    figures.execute(
        f"""CREATE TABLE d AS SELECT {columns}, {", ".join(f"f.{name}" for name in NUMBERS)},
            coalesce(f.status::VARCHAR, 'final') AS status, a.level, a.parent
        FROM read_parquet($files) f JOIN a ON a.area = f.area::VARCHAR
        WHERE f.period::VARCHAR BETWEEN '2022' AND '2025' AND f.value IS NOT NULL""",
        {"files": [str(path) for path in made]},
    )


def _groups() -> set[str]:
    return {indicator.group for indicator in read_indicators().values()}


def _slips(figures: duckdb.DuckDBPyConnection) -> list[Row]:
    """All wrong rows, by kind. No key twice: the first kind that takes one keeps it."""
    kinds: tuple[tuple[str, Iterable[Row]], ...] = (
        ("小数点错位", (_scaled(row, 10) for row in _some(figures, ("BED", "HTP", "VIS", "ADM"), "2024", 16))),
        ("小数点错位", (_scaled(row, 0.1) for row in _some(figures, ("INST", "ADM", "INJINS"), "2023", 12))),
        ("分子漏写一位", (_fewer(row) for row in _some(figures, ("DMMAN", "ELDM", "TB", "STU"), "2024", 16))),
        ("合计未随下级更正", (_scaled(row, 1.08) for row in _some(figures, ("BED", "ADM"), "2023", 8, "prefecture"))),
        ("照抄上年", _copied(figures, "2025", "2024", 3)),
        ("男女填反", _swapped(figures, "SMK", "2024", 14)),
        ("按万人填报", (_scaled(row, 0.0001) for row in _whole_prefecture(figures, "INJINS", "2024"))),
        ("串行", _shifted(_whole_prefecture(figures, "NUR", "2023"))),
        ("婴儿死亡率高于5岁以下", _above(figures, "IMR", "U5MR", "2024", 8)),
        ("65岁以上多于60岁以上", _above(figures, "A65", "A60", "2025", 8)),
        ("漏报", (_missing(row) for row in _some(figures, ("NBS", "C3", "EYE"), "2024", 12))),
        ("数字颠倒", (_transposed(row) for row in _some(figures, ("HTP", "INST"), "2022", 16))),
    )
    found: dict[tuple[str, ...], Row] = {}
    for kind, rows in kinds:
        for row in rows:
            found.setdefault(_key(row), row | {"note": f"{MARK}（{kind}）"})
    return list(found.values())


def _rows(figures: duckdb.DuckDBPyConnection, where: str, **named: object) -> list[Row]:
    answer = figures.execute(f"SELECT {', '.join(FIELDS)} FROM d WHERE {where}", named)
    return [dict(zip(FIELDS, row, strict=True)) for row in answer.fetchall()]


def _some(
    figures: duckdb.DuckDBPyConnection,
    codes: tuple[str, ...],
    period: str,
    count: int,
    level: str = "county",
    least: int = 60,
) -> list[Row]:
    """Rows of some areas with at least so many events, chosen by a hash: the same ones every time."""
    return _rows(
        figures,
        "indicator IN (SELECT unnest($codes)) AND period = $period AND breakdown = 'all' AND level = $level"
        " AND coalesce(numerator, value) >= $least ORDER BY md5(indicator || area || period) LIMIT $count",
        codes=list(codes), period=period, level=level, count=count, least=least,
    )  # fmt: skip


def _whole_prefecture(figures: duckdb.DuckDBPyConnection, code: str, period: str) -> list[Row]:
    """The counties of one prefecture that has ten or more."""
    return _rows(
        figures,
        """indicator = $code AND period = $period AND breakdown = 'all' AND level = 'county' AND parent = (
            SELECT parent FROM d WHERE indicator = $code AND period = $period AND level = 'county'
            AND parent NOT LIKE '%0000' GROUP BY parent HAVING count(*) >= 10 ORDER BY md5(parent || $code) LIMIT 1)
        ORDER BY area""",
        code=code, period=period,
    )  # fmt: skip


def _scaled(row: Row, factor: float) -> Row:
    """A count times `factor`."""
    return row | {"value": round(row["value"] * factor, 4)}


def _with_numerator(row: Row, numerator: float, code: str) -> Row:
    """The row with another numerator and the value that follows from it; no interval fits it."""
    indicator = read_indicators()[code]
    value = numerator / row["denominator"] * (indicator.multiplier or 1)
    wrong = {"indicator": code, "numerator": numerator, "value": round(value, indicator.decimals + 2)}
    return row | wrong | {"lower": None, "upper": None}


def _fewer(row: Row) -> Row:
    """A ratio whose numerator lost its last digit."""
    return _with_numerator(row, row["numerator"] // 10, row["indicator"])


def _copied(figures: duckdb.DuckDBPyConnection, period: str, before: str, count: int) -> list[Row]:
    """All figures of some counties as they were the year before."""
    rows = _rows(
        figures,
        """period = $before AND area IN (
            SELECT area FROM (SELECT DISTINCT area FROM d WHERE level = 'county') ORDER BY md5(area) LIMIT $count)
        AND EXISTS (SELECT 1 FROM d e WHERE e.period = $period AND e.indicator = d.indicator AND e.area = d.area
            AND e.breakdown = d.breakdown)
        ORDER BY indicator, area, breakdown""",
        period=period, before=before, count=count,
    )  # fmt: skip
    return [row | {"period": period, "status": "preliminary"} for row in rows]


def _swapped(figures: duckdb.DuckDBPyConnection, code: str, period: str, count: int) -> list[Row]:
    """Figures of men and women in each other's place."""
    rows = _rows(
        figures,
        """indicator = $code AND period = $period AND breakdown IN ('male', 'female') AND area IN (
            SELECT area FROM d WHERE indicator = $code AND period = $period AND level = 'county'
            AND breakdown IN ('male', 'female') GROUP BY area HAVING count(*) = 2 ORDER BY md5(area) LIMIT $count)
        ORDER BY area, breakdown""",
        code=code, period=period, count=count,
    )  # fmt: skip
    return [row | {"breakdown": "male" if row["breakdown"] == "female" else "female"} for row in rows]


def _shifted(rows: list[Row]) -> list[Row]:
    """Every area with the figures of the next one in the list."""
    return [row | {"area": other["area"]} for row, other in zip(rows, rows[1:] + rows[:1], strict=True)]


def _above(figures: duckdb.DuckDBPyConnection, code: str, bound: str, period: str, count: int) -> list[Row]:
    """Rows of prefectures that exceed by three tenths what they can never exceed."""
    rows = _some(figures, (bound,), period, count, "prefecture", 20)
    return [_with_numerator(row, round(row["numerator"] * 1.3), code) for row in rows]


def _missing(row: Row) -> Row:
    """Not reported."""
    return row | dict.fromkeys(NUMBERS) | {"status": "missing"}


def _transposed(row: Row) -> Row:
    """A count with its first two digits in each other's place."""
    digits = str(int(row["value"]))
    return row | {"value": float(digits[1] + digits[0] + digits[2:])}


def _key(row: Row) -> tuple[str, ...]:
    return row["indicator"], row["area"], row["period"], row["breakdown"]


def _originals(figures: duckdb.DuckDBPyConnection, rows: list[Row]) -> list[Row]:
    """The rows that the wrong ones replaced, in the same order."""
    areas = sorted({row["area"] for row in rows})
    by_key = {_key(row): row for row in _rows(figures, "area IN (SELECT unnest($areas))", areas=areas)}
    return [by_key[_key(row)] for row in rows]


def _is_corrected(row: Row) -> bool:
    """About half of the areas have noticed: all their errors of a year are corrected, or none."""
    return crc32(f"{row['area']} {row['period']}".encode()) % 2 == 0
