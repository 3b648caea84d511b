"""Classes of the gap to a target that break at zero: three on the worse side, three on the better one."""

import numpy as np

_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)


def gap_breaks(better: np.ndarray) -> list[float]:
    """Five ascending breaks around 0 for gaps whose better side is positive; NaN is left out.

    Each side has a round step of its own, about a third of its farthest gap, so that neither side is empty by design.
    """
    known = np.asarray(better, dtype=float)
    known = known[~np.isnan(known)]
    reach = float(np.abs(known).max()) if len(known) else 1.0
    worse, good = float(-known.min(initial=0)), float(known.max(initial=0))
    below, above = round_step(worse / 3 or reach / 3), round_step(good / 3 or reach / 3)
    return [-2 * below, -below, 0.0, above, 2 * above]


def gap_class(better: np.ndarray, breaks: list[float]) -> np.ndarray:
    """The class of each gap, 0 = farthest behind; on the line counts as reached. NaN stays NaN."""
    gaps = np.asarray(better, dtype=float)
    return np.where(np.isnan(gaps), np.nan, np.searchsorted(breaks, gaps, side="right"))


def round_step(size: float) -> float:
    """The largest of 1, 2, 2.5, 5 times a power of ten that is not above `size`; 1 for nothing."""
    if not size > 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(size))
    return float(max(n * power for n in _NICE if n * power <= size * (1 + 1e-9)))
