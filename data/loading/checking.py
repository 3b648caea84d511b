"""Put the rules to the rows: count first, then explain what was broken, then look for repeated keys and mojibake."""

import csv
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from data.loading.encodings import mojibake
from data.loading.manifest import Manifest
from data.loading.refusals import Reject
from data.loading.row_rules import RULES, Rule
from data.loading.staging import Database

REJECTS_KEPT = 100_000
KEY = "indicator, area_id, period_id, breakdown_id"


@dataclass(frozen=True)
class Checks:
    """What is checked of the rows of one content: rules over `joined` (typed t with the known codes), a key that may
    not occur twice (`shown`: its cells as written; `same`: its columns in words), texts, and whatever takes several
    rows to see. The first column of the key is where a repeated row is told."""

    rules: tuple[Rule, ...]
    joined: str
    key: str
    shown: tuple[str, ...]
    same: str
    texts: tuple[str, ...]
    further: tuple[Callable[[Database], tuple[int, list[Reject]]], ...] = ()


OBSERVATIONS = Checks(
    RULES,
    "typed t LEFT JOIN known_indicator i ON t.indicator = i.text LEFT JOIN known_area a ON t.area_id = a.area_id",
    KEY,
    ("r.indicator", "r.area", "r.period", "coalesce(nullif(trim(r.breakdown), ''), 'all')"),
    "指标、地区、时期、分组",
    ("note", "area_name"),
)


def broken_rows(connection: Database, manifest: Manifest, checks: Checks = OBSERVATIONS) -> tuple[int, list[Reject]]:
    """How many cells of `typed` are wrong, and the first REJECTS_KEPT of them in the order of the file."""
    parameters = {"cut_off": manifest.cut_off}
    counted = ", ".join(f"count(*) FILTER (WHERE {rule.condition})" for rule in checks.rules)
    counts = connection.execute(f"SELECT {counted} FROM {checks.joined}", parameters).fetchone() or ()
    total, found = sum(counts), []
    for rule, count in zip(checks.rules, counts, strict=True):
        if count:
            found += _explained(connection, rule, checks.joined, parameters)
    texts = _unreadable_texts(connection, checks.texts)
    for more, rejects in (_repeated_keys(connection, checks), texts, *(look(connection) for look in checks.further)):
        total += more
        found += rejects
    return total, sorted(found)[:REJECTS_KEPT]


def _explained(connection: Database, rule: Rule, joined: str, parameters: dict) -> list[Reject]:
    query = f"""SELECT t.row_number, coalesce(r.{rule.column}, ''), {rule.reason}
        FROM {joined} JOIN raw r ON r.rowid = t.row_number - 1
        LEFT JOIN unknown u ON u.column_name = '{rule.column}' AND u.text = trim(r.{rule.column})
        WHERE {rule.condition} ORDER BY t.row_number LIMIT {REJECTS_KEPT}"""
    used = {name: value for name, value in parameters.items() if f"${name}" in query}
    rows = connection.execute(query, used).fetchall()
    return [Reject(row, rule.column, value, reason or "") for row, value, reason in rows]


def _repeated_keys(connection: Database, checks: Checks) -> tuple[int, list[Reject]]:
    """Rows whose key an earlier row of the file has."""
    names = checks.key.split(", ")
    known = " AND ".join(f"{name} IS NOT NULL" for name in names)
    connection.execute(f"""CREATE OR REPLACE TEMP TABLE repeated AS
        SELECT {checks.key}, min(row_number) AS first FROM typed WHERE {known}
        GROUP BY {checks.key} HAVING count(*) > 1""")
    rows = connection.execute(f"""SELECT t.row_number, d.first, {", ".join(checks.shown)}
        FROM typed t JOIN repeated d USING ({checks.key}) JOIN raw r ON r.rowid = t.row_number - 1
        WHERE t.row_number > d.first ORDER BY t.row_number""").fetchmany(REJECTS_KEPT)
    rejects = [
        Reject(row, names[0], ",".join(key), f"与第{first}条重复：{checks.same}都相同，只能保留一条")
        for row, first, *key in rows
    ]
    return len(rejects), rejects


def _unreadable_texts(connection: Database, columns: tuple[str, ...]) -> tuple[int, list[Reject]]:
    """Notes and names that were decoded wrongly before they got here."""
    rejects = []
    for column in columns:
        texts = connection.execute(f"SELECT DISTINCT {column} FROM typed WHERE {column} IS NOT NULL").fetchall()
        wrong = {text: restored for (text,) in texts if (restored := mojibake(text)) is not None}
        if not wrong:
            continue
        rows = connection.execute(
            f"SELECT row_number, {column} FROM typed WHERE {column} IN (SELECT unnest($wrong)) ORDER BY 1",
            {"wrong": list(wrong)},
        ).fetchmany(REJECTS_KEPT)
        for row, text in rows:
            hint = f"，应为“{wrong[text]}”" if wrong[text] else ""
            rejects.append(Reject(row, column, text, f"文字是乱码{hint}；请从来源以 UTF-8 重新导出"))
    return len(rejects), rejects


def rejects_path(data_file: Path) -> Path:
    """`census.csv` → `census.csv.rejects.csv`: two inputs of one name and different kinds keep theirs apart."""
    return data_file.with_name(data_file.name + ".rejects.csv")


def write_rejects(data_file: Path, rejects: list[Reject]) -> Path | None:
    """Write the rejects file beside the input; None where that folder cannot be written."""
    target = rejects_path(data_file)
    partial = target.with_name(target.name + f".{os.getpid()}")
    try:
        with partial.open("w", encoding="utf-8-sig", newline="") as file:  # with BOM: Excel opens it as UTF-8
            writer = csv.writer(file)
            writer.writerow(["file", "row", "line", "column", "value", "reason"])
            writer.writerows([data_file.name, r.row, r.row + 1, r.column, r.value, r.reason] for r in rejects)
        partial.replace(target)
    except OSError:
        partial.unlink(missing_ok=True)
        return None
    return target
