"""Class breaks at whole standard deviations around the mean: for values that are about normal."""

import numpy as np
from numpy.typing import ArrayLike

MULTIPLES = (-2.0, -1.0, 1.0, 2.0)


def standard_deviation_breaks(values: ArrayLike, multiples: tuple[float, ...] = MULTIPLES) -> list[float]:
    """The inner breaks mean + k·s for each k (s with n − 1), ascending; fewer than two values or none apart give none.

    Missing values are left out. Classes as of `methods.classes.class_of`; the lowest or highest may be empty.
    Slocum et al. 2009, Thematic Cartography and Geovisualization, ch. 4.
    """
    present = np.asarray(values, dtype=float)
    present = present[~np.isnan(present)]
    if len(present) < 2 or np.ptp(present) == 0:
        return []
    mean, deviation = present.mean(), present.std(ddof=1)
    return [float(mean + k * deviation) for k in sorted(multiples)]
