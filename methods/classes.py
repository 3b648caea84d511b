"""Class breaks for maps: Fisher–Jenks, quantiles, equal intervals, and round breaks for a fixed scale.

Fisher 1958, JASA 53:789; Jenks 1977. The dynamic programme is jenkspy's (exact; 2,850 values in 20 ms).
"""

import itertools
import math
from collections.abc import Sequence

import jenkspy
import numpy as np

METHODS = ("jenks", "quantile", "equal")


def class_breaks(values: Sequence[float] | np.ndarray, method: str, classes: int = 7) -> list[float]:
    """The inner breaks, ascending: `classes − 1`, fewer where values repeat. Class i holds break[i−1] < x ≤ break[i].

    Missing values are left out. Raises ValueError for an unknown method.
    """
    present = np.asarray(values, dtype=float)
    present = present[~np.isnan(present)]
    distinct = np.unique(present)
    if method not in METHODS:
        raise ValueError(f"unknown class method {method!r}; known: {', '.join(METHODS)}")
    if len(distinct) < 2:
        return []
    classes = min(classes, len(distinct))
    if method == "jenks":
        upper = jenkspy.jenks_breaks(present, classes)[1:]
    elif method == "quantile":
        upper = np.quantile(present, np.arange(1, classes + 1) / classes)
    else:
        upper = np.linspace(distinct[0], distinct[-1], classes + 1)[1:]
    return [float(b) for b in np.unique(upper[:-1])]


def round_breaks(values: Sequence[float] | np.ndarray, classes: int = 7) -> list[float]:
    """Inner breaks at round numbers near the quantiles: a scale that can stay when the period or the level changes."""
    rough = class_breaks(values, "quantile", classes)
    if not rough:
        return []
    gaps = [b - a for a, b in itertools.pairwise(rough)]
    step = _round_step(min((g for g in gaps if g > 0), default=abs(rough[0]) or 1.0))
    digits = max(0, -math.floor(math.log10(step))) + 1
    return [float(b) for b in np.unique([round(round(x / step) * step, digits) for x in rough])]


def _round_step(gap: float) -> float:
    magnitude = 10 ** math.floor(math.log10(gap))
    return next(m * magnitude for m in (5, 2.5, 2, 1) if m * magnitude <= gap)


def class_of(values: Sequence[float] | np.ndarray, breaks: Sequence[float], *, right: bool = True) -> np.ndarray:
    """The class (0 = lowest) of each value; NaN where missing. With `right` a value on a break belongs below."""
    array = np.asarray(values, dtype=float)
    index = np.searchsorted(np.asarray(breaks, dtype=float), array, side="left" if right else "right").astype(float)
    index[np.isnan(array)] = np.nan
    return index
