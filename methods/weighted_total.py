"""Totals of scores with weights, and how much of the weight they rest on."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

LEAST_COVERAGE = 0.8  # a unit missing more than 20 % of the weight gets no rank (SDG Index; the product's default)
AGGREGATIONS = ("arithmetic", "geometric", "harmonic")


def weighted_total(
    scores: ArrayLike, weights: ArrayLike, *, aggregation: str = "arithmetic", least_coverage: float = LEAST_COVERAGE
) -> pd.DataFrame:
    """One row per area. scores: (areas, items), NaN where not scored; weights: (items,) or (areas, items).

    Columns: total: Σ w·s / Σ w over the scored items (geometric: exp of the mean of logs, 0 as soon as one score is
    0; harmonic: Σ w / Σ (w/s)); coverage: Σ w (scored) / Σ w, 0–1; items: how many were scored; ranked: coverage is
    enough for a rank. No scored item gives NaN, never 0. A dimension is the same of its own columns.
    Raises ValueError for negative weights, weights that are all 0, or negative scores in the last two aggregations.
    OECD/JRC 2008, Handbook on Constructing Composite Indicators, ch. 6.
    """
    if aggregation not in AGGREGATIONS:
        raise ValueError(f"unknown aggregation {aggregation!r}; known: {', '.join(AGGREGATIONS)}")
    s, w = np.broadcast_arrays(np.atleast_2d(np.asarray(scores, dtype=float)), np.asarray(weights, dtype=float))
    if not np.all(w >= 0) or (w.size and not np.all(w.sum(axis=1) > 0)):
        raise ValueError("weights must not be negative, and not all of them 0")
    if aggregation != "arithmetic" and np.any(s < 0):
        raise ValueError(f"a score below 0 has no {aggregation} mean")
    scored = ~np.isnan(s) & (w > 0)
    used = np.where(scored, w, 0.0)
    weight = used.sum(axis=1)
    share = used / np.where(weight > 0, weight, np.nan)[:, None]
    filled = np.where(scored, s, 1.0)
    with np.errstate(divide="ignore"):
        if aggregation == "geometric":
            total = np.exp((share * np.log(filled)).sum(axis=1))
        elif aggregation == "harmonic":
            total = 1 / (share / filled).sum(axis=1)
        else:
            total = (share * filled).sum(axis=1)
    coverage = weight / w.sum(axis=1)
    ranked = coverage >= least_coverage - 1e-9  # 0.8 of weights like 0.1 is not 0.8 in binary fractions
    return pd.DataFrame({"total": total, "coverage": coverage, "items": scored.sum(axis=1), "ranked": ranked})
