"""The whole result of one phase of one scheme, as arrays."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data.assessment.aims import Aims, aims
from data.assessment.figures import Figures
from data.assessment.lights import warning_of_totals
from data.assessment.phases import Counted, Stage, counted
from data.assessment.ranking import Group, Totals, drawn_totals, groups_of, rankings, totals_of, with_interval
from data.assessment.scales import drawn_scales, own_scale
from data.assessment.scheme import GIVEN, Scheme
from data.assessment.scoring import Scored, directions, only_where, scored, signs
from data.definitions import Indicator
from data.schema import ASSESSMENT_VARIANTS
from methods.lost_points import gain_of_improvement, lost_points

NO_DRAWS = "调和平均的总分没有位次区间"
OPEN_ENDED = ("z_composite", "mean_difference")  # without a full score that points could be lost from
OLD = "位次区间只给最近{years}年"


@dataclass(frozen=True)
class Variant:
    """The totals of one variant: (areas,) each; `ranks` of `ranking.rankings`."""

    totals: Totals
    warning: np.ndarray
    previous_phase: np.ndarray
    previous_year: np.ndarray
    demonstration: np.ndarray
    light: np.ndarray  # (areas, items)
    met: np.ndarray
    score: np.ndarray
    ranks: pd.DataFrame


@dataclass(frozen=True)
class Items:
    """(areas, items) each."""

    now: Counted
    aim: Aims
    scored: Scored
    lost: np.ndarray
    gain: np.ndarray
    demonstration: np.ndarray
    strict: np.ndarray


@dataclass(frozen=True)
class PhaseResult:
    stage: Stage
    items: Items | None
    variants: dict[str, Variant]
    target_year: int | None
    targets: np.ndarray  # target years of all cells: what tells whether two phases were measured alike
    previous_phase: int | None
    previous_year: int | None
    bands: bool
    note: str | None

    def without_cells(self) -> "PhaseResult":
        """What later phases compare themselves with."""
        return replace(self, items=None)

    def comparable(self, other: "PhaseResult | None") -> bool:
        same = other is not None and np.array_equal(self.targets, other.targets, equal_nan=True)
        return bool(same)


def phase_result(
    stage: Stage, scheme: Scheme, figures: Figures, known: dict[str, Indicator], done: list[PhaseResult], *, bands: bool
) -> PhaseResult:
    """The result of `stage`; `done` are the phases before it, the oldest first."""
    ways = directions(scheme, known)
    now, aim = counted(stage, figures), aims(stage, scheme, figures, known)
    found = scored(stage, scheme, figures, now, aim, ways)
    items = _items(stage, scheme, figures, now, aim, found, ways)
    drawn = bands and scheme.aggregation != "harmonic"
    note = None if drawn else NO_DRAWS if bands else OLD.format(years=scheme.bands.years)
    measured = aim.target_year[~np.isnan(aim.target_year)]
    last = done[-1] if done else None
    past = _same_phase(done, stage, 1)
    result = PhaseResult(
        stage, items, {}, int(np.median(measured)) if len(measured) else None, aim.target_year,
        last.stage.period_id if last else None, past.stage.period_id if past else None, drawn, note,
    )  # fmt: skip
    older = _same_phase(done, stage, 2)
    groups = groups_of(scheme, figures.places, stage.year)
    for name in ASSESSMENT_VARIANTS:
        kept = np.ones(now.carried.shape, dtype=bool) if name == "all" else ~(now.cells.doubtful & now.cells.known)
        if name == "all" or not kept.all():
            history = [_totals(one, name, result) for one in (last, past, older)]
            result.variants[name] = _variant(result, scheme, figures, ways, kept, groups, history)
        else:
            result.variants[name] = _again(result, [_totals(one, name, result) for one in (last, past, older)], scheme)
    return result


def _same_phase(done: list[PhaseResult], stage: Stage, years: int) -> PhaseResult | None:
    wanted = (stage.year - years, stage.phase.phase)
    return next((one for one in done if (one.stage.year, one.stage.phase.phase) == wanted), None)


def _totals(one: PhaseResult | None, name: str, result: PhaseResult) -> np.ndarray:
    """Totals of an earlier phase, NaN where it was measured by other targets: the two do not compare."""
    if one is None or not result.comparable(one):
        return np.full(len(result.targets), np.nan)
    return one.variants[name].totals.total


def _items(
    stage: Stage, scheme: Scheme, figures: Figures, now: Counted, aim: Aims, found: Scored, ways: list[str]
) -> Items:
    weights = np.array([item.weight for item in scheme.items])
    values = np.where(np.isnan(found.score), np.nan, now.cells.value)
    own = own_scale(values, stage, scheme, figures, aim, ways)
    given = np.array([item.scoring in GIVEN for item in scheme.items])

    def score(x: np.ndarray) -> np.ndarray:
        return np.where(given, found.score, own(x))

    gain, lost = gain_of_improvement(score, values, weights, signs(ways)), lost_points(found.score, weights)
    gain[:, given] = np.nan
    for number, item in enumerate(scheme.items):
        if item.scoring == "yes_no":
            gain[:, number] = lost[:, number]  # one step there is
        if ways[number] == "range":
            gain[:, number] = np.nan  # which way is better depends on the side
        if item.scoring in OPEN_ENDED:
            lost[:, number] = np.nan
    if scheme.aggregation != "arithmetic":
        gain[:] = lost[:] = np.nan  # the total is no sum of points
    assumed = aim.baseline_demonstration & found.on_baseline & ~np.isnan(found.score)
    demonstration = (now.cells.demonstration | assumed) & now.cells.known
    strict = np.where(now.cells.known, np.maximum(now.cells.strict, aim.baseline_strict), 0)
    return Items(now, aim, found, lost, gain, demonstration, strict)


def _variant(
    result: PhaseResult, scheme: Scheme, figures: Figures, ways: list[str], kept: np.ndarray, groups: list[Group],
    history: list[np.ndarray],
) -> Variant:  # fmt: skip
    items = result.items
    assert items is not None
    score = np.where(kept, items.scored.score, np.nan)
    made = totals_of(score, scheme)
    drawn = None
    if result.bands and made.ranked.any():
        values = np.where(np.isnan(score), np.nan, items.now.cells.value)
        given = np.array([item.scoring in GIVEN for item in scheme.items])
        scales = drawn_scales(values, result.stage, scheme, figures, items.aim, ways)
        fixed = np.where(given, score, np.nan)
        whole, own = drawn_totals(values, items.now.cells.lower, items.now.cells.upper, fixed, scales, scheme)
        made = with_interval(made, own, scheme)
        drawn = whole.drawn
    light = np.where(kept, items.scored.light, "grey")
    phase, year, before = history
    return Variant(
        made,
        warning_of_totals(light, made.ranked, made.total, year, before, scheme),
        phase,
        year,
        np.any(items.demonstration & ~np.isnan(score), axis=1),
        light,
        only_where(kept, items.scored.met),
        score,
        rankings(made, drawn, scheme, groups),
    )


def _again(result: PhaseResult, history: list[np.ndarray], scheme: Scheme) -> Variant:
    """Where nothing is in doubt, trusted is what all is, beside its own past."""
    same = result.variants["all"]
    phase, year, before = history
    warning = warning_of_totals(same.light, same.totals.ranked, same.totals.total, year, before, scheme)
    return replace(same, previous_phase=phase, previous_year=year, warning=warning)
