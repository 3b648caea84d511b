"""Slope index of inequality: the difference between the two ends of society, using every group between them."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import expit, ndtri, stdtrit

FEWEST_GROUPS = 3
_STEPS = 50


def slope_index_of_inequality(
    values: ArrayLike, population: ArrayLike, standard_errors: ArrayLike | None = None, *, confidence: float = 0.95
) -> pd.DataFrame:
    """Slope and relative index, one row per area, from groups ordered from the most to the least deprived.

    values, population, standard_errors: (areas, groups). Each group stands at the middle b of its share of the
    population; the value is regressed on b with the shares as weights. Slope index = the line at 1 less the line at
    0 (units of the value; positive: the better-off have more); relative index = line at 1 ÷ line at 0.
    Limits: from the groups' standard errors where given (the indices are linear combinations of the values, the
    relative one on the log scale), else from the residuals (t with groups − 2 degrees of freedom).
    Columns: value, lower, upper (slope index), relative, relative_lower, relative_upper, groups, method. Groups with a
    missing value or no population are left out; NaN with fewer than three; the relative index is NaN where an end of
    the line is not positive.
    Low & Low 2004, J Public Health 26:296–302; Mackenbach & Kunst 1997, Soc Sci Med 44:757–771.
    """
    y, n = np.broadcast_arrays(*(np.atleast_2d(np.asarray(a, dtype=float)) for a in (values, population)))
    if np.any(n < 0):
        raise ValueError("a population is negative")
    weight, rank, groups = _ranks(y, n)
    error = None if standard_errors is None else np.atleast_2d(np.asarray(standard_errors, dtype=float))
    ends, covariance, freedom = _ends(np.where(weight > 0, y, 0.0), weight, rank, error, groups)
    reach = ndtri(0.5 + confidence / 2) if error is not None else stdtrit(freedom, 0.5 + confidence / 2)
    slope = ends[1] - ends[0]
    spread = reach * np.sqrt(covariance[0] + covariance[1] - 2 * covariance[2])
    ratio = np.where((ends > 0).all(axis=0), ends[1] / np.where(ends[0] > 0, ends[0], np.nan), np.nan)
    log_variance = covariance[0] / ends[0] ** 2 + covariance[1] / ends[1] ** 2 - 2 * covariance[2] / (ends[0] * ends[1])
    with np.errstate(over="ignore"):  # an index without an upper end: infinite says so
        factor = np.exp(reach * np.sqrt(np.maximum(log_variance, 0)))
    return pd.DataFrame({
        "value": slope, "lower": slope - spread, "upper": slope + spread,
        "relative": ratio, "relative_lower": ratio / factor, "relative_upper": ratio * factor, "groups": groups,
        "method": "weighted line, standard errors" if error is not None else "weighted line, residuals",
    })  # fmt: skip


def slope_index_of_proportions(
    proportions: ArrayLike, population: ArrayLike, *, multiplier: float = 100
) -> pd.DataFrame:
    """The same for proportions that come near 0 or 1: a logistic line (one binomial trial per person), as WHO does.

    Columns: value (units of `multiplier`), relative, groups, method. No limits: the model's would treat the people of
    a group as independent. WHO's own R package counts the population twice and differs in the first decimal.
    WHO 2013, Handbook on Health Inequality Monitoring, p. 47.
    """
    p, n = np.broadcast_arrays(*(np.atleast_2d(np.asarray(a, dtype=float)) for a in (proportions, population)))
    p = p / multiplier
    if np.any(p < 0) or np.any(p > 1):
        raise ValueError(f"a value lies outside 0 and {multiplier}: this is no proportion")
    weight, rank, groups = _ranks(p, n)
    p = np.where(weight > 0, p, 0.5)
    line = np.zeros((2, len(p)))
    for _ in range(_STEPS):  # Newton's steps; two unknowns, the same for every area at once
        fitted = expit(line[0][:, None] + line[1][:, None] * rank)
        share = weight * fitted * (1 - fitted)
        a, b, c = share.sum(axis=1), (share * rank).sum(axis=1), (share * rank**2).sum(axis=1)
        residual = weight * (p - fitted)
        g, h = residual.sum(axis=1), (residual * rank).sum(axis=1)
        step = np.stack([c * g - b * h, a * h - b * g]) / (a * c - b**2)
        line = line + step
        if not np.any(np.abs(step) > 1e-10):
            break
    low, high = expit(line[0]), expit(line[0] + line[1])
    return pd.DataFrame(
        {"value": (high - low) * multiplier, "relative": high / low, "groups": groups, "method": "logistic line"}
    )


def _ranks(y: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Shares of the population (0 for groups left out), the middle of each on the scale 0–1, and how many there are."""
    present = ~np.isnan(y) & (n > 0)
    groups = present.sum(axis=1)
    people = np.where(present, n, 0.0)
    share = people / np.where(groups >= FEWEST_GROUPS, people.sum(axis=1), np.nan)[:, None]
    return share, share.cumsum(axis=1) - share / 2, groups


def _ends(
    y: np.ndarray, weight: np.ndarray, rank: np.ndarray, error: np.ndarray | None, groups: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The line at 0 and 1; their variances and covariance; degrees of freedom of the residuals."""
    centre = (weight * rank).sum(axis=1, keepdims=True)
    moment = (weight * (rank - centre) ** 2).sum(axis=1, keepdims=True)
    pull = weight * (rank - centre) / moment  # slope = Σ pull · y
    at = np.stack([weight - pull * centre, weight + pull * (1 - centre)])
    ends = (at * y).sum(axis=2)
    freedom = np.maximum(groups - 2, 1)
    if error is not None:
        spread = np.where(weight > 0, error, 0.0) ** 2
    else:
        fitted = ends[0][:, None] + (ends[1] - ends[0])[:, None] * rank
        left = (weight * (y - fitted) ** 2).sum(axis=1, keepdims=True) / freedom[:, None]
        spread = left / np.where(weight > 0, weight, np.inf)
    covariance = np.stack([(at[i] * at[j] * spread).sum(axis=1) for i, j in ((0, 0), (1, 1), (0, 1))])
    return ends, covariance, freedom
