"""Rates of so few events that they say nothing of their area."""

import numpy as np

# NCHS, Vital and Health Statistics 2/200 (2023): a rate needs at least ten events.
FEWEST_EVENTS = 10
_UNITS = ("‰", "1/10万")


def counts_events(unit: str, aggregation: str) -> bool:
    """Whether an indicator is a rate of rare events: ‰ and 1/10万 of a population."""
    return aggregation == "ratio" and unit in _UNITS


def too_few_events(numerator: np.ndarray | float, unit: str, aggregation: str) -> np.ndarray:
    """True where a rate of rare events rests on fewer than ten; False where the events are not known."""
    if not counts_events(unit, aggregation):
        return np.zeros(np.shape(numerator), dtype=bool)
    return np.asarray(numerator, dtype=float) < FEWEST_EVENTS
