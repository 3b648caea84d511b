"""Whether a value satisfies a target, and from which side and at which bound it is measured."""

import numpy as np

_LOWER = ("<=", "<")
_STRICT = ("<", ">")


def aim(
    value: np.ndarray, operator: np.ndarray, low: np.ndarray, high: np.ndarray, direction: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """+1 where higher is better and −1 where lower is, and the value aimed at: of a range the nearer bound.

    operator: >= > <= < = between; direction (higher, lower) decides where the operator is =; high is read for between.
    """
    above = (operator == "between") & (value > high)
    falling = np.isin(operator, _LOWER) | ((operator == "=") & (direction == "lower")) | above
    return np.where(falling, -1.0, 1.0), np.where(above, high, low)


def target_met(
    value: np.ndarray, operator: np.ndarray, low: np.ndarray, high: np.ndarray, direction: np.ndarray
) -> np.ndarray:
    """g·(x − T) ≥ 0, strictly above where the target is strict; inside the bounds of a range. False where missing."""
    sign, goal = aim(value, operator, low, high, direction)
    way = sign * (value - goal)
    reached = np.where(np.isin(operator, _STRICT), way > 0, way >= 0)
    return np.where(operator == "between", (value >= low) & (value <= high), reached)
