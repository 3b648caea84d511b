"""The spread of a group of areas around one of them: extremes, quartiles and the competition rank."""

import numpy as np
import pandas as pd

_QUANTILES = (0.0, 0.25, 0.5, 0.75, 1.0)
_NAMES = ("minimum", "lower_quartile", "median", "upper_quartile", "maximum")


def spread(values: pd.DataFrame, group: str = "indicator") -> pd.DataFrame:
    """One row per `group` of `values` (columns `group`, value), indexed by it, in its order.

    Columns: n (values present), minimum, lower_quartile, median, upper_quartile, maximum. Quantiles interpolate
    linearly (Hyndman & Fan 1996, type 7). Missing values are left out; a group without any does not appear.
    """
    present = values[values["value"].notna()]
    if present.empty:
        return pd.DataFrame(columns=["n", *_NAMES], index=pd.Index([], name=group))
    codes, names = pd.factorize(present[group], sort=True)
    numbers = present["value"].to_numpy(dtype=float)
    order = np.lexsort((numbers, codes))
    numbers = numbers[order]
    n = np.bincount(codes, minlength=len(names))
    first = np.concatenate(([0], np.cumsum(n)[:-1]))
    columns = {"n": n}
    for q, name in zip(_QUANTILES, _NAMES, strict=True):
        place = q * (n - 1)
        below = np.floor(place).astype(int)
        above = np.minimum(below + 1, n - 1)
        lower, upper = numbers[first + below], numbers[first + above]
        columns[name] = lower + (upper - lower) * (place - below)
    return pd.DataFrame(columns, index=pd.Index(names, name=group))


def rank_among(values: pd.DataFrame, own: pd.Series, descending: pd.Series, group: str = "indicator") -> pd.Series:
    """The competition rank (1, 2, 2, 4) of `own` (a value per group) among `values`: one more than how many are ahead.

    `descending` says per group whether the largest is first. A group where `own` is missing gives NaN.
    """
    mine = values[group].map(own).to_numpy(dtype=float)
    theirs = values["value"].to_numpy(dtype=float)
    largest_first = values[group].map(descending.astype(bool)).fillna(True).to_numpy(dtype=bool)
    with np.errstate(invalid="ignore"):
        ahead = np.where(largest_first, theirs > mine, theirs < mine)
    counted = pd.Series(ahead, index=values[group]).groupby(level=0).sum()
    return (counted.reindex(own.index).fillna(0) + 1).where(own.notna())
