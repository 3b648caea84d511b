"""Whether an indicator has been rising or falling over its last five points: the arrow beside a figure."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import logit

POINTS = 5
CRITICAL = 9.54953570608324  # χ² with one degree of freedom at 99.8 %: ±3 standard errors, as of control charts
TRENDS = ("increasing", "decreasing", "none", "too few points")
_WIDTH = 3.92  # of a 95 % interval, in standard errors
_LEAVE_ONE_OUT = 1 - np.eye(POINTS)  # a point without weight keeps its place in time


def recent_trend(values: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> pd.DataFrame:
    """The trend of the last five points with an interval, one row per area: weighted least squares.

    values and their 95 % limits: (areas, points), oldest first, equally spaced; a point without value or interval is
    skipped, as if it were not there. Weights 1/((U − L)/3.92)², χ² = (slope/SE)². There is a trend where χ² exceeds
    9.549536 and the slope keeps its sign whichever point is left out.
    Columns: trend (of TRENDS), slope (units per period), lower, upper (95 % limits of the slope), chi_squared, method.
    Office for Health Improvement and Disparities, Fingertips: recent trends (proportions: `recent_trend_of_counts`).
    """
    x, low, high = np.broadcast_arrays(*(np.atleast_2d(np.asarray(a, dtype=float)) for a in (values, lower, upper)))
    error = (high - low) / _WIDTH
    usable = ~np.isnan(x) & (error > 0)
    x, error = _last(x, usable), _last(error, usable)
    weight = 1 / error**2
    slope, moment = _fit(x, weight)
    signs = np.stack([_sign(_fit(x, weight * left)[0], x) for left in _LEAVE_ONE_OUT])
    return _judged(slope, slope**2 * moment, signs, 1.96 / np.sqrt(moment), "weighted least squares")


def recent_trend_of_counts(numerator: ArrayLike, denominator: ArrayLike) -> pd.DataFrame:
    """The same for proportions of which both counts are known: χ² for trend of Cochran and Armitage.

    numerator, denominator: (areas, points). Slope and its 95 % limits are of the proportion (weights: denominators);
    what leaving a point out does to the sign is read on the logit, as Fingertips does.
    Columns as of `recent_trend`. Raises ValueError where a numerator exceeds its denominator.
    Armitage 1955, Biometrics 11:375–386.
    """
    x, n = np.broadcast_arrays(*(np.atleast_2d(np.asarray(a, dtype=float)) for a in (numerator, denominator)))
    if np.any(x < 0) or np.any(x > n):
        raise ValueError("a numerator is negative or exceeds its denominator: this is no proportion")
    usable = ~np.isnan(x) & (n > 0)
    x, n = _last(x, usable), _last(n, usable)
    slope, moment = _fit(x / n, n)
    overall = x.sum(axis=1) / n.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = overall * (1 - overall) / moment
        scale = logit(np.clip(x / n, 1e-12, 1 - 1e-12))
        signs = np.stack([_sign(_fit(scale, left)[0], scale) for left in _LEAVE_ONE_OUT])
        found = slope**2 / variance
    return _judged(slope, found, signs, 1.96 * np.sqrt(variance), "Cochran–Armitage")


def _last(array: np.ndarray, usable: np.ndarray) -> np.ndarray:
    """The last five usable columns of each row, in their order; NaN in rows that have fewer."""
    if array.shape[1] < POINTS:
        return np.full((len(array), POINTS), np.nan)
    order = np.argsort(usable, axis=1, kind="stable")[:, -POINTS:]
    enough = usable.sum(axis=1, keepdims=True) >= POINTS
    return np.where(enough, np.take_along_axis(array, order, axis=1), np.nan)


def _fit(y: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The weighted slope over periods 0, 1, 2, … and Σw(t − t̄)²."""
    w = np.broadcast_to(weight, y.shape)
    t = np.arange(y.shape[1], dtype=float)
    centre = (w * t).sum(axis=1, keepdims=True) / w.sum(axis=1, keepdims=True)
    moment = (w * (t - centre) ** 2).sum(axis=1)
    return (w * (t - centre) * y).sum(axis=1) / moment, moment


def _sign(slope: np.ndarray, y: np.ndarray) -> np.ndarray:
    """−1, 0, 1; what four equal points leave of a slope in binary fractions is 0."""
    return np.where(np.abs(slope) <= 1e-9 * np.abs(y).max(axis=1), 0.0, np.sign(slope))


def _judged(
    slope: np.ndarray, chi_squared: np.ndarray, signs: np.ndarray, reach: np.ndarray, method: str
) -> pd.DataFrame:
    steady = (signs == np.sign(slope)).all(axis=0) & (slope != 0)
    found = np.where((chi_squared > CRITICAL) & steady, np.where(slope > 0, "increasing", "decreasing"), "none")
    return pd.DataFrame({
        "trend": np.where(np.isnan(chi_squared), "too few points", found),
        "slope": slope, "lower": slope - reach, "upper": slope + reach, "chi_squared": chi_squared, "method": method,
    })  # fmt: skip
