"""How a value may be drawn anew from its interval."""

import numpy as np

_Z = 1.959963984540054


def deviations(values: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(centre, half, skew): centre + z·half + |z|·skew for a standard normal z is a two-piece normal draw.

    Its standard deviation is (U − x)/1.96 above the value and (x − L)/1.96 below, so that the 95 % limits are met on
    either side, as those of rates and proportions need. Without both limits, or with limits that do not hold the
    value, there is no deviation: nothing is known of its error, and none is made up.
    Wallis 2014, Stat Sci 29:106–112 (two-piece normal).
    """
    above, below = (upper - values) / _Z, (values - lower) / _Z
    known = (above >= 0) & (below >= 0)
    up, down = np.where(known, above, 0.0), np.where(known, below, 0.0)
    return values, (up + down) / 2, (up - down) / 2
