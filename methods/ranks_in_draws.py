"""Competition ranks of many draws at once."""

import numpy as np

_DIGITS = 9  # equal scores weighted in another order differ in the last binary digits; they are equal


def ranks_in_draws(totals: np.ndarray) -> np.ndarray:
    """Ranks 1, 2, 2, 4 along the last axis, the highest first; every total must be known. int32, shape as given."""
    keys = -np.round(totals, _DIGITS)
    order = np.argsort(keys, axis=-1)
    ordered = np.take_along_axis(keys, order, axis=-1)
    place = np.broadcast_to(np.arange(1, keys.shape[-1] + 1, dtype=np.int32), keys.shape).copy()
    place[..., 1:][ordered[..., 1:] == ordered[..., :-1]] = 0
    np.maximum.accumulate(place, axis=-1, out=place)
    ranks = np.empty_like(place)
    np.put_along_axis(ranks, order, place, axis=-1)
    return ranks


def band_of_draws(ranks: np.ndarray, point: np.ndarray, confidence: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """(lowest, highest) rank of each area over the draws (first axis), holding at least `confidence` of them.

    Whole ranks, taken outwards. `point`, the rank as published, always belongs to its band: draws scatter around values
    that scatter themselves, so that the first place may not be in 95 % of them.
    """
    tail = (1 - confidence) / 2 * (len(ranks) - 1)
    low, high = int(np.floor(tail + 1e-9)), int(np.ceil(len(ranks) - 1 - tail - 1e-9))
    ordered = np.partition(ranks, (low, high), axis=0)
    return np.minimum(ordered[low], point), np.maximum(ordered[high], point)
