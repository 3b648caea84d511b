"""Where an area lost its points, and what one unit of improvement would bring back."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike


def lost_points(scores: ArrayLike, weights: ArrayLike, *, full: float = 100.0) -> np.ndarray:
    """w/Σw · (full − score) per area and item, the weights of the scored items; NaN where not scored.

    Over the items of an area they sum to `full` less its weighted total.
    """
    s = np.asarray(scores, dtype=float)
    return _shares(s, weights) * (full - s)


def gain_of_improvement(
    score: Callable[[np.ndarray], np.ndarray], values: ArrayLike, weights: ArrayLike, directions: ArrayLike,
    units: ArrayLike = 1.0,
) -> np.ndarray:  # fmt: skip
    """Points of the total that `units` of improvement in one item would bring, everything else unchanged.

    values: (areas, items); `score` turns values into scores item by item (a scale of `methods.target_score`);
    `directions`: +1 or −1 per item, `units` in the item's own unit. NaN where not scored, 0 where nothing is left to
    gain. The answer is exact for that step and need not be in proportion for a larger one: scores end at 100.
    """
    x = np.asarray(values, dtype=float)
    now = score(x)
    better = score(x + np.asarray(directions, dtype=float) * np.asarray(units, dtype=float))
    return _shares(now, weights) * (better - now)


def _shares(scores: np.ndarray, weights: ArrayLike) -> np.ndarray:
    w = np.where(np.isnan(scores), 0.0, np.asarray(weights, dtype=float))
    total = w.sum(axis=-1, keepdims=True)
    return np.where(w > 0, w, np.nan) / np.where(total > 0, total, np.nan)
