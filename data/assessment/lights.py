"""The warning of an area's total, from the lights of its items and its own past."""

import numpy as np

from data.assessment.scheme import Scheme
from methods.weighted_total import weighted_total


def warning_of_totals(
    light: np.ndarray, ranked: np.ndarray, total: np.ndarray, previous: np.ndarray, before: np.ndarray, scheme: Scheme
) -> np.ndarray:
    """red, amber, green or grey by area; the product's default, no official text says it.

    Red: items with a red light have at least `warning.red` of the weight that is judged. Amber: at least
    `warning.amber` of it, or the total fell two years running. Grey: not enough is known for a rank.
    """
    weights = np.array([item.weight for item in scheme.items])
    judged = np.where(light == "grey", np.nan, (light == "red").astype(float))
    share = weighted_total(judged, weights)["total"].to_numpy()
    falling = (total < previous) & (previous < before)
    near = 1e-9
    return np.select(
        [
            ~ranked | np.isnan(share),
            share >= scheme.warning.red - near,
            (share >= scheme.warning.amber - near) | falling,
        ],
        ["grey", "red", "amber"],
        default="green",
    ).astype(object)
