"""The phases of a scheme for which there is something to say, and the value that counts for each item in a phase."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from data.assessment.figures import Cells, Figures
from data.assessment.scheme import Phase, PhaseName, Scheme
from data.periods import parse_period
from methods.expected_path import time_of

OWN_PERIOD: dict[PhaseName, str] = {"half": "H1", "three_quarters": "Q1-3", "year": ""}  # a phase is shown by it
ORDER: tuple[PhaseName, ...] = ("half", "three_quarters", "year")


@dataclass(frozen=True)
class Stage:
    """One phase of one year; `period_id` is what its results are kept under."""

    year: int
    phase: Phase

    @property
    def code(self) -> str:
        return f"{self.year}{OWN_PERIOD[self.phase.phase]}"

    @property
    def period_id(self) -> int:
        return parse_period(self.code).id

    @property
    def time(self) -> float:
        return time_of(self.year, self.phase.phase)

    def periods(self, year: int) -> list[int]:
        """Keys of the periods in which the phase's own values of `year` are looked for."""
        return [parse_period(f"{year}{text}").id for text in self.phase.periods]


@dataclass(frozen=True)
class Counted:
    """The values that count in a phase, with those of the same kind one and two years before.

    `period`: key of the period that a value is of, 0 where there is none. `previous` and `before` are NaN where they
    are not of the same kind (real or demonstration): a change must not mix the two.
    """

    cells: Cells
    period: np.ndarray
    carried: np.ndarray
    previous: np.ndarray
    before: np.ndarray


def stages(scheme: Scheme, figures: Figures) -> Iterator[Stage]:
    """The phases with values, the oldest first: of the latest years, and inside a year only with a value of its own."""
    phases = sorted(scheme.phases, key=lambda phase: ORDER.index(phase.phase))
    years = sorted({key // 100_000 for key, cells in figures.periods.items() if cells.known.any()})
    for year in years[-scheme.years :]:
        for phase in phases:
            stage = Stage(year, phase)
            if any(figures.of(key).known.any() for key in stage.periods(year)):
                yield stage


def counted(stage: Stage, figures: Figures) -> Counted:
    """What counts in `stage`: its own value, else (where the phase allows it) the latest yearly one before."""
    shape = (len(figures.places), figures.items)
    cells = figures.of(stage.periods(stage.year)[0])  # also says why there is no value: suppressed, missing …
    period = np.where(cells.known, stage.periods(stage.year)[0], 0)
    back: list[np.ndarray] = [np.full(shape, np.nan), np.full(shape, np.nan)]
    carried = np.zeros(shape, dtype=bool)
    sources = [(key, False) for key in stage.periods(stage.year)]
    sources += [((stage.year - n) * 100_000, True) for n in range(1, stage.phase.carry_years + 1)]
    filled = np.zeros(shape, dtype=bool)
    for key, is_carried in sources:
        found = figures.of(key)
        fresh = found.known & ~filled
        cells = found.where(fresh, cells)
        period = np.where(fresh, key, period)
        carried |= fresh & is_carried
        for years, values in enumerate(back, 1):
            earlier = figures.of(key - years * 100_000)
            alike = earlier.known & (earlier.demonstration == found.demonstration)
            values[fresh & alike] = earlier.value[fresh & alike]
        filled |= fresh
    return Counted(cells, period, carried, *back)
