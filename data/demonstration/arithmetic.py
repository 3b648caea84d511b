"""Whole numbers that add up, and rates that meet a published total: the few operations every family of figures uses."""

import numpy as np
from scipy.special import expit, gammaincinv, logit


def apportion(total: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Split whole totals over rows in proportion to `weights` (largest remainders), column by column, exactly.

    total: (columns,), weights: (rows, columns) with a positive sum in every column whose total is not 0.
    """
    share = weights / np.maximum(weights.sum(axis=0), 1e-300) * total
    whole = np.floor(share + 1e-9)
    left = np.rint(total - whole.sum(axis=0)).astype(int)
    order = np.argsort(-(share - whole), axis=0, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(len(order))[:, None], axis=0)
    return whole + (rank < left)


def split(whole: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Split every whole number of an array into parts along a new last axis; the parts add up to it exactly.

    weights: the shape of `whole` plus the parts.
    """
    parts = apportion(whole.ravel(), weights.reshape(-1, weights.shape[-1]).T)
    return parts.T.reshape(weights.shape)


def centred(base: np.ndarray, weights: np.ndarray, target: np.ndarray, *, bound: float = 12.0) -> np.ndarray:
    """Proportions expit(base + a) whose weighted mean is `target` in every column; a is found by bisection.

    base, weights: (rows, columns) or (rows, columns, groups); target: (columns,), inside 0 and 1.
    """
    axes = (0,) if base.ndim == 2 else (0, 2)
    shape = (1, -1) if base.ndim == 2 else (1, -1, 1)
    total = np.maximum(weights.sum(axis=axes), 1e-300)
    low = np.full(len(target), -bound) + logit(np.clip(target, 1e-9, 1 - 1e-9))
    high = low + 2 * bound
    for _ in range(46):
        middle = (low + high) / 2
        mean = (expit(base + middle.reshape(shape)) * weights).sum(axis=axes) / total
        low, high = np.where(mean < target, middle, low), np.where(mean < target, high, middle)
    return expit(base + ((low + high) / 2).reshape(shape))


def meet(counts: np.ndarray, limits: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Move drawn counts by the few units that separate their column sums from `target`, spread over the rows in
    proportion to the room they have; counts stay within 0 and `limits`."""
    difference = np.rint(target - counts.sum(axis=0))
    for _ in range(3):  # a second round only where clipping left something over
        room = np.where(difference > 0, limits - counts, counts)
        room = np.where(room > 0, np.sqrt(np.maximum(room, 0) * np.maximum(limits, 1)), 0)
        step = apportion(np.abs(difference), np.where(room.sum(axis=0) > 0, room, 0)) * np.sign(difference)
        counts = np.clip(counts + step, 0, limits)
        difference = np.rint(target - counts.sum(axis=0))
        if not difference.any():
            break
    return counts


def wander(rng: np.random.Generator, rows: int, columns: int, size: float, memory: float = 0.75) -> np.ndarray:
    """A smooth random course for every row: first-order autoregression with standard deviation `size`."""
    course = rng.normal(0.0, size, (rows, columns))
    for column in range(1, columns):
        course[:, column] = memory * course[:, column - 1] + np.sqrt(1 - memory**2) * course[:, column]
    return course


def wilson_limits(x: np.ndarray, n: np.ndarray, z: float = 1.959963984540054) -> tuple[np.ndarray, np.ndarray]:
    """Wilson score limits of x/n at 95 %, vectorised; the reviewed one is methods/wilson.py, held equal by a test."""
    with np.errstate(divide="ignore", invalid="ignore"):
        p, square = x / n, z * z
        middle = p + square / (2 * n)
        half = z * np.sqrt(p * (1 - p) / n + square / (4 * n * n))
        scale = 1 + square / n
        return (middle - half) / scale, (middle + half) / scale


def poisson_limits(x: np.ndarray, z: float = 1.959963984540054) -> tuple[np.ndarray, np.ndarray]:
    """Limits of a count at 95 %: exact below 10 events, Byar's from there on; the reviewed one is methods/byar.py."""
    few = np.minimum(x, 9.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3
        upper = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
    lower = np.where(x < 10, np.where(x > 0, gammaincinv(np.maximum(few, 1e-9), 0.025), 0.0), lower)
    return lower, np.where(x < 10, gammaincinv(few + 1, 0.975), upper)
