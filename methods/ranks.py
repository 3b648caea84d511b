"""Ranks of areas, and whether the figures carry them."""

from collections.abc import Sequence

import numpy as np

# SDG Index: no ranking where more than 20 % is missing. Sachs et al., Sustainable Development Report, methodology.
MOST_MISSING = 0.20


def competition_ranks(values: Sequence[float] | np.ndarray, *, direction: str, ranked: Sequence[bool]) -> np.ndarray:
    """Ranks 1, 2, 2, 4: equal values share the better rank, and the next one counts everybody before it.

    `direction` "lower" ranks the lowest value first, every other the highest. `ranked` is false for areas that are
    never ranked (without statistics, development zones). Those and missing values get NaN and take no place.
    """
    numbers = np.asarray(values, dtype=float)
    ranks = np.full(len(numbers), np.nan)
    takes_part = np.asarray(ranked, dtype=bool) & ~np.isnan(numbers)
    keys = numbers[takes_part] if direction == "lower" else -numbers[takes_part]
    ranks[takes_part] = np.searchsorted(np.sort(keys), keys, side="left") + 1
    return ranks


def coverage_of(values: Sequence[float] | np.ndarray, *, ranked: Sequence[bool]) -> tuple[int, int]:
    """How many of the areas that should be ranked have a value: (with value, expected)."""
    expected = np.asarray(ranked, dtype=bool)
    return int((expected & ~np.isnan(np.asarray(values, dtype=float))).sum()), int(expected.sum())


def carries_ranks(with_value: int, expected: int) -> bool:
    """False where more than a fifth of the areas has no value: ranks are then among a selection, and must say so."""
    return expected > 0 and (expected - with_value) / expected <= MOST_MISSING
