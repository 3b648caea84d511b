"""A small release in memory for rules of statistics: two provinces of two prefectures with seven counties each."""

import random
from datetime import datetime
from typing import Any

import duckdb

from data import schema
from data.breakdowns import BREAKDOWNS, BY_CODE
from data.periods import parse_period
from data.quality.rule import AppliesTo, Rule
from data.quality.work import Work
from data.release_tables import create_tables, insert_rows

# aggregation, unit, multiplier, decimals, proportion, minimum, maximum
INDICATORS = {
    "SHARE": ("ratio", "%", 100.0, 1, True, 0.0, 100.0),
    "RATE": ("ratio", "‰", 1000.0, 1, False, 0.0, None),
    "COUNT": ("sum", "人", None, 0, False, 0.0, None),
    "MONEY": ("sum", "亿元", None, 1, False, 0.0, None),
    "PERCENT": ("none", "%", None, 1, False, 0.0, 100.0),
    "YEARS": ("none", "岁", None, 2, False, 30.0, 100.0),
}
IDS = {code: number for number, code in enumerate(INDICATORS, 1)}
PREFECTURES = {f"{province}{number:02}00": province for province in ("11", "12") for number in (1, 2)}
COUNTIES = {f"{prefecture[:4]}{number:02}": prefecture for prefecture in PREFECTURES for number in range(1, 8)}
ZONE = "110191"


def areas() -> list[dict[str, Any]]:
    """Rows of dim_area."""
    rows = [("100000", "nation", None), ("110000", "province", "100000"), ("120000", "province", "100000")]
    rows += [(code, "prefecture", f"{province}0000") for code, province in PREFECTURES.items()]
    rows += [(code, "county", prefecture) for code, prefecture in COUNTIES.items()] + [(ZONE, "zone", "110100")]
    return [
        {"area_id": int(code), "code": code, "name": code, "short_name": code, "level": level, "parent_code": parent,
         "province_code": None if level == "nation" else f"{code[:2]}0000",
         "prefecture_code": f"{code[:4]}00" if level in ("prefecture", "county", "zone") else None,
         "in_province_layer": level == "province", "in_prefecture_layer": level == "prefecture",
         "in_county_layer": level == "county", "has_statistics": True, "has_polygon": level != "zone", "pinyin": code,
         "initials": code} for code, level, parent in rows
    ]  # fmt: skip


def work_of(rows: list[dict[str, Any]], batches: dict[int, dict[str, Any]] | None = None) -> Work:
    """The work on a release of these rows (indicator, area, period, breakdown, value, numerator, denominator, status,
    batch; what is left out is all, null, 0 and 1). Batch 1 is of real figures, 2 of demonstration figures."""
    connection = duckdb.connect()
    create_tables(connection)
    insert_rows(connection, schema.dim_area, areas())
    insert_rows(connection, schema.dim_indicator, [_indicator(code) for code in INDICATORS])
    insert_rows(
        connection,
        schema.dim_breakdown,
        [{"breakdown_id": b.id, "code": b.code, "kind": b.kind, "label": b.label} for b in BREAKDOWNS],
    )
    told = {1: {}, 2: {"demonstration": True}} | (batches or {})
    insert_rows(connection, schema.dim_batch, [_batch(number, more) for number, more in told.items()])
    insert_rows(connection, schema.dim_form, [_form(0, "ALL"), _form(1, "年报"), _form(2, "演示")])
    facts = [_fact(row, number) for number, row in enumerate(rows, 1)]
    insert_rows(connection, schema.fact_observation, facts)
    periods = {code: parse_period(code) for code in sorted({row["period"] for row in rows})}
    insert_rows(connection, schema.dim_period, [
        {"period_id": p.id, "code": code, "kind": p.kind, "year": p.year, "start_date": p.start, "end_date": p.end,
         "label": p.label} for code, p in periods.items()
    ])  # fmt: skip
    work = Work.of(connection)
    work.take(list(IDS.values()))
    return work


def judged(work: Work, kind: Any, scope: dict[str, Any] | None = None, **parameters: Any) -> list[dict[str, Any]]:
    """The units that a kind judges, as dicts with the codes of indicator, area, period and breakdown."""
    where = AppliesTo(text="全部", **(scope or {}))
    rule = Rule(code="X01", name="试", dimension="准确性", scored_as="accuracy", kind="试", severity="serious",
                formula="试", threshold="试", parameters=parameters, applies_to=where,
                message="试", advice="试", basis="试", official=False)  # fmt: skip
    select = kind.judge(rule, kind.Parameters(**parameters), work)
    cursor = work.connection.execute(select)
    names = [column[0] for column in cursor.description]
    codes = {number: code for code, number in IDS.items()}
    units = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for unit in units:
        unit["indicator"] = codes.get(unit.get("indicator_id", 0))
        unit["area"] = str(unit.get("area_id", 100000))
        unit["year"] = unit.get("period_id", 0) // 100_000
    return units


def found(units: list[dict[str, Any]], *names: str) -> set[tuple]:
    """The units that failed, by these names (indicator, area, year by default)."""
    return {tuple(unit[name] for name in names or ("indicator", "area", "year")) for unit in units if unit["failed"]}


def course(draw: random.Random, indicator: str, years: range, **given: Any) -> list[dict[str, Any]]:
    """Rows of an indicator for all counties and years: steady with some noise, sometimes zero, sometimes missing."""
    rows = []
    for area in COUNTIES:
        size, level = draw.choice([60, 900, 20_000, 500_000]), draw.uniform(0.02, 0.6)
        for year in years:
            row = {"indicator": indicator, "area": area, "period": str(year)} | given
            chance = draw.random()
            if chance < 0.04:
                continue
            row |= _numbers(draw, indicator, size, level * draw.uniform(0.93, 1.07))
            rows.append({**row, "value": None, "numerator": None, "status": 3} if chance < 0.08 else row)
    return rows


def _numbers(draw: random.Random, indicator: str, size: int, level: float) -> dict[str, Any]:
    if draw.random() < 0.03:
        level *= draw.choice([0, 0.1, 10])
    if indicator in ("SHARE", "RATE"):
        numerator = min(round(size * level), size)
        multiplier = INDICATORS[indicator][2] or 1
        return {"numerator": numerator, "denominator": size, "value": round(numerator / size * multiplier, 3)}
    value = {"COUNT": round(size * level), "MONEY": round(size * level / 100, 1)}.get(indicator)
    return {"value": min(round(100 * level, 1), 100) if value is None else value}


def _indicator(code: str) -> dict[str, Any]:
    aggregation, unit, multiplier, decimals, proportion, minimum, maximum = INDICATORS[code]
    return {
        "indicator_id": IDS[code],
        "code": code,
        "name": code,
        "short_name": code,
        "name_en": code,
        "group_code": "core",
        "group_name": "core",
        "sort_order": 1,
        "unit": unit,
        "multiplier": multiplier,
        "decimals": decimals,
        "direction": "none",
        "value_type": "number",
        "aggregation": aggregation,
        "proportion": proportion,
        "minimum": minimum,
        "maximum": maximum,
        "finest_level": "county",
        "classification": "public",
        "verified": True,
        "memberships": "[]",
        "pinyin": code,
        "initials": code,
    }


def _batch(number: int, more: dict[str, Any]) -> dict[str, Any]:
    demonstration = more.get("demonstration", False)
    return {"batch_id": number, "file_name": f"{number}.csv", "organisation": "试", "source": "试", "received": None,
            "form": "演示" if demonstration else "年报", "sha256": str(number), "verified": True,
            "demonstration": demonstration, "classification": "public", "loaded_at": datetime(2026, 1, 1),
            "loaded_by": "试", "row_count": 1} | more  # fmt: skip


def _form(number: int, code: str) -> dict[str, Any]:
    return {"form_id": number, "code": code, "name": code, "official": False, "in_calendar": False,
            "classification": "public", "demonstration": False}  # fmt: skip


def _fact(row: dict[str, Any], number: int) -> dict[str, Any]:
    return {
        "indicator_id": IDS[row["indicator"]],
        "period_id": parse_period(row["period"]).id,
        "breakdown_id": BY_CODE[row.get("breakdown", "all")].id,
        "area_id": int(row["area"]),
        "numerator": row.get("numerator"),
        "denominator": row.get("denominator"),
        "value": row.get("value"),
        "status": row.get("status", 0),
        "batch_id": row.get("batch", 1),
        "row_number": row.get("row", number),
    }
