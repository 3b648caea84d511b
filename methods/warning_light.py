"""The colour of a warning: red, amber, green, grey."""

import numpy as np
from numpy.typing import ArrayLike

# Of methods.progress.STATES. Red: unmet and off the path by more than 5 %. Amber: within 5 % of it, or worse two
# periods running. Green: met or on track. Grey: nothing to judge by.
LIGHTS = {"warning": "red", "watch": "amber", "on_track": "green", "met": "green", "none": "grey"}
CHAIN = ("提醒", "预警", "整改", "复核")  # what follows a bad result, in this order


def warning_light(states: ArrayLike) -> np.ndarray:
    """red, amber, green or grey for each state of `methods.progress`. Raises KeyError for any other word."""
    words = np.asarray(states, dtype=object)
    return np.array([LIGHTS[word] for word in words.ravel()], dtype=object).reshape(words.shape)
