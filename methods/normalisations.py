"""Other ways of making scores comparable, for `methods.rank_bands`: how much a rank owes to the way chosen.

Each function fixes a scale on the values as published and returns it: a function of values, cell by cell, about 0–100,
the higher the better. A draw is measured by the published spread, not by its own.
OECD/JRC 2008, Handbook on Constructing Composite Indicators, ch. 5.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

_MIDDLE, _PER_DEVIATION = 50.0, 100 / 6  # three standard deviations on either side span 0–100


def standard_scale(values: ArrayLike, directions: ArrayLike) -> Callable[[np.ndarray], np.ndarray]:
    """50 + 100/6 · g(x − x̄)/s: z-scores. values: (areas, indicators); directions: +1 or −1 per indicator.

    An indicator on which the areas agree is 50 for everybody.
    """
    x = np.asarray(values, dtype=float)
    present = ~np.isnan(x)
    n = np.maximum(present.sum(axis=0), 1)
    mean = np.where(present, x, 0.0).sum(axis=0) / n
    deviation = np.sqrt(np.where(present, (x - mean) ** 2, 0.0).sum(axis=0) / np.maximum(n - 1, 1))
    return _line(mean, _PER_DEVIATION * np.asarray(directions, dtype=float), deviation, np.abs(mean))


def range_scale(values: ArrayLike, directions: ArrayLike) -> Callable[[np.ndarray], np.ndarray]:
    """100·(x − min)/(max − min), from the other end where lower is better; draws may go beyond 0 and 100."""
    x = np.asarray(values, dtype=float)
    low, high = np.fmin.reduce(x, axis=0), np.fmax.reduce(x, axis=0)
    return _line((low + high) / 2, 100 * np.asarray(directions, dtype=float), high - low, np.abs(high))


def log_scale(scale: Callable[[np.ndarray], np.ndarray]) -> Callable[[np.ndarray], np.ndarray]:
    """The logarithms of a scale's scores: their weighted mean ranks areas as the weighted geometric mean does.

    A score of 0 or less is −∞: its area comes last, as a geometric mean of 0 does.
    """

    def logarithms(drawn: np.ndarray) -> np.ndarray:
        with np.errstate(divide="ignore"):
            return np.log(np.maximum(scale(drawn), 0.0))

    return logarithms


def _line(
    middle: np.ndarray, points: np.ndarray, unit: np.ndarray, size: np.ndarray
) -> Callable[[np.ndarray], np.ndarray]:
    flat = ~(unit > 1e-12 * size)
    slope = np.where(flat, 0.0, points / np.where(flat, 1.0, unit))

    def scale(drawn: np.ndarray) -> np.ndarray:
        scores = drawn - middle
        scores *= slope
        scores += _MIDDLE
        return scores

    return scale
