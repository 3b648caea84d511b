"""Results of all schemes, computed when a release is made: what every item came to, totals, ranks and their bands."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from data.assessment.figures import Figures, mark_doubt, read_figures, years_with_values
from data.assessment.one_phase import PhaseResult, phase_result
from data.assessment.phases import Stage, counted, stages
from data.assessment.published import fill_published_grades
from data.assessment.read import SCHEMES, RefusedScheme, read_schemes
from data.assessment.register import write_register
from data.assessment.scheme import Scheme
from data.assessment.writing import write_phase
from data.definitions import read_indicators
from data.loading.staging import Database

Progress = Callable[[str], None]
LEAST_WEIGHT = 0.2  # of the weight of a scheme: items that are known of some area


def fill_assessment(connection: Database, progress: Progress, folder: Path = SCHEMES) -> None:
    """Fill the tables of assessment. Needs the facts, fact_coverage, fact_finding, fact_score and their dimensions."""
    schemes = dict(enumerate(read_schemes(folder), 1))
    ids = dict(connection.execute("SELECT code, indicator_id FROM dim_indicator").fetchall())
    connection.begin()
    write_register(connection, schemes, ids)
    fill_published_grades(connection)
    present = years_with_values(connection)
    mark_doubt(connection)
    for number, scheme in schemes.items():
        if isinstance(scheme, RefusedScheme):
            progress(f"考核方案 {scheme.code}：{scheme.problem}")
        elif _has_values(scheme, ids, present):
            started = time.perf_counter()
            phases = _assess(connection, number, scheme, ids)
            progress(f"考核方案 {scheme.name}：{phases}个阶段（{time.perf_counter() - started:.1f}秒）")
    connection.execute("DROP TABLE assessment_doubt")
    connection.commit()


def _has_values(scheme: Scheme, ids: dict[str, int], present: set[tuple[int, str, int]]) -> bool:
    """Whether some year has enough for an assessment."""
    years = {year for _, of, year in present if of == scheme.level}
    return any(
        _enough([(ids.get(item.indicator or "", 0), scheme.level, year) in present for item in scheme.items], scheme)
        for year in years
    )


def _enough(known: Sequence[bool] | np.ndarray, scheme: Scheme) -> bool:
    """A phase of which hardly any item is known anywhere is no assessment."""
    weights = [item.weight for item in scheme.items]
    return sum(w for w, there in zip(weights, known, strict=True) if there) >= LEAST_WEIGHT * sum(weights)


def _listed(scheme: Scheme, figures: Figures) -> list[Stage]:
    return [
        stage
        for stage in stages(scheme, figures)
        if _enough(np.any(counted(stage, figures).cells.known, axis=0), scheme)
    ]


def _assess(connection: Database, number: int, scheme: Scheme, ids: dict[str, int]) -> int:
    figures = read_figures(connection, scheme, ids)
    known = read_indicators()
    listed = _listed(scheme, figures)
    latest = max((stage.year for stage in listed), default=0)
    done: list[PhaseResult] = []
    for stage in listed:
        bands = stage.year > latest - scheme.bands.years
        result = phase_result(stage, scheme, figures, known, done, bands=bands)
        write_phase(connection, number, scheme, figures.places, result, ids)
        done.append(result.without_cells())
    return len(done)
