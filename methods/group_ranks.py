"""Ranks inside comparison groups: like with like (东中西部, population class)."""

from collections.abc import Sequence

import numpy as np

from methods.ranks import competition_ranks


def group_ranks(
    values: Sequence[float] | np.ndarray, groups: Sequence[object] | np.ndarray, *, direction: str,
    ranked: Sequence[bool] | np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """(rank, size): competition ranks among the areas of the same group, and how many of them are ranked.

    An area without a group (None, NaN) and one that is not ranked get NaN for the rank; size is 0 without a group.
    """
    numbers, taking = np.asarray(values, dtype=float), np.asarray(ranked, dtype=bool)
    names = np.asarray(groups, dtype=object)
    rank, size = np.full(len(numbers), np.nan), np.zeros(len(numbers), dtype=int)
    for name in {name for name in names if name is not None and name == name}:
        inside = names == name
        rank[inside] = competition_ranks(numbers[inside], direction=direction, ranked=taking[inside])
        size[inside] = int((taking[inside] & ~np.isnan(numbers[inside])).sum())
    return rank, size
