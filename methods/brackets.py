"""Areas that cannot be told apart: brackets beside a ranking."""

import numpy as np


def brackets(total: np.ndarray, drawn: np.ndarray, *, confidence: float = 0.95) -> tuple[np.ndarray, list[range]]:
    """(order, runs): positions of the areas best first, and runs of places in that order that belong together.

    total: (areas,) without gaps; drawn: (draws, areas), as of `methods.rank_bands` for its ranked areas. The upper of
    two areas is told apart from the lower when it is ahead in more than 1 − (1 − confidence)/2 of the draws. A run
    begins with an area and goes on while the next one cannot be told apart from it; runs inside another are left out.
    Runs may overlap: A as good as B and B as good as C does not make A as good as C. A run of one stands alone.
    Piepho 2004, J Comput Graph Stat 13:456–466 (letters and lines beside means).
    """
    order = np.argsort(-np.asarray(total, dtype=float), kind="stable")
    by_area = np.ascontiguousarray(np.asarray(drawn).T[order])
    most = (1 - confidence) / 2
    runs: list[range] = []
    last = -1
    for first in range(len(order)):
        end = max(last, first)
        while end + 1 < len(order) and np.mean(by_area[end + 1] >= by_area[first]) >= most:
            end += 1
        if end > last:
            runs.append(range(first, end + 1))
            last = end
    return order, runs
