"""How much of the way from a baseline to a target has been covered."""

import numpy as np
from numpy.typing import ArrayLike

from methods.goalpost import goalpost


def attainment(value: ArrayLike, baseline: ArrayLike, target: ArrayLike, sign: ArrayLike) -> np.ndarray:
    """0–1. `sign` is +1 where higher is better, −1 where lower is. Arrays broadcast.

    Where the target asks progress, sign·(T − b) > 0: clip((x − b)/(T − b), 0, 1). Where it does not (looser than the
    baseline, or equal to it): 1 when kept, otherwise max(0, 1 − |x − T|/|T|); a lost target of 0 gives 0.
    Without a baseline a value that meets the target has attained it whatever the way was; any other is NaN: not
    scored. The product's default, not an official formula.
    """
    x, b, goal, g = (np.asarray(a, dtype=float) for a in (value, baseline, target, sign))
    kept = g * (x - goal) >= 0
    share = goalpost(x, *posts(b, goal, g))
    known = ~(np.isnan(x) | np.isnan(goal) | (np.isnan(b) & ~kept))
    return np.where(known, np.where(kept, 1.0, np.nan_to_num(share)), np.nan)


def posts(baseline: ArrayLike, target: ArrayLike, sign: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """The value that earns nothing and the one that earns everything: goalposts of `attainment`.

    Without progress to make, or without a baseline, nothing is left at |T| from the target on its worse side.
    """
    b, goal, g = (np.asarray(a, dtype=float) for a in (baseline, target, sign))
    return np.where(g * (goal - b) > 0, b, goal - g * np.abs(goal)), goal
