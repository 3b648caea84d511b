"""The straight line from a baseline to a target, against which progress is read.

The line is the cockpit's default: no official text fixes how an indicator should approach its target.
"""

import math

# A half-year measurement is held to half of its year's step, that of the first three quarters to three quarters of it.
PHASES = {"year": 1.0, "half": 0.5, "three_quarters": 0.75}


def time_of(year: int, phase: str = "year") -> float:
    """Where a measurement stands on the time axis: a full year at its own number, a phase of it before that."""
    return year - 1 + PHASES[phase]


def expected_path(
    baseline: float | None, baseline_year: int | None, target: float | None, target_year: int | None, time: float
) -> float:
    """e(t) = b + (T − b)(t − y0) / (Y − y0); after the target year the target itself.

    NaN where a part is missing, the target year does not follow the baseline year, or `time` lies before the baseline.
    """
    parts = (baseline, baseline_year, target, target_year)
    if any(p is None or math.isnan(p) for p in parts):
        return math.nan
    b, start, goal, end = (float(p) for p in parts if p is not None)
    if end <= start or time < start:
        return math.nan
    if time >= end:
        return goal
    return b + (goal - b) * (time - start) / (end - start)
