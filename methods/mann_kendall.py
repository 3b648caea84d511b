"""Mann–Kendall's test of a monotone trend, with Sen's slope: for series longer than the five points of an arrow."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

FEWEST_POINTS = 8  # with fewer the test hardly ever confirms a trend; it says "too few points" instead of "none"
_EXACT_UP_TO = 10  # without ties; Gilbert 1987 takes the normal approximation from ten points on
TRENDS = ("increasing", "decreasing", "none", "too few points")


def mann_kendall(
    values: ArrayLike, times: ArrayLike | None = None, *, confidence: float = 0.95, method: str = "auto"
) -> pd.DataFrame:
    """Test and slope, one row per area. values: (areas, points), oldest first; missing points are left out.

    S = Σ sign(xⱼ − xᵢ) over pairs i < j. `method` "exact" takes p from the distribution of S over all orders (only
    without ties), "normal" from z = (S ∓ 1)/√Var(S) with Var(S) corrected for ties; "auto" is exact up to ten points
    without ties. Sen's slope is the median of all pairwise slopes per unit of `times` (0, 1, 2, … where not given),
    its limits the slopes of rank (N ∓ z√Var(S))/2.
    Columns: trend (of TRENDS, at 1 − `confidence`), slope, lower, upper, s, variance, z, p, tau (S per pair), points,
    method. NaN below three points. Serial correlation makes p too small: it is not corrected.
    Mann 1945, Econometrica 13:245–259; Kendall 1975; Sen 1968, JASA 63:1379–1389; Gilbert 1987, ch. 16.
    """
    if method not in ("auto", "exact", "normal"):
        raise ValueError(f"unknown method {method!r}; known: auto, exact, normal")
    x = np.atleast_2d(np.asarray(values, dtype=float))
    t = np.arange(x.shape[1], dtype=float) if times is None else np.asarray(times, dtype=float)
    if t.shape != x.shape[1:] or np.any(np.diff(t) <= 0):
        raise ValueError("times must ascend, one for every point")
    n = (~np.isnan(x)).sum(axis=1)
    first, second = np.triu_indices(x.shape[1], 1)
    steps = x[:, second] - x[:, first]
    s = np.where(n >= 3, np.nansum(np.sign(steps), axis=1), np.nan)
    variance, tied = _variance(x, n)
    z = (s - np.sign(s)) / np.where(variance > 0, np.sqrt(variance), np.nan)
    z = np.where(s == 0, 0.0, z)
    exact = ~tied & (method != "normal") & ((n <= _EXACT_UP_TO) | (method == "exact"))
    p = np.where(np.isnan(s), np.nan, 2 * ndtr(-np.abs(z)))
    for length in np.unique(n[exact & (n >= 3)]):
        rows = exact & (n == length)
        p[rows] = _exact_p(np.abs(s[rows]), int(length))
    slope, lower, upper = _sen(steps / (t[second] - t[first]), variance, confidence)
    significant = np.where(p < 1 - confidence, np.where(s > 0, "increasing", "decreasing"), "none")
    return pd.DataFrame({
        "trend": np.where(n < FEWEST_POINTS, "too few points", significant),
        "slope": slope, "lower": lower, "upper": upper, "s": s, "variance": variance, "z": z, "p": p,
        "tau": s / np.where(n >= 3, n * (n - 1) / 2, np.nan), "points": n,
        "method": np.where(exact, "exact", "normal, continuity correction"),
    })  # fmt: skip


def _variance(x: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """n(n−1)(2n+5)/18 less the share of ties: t(t−1)(2t+5) per group, summed as (t−1)(2t+5) per member."""
    same = (x[:, :, None] == x[:, None, :]).sum(axis=2)
    ties = np.where(same > 0, (same - 1) * (2 * same + 5), 0).sum(axis=1)
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
    return np.where(n >= 3, variance, np.nan), ties > 0


def _exact_p(s: np.ndarray, n: int) -> np.ndarray:
    """P(|S| ≥ s) over the n! orders: an order with k inversions has S = n(n−1)/2 − 2k."""
    orders = np.ones(1)
    for size in range(2, n + 1):
        orders = np.convolve(orders, np.ones(size) / size)
    below = np.cumsum(orders)[((len(orders) - 1 - s) / 2).astype(int)]
    return np.where(s == 0, 1.0, np.minimum(1.0, 2 * below))


def _sen(slopes: np.ndarray, variance: np.ndarray, confidence: float) -> np.ndarray:
    """Median of the pairwise slopes and its limits, NaN where there is no variance to speak of."""
    slopes = np.column_stack([slopes, np.full(len(slopes), np.nan)])  # also a single point has a place to look at
    ordered = np.sort(slopes, axis=1)  # NaN last
    pairs = (~np.isnan(slopes)).sum(axis=1)
    reach = ndtri(0.5 + confidence / 2) * np.sqrt(np.nan_to_num(variance))
    middle = (pairs - 1) / 2
    lowest = np.clip(np.round((pairs - reach) / 2) - 1, 0, None)
    highest = np.clip(np.round((pairs + reach) / 2), 0, pairs - 1)
    places = np.stack([np.floor(middle), np.ceil(middle), lowest, highest]).astype(int)
    found = np.take_along_axis(ordered, np.clip(places, 0, ordered.shape[1] - 1).T, axis=1)
    found = np.where(np.isnan(variance)[:, None], np.nan, found)
    return np.stack([found[:, :2].mean(axis=1), found[:, 2], found[:, 3]])
