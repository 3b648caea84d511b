"""Scores of a phase: every item of every area by its own way of scoring (arithmetic: `methods`)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.assessment.aims import Aims
from data.assessment.figures import Figures
from data.assessment.phases import Counted, Stage
from data.assessment.scales import item_scale
from data.assessment.scheme import BY_NUMBER, Scheme
from data.definitions import Indicator
from methods.progress import progress
from methods.target_score import target_score
from methods.trend_target import WORDINGS, trend_target
from methods.warning_light import warning_light
from methods.yes_no_score import yes_no_score

NO_VALUE, NO_BASELINE, NO_TARGET, TOO_FEW = "no_value", "no_baseline", "no_target", "too_few_points"


@dataclass(frozen=True)
class Scored:
    """(areas, items) each. `met` and `on_track`: True, False or None; `state` of `methods.progress`; `reason`: why an
    item has no score, None where it has one; `on_baseline`: the state rests on the baseline."""

    score: np.ndarray
    attainment: np.ndarray
    expected: np.ndarray
    met: np.ndarray
    on_track: np.ndarray
    state: np.ndarray
    light: np.ndarray
    reason: np.ndarray
    on_baseline: np.ndarray

    @classmethod
    def empty(cls, shape: tuple[int, ...]) -> "Scored":
        blank = np.full((3, *shape), np.nan)
        none = np.full((5, *shape), None, dtype=object)
        none[2] = "none"
        return cls(*blank, *none, np.zeros(shape, dtype=bool))  # type: ignore[call-arg]


def only_where(chosen: np.ndarray, values: np.ndarray) -> np.ndarray:
    """`values` where `chosen`, None elsewhere."""
    found = np.full(values.shape, None, dtype=object)
    found[chosen] = values[chosen]
    return found


def directions(scheme: Scheme, known: dict[str, Indicator]) -> list[str]:
    """higher, lower or range of every item: the scheme's word, else the indicator's."""
    return [
        item.direction or (known[item.indicator].direction if item.indicator else "higher") for item in scheme.items
    ]


def signs(ways: list[str]) -> np.ndarray:
    return np.where(np.asarray(ways) == "lower", -1.0, 1.0)


def scored(stage: Stage, scheme: Scheme, figures: Figures, now: Counted, aim: Aims, ways: list[str]) -> Scored:
    """The scores of `stage`."""
    made = Scored.empty(now.cells.value.shape)
    by_number = [n for n, item in enumerate(scheme.items) if item.indicator and item.scoring in BY_NUMBER]
    for share in sorted({scheme.items[n].share for n in by_number}):
        _by_number(made, [n for n in by_number if scheme.items[n].share == share], share, stage, now, aim, ways)
    for number, item in enumerate(scheme.items):
        if item.indicator is not None and item.scoring == "yes_no":
            _yes_no(made, number, stage, now, aim)
        elif item.indicator is not None and item.scoring == "trend":
            _trend(made, number, stage, figures, now, aim)
        elif item.indicator is not None and item.scoring not in BY_NUMBER:
            values = now.cells.value[:, [number]]
            made.score[:, number] = item_scale(item, number, values, figures, ways)(values)[:, 0]
    made.reason[now.cells.known & np.isnan(made.score) & (made.reason == None)] = NO_TARGET  # noqa: E711
    made.reason[~now.cells.known] = NO_VALUE
    made.light[:] = warning_light(made.state)
    return made


def _by_number(
    made: Scored, columns: list[int], share: float, stage: Stage, now: Counted, aim: Aims, ways: list[str]
) -> None:
    def flat(values: np.ndarray) -> np.ndarray:
        return values[:, columns].ravel()

    shape = (len(now.carried), len(columns))
    frame = pd.DataFrame({
        "value": flat(now.cells.value), "year": stage.time, "baseline_value": flat(aim.baseline),
        "baseline_year": flat(aim.baseline_year), "operator": flat(aim.operator), "target_value": flat(aim.target),
        "target_high": flat(aim.target_high), "target_year": flat(aim.target_year),
        "direction": np.tile(np.asarray(ways, dtype=object)[columns], shape[0]),
        "previous_value": flat(now.previous), "before_value": flat(now.before),
    })  # fmt: skip
    judged = target_score(progress(frame), attainment_share=share)
    known = now.cells.known[:, columns] & ~np.isnan(aim.target[:, columns])
    for name in ("score", "attainment", "expected"):
        getattr(made, name)[:, columns] = judged[name].to_numpy(dtype=float).reshape(shape)
    made.state[:, columns] = np.where(known, judged["state"].to_numpy(dtype=object).reshape(shape), "none")
    met = judged["met"].to_numpy(dtype=bool).reshape(shape)
    made.met[:, columns] = only_where(known, met)
    made.on_track[:, columns] = judged["on_track"].to_numpy(dtype=object).reshape(shape)
    made.on_baseline[:, columns] = ~met
    unscored = known & np.isnan(made.score[:, columns])
    made.reason[:, columns] = only_where(unscored, np.full(shape, NO_BASELINE))


def _yes_no(made: Scored, number: int, stage: Stage, now: Counted, aim: Aims) -> None:
    """Not achieved is to be watched before the target year, and a warning from then on: there is no path to be off."""
    score = yes_no_score(now.cells.value[:, number])
    due = stage.year >= aim.target_year[:, number]
    _whole(made, number, score, np.where(due, "warning", "watch"))


def _trend(made: Scored, number: int, stage: Stage, figures: Figures, now: Counted, aim: Aims) -> None:
    """Yearly values from the baseline year, and the phase's own last. Where the wording is none that we can read, no
    score."""
    kind = WORDINGS.get(aim.wording[number])
    if kind is None:
        return
    start = np.nanmin(aim.baseline_year[:, number]) if (~np.isnan(aim.baseline_year[:, number])).any() else stage.year
    years = [year for year in figures.years if start <= year < stage.year]
    columns = [figures.of_year(year).value[:, number] for year in years]
    own = np.where(now.carried[:, number], np.nan, now.cells.value[:, number])
    found = trend_target(np.column_stack([*columns, own]), [*years, stage.time], kind)
    score = np.where(now.cells.known[:, number], found["score"].to_numpy(dtype=float), np.nan)
    _whole(made, number, score, np.full(len(score), "warning", dtype=object))
    made.reason[np.isnan(score), number] = TOO_FEW


def _whole(made: Scored, number: int, score: np.ndarray, unmet: np.ndarray) -> None:
    """Scores of 100 or 0, with what follows from them."""
    known = ~np.isnan(score)
    met = score == 100
    made.score[:, number] = score
    made.attainment[:, number] = score / 100
    made.met[:, number] = only_where(known, met)
    made.on_track[:, number] = made.met[:, number]
    made.state[:, number] = np.where(known, np.where(met, "met", unmet), "none")
