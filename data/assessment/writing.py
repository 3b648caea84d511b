"""Results of a phase as rows of the release."""

import json
from typing import Any

import numpy as np
import pyarrow as pa
from sqlalchemy import Boolean, Double, Integer, String, Table
from sqlalchemy.types import TypeEngine

from data.assessment.figures import CLASSIFICATIONS, Places
from data.assessment.one_phase import Items, PhaseResult, Variant
from data.assessment.ranking import ALL, reason_of
from data.assessment.scheme import Scheme
from data.loading.staging import Database
from data.release_tables import insert_rows
from data.schema import dim_assessment_phase, fact_assessment, fact_assessment_item, fact_assessment_rank

Columns = dict[str, Any]  # arrays or lists by name of the column
NOBODY = "没有地区达到排名所需的覆盖率"
LIGHTS = ("green", "amber", "red", "grey")


def write_phase(
    connection: Database, number: int, scheme: Scheme, places: Places, result: PhaseResult, ids: dict[str, int]
) -> None:
    """Append `result` to the tables of assessment. `number`: scheme_id; `ids`: of the indicators by code."""
    assert result.items is not None
    key = {"scheme_id": number, "period_id": result.stage.period_id}
    _append(connection, fact_assessment_item, _item_columns(scheme, places, result.items, ids), key)
    for name, variant in result.variants.items():
        _append(connection, fact_assessment, _total_columns(scheme, places, variant), key | {"variant": name})
        if len(variant.ranks):
            ranks: Columns = {column: variant.ranks[column].to_numpy() for column in variant.ranks.columns}
            ranks["area_id"] = places.ids[ranks.pop("place")]
            _append(connection, fact_assessment_rank, ranks, key | {"variant": name})
    insert_rows(connection, dim_assessment_phase, [key | _phase_row(places, result, result.items)])


def _phase_row(places: Places, result: PhaseResult, items: Items) -> dict[str, Any]:
    strictest = int(items.strict.max(initial=0))
    ranked = int(result.variants["all"].totals.ranked.sum())
    compared = result.previous_year is not None
    same = not compared or not np.isnan(result.variants["all"].previous_year).all()
    return {
        "phase": result.stage.phase.phase,
        "target_year": result.target_year,
        "targets_changed": not same,
        "previous_phase_id": result.previous_phase,
        "previous_year_id": result.previous_year,
        "areas": len(places),
        "ranked": ranked,
        "doubtful": int((items.now.cells.doubtful & items.now.cells.known).sum()),
        "bands": result.bands and ranked > 0,
        "note": result.note if ranked else NOBODY,
        "classification": CLASSIFICATIONS[strictest],
        "demonstration": bool(items.demonstration.any()),
    }


def _item_columns(scheme: Scheme, places: Places, items: Items, ids: dict[str, int]) -> Columns:
    """Items that the product has an indicator for; the others are in dim_scheme_item alone."""
    columns = [n for n, item in enumerate(scheme.items) if item.indicator is not None]
    now, aim, made = items.now, items.aim, items.scored
    rows = len(places)

    def of(values: np.ndarray) -> np.ndarray:
        return values[:, columns].ravel()

    observed, known = of(now.cells.status) >= 0, of(now.cells.known)
    weight = np.array([scheme.items[n].weight for n in columns])
    return {
        "area_id": np.repeat(places.ids, len(columns)), "item_number": np.tile(np.array(columns) + 1, rows),
        "indicator_id": np.tile([ids[scheme.items[n].indicator or ""] for n in columns], rows),
        "value": of(now.cells.value), "lower": of(now.cells.lower), "upper": of(now.cells.upper),
        "value_period_id": np.where(known, of(now.period), np.nan),
        "status": np.where(observed, of(now.cells.status), np.nan), "carried": of(now.carried),
        "target": of(aim.target), "target_high": of(aim.target_high), "operator": of(aim.operator),
        "target_year": of(aim.target_year), "baseline": of(aim.baseline), "baseline_year": of(aim.baseline_year),
        "expected": of(made.expected), "met": of(made.met), "on_track": of(made.on_track),
        "attainment": of(made.attainment), "score": of(made.score), "reason": of(made.reason),
        "weight": np.tile(weight, rows), "lost": of(items.lost), "gain_per_unit": of(items.gain),
        "light": of(made.light), "doubtful": of(now.cells.doubtful) & known, "demonstration": of(items.demonstration),
        "batch_id": np.where(observed, of(now.cells.batch), np.nan),
        "row_number": np.where(observed, of(now.cells.row), np.nan),
    }  # fmt: skip


def _total_columns(scheme: Scheme, places: Places, variant: Variant) -> Columns:
    made = variant.totals
    return {
        "area_id": places.ids, "total": made.total, "total_low": made.low, "total_high": made.high,
        "dimensions": [json.dumps(row).replace("NaN", "null") for row in np.round(made.dimensions, 6).tolist()],
        "coverage": made.coverage, "grade": _grades(variant, len(places)), "warning": variant.warning,
        "items_scored": (~np.isnan(variant.score)).sum(axis=1), "items_met": (variant.met == True).sum(axis=1),  # noqa: E712
        "reason": [
            reason_of(coverage, total, scheme.minimum_coverage)
            for coverage, total in zip(made.coverage, made.total, strict=True)
        ],
        "previous_phase_total": variant.previous_phase, "previous_year_total": variant.previous_year,
        "demonstration": variant.demonstration,
    } | {f"items_{name}": (variant.light == name).sum(axis=1) for name in LIGHTS}  # fmt: skip


def _grades(variant: Variant, areas: int) -> np.ndarray:
    """The grade in the ranking in which the scheme gives grades; None without a rank."""
    grades = np.full(areas, None, dtype=object)
    if len(variant.ranks):
        graded = variant.ranks[variant.ranks["grade"].notna() & (variant.ranks["comparison_group"] == ALL)]
        grades[graded["place"].to_numpy()] = graded["grade"].to_numpy()
    return grades


def _append(connection: Database, table: Table, columns: Columns, key: dict[str, Any]) -> None:
    """Insert rows given by column, with the same `key` in each; NaN and None are null, absent columns too."""
    size = len(columns["area_id"])
    filled = columns | {name: [value] * size for name, value in key.items()}
    names = [column.name for column in table.columns if column.name in filled]
    arrays = [_typed(filled[name], table.c[name].type) for name in names]
    connection.register("assessment_rows", pa.table(dict(zip(names, arrays, strict=True))))
    quoted = ", ".join(f'"{name}"' for name in names)
    connection.execute(f"INSERT INTO {table.name} ({quoted}) SELECT {quoted} FROM assessment_rows")
    connection.unregister("assessment_rows")


def _typed(values: Any, kind: TypeEngine) -> pa.Array:
    if isinstance(kind, Integer):  # whole numbers with gaps come as floats
        return pa.array(values, type=pa.float64(), from_pandas=True).cast(pa.int64())
    types = ((Boolean, pa.bool_()), (Double, pa.float64()), (String, pa.string()))
    return pa.array(values, type=next(made for one, made in types if isinstance(kind, one)), from_pandas=True)
