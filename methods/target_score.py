"""Points for a target with a number: how far the area has come, and whether it keeps the pace.

Score = 100 · (0.8 · attainment of the target + 0.2 · attainment of this year's point on the path). The product's
default; a scheme may share the points otherwise. No official scoring formula is published.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from methods.attainment import attainment, posts
from methods.expected_path import expected_path
from methods.target_met import aim

ATTAINMENT_SHARE = 0.8


def target_score(judged: pd.DataFrame, *, attainment_share: float = ATTAINMENT_SHARE) -> pd.DataFrame:
    """`judged` (an answer of `methods.progress`) with on_track, path_share and score appended.

    on_track: True, False, or None where there is no path; path_share: attainment of the expected value, 0–1: the
    share of the step due by now that has been made, 1 when on track; score: 0–100. All are NaN/None where the value,
    the target, or the baseline of an unmet target is missing: not scored, never 0. A target that is met needs no path.
    """
    value, low = _floats(judged, "value"), _floats(judged, "target_value")
    operator = judged["operator"].to_numpy(dtype=object)
    direction = judged["direction"].to_numpy(dtype=object) if "direction" in judged else np.full(len(judged), None)
    sign, _ = aim(value, operator, low, _floats(judged, "target_high"), direction)
    met = judged["met"].to_numpy(dtype=bool)
    expected = _floats(judged, "expected")
    share = attainment(value, _floats(judged, "baseline_value"), expected, sign)
    share = np.where(met, 1.0, share)
    known = ~np.isnan(share) & ~np.isnan(value)
    track = (met | (sign * (value - expected) >= 0)).astype(object)
    track[~known] = None
    score = 100 * (attainment_share * _floats(judged, "attainment") + (1 - attainment_share) * share)
    return judged.assign(on_track=track, path_share=share, score=score)


def _floats(frame: pd.DataFrame, name: str) -> np.ndarray:
    if name not in frame:
        return np.full(len(frame), np.nan)
    return pd.to_numeric(frame[name]).to_numpy(dtype=float, na_value=np.nan)


@dataclass(frozen=True)
class TargetScale:
    """The same score as a function of the value alone, for many draws of it: `scale(values)` gives 0–100.

    Made by `target_scale`. Every ramp is (zero, width) per cell: nothing is earned at zero, everything at zero + width.
    """

    ramps: tuple[tuple[np.ndarray, np.ndarray, float], ...]
    upper_ramps: tuple[tuple[np.ndarray, np.ndarray, float], ...] = ()

    def __call__(self, values: np.ndarray) -> np.ndarray:
        if np.ndim(values) == 0:
            return self(np.atleast_1d(values))[0]
        score = _points(values, self.ramps)
        return np.minimum(score, _points(values, self.upper_ramps)) if self.upper_ramps else score


def _points(values: np.ndarray, ramps: tuple[tuple[np.ndarray, np.ndarray, float], ...]) -> np.ndarray:
    total = np.zeros_like(values)
    for zero, slope, points in ramps:
        part = values - zero
        part *= slope
        np.clip(part, 0.0, 1.0, out=part)
        part *= points
        total += part
    return total


def target_scale(
    time: ArrayLike, baseline: ArrayLike, baseline_year: ArrayLike, operator: ArrayLike, target: ArrayLike,
    target_high: ArrayLike, target_year: ArrayLike, direction: ArrayLike, *,
    attainment_share: float = ATTAINMENT_SHARE,
) -> TargetScale:  # fmt: skip
    """The scale of every cell (areas × indicators; arguments broadcast) whose value is still to be drawn.

    Where the baseline is missing a value is measured by its distance from the target, |T| wide: only cells that are
    scored at all (see `target_score`) should be drawn.
    """
    b, y0, low, high, y1, t = (
        np.asarray(a, dtype=float) for a in (baseline, baseline_year, target, target_high, target_year, time)
    )
    kind, way = np.asarray(operator, dtype=object), np.asarray(direction, dtype=object)
    between = np.broadcast_arrays(kind == "between", b, low)[0]
    falling = np.isin(kind, ("<=", "<")) | ((kind == "=") & (way == "lower"))
    lower_side = _ramps(t, b, y0, low, y1, np.where(falling, -1.0, 1.0), attainment_share)
    if not between.any():
        return TargetScale(lower_side)
    upper_side = tuple(
        (np.where(between, zero, -1e300), np.where(between, slope, 1.0), points)  # no upper bound: all points
        for zero, slope, points in _ramps(t, b, y0, high, y1, np.float64(-1.0), attainment_share)
    )
    return TargetScale(lower_side, upper_side)


def _ramps(t, b, y0, goal, y1, sign, share: float) -> tuple[tuple[np.ndarray, np.ndarray, float], ...]:
    asks = sign * (goal - b) > 0
    expected = expected_path(t, np.where(asks, b, goal), y0, goal, y1)
    expected = np.where(np.isnan(expected), goal, expected)
    return tuple(
        (*_slope(*posts(b, full, sign), sign), 100 * points) for full, points in ((goal, share), (expected, 1 - share))
    )


def _slope(zero: np.ndarray, full: np.ndarray, sign: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Zero and 1/width. A width of 0 (a target of 0 that was kept) is a step: all on one side, nothing beyond."""
    width = full - zero
    tiny = sign * np.maximum(np.abs(full), 1.0) * 1e-9
    flat = np.abs(width) < 1e-290  # also what no division survives
    return np.where(flat, zero - tiny, zero), 1 / np.where(flat, tiny, width)
