"""Where a value stands on its way from a baseline to a target: met, on track, watch, warning or nothing to say.

The rules are this product's default, not an official formula: none is published (健康中国行动考核 approves results, not
arithmetic). Whoever shows a state names it so.
"""

import numpy as np
import pandas as pd

from methods.attainment import attainment
from methods.expected_path import expected_path
from methods.target_met import aim, target_met

STATES = ("warning", "watch", "on_track", "met", "none")  # from the one that needs attention first
TOLERANCE = 0.05  # a value within 5 % of its path needs watching, beyond that it is a warning


def progress(frame: pd.DataFrame) -> pd.DataFrame:
    """A copy of `frame` with the columns met, expected, gap, attainment and state appended.

    Reads value, year, baseline_value, baseline_year, operator (>= > <= < = between), target_value, target_high (for
    between), target_year, direction (higher, lower; decides where the operator is =) and, where they are known,
    previous_value and before_value (one and two periods earlier).

    met: True, False; expected: the path's value in that year; gap: value − expected; attainment: share of the way from
    baseline to target, 0–1, or, where the target asks no progress, 1 − |value − target|/|target|; state: of STATES.
    Without a baseline there is no path: such a value is met, with attainment 1, or has neither state nor attainment.
    """
    value, low = _floats(frame, "value"), _floats(frame, "target_value")
    operator = frame["operator"].to_numpy(dtype=object)
    high, direction = _floats(frame, "target_high"), _column(frame, "direction")
    sign, goal = aim(value, operator, low, high, direction)
    met = target_met(value, operator, low, high, direction)
    baseline = _floats(frame, "baseline_value")
    asks_progress = sign * (goal - baseline) > 0
    start = np.where(asks_progress | np.isnan(baseline), baseline, goal)
    expected = expected_path(
        _floats(frame, "year"), start, _floats(frame, "baseline_year"), goal, _floats(frame, "target_year")
    )
    gap = value - expected
    return frame.assign(
        met=met,
        expected=expected,
        gap=gap,
        attainment=attainment(value, baseline, goal, sign),
        state=_state(sign, value, goal, met, expected, gap, frame),
    )


def _column(frame: pd.DataFrame, name: str) -> np.ndarray:
    return frame[name].to_numpy(dtype=object) if name in frame else np.full(len(frame), None, dtype=object)


def _floats(frame: pd.DataFrame, name: str) -> np.ndarray:
    if name not in frame:
        return np.full(len(frame), np.nan)
    return pd.to_numeric(frame[name]).to_numpy(dtype=float, na_value=np.nan)


def _state(
    sign: np.ndarray, value: np.ndarray, goal: np.ndarray, met: np.ndarray, expected: np.ndarray, gap: np.ndarray,
    frame: pd.DataFrame,
) -> np.ndarray:  # fmt: skip
    previous, before = _floats(frame, "previous_value"), _floats(frame, "before_value")
    worse_twice = (sign * (value - previous) < 0) & (sign * (previous - before) < 0)
    room = TOLERANCE * np.where(expected == 0, np.abs(goal), np.abs(expected))
    on_track = sign * gap >= 0
    close = np.abs(gap) <= room
    unknown = np.isnan(value) | np.isnan(goal) | (~met & np.isnan(expected))
    return np.select(
        [unknown, met, on_track & ~worse_twice, on_track | close],
        ["none", "met", "on_track", "watch"],
        default="warning",
    ).astype(object)
