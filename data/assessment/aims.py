"""Target and baseline of every area and item in a phase."""

from dataclasses import dataclass

import numpy as np

from data.assessment.figures import Figures, Places
from data.assessment.phases import Stage
from data.assessment.scheme import BY_TARGET, AreaParameters, Item, Scheme
from data.assessment.targets import NATION, AimedAt, target_for, targets_of_item
from data.definitions import Indicator
from methods.relative_target import relative_target


@dataclass(frozen=True)
class Aims:
    """(areas, items) each; NaN where there is none. `operator` is None for items that no number judges."""

    target: np.ndarray
    target_high: np.ndarray
    target_year: np.ndarray
    operator: np.ndarray
    baseline: np.ndarray
    baseline_year: np.ndarray
    baseline_demonstration: np.ndarray
    baseline_strict: np.ndarray
    wording: list[str]  # by item; of trends

    @classmethod
    def empty(cls, shape: tuple[int, int]) -> "Aims":
        blank = np.full((5, *shape), np.nan)
        none = np.full(shape, None, dtype=object)
        assumed, strict = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=np.int8)
        return cls(blank[0], blank[1], blank[2], none, blank[3], blank[4], assumed, strict, [""] * shape[1])


def aims(stage: Stage, scheme: Scheme, figures: Figures, known: dict[str, Indicator]) -> Aims:
    """What `stage` measures every item of every area by."""
    shape = (len(figures.places), figures.items)
    made = Aims.empty(shape)
    for number, item in enumerate(scheme.items):
        if item.indicator is not None and item.scoring in BY_TARGET:
            _aim(made, number, item, stage, scheme, figures, known)
    return made


def _aim(
    made: Aims, number: int, item: Item, stage: Stage, scheme: Scheme, figures: Figures, known: dict[str, Indicator]
) -> None:
    targets = targets_of_item(item, scheme, known)
    planned: list[tuple[np.ndarray, AimedAt]] = []
    for area in sorted({target.area for target in targets}, key=lambda code: _depth(code)):
        target = target_for(targets, area, stage.year, scheme.target_year)
        if target is not None:
            planned.append((_inside(figures.places, area), target))
    for inside, target in planned:
        made.wording[number] = target.text
        for name, value in (
            ("target", target.value), ("target_high", target.value_high), ("target_year", target.year),
            ("operator", target.operator), ("baseline_year", target.baseline_year),
        ):  # fmt: skip
            getattr(made, name)[inside, number] = value
        if scheme.baseline == "plan":
            made.baseline[inside, number] = target.baseline
        if target.kind == "relative":
            made.operator[inside, number] = "<=" if target.value < 0 else ">="
    if scheme.baseline == "own":
        _own_baseline(made, number, stage, figures, scheme.baseline_within)
    for code in sorted(item.areas, key=_depth):
        _override(made, number, item.areas[code], _inside(figures.places, code))
    for inside, target in planned:
        if target.kind == "relative":
            asked = relative_target(made.baseline[inside, number], target.value)
            made.target[inside, number] = asked


def _own_baseline(made: Aims, number: int, stage: Stage, figures: Figures, within: int) -> None:
    """The area's own yearly value in the baseline year, or the first one in the years after it, before this phase's."""
    wanted = made.baseline_year[:, number].copy()
    made.baseline_year[:, number] = np.nan
    for ahead in range(within + 1):
        for year in np.unique(wanted[~np.isnan(wanted)] + ahead):
            if year >= stage.year:
                continue
            cells = figures.of_year(int(year))
            fresh = (wanted + ahead == year) & np.isnan(made.baseline[:, number]) & cells.known[:, number]
            made.baseline[fresh, number] = cells.value[fresh, number]
            made.baseline_year[fresh, number] = year
            made.baseline_demonstration[fresh, number] = cells.demonstration[fresh, number]
            made.baseline_strict[fresh, number] = cells.strict[fresh, number]


def _override(made: Aims, number: int, given: AreaParameters, inside: np.ndarray) -> None:
    for name in ("target", "target_high", "target_year", "baseline", "baseline_year"):
        if (value := getattr(given, name)) is not None:
            getattr(made, name)[inside, number] = value
    if given.baseline is not None:
        made.baseline_demonstration[inside, number] = False
        made.baseline_strict[inside, number] = 0


def _inside(places: Places, code: str) -> np.ndarray:
    if code == NATION:
        return np.ones(len(places), dtype=bool)
    key = int(code)
    return (places.ids == key) | (places.province == key) | (places.prefecture == key)


def _depth(code: str) -> int:
    """Larger areas first, so that what holds for a smaller one has the last word."""
    return 0 if code == NATION else 1 if code.endswith("0000") else 2 if code.endswith("00") else 3
