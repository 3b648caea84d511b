"""(j) Scores, totals, ranks and their bands with 1,000 draws, for as many areas and items as a scheme may have."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import pandas as pd

from bench.lines import Line, processor_seconds, seconds
from methods.brackets import brackets
from methods.lost_points import lost_points
from methods.normalisations import range_scale, standard_scale
from methods.progress import progress
from methods.rank_bands import Scale, rank_bands
from methods.target_score import target_scale, target_score
from methods.weighted_total import weighted_total

SIZES = ((31, 26, 0.3), (333, 42, 1.0), (2850, 26, 5.0))  # areas, items, most seconds
DRAWS, REPETITIONS, SEED = 1000, 3, 20190715


def measure() -> Iterator[Line]:
    """The least of a few runs: whatever else the machine does only adds."""
    for areas, items, most in SIZES:
        work = assessment_of(areas, items)
        work()
        clock = min(seconds(work) for _ in range(REPETITIONS))
        processor = min(processor_seconds(work) for _ in range(REPETITIONS))
        detail = f"{DRAWS:,} draws, 3 normalisations; processor {processor:.2f} s"
        yield Line(f"j {items} items × {areas:,} areas", clock, "s", detail, most=most)


def assessment_of(areas: int, items: int) -> Callable[[], None]:
    """Invented figures, and everything that a phase is computed of, ready to run."""
    draw = np.random.default_rng(SEED)
    baseline = draw.uniform(40, 80, (areas, items))
    target = baseline + draw.uniform(-2, 20, items)
    value = baseline + draw.uniform(0, 1, (areas, items)) * (target - baseline + 1)
    value[draw.random(value.shape) < 0.02] = np.nan
    error = draw.uniform(0.2, 3, value.shape)
    return partial(_assess, value, error, baseline, target)


def _assess(value: np.ndarray, error: np.ndarray, baseline: np.ndarray, target: np.ndarray) -> None:
    weights = np.ones(value.shape[1])
    judged = target_score(progress(pd.DataFrame({
        "value": value.ravel(), "year": 2025.0, "baseline_value": baseline.ravel(), "baseline_year": 2017.0,
        "operator": ">=", "target_value": target.ravel(), "target_high": np.nan, "target_year": 2030.0,
        "direction": "higher", "previous_value": value.ravel() - 1, "before_value": np.nan,
    })))  # fmt: skip
    score = judged["score"].to_numpy().reshape(value.shape)
    total = weighted_total(score, weights)
    lost_points(score, weights)
    operator = np.full(value.shape[1], ">=", dtype=object)
    own = target_scale(2025, baseline, 2017, operator, target, np.nan, 2030, "higher")
    scales: list[Scale] = [own, standard_scale(value, weights), range_scale(value, weights)]
    bands = rank_bands(value, value - error, value + error, weights, scales, draws=DRAWS)
    inside = (total["ranked"] & total["total"].notna()).to_numpy()
    brackets(bands.total[inside], bands.drawn)
