"""Where a series is heading: a straight line with its prediction interval, and the chance of meeting a target."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit

FEWEST_POINTS = 5
SCALES = ("linear", "log", "logit")


def projection(
    values: ArrayLike, times: ArrayLike, at: float, *, target: ArrayLike = np.nan, sign: ArrayLike = 1.0,
    scale: str = "linear", full: float = 100.0, confidence: float = 0.95,
) -> pd.DataFrame:  # fmt: skip
    """The value of each area at time `at` from its own past. values: (areas, points); times: (points,), years.

    Ordinary least squares on time; the interval is for a single future value: fit ± t(n−2)·s·√(1 + 1/n + (at − t̄)²/Σ).
    chance: the probability, by the same t distribution, that the value then satisfies `target` (`sign` +1: at least,
    −1: at most). `scale` log keeps positive quantities positive, logit shares inside 0 and `full`; their limits are
    transformed back. Missing points are left out.
    Columns: value, lower, upper, chance (0–1; NaN without target), slope (per year, on the scale), points, far (the
    reach ahead is longer than the observed past), method. With fewer than five points, or values outside the scale:
    NaN throughout and method "too few points" or "outside the scale".
    Limits of the method: it assumes that the past pace goes on and that years err independently; a plan's new measures
    and serial correlation are not in it, so the interval is rather too narrow. Draper & Smith 1998, ch. 1 and 3.
    """
    if scale not in SCALES:
        raise ValueError(f"unknown scale {scale!r}; known: {', '.join(SCALES)}")
    x = np.atleast_2d(np.asarray(values, dtype=float))
    t = np.asarray(times, dtype=float)
    if t.shape != x.shape[1:]:
        raise ValueError("times must give one year for every point")
    outside = _outside(x, scale, full)
    y = _onto(np.where(outside[:, None], np.nan, x), scale, full)
    n = (~np.isnan(x)).sum(axis=1)
    refused = (n < FEWEST_POINTS) | outside
    fit, slope, error, past = _line(y, np.where(np.isnan(x), np.nan, t), at, n)
    fit = np.where(refused, np.nan, fit)
    freedom = np.maximum(n - 2, 1)
    reach = stdtrit(freedom, 0.5 + confidence / 2) * error
    aim = np.asarray(target, dtype=float)
    goal = _onto(np.where(_beyond(aim, scale, full), np.nan, aim), scale, full)
    way = np.asarray(sign, dtype=float) * (fit - goal)
    certain = np.where(way >= 0, 1.0, 0.0)
    chance = np.where(error > 0, stdtr(freedom, way / np.where(error > 0, error, 1.0)), certain)
    few = np.where(n < FEWEST_POINTS, "too few points", np.where(outside, "outside the scale", ""))
    limits = np.sort([_back(fit - reach, scale, full), _back(fit + reach, scale, full)], axis=0)
    return pd.DataFrame({
        "value": _back(fit, scale, full), "lower": limits[0], "upper": limits[1],
        "chance": np.where(np.isnan(way), np.nan, chance), "slope": np.where(refused, np.nan, slope), "points": n,
        "far": past < at - np.nanmax(t), "method": np.where(few == "", f"least squares, {scale}", few),
    })  # fmt: skip


def _line(y: np.ndarray, t: np.ndarray, at: float, n: np.ndarray) -> tuple[np.ndarray, ...]:
    """Fit at `at`, slope, standard error of a single value there, and the length of the past."""
    known = ~np.isnan(y)
    count = np.maximum(n, 1)
    centre = np.where(known, t, 0.0).sum(axis=1) / count
    mean = np.where(known, y, 0.0).sum(axis=1) / count
    apart = np.where(known, t - centre[:, None], 0.0)
    off = np.where(known, y - mean[:, None], 0.0)
    moment = (apart**2).sum(axis=1)
    moment = np.where(moment > 0, moment, np.nan)
    slope = (apart * off).sum(axis=1) / moment
    left = ((off - slope[:, None] * apart) ** 2).sum(axis=1) / np.maximum(n - 2, 1)
    error = np.sqrt(left * (1 + 1 / count + (at - centre) ** 2 / moment))
    past = np.where(known, t, -np.inf).max(axis=1) - np.where(known, t, np.inf).min(axis=1)
    return mean + slope * (at - centre), slope, error, past


def _beyond(x: np.ndarray, scale: str, full: float) -> np.ndarray:
    if scale == "linear":
        return np.zeros(x.shape, dtype=bool)
    return (x <= 0) | ((x >= full) & (scale == "logit"))


def _outside(x: np.ndarray, scale: str, full: float) -> np.ndarray:
    return np.asarray(_beyond(x, scale, full).any(axis=1))


def _onto(x: np.ndarray, scale: str, full: float) -> np.ndarray:
    if scale == "log":
        return np.log(x)
    return np.log(x / (full - x)) if scale == "logit" else x


def _back(y: np.ndarray, scale: str, full: float) -> np.ndarray:
    if scale == "log":
        return np.exp(y)
    return full / (1 + np.exp(-y)) if scale == "logit" else y
