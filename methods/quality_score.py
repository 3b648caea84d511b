"""Data-quality scores and grades from the pass rates of rules: plain arithmetic over many cells at once.

A cell is whatever is graded: an area in a period, a form of an area, an indicator of an area. It has one entry for
every rule that checked something in it. No official formula exists; the weights are a product default, 非官方标准.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Whole = NDArray[np.integer]


@dataclass(frozen=True)
class Scheme:
    """How to score. `dimension_weights` and `severity_weights` (hard, serious, minor, hint) by index; `grades` with
    the lowest total of each, best first, the last one 0; `cap`: the best grade where a hard rule failed, by index."""

    dimension_weights: tuple[float, ...]
    severity_weights: tuple[float, ...]
    grades: tuple[str, ...]
    cut_offs: tuple[float, ...]
    cap: int


@dataclass(frozen=True)
class Scores:
    """Per cell: `dimensions` (cells × dimensions) and `total`, 0 to 100, NaN where nothing was checked; `grade` as an
    index into the scheme's grades, −1 without a total; `capped`: a failed hard rule lowered the grade."""

    dimensions: Numbers
    total: Numbers
    grade: NDArray[np.int8]
    capped: NDArray[np.bool_]


def pass_rates(checked: Whole, failed: Whole) -> Numbers:
    """1 − failed/checked, between 0 and 1; NaN where nothing was checked."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(checked > 0, np.clip(1 - failed / np.maximum(checked, 1), 0, 1), np.nan)


def dimension_scores(
    cell: Whole, dimension: Whole, weight: Numbers, rate: Numbers, *, cells: int, dimensions: int
) -> Numbers:
    """Weighted mean of the pass rates of every cell's rules by dimension, times 100: Σ w·rate / Σ w · 100.

    One entry per cell and rule; entries with weight 0 or without a rate do not count. NaN where none counts.
    """
    counts = (weight > 0) & ~np.isnan(rate)
    place = (cell[counts] * dimensions + dimension[counts]).astype(np.int64)
    size = cells * dimensions
    passed = np.bincount(place, weights=weight[counts] * rate[counts], minlength=size)
    weights = np.bincount(place, weights=weight[counts], minlength=size)
    return _over(passed * 100, weights).reshape(cells, dimensions)


def total_scores(scores: Numbers, weights: tuple[float, ...]) -> Numbers:
    """Weighted mean over the dimensions that have a score: what is missing is left out of the weights, never 0."""
    weight = np.where(np.isnan(scores), 0.0, np.asarray(weights))
    return _over((np.nan_to_num(scores) * weight).sum(axis=1), weight.sum(axis=1))


def quality_scores(
    cell: Whole, dimension: Whole, severity: Whole, checked: Whole, failed: Whole, hard_failed: Whole, scheme: Scheme
) -> Scores:
    """Scores and grades of all cells. The first five arrays have one entry per cell and rule (`cell` from 0);
    `hard_failed` has one per cell: how many units broke a hard rule."""
    weight = np.asarray(scheme.severity_weights)[severity]
    rate = pass_rates(checked, failed)
    scores = dimension_scores(
        cell, dimension, weight, rate, cells=len(hard_failed), dimensions=len(scheme.dimension_weights)
    )
    total = total_scores(scores, scheme.dimension_weights)
    earned = grade_of(total, scheme.cut_offs)
    capped = (hard_failed > 0) & (earned >= 0) & (earned < scheme.cap)
    return Scores(scores, total, np.where(capped, np.int8(scheme.cap), earned), capped)


def grade_of(total: Numbers, cut_offs: tuple[float, ...]) -> NDArray[np.int8]:
    """Index of the first cut-off that the total reaches; −1 without a total.

    A total is compared to 9 decimals: 0.7·100 + 0.3·83.333… must not miss 95 by the last bit of a float.
    """
    reached = np.round(total, 9)[:, None] >= np.asarray(cut_offs)[None, :]
    return np.where(np.isnan(total), -1, reached.argmax(axis=1)).astype(np.int8)


def _over(above: NDArray, below: NDArray) -> Numbers:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, above / np.where(below > 0, below, 1), np.nan)
