"""What a measurement says: one line per figure, with the floor it was taken against and what it should reach."""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """`value` in `unit` (× for ratios); `most` or `least` is what it should reach, None where it only informs."""

    figure: str
    value: float
    unit: str
    detail: str = ""
    most: float | None = None
    least: float | None = None

    @property
    def reached(self) -> bool | None:
        if self.most is not None:
            return self.value <= self.most
        return self.value >= self.least if self.least is not None else None

    def __str__(self) -> str:
        bound = f"≤ {self.most:g}" if self.most is not None else f"≥ {self.least:g}" if self.least is not None else ""
        verdict = {True: "reached", False: "MISSED", None: ""}[self.reached]
        return f"{self.figure:<58}{_short(self.value):>9} {self.unit:<5}{bound:>7}  {verdict:<8} {self.detail}".rstrip()


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def processor_seconds(act: Callable[[], object]) -> float:
    """Time on the processors of this process: what the work costs whatever else the machine is doing."""
    start = time.process_time()
    act()
    return time.process_time() - start


@dataclass(frozen=True)
class Pair:
    """Medians of repeated, alternating runs. `ratio` is the median of the ratios of neighbours, so that a machine that
    slows down for a while slows both."""

    ours: float
    floor: float
    ratio: float


def paired(ours: Callable[[], float], floor: Callable[[], float], repetitions: int) -> Pair:
    """`ours` and `floor` each do their work once and return what it took; the first run of both is not counted."""
    ours(), floor()
    couples = []
    for turn in range(repetitions):
        # Who goes second may find warmer caches: take turns.
        if turn % 2:
            second = floor()
            couples.append((ours(), second))
        else:
            couples.append((ours(), floor()))
    return Pair(
        statistics.median(a for a, _ in couples),
        statistics.median(b for _, b in couples),
        statistics.median(a / b for a, b in couples),
    )


def load_of_machine() -> str:
    """The machine's processors and what else it is doing, because that moves every absolute figure."""
    return f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}"
