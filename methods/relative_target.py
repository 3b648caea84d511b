"""Targets given as a change against a named year."""

import numpy as np
from numpy.typing import ArrayLike


def relative_target(baseline: ArrayLike, percent: ArrayLike) -> np.ndarray:
    """The number that "x % against the baseline" asks for: b · (1 + percent/100); −30 for 降低30%. NaN if missing."""
    return np.asarray(baseline, dtype=float) * (1 + np.asarray(percent, dtype=float) / 100)
