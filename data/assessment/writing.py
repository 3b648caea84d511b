"""Results of a phase as rows of the release."""

import json
from typing import Any

import numpy as np
import pandas as pd

from data.assessment.figures import CLASSIFICATIONS, Places
from data.assessment.one_phase import Items, PhaseResult, Variant
from data.assessment.ranking import reason_of
from data.assessment.scheme import Scheme
from data.loading.staging import Database
from data.release_tables import insert_rows
from data.schema import dim_assessment_phase, fact_assessment, fact_assessment_item, fact_assessment_rank

LIGHTS = ("green", "amber", "red", "grey")


def write_phase(
    connection: Database, number: int, scheme: Scheme, places: Places, result: PhaseResult, ids: dict[str, int]
) -> None:
    """Append `result` to the tables of assessment. `number`: scheme_id; `ids`: of the indicators by code."""
    assert result.items is not None
    key = {"scheme_id": number, "period_id": result.stage.period_id}
    _append(connection, fact_assessment_item, _item_frame(scheme, places, result.items, ids).assign(**key))
    for name, variant in result.variants.items():
        frame = _total_frame(scheme, places, variant).assign(**key, variant=name)
        _append(connection, fact_assessment, frame)
        if len(variant.ranks):
            ranks = variant.ranks.assign(area_id=places.ids[variant.ranks["place"]], **key, variant=name)
            _append(connection, fact_assessment_rank, ranks)
    insert_rows(connection, dim_assessment_phase, [key | _phase_row(places, result, result.items)])


def _phase_row(places: Places, result: PhaseResult, items: Items) -> dict[str, Any]:
    strictest = int(items.strict.max(initial=0))
    compared = result.previous_year is not None
    same = not compared or not np.isnan(result.variants["all"].previous_year).all()
    return {
        "phase": result.stage.phase.phase,
        "target_year": result.target_year,
        "targets_changed": not same,
        "previous_phase_id": result.previous_phase,
        "previous_year_id": result.previous_year,
        "areas": len(places),
        "ranked": int(result.variants["all"].totals.ranked.sum()),
        "doubtful": int((items.now.cells.doubtful & items.now.cells.known).sum()),
        "bands": result.bands,
        "note": result.note,
        "classification": CLASSIFICATIONS[strictest],
        "demonstration": bool(items.demonstration.any()),
    }


def _item_frame(scheme: Scheme, places: Places, items: Items, ids: dict[str, int]) -> pd.DataFrame:
    """Items that the product has an indicator for; the others are in dim_scheme_item alone."""
    columns = [n for n, item in enumerate(scheme.items) if item.indicator is not None]
    now, aim, made = items.now, items.aim, items.scored
    rows = len(places)

    def of(values: np.ndarray) -> np.ndarray:
        return values[:, columns].ravel()

    status, known = of(now.cells.status), of(now.cells.known)
    weight = np.array([scheme.items[n].weight for n in columns])
    return pd.DataFrame({
        "area_id": np.repeat(places.ids, len(columns)),
        "item_number": np.tile(np.array(columns) + 1, rows),
        "indicator_id": np.tile([ids[scheme.items[n].indicator or ""] for n in columns], rows),
        "value": of(now.cells.value), "lower": of(now.cells.lower), "upper": of(now.cells.upper),
        "value_period_id": _whole(of(now.period), known), "status": _whole(status, status >= 0),
        "carried": of(now.carried), "target": of(aim.target), "target_high": of(aim.target_high),
        "operator": of(aim.operator), "target_year": _whole(of(aim.target_year)), "baseline": of(aim.baseline),
        "baseline_year": _whole(of(aim.baseline_year)), "expected": of(made.expected), "met": of(made.met),
        "on_track": of(made.on_track), "attainment": of(made.attainment), "score": of(made.score),
        "reason": of(made.reason), "weight": np.tile(weight, rows), "lost": of(items.lost),
        "gain_per_unit": of(items.gain), "light": of(made.light), "doubtful": of(now.cells.doubtful) & known,
        "demonstration": of(items.demonstration), "batch_id": _whole(of(now.cells.batch), status >= 0),
        "row_number": _whole(of(now.cells.row), status >= 0),
    })  # fmt: skip


def _total_frame(scheme: Scheme, places: Places, variant: Variant) -> pd.DataFrame:
    made = variant.totals
    missing = len([item for item in scheme.items if item.indicator is None])
    lights = {f"items_{name}": (variant.light == name).sum(axis=1) for name in LIGHTS}
    assert missing <= len(scheme.items)
    return pd.DataFrame({
        "area_id": places.ids, "total": made.total, "total_low": made.low, "total_high": made.high,
        "dimensions": [_scores(row) for row in made.dimensions], "coverage": made.coverage,
        "grade": _grades(variant, len(places)), "warning": variant.warning,
        "items_scored": (~np.isnan(variant.score)).sum(axis=1), "items_met": (variant.met == True).sum(axis=1),  # noqa: E712
        **lights,
        "reason": [
            reason_of(coverage, total, scheme.minimum_coverage)
            for coverage, total in zip(made.coverage, made.total, strict=True)
        ],
        "previous_phase_total": variant.previous_phase, "previous_year_total": variant.previous_year,
        "demonstration": variant.demonstration,
    })  # fmt: skip


def _grades(variant: Variant, areas: int) -> np.ndarray:
    """The grade in the ranking in which the scheme gives grades; None without a rank."""
    grades = np.full(areas, None, dtype=object)
    if len(variant.ranks):
        graded = variant.ranks[variant.ranks["grade"].notna() & (variant.ranks["comparison_group"] == "all")]
        grades[graded["place"].to_numpy()] = graded["grade"].to_numpy()
    return grades


def _scores(row: np.ndarray) -> str:
    return json.dumps([None if np.isnan(value) else round(float(value), 6) for value in row])


def _whole(values: np.ndarray, present: np.ndarray | None = None) -> pd.Series:
    """Whole numbers that may be absent."""
    there = ~np.isnan(values) if present is None else present
    return pd.Series(np.where(there, values, 0).astype(np.int64)).astype("Int64").where(pd.Series(there))


def _append(connection: Database, table: Any, frame: pd.DataFrame) -> None:
    """Insert `frame` by name; columns that it does not have stay null."""
    names = [column.name for column in table.columns if column.name in frame.columns]
    casts = {"met": "BOOLEAN", "on_track": "BOOLEAN", "operator": "VARCHAR", "reason": "VARCHAR", "grade": "VARCHAR"}
    listed = ", ".join(f'CAST("{n}" AS {casts[n]})' if n in casts else f'"{n}"' for n in names)
    connection.register("assessment_rows", frame[names])
    quoted = ", ".join(f'"{name}"' for name in names)
    connection.execute(f"INSERT INTO {table.name} ({quoted}) SELECT {listed} FROM assessment_rows")
    connection.unregister("assessment_rows")
