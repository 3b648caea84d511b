"""The straight line from a baseline to a target, against which progress is read.

The line is the cockpit's default: no official text fixes how an indicator should approach its target.
"""

import numpy as np

# A half-year measurement is held to half of its year's step, that of the first three quarters to three quarters of it.
PHASES = {"year": 1.0, "half": 0.5, "three_quarters": 0.75}


def time_of(year: int, phase: str = "year") -> float:
    """Where a measurement stands on the time axis: a full year at its own number, a phase of it before that."""
    return year - 1 + PHASES[phase]


def expected_path(time, baseline, baseline_year, target, target_year) -> np.ndarray:
    """The linear path e(t) = b + (T − b)(t − y0)/(Y − y0), held at b before y0 and at T after Y. Arrays or scalars.

    Where the baseline already meets the target only keeping it is asked: pass the target as baseline for a flat path.
    NaN where anything is missing.
    """
    t, b, y0, goal, y1 = (np.asarray(a, dtype=float) for a in (time, baseline, baseline_year, target, target_year))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(y1 > y0, np.clip((t - y0) / (y1 - y0), 0, 1), np.where(t >= y1, 1.0, 0.0))
    known = ~(np.isnan(t) | np.isnan(y0) | np.isnan(y1))
    return np.where(known, b + (goal - b) * share, np.nan)
