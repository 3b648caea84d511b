"""Better, similar or worse than a benchmark: judged by the interval, not by the figure."""

import numpy as np
from numpy.typing import ArrayLike

ANSWERS = ("better", "similar", "worse", "higher", "lower", "not compared")


def compared_with_benchmark(
    lower: ArrayLike, upper: ArrayLike, benchmark: ArrayLike, benchmark_upper: ArrayLike | None = None, *,
    direction: str,
) -> np.ndarray:  # fmt: skip
    """One of ANSWERS per area: an interval [lower, upper] against a benchmark that is one value or an interval itself.

    Similar where the area's interval holds the benchmark's value, or overlaps its interval when `benchmark_upper` is
    given (`benchmark` is then its lower limit). Otherwise better or worse by `direction` (higher, lower), or higher
    and lower where neither is good. Not compared where anything is missing.
    Two overlapping intervals may still differ at 5 %: overlap errs on the side of "similar"; against one value it is
    the exact test. Office for Health Improvement and Disparities, Fingertips technical guide; Schenker & Gentleman
    2001, Am Stat 55:182–186.
    """
    low, high, floor = (np.asarray(a, dtype=float) for a in (lower, upper, benchmark))
    ceiling = floor if benchmark_upper is None else np.asarray(benchmark_upper, dtype=float)
    names = {"higher": ("better", "worse"), "lower": ("worse", "better")}.get(direction, ("higher", "lower"))
    missing = np.isnan(low) | np.isnan(high) | np.isnan(floor) | np.isnan(ceiling)
    return np.select([missing, low > ceiling, high < floor], ["not compared", *names], default="similar").astype(object)
