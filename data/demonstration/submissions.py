"""Demonstration submissions: when the forms of the calendar came in, how complete, and what was wrong with them.

Invented, like the figures beside them. An area that reports well does so in most periods; most reports are whole, and
what goes wrong goes wrong in few places: late, left out, with empty cells, wrong codes, double records. Western
provinces are later, February (Spring Festival) is late everywhere, and things get better with the years.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zlib import crc32

import numpy as np
import pyarrow as pa
from scipy.special import expit, logit

from data.demonstration.anchors import census
from data.demonstration.files import about, write_parquet
from data.demonstration.reporters import FORMS, Reporters, Reporting, mood_of, reporters_of, units_of
from data.demonstration.setting import SEED
from data.loading.submission_header import COUNTS, DATES
from data.periods import Period, parse_period
from data.quality.due_dates import due_date
from data.quality.forms import Form, read_forms

CUT_OFF = date(2026, 10, 31)
ORIGIN = "各地各期的报送情况均为随机生成。"
MONTHS = [f"2025-{n:02}" for n in (10, 11, 12)] + [f"2026-{n:02}" for n in range(1, 10)]
PERIODS = {"month": MONTHS, "year": ["2023", "2024", "2025"],
           "quarter": ["2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2"]}  # fmt: skip
# How often something goes wrong in an area of middling care.
SLIPS = {"late": 0.13, "absent": 0.055, "cells": 0.05, "codes": 0.055, "diagnoses": 0.06, "double": 0.006,
         "untraced": 0.035, "sampled": 0.12, "staff": 0.06}  # fmt: skip


def write_submissions(target: str | Path, provinces: tuple[str, ...] = ()) -> list[Path]:
    """Write one file for every form, with its YAML, into the folder `target`; returns the Parquet files.

    provinces: only their areas, and of the forms the hospitals' and the one of floating people. The same bytes every
    time.
    """
    written = []
    for number, (code, form) in enumerate(read_forms().items(), 1):
        if provinces and code not in ("卫统1-1", "卫统1-9", "流动人口"):
            continue
        reporters = reporters_of(form)
        draws = [
            draw_reports(form, parse_period(period), reporters, place)
            for place, period in enumerate(PERIODS[form.period_kind])
        ]
        table = pa.concat_tables(draws)
        if provinces:
            inside = [area[:2] + "0000" in provinces for area in table.column("area").to_pylist()]
            table = table.filter(pa.array(inside))
        path = Path(target) / f"demonstration_submissions_{number:02}.parquet"
        write_parquet(table, path)
        told = about(
            f"{code} {form.name}报送情况", code, CUT_OFF, "各地各期的报送情况均为随机生成。", content="submissions"
        )
        path.with_suffix(".yaml").write_text(told, encoding="utf-8")
        written.append(path)
    return written


def draw_reports(form: Form, period: Period, reporters: Reporters, place: int) -> pa.Table:
    """What came for one form and period, one row an area that has somebody to report. `place`: how many periods ago
    the first one was."""
    rng = np.random.default_rng([SEED, crc32(form.code.encode()), place])
    expected = units_of(form, reporters)
    draw = _Draw(
        rng,
        reporters.care + mood_of(form, period, reporters, place, len(PERIODS[form.period_kind])),
        len(reporters.codes),
    )
    columns = _timing(draw, form, period, expected)
    reported = columns["reported"]
    columns |= _contents(draw, FORMS[form.code], reported)
    if form.reporting_level == "province":
        columns |= _cases(draw, reporters, reported)
    if period.end.month in (3, 6, 9, 12):
        columns |= _inspections(draw, reported)
    kept = np.flatnonzero(expected > 0)
    return _table(form, period, reporters.codes, columns, kept)


@dataclass(frozen=True)
class _Draw:
    rng: np.random.Generator
    care: np.ndarray
    size: int

    def slips(self, name: str) -> np.ndarray:
        """In which areas this goes wrong."""
        return self.rng.random(self.size) < expit(logit(SLIPS[name]) - 0.85 * self.care)

    def some_of(self, whole: np.ndarray, wrong: np.ndarray, low: float, high: float, usual: float = 0.0) -> np.ndarray:
        """How many of `whole` are wrong: a share from low to high where `wrong`, at least one; else up to `usual`."""
        share = np.where(wrong, self.rng.uniform(low, high, self.size), self.rng.uniform(0, usual, self.size))
        count = np.floor(share * whole + np.where(wrong, self.rng.random(self.size), 0))
        return np.clip(np.where(wrong, np.maximum(count, 1), count), 0, whole).astype(np.int64)


def _timing(draw: _Draw, form: Form, period: Period, expected: np.ndarray) -> dict[str, np.ndarray]:
    """Who reported, who in time, and the days: of the last one where some are late, else some days before it is due."""
    due = due_date(form, period).day
    absent = draw.some_of(expected, draw.slips("absent"), 0.1, 0.75)
    reported = expected - absent
    late = np.minimum(draw.some_of(expected, draw.slips("late"), 0.3, 1.0), reported)
    worst = 1 + draw.rng.poisson(np.clip(2.6 - draw.care, 0.6, 5.0))
    worst = np.minimum(worst, (CUT_OFF - due).days)
    between = np.floor(draw.rng.uniform(0, 0.8, draw.size) * np.maximum(late - 1, 0) * (worst - 1))
    days = np.where(late > 0, worst + np.maximum(late - 1, 0) + between, 0)
    early = draw.rng.integers(0, min(12, (due - period.end).days), draw.size)
    came = np.datetime64(due) + np.where(late > 0, worst, -early)
    again = came + draw.rng.integers(1, 16, draw.size)
    corrected = (draw.rng.random(draw.size) < 0.05) & (again <= np.datetime64(CUT_OFF))
    nothing = np.datetime64("NaT")
    return {
        "received": np.where(reported > 0, came, nothing),
        "corrected": np.where((reported > 0) & corrected, again, nothing),
        "expected": expected,
        "reported": reported,
        "on_time": reported - late,
        "late_days": np.where(reported > 0, days, np.nan),
    }


def _contents(draw: _Draw, reporting: Reporting, reported: np.ndarray) -> dict[str, np.ndarray]:
    """Cells, codes, records and staff of what was reported."""
    cells, codes = reported * reporting.cells, reported * 5
    double = draw.some_of(reported, draw.slips("double"), 0.0, 0.02)
    records = reported + double
    found = {
        "cells_required": cells,
        "cells_filled": cells - draw.some_of(cells, draw.slips("cells"), 0.02, 0.35, 0.008),
        "codes_total": codes,
        "codes_valid": codes - draw.some_of(codes, draw.slips("codes"), 0.1, 0.8),
        "records_total": records,
        "records_duplicate": double,
        "records_traced": records - draw.some_of(records, draw.slips("untraced"), 0.1, 0.6),
    }
    if reporting.diagnoses:
        coded = np.floor(reported * reporting.diagnoses * draw.rng.uniform(0.5, 1.6, draw.size)).astype(np.int64)
        wrong = draw.some_of(coded, draw.slips("diagnoses"), 0.022, 0.3, 0.014)
        found |= {"diagnoses_total": coded, "diagnoses_valid": coded - wrong}
    if reporting.staff:
        registered = np.floor(reported * reporting.staff * draw.rng.uniform(0.7, 1.3, draw.size))
        off = np.where(
            draw.slips("staff"), draw.rng.uniform(0.022, 0.09, draw.size), draw.rng.uniform(0, 0.014, draw.size)
        )
        sign = np.where(draw.rng.random(draw.size) < 0.6, 1, -1)
        found |= {"staff_registered": registered, "staff_counted": np.rint(registered * (1 + sign * off))}
    return found


def _cases(draw: _Draw, reporters: Reporters, reported: np.ndarray) -> dict[str, np.ndarray]:
    """Floating people to be recorded, and those in the database."""
    share = (
        np.array([census("MIG_OTHER").get(c, 10.0) + census("MIG_PROV").get(c, 10.0) for c in reporters.codes]) / 100
    )
    due = np.rint(reporters.people * share * draw.rng.uniform(0.98, 1.02, draw.size))
    entered = np.floor(due * expit(2.3 + 0.35 * draw.care + draw.rng.normal(0, 0.12, draw.size)))
    return {
        "cases_expected": np.where(reported > 0, due, np.nan),
        "cases_entered": np.where(reported > 0, entered, np.nan),
    }


def _inspections(draw: _Draw, reported: np.ndarray) -> dict[str, np.ndarray]:
    """Items compared on the spot, in one of eight areas a quarter."""
    visited = (draw.rng.random(draw.size) < 0.125) & (reported > 0)
    items = np.where(visited, 40 * np.minimum(reported, 3), 0)
    wrong = draw.some_of(items, draw.slips("sampled"), 0.055, 0.2, 0.035)
    return {
        "items_sampled": np.where(visited, items, np.nan),
        "items_agreed": np.where(visited, items - wrong, np.nan),
    }


def _table(form: Form, period: Period, codes: np.ndarray, columns: dict[str, np.ndarray], kept: np.ndarray) -> pa.Table:
    """Rows of the areas at `kept`; what nobody reported has no contents."""
    silent = (columns["reported"] == 0)[kept]
    cells: dict[str, pa.Array] = {
        "form": pa.array([form.code] * len(kept)),
        "area": pa.array([str(code) for code in codes[kept]]),
        "period": pa.array([period.code] * len(kept)),
        "due": pa.array([due_date(form, period).day] * len(kept), type=pa.date32()),
    }
    for name in DATES[1:]:
        cells[name] = pa.array(columns[name][kept].astype("datetime64[D]"), type=pa.date32())
    for name in COUNTS:
        given = columns[name][kept].astype(float) if name in columns else np.full(len(kept), np.nan)
        missing = np.isnan(given) | (silent & (name not in ("expected", "reported", "on_time")))
        cells[name] = pa.array(np.where(missing, 0, given).astype(np.int64), mask=missing)
    return pa.table(cells)
