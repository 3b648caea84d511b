"""Invented figures for assessment as a small release, and schemes as dicts written into a folder."""

import random
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import yaml

from data.definitions import read_indicators
from data.periods import parse_period
from data.publishing import dimensions
from data.release_tables import create_tables, insert_rows
from data.schema import (
    dim_area,
    dim_batch,
    dim_breakdown,
    dim_indicator,
    fact_coverage,
    fact_finding,
    fact_observation,
    fact_score,
)

Row = dict[str, Any]
PROVINCES = ("110000", "120000", "130000", "210000", "320000", "410000", "420000", "510000", "540000", "650000")
TIED = ("120000", "110000")  # the second has the values of the first
EMPTY, THIN = "650000", "540000"  # nothing at all; too little for a rank
YEARS = range(2016, 2025)
# Centre and yearly step of the invented values.
COURSES = {
    "LE": (76.5, 0.25), "IMR": (6.5, -0.25), "NBS": (97.8, 0.1), "HL": (14, 1.6), "PNEUMO": (14, -1), "HTNMAN": (52, 2),
    "TCM6": (85, 1.2), "TCM4": (70, 1), "BEDK": (5.5, 0.2), "PHY": (2.3, 0.08), "NIP": (90, 0.05), "POP": (4e7, 0),
}  # fmt: skip
BATCHES = ((1, False, "public"), (2, True, "public"), (3, False, "internal"))


def scheme(**changes: Any) -> Row:
    """A scheme with every way of scoring by target, quotas and all phases; `changes` replace its fields."""
    return {
        "code": "frame", "name": "试方案", "version": "1", "level": "province", "parent": "nation", "official": False,
        "verified": False, "source": "检验用", "note": "产品默认评分方案（非官方）",
        "plan": {"name": "健康中国行动考核指标框架", "version": "国办发〔2019〕32号"},
        "phases": [
            {"phase": "half", "periods": ["H1", "Q2"], "carry_years": 1},
            {"phase": "three_quarters", "periods": ["Q1-3", "Q3"], "carry_years": 2},
            {"phase": "year", "periods": [""]},
        ],
        "comparison_groups": ["macro_region", "population_class"],
        "grading": {"by": "quota", "names": ["甲", "乙", "丙"], "quota": [0.3, 0.4]},
        "bands": {"years": 1, "draws": 200}, "dimensions": ["一", "二"],
        "items": [
            {"place": 1, "indicator": "LE", "dimension": "一", "weight": 2},
            {"place": 2, "indicator": "IMR", "dimension": "一"},
            {"place": 3, "indicator": "NBS", "dimension": "二"},
            {"place": 4, "indicator": "HL", "dimension": "二", "weight": 1.5},
            {"place": 5, "indicator": "SCIPOOL", "dimension": "二", "scoring": "yes_no"},
            {"place": 6, "indicator": "PNEUMO", "dimension": "一", "scoring": "trend"},
            {"place": 7, "indicator": "HTNMAN", "dimension": "一"},
            {"place": "8①", "indicator": "TCM6", "target_of": "TCM64", "part": 1, "weight": 0.5,
             "dimension": "二"},
            {"place": "8②", "indicator": "TCM4", "target_of": "TCM64", "part": 2, "weight": 0.5,
             "dimension": "二"},
            {"place": 9, "indicator": "BEDK", "scoring": "goalpost", "worst": 4, "best": 8, "direction": "higher",
             "dimension": "一"},
            {"place": 10, "indicator": "PHY", "scoring": "attainment", "dimension": "一"},
            {"place": 11, "indicator": "NIP", "dimension": "二"},
            {"place": 12, "indicator": None, "name": "没有的指标", "unit": "%", "direction": "higher",
             "dimension": "二"},
        ],
    } | changes  # fmt: skip


def write_schemes(folder: Path, *contents: Row | str) -> Path:
    """Files named for their codes; text is written as it stands, into `text.yaml`."""
    folder.mkdir(exist_ok=True)
    for content in contents:
        name = "text" if isinstance(content, str) else content["code"]
        text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def invented_facts(seed: int = 1, areas: tuple[str, ...] = PROVINCES) -> list[Row]:
    """Observations by codes: indicator, period, area, value, batch and what else they have."""
    draw, rows = random.Random(seed), []
    for indicator, (centre, step) in COURSES.items():
        for area in areas:
            if area == EMPTY or (area == THIN and indicator not in ("LE", "HL", "POP", "BEDK")):
                continue
            start, pace = draw.gauss(centre, abs(centre) / 40), step * draw.uniform(-0.3, 1.6)
            for year in YEARS:
                for part, when in (("", year), ("Q2", year - 0.5), ("Q3", year - 0.25)):
                    quarterly = indicator == "HTNMAN" and year >= 2023
                    if (part and not quarterly) or draw.random() < 0.05:
                        continue
                    rows.append(_fact(draw, indicator, f"{year}{part}", area, start + pace * (when - 2016)))
    for area in areas:
        for year in YEARS:
            if area not in (EMPTY, THIN) and draw.random() < 0.9:
                rows.append(_fact(draw, "SCIPOOL", str(year), area, float(draw.random() < 0.6)))
    kept = [row for row in rows if row["area"] != TIED[1]]
    return kept + [row | {"area": TIED[1]} for row in kept if row["area"] == TIED[0]]


def _fact(draw: random.Random, indicator: str, period: str, area: str, value: float) -> Row:
    value = value if indicator in ("SCIPOOL", "POP") else round(value + draw.gauss(0, abs(value) / 200), 3)
    row = {"indicator": indicator, "period": period, "area": area, "value": value, "status": 0,
           "batch_id": draw.choices((1, 2, 3), (80, 15, 5))[0], "row_number": draw.randint(1, 999)}  # fmt: skip
    kind = draw.random()
    if kind < 0.3 and indicator != "SCIPOOL":
        row |= {"lower": value - draw.uniform(0, abs(value) / 50), "upper": value + draw.uniform(0, abs(value) / 50)}
    elif kind < 0.6 and indicator in ("HL", "HTNMAN"):
        row |= {"numerator": value * 20, "denominator": 2000.0}
    elif kind < 0.6 and indicator == "IMR":
        row |= {"numerator": value * 8, "denominator": 8000.0}
    elif kind > 0.97:
        row |= {"value": None, "status": 5}
    return row


def release(facts: list[Row], findings: list[Row] = (), grades: list[Row] = ()) -> duckdb.DuckDBPyConnection:  # type: ignore[assignment]
    """A DuckDB release in memory with these facts (by codes), findings and bad grades of values."""
    connection = duckdb.connect()
    create_tables(connection)
    insert_rows(connection, dim_area, dimensions.area_rows())
    insert_rows(connection, dim_indicator, dimensions.indicator_rows())
    insert_rows(connection, dim_breakdown, dimensions.breakdown_rows())
    insert_rows(connection, dim_batch, [_batch(*row) for row in BATCHES])
    ids = dimensions.indicator_ids()
    names = ("value", "lower", "upper", "numerator", "denominator", "status", "batch_id", "row_number")
    keyed = [_keys(row, ids) | {name: row.get(name) for name in names} for row in facts]
    insert_rows(connection, fact_observation, keyed)
    levels = dict(connection.execute("SELECT code, level FROM dim_area").fetchall())
    insert_rows(connection, fact_coverage, _coverage(facts, levels, ids))
    insert_rows(connection, fact_finding, [_finding(number, row, ids) for number, row in enumerate(findings, 1)])
    insert_rows(connection, fact_score, [_score(row, ids) for row in grades])
    return connection


def _keys(row: Row, ids: dict[str, int]) -> Row:
    return {"indicator_id": ids[row["indicator"]], "period_id": parse_period(row["period"]).id, "breakdown_id": 0,
            "area_id": int(row["area"])}  # fmt: skip


def _batch(number: int, demonstration: bool, classification: str) -> Row:
    return {
        "batch_id": number, "file_name": f"{number}.csv", "organisation": "甲", "form": "表", "source": "源",
        "sha256": "0" * 64, "demonstration": demonstration, "verified": True, "classification": classification,
        "cut_off": date(2025, 1, 1), "loaded_at": datetime(2025, 1, 1), "loaded_by": "x", "row_count": 1,
    }  # fmt: skip


def _coverage(facts: list[Row], levels: dict[str, str], ids: dict[str, int]) -> list[Row]:
    cells = {(row["indicator"], row["period"], levels[row["area"]]) for row in facts if row["value"] is not None}
    return [
        {"indicator_id": ids[indicator], "period_id": parse_period(period).id, "breakdown_id": 0, "level": level,
         "classification": "public", "observations": 1, "with_value": 1, "demonstration": 0, "batch_id": 1}
        for indicator, period, level in sorted(cells)
    ]  # fmt: skip


def _finding(number: int, row: Row, ids: dict[str, int]) -> Row:
    return _keys(row, ids) | {
        "finding_id": number, "finding_key": f"{number:016x}", "rule_id": 1, "severity": row["severity"], "form_id": 0,
        "batch_id": 1, "row_number": 1,
    }  # fmt: skip


def _score(row: Row, ids: dict[str, int]) -> Row:
    keys = _keys(row, ids)
    del keys["breakdown_id"]
    return keys | {"form_id": 0, "grade": row["grade"], "capped": False, "hard_failed": 0, "findings": 1, "severe": 0,
                   "demonstration": False}  # fmt: skip


def target_of(indicator: str, year: int, part: int = 0) -> Row:
    """The framework's target for `year`, from the indicator's file: the next one not past."""
    listed = [t for t in read_indicators()[indicator].targets if t.plan == "健康中国行动考核指标框架"]
    chosen = min((t for t in listed if t.year >= year), key=lambda t: t.year, default=max(listed, key=lambda t: t.year))
    value = chosen.value_high if part == 2 else chosen.value
    return {"value": value, "year": chosen.year, "operator": chosen.operator, "text": chosen.text,
            "baseline_year": chosen.baseline_year}  # fmt: skip
