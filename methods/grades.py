"""Grades of areas: by cut-offs of the total, or by quota of places."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

CUT_OFFS = (90.0, 80.0, 60.0)  # the product's default
_NEAR = 1e-9  # a total of 90 that binary fractions make 89.99999999999999 is 90


def grades_by_cut_off(totals: ArrayLike, names: Sequence[str], cut_offs: Sequence[float] = CUT_OFFS) -> np.ndarray:
    """The name of each total's class, best first: `names` has one more entry than `cut_offs`, which descend.

    A total on a cut-off belongs above it. Missing totals get None. Raises ValueError for cut-offs that do not descend.
    """
    edges = np.asarray(cut_offs, dtype=float)
    if len(names) != len(edges) + 1 or np.any(np.diff(edges) >= 0):
        raise ValueError("cut-offs must descend, and there must be one name more than cut-offs")
    total = np.asarray(totals, dtype=float)
    place = (total[..., None] < edges - _NEAR).sum(axis=-1)
    return _named(names, place, total)


def grades_by_quota(
    totals: ArrayLike, names: Sequence[str], quota: Sequence[float], *, ties: str = "better"
) -> np.ndarray:
    """The name of each total's class by place: the best `quota[0]` areas get names[0], the next quota[1] names[1] ….

    `quota` has one entry fewer than `names`: numbers of areas, or, where all are below 1, shares of the areas with a
    total (rounded half up). The last name is for the rest. Equal totals always get the same grade: at a border the
    better one (`ties` "better", the quota is then exceeded) or the worse one ("worse", it is not filled).
    Missing totals get None and take no place. Raises ValueError for a negative quota.
    """
    given = np.asarray(quota, dtype=float)
    if len(names) != len(given) + 1 or np.any(given < 0) or ties not in ("better", "worse"):
        raise ValueError("a quota needs one name more than entries, none negative; ties are better or worse")
    total = np.asarray(totals, dtype=float)
    known = np.sort(np.round(total[~np.isnan(total)], 9))
    counts = np.floor(given * len(known) + 0.5) if np.all(given < 1) else np.floor(given)
    last = np.cumsum(counts)
    rounded = np.round(total, 9)
    ahead = len(known) - np.searchsorted(known, rounded, side="right")
    level = len(known) - np.searchsorted(known, rounded, side="left")  # areas ahead or level, this one included
    place = (ahead[..., None] >= last).sum(axis=-1) if ties == "better" else (level[..., None] > last).sum(axis=-1)
    return _named(names, place, total)


def straddles(lower: ArrayLike, upper: ArrayLike, cut_offs: Sequence[float] = CUT_OFFS) -> np.ndarray:
    """True where an interval holds a cut-off, so that chance may have decided the grade. False where one is missing."""
    low, high = (np.asarray(a, dtype=float)[..., None] for a in (lower, upper))
    edges = np.asarray(cut_offs, dtype=float)
    return np.asarray(((low < edges) & (edges <= high)).any(axis=-1))


def _named(names: Sequence[str], place: np.ndarray, total: np.ndarray) -> np.ndarray:
    found = np.asarray(names, dtype=object)[place]
    found[np.isnan(total)] = None
    return found
