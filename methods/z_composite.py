"""Standard scores of indicators across areas, and their mean: a composite index without targets."""

import numpy as np
from numpy.typing import ArrayLike


def z_scores(values: ArrayLike, directions: ArrayLike, *, reference: ArrayLike | None = None) -> np.ndarray:
    """g·(x − x̄)/s, positive where an area is better than the mean. values: (…, areas, indicators).

    `directions`: +1 or −1 per indicator. Mean and standard deviation (n − 1) are of the areas of `reference` (default:
    the values themselves), so that a period can be measured by an earlier one. An indicator on which all areas agree
    tells them apart by nothing: 0 for every area with a value. Missing stays NaN.
    OECD/JRC 2008, Handbook on Constructing Composite Indicators, p. 84. Combine with `methods.weighted_total`.
    """
    x = np.asarray(values, dtype=float)
    mean, deviation = _moments(x if reference is None else np.asarray(reference, dtype=float))
    flat = ~(deviation > 1e-12 * np.abs(mean))
    score = np.asarray(directions, dtype=float) * (x - mean) / np.where(flat, np.inf, deviation)
    return np.where(np.isnan(x), np.nan, score)


def _moments(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    present = ~np.isnan(values)
    n = present.sum(axis=-2)
    mean = np.where(present, values, 0.0).sum(axis=-2) / np.maximum(n, 1)
    squares = np.where(present, (values - mean) ** 2, 0.0).sum(axis=-2)
    return np.where(n > 0, mean, np.nan), np.sqrt(squares / np.maximum(n - 1, 1))
