"""Every way of scoring at its edges, worked by hand, in one place: what is missing, level, alone, tied or turned round.

Targets looser than the baseline, equal to it and already met, a baseline of zero and none are in `test_target_score`,
`test_progress` and `test_attainment` too; here every case stands beside its arithmetic.
"""

import math

import numpy as np
import pandas as pd
import pytest

from methods.fixed_base_range import fixed_base_range
from methods.goalpost import goalpost
from methods.mean_difference import mean_difference
from methods.normalisations import standard_scale
from methods.progress import progress
from methods.range_score import range_score
from methods.ranks import competition_ranks
from methods.target_score import target_score
from methods.trend_target import trend_target
from methods.weighted_total import weighted_total
from methods.yes_no_score import yes_no_score

NONE = math.nan
SHARE = 1.0  # of points for attainment in scoring `attainment`

# 2017 → 2030, judged in 2024: the path has gone 7 of 13 years. Columns: value, baseline, operator, target, points for
# the way to the target (`attainment`), points with the pace (`progress`: 80 for the way, 20 for the step due by 2024).
BY_TARGET = {
    "half the way": (60.0, 40.0, ">=", 80.0, 50.0, 0.8 * 50 + 20 * (20 / (40 * 7 / 13))),
    "lower is better": (15.0, 20.0, "<=", 10.0, 50.0, 0.8 * 50 + 20 * (5 / (10 * 7 / 13))),
    "looser, kept": (7.2, 6.8, "<=", 7.5, 100.0, 100.0),
    "looser, lost": (9.0, 6.8, "<=", 7.5, 100 * (1 - 1.5 / 7.5), 100 * (1 - 1.5 / 7.5)),
    "equal to the baseline, kept": (95.0, 95.0, ">=", 95.0, 100.0, 100.0),
    "equal to the baseline, lost": (76.0, 95.0, ">=", 95.0, 80.0, 80.0),
    "already met": (99.0, 96.0, ">=", 95.0, 100.0, 100.0),
    "met from the first day, lower": (3.0, 4.0, "<=", 5.0, 100.0, 100.0),
    "baseline of zero": (20.0, 0.0, ">=", 80.0, 25.0, 0.8 * 25 + 20 * (20 / (80 * 7 / 13))),
    "still at a baseline of zero": (0.0, 0.0, ">=", 80.0, 0.0, 0.0),
    "worse than the baseline": (30.0, 40.0, ">=", 80.0, 0.0, 0.0),
    "no baseline, met": (81.0, NONE, ">=", 80.0, 100.0, 100.0),
    "no baseline, unmet": (70.0, NONE, ">=", 80.0, NONE, NONE),
    "strict target, on the line": (90.0, 80.0, ">", 90.0, 100.0, 100.0),
    "no value": (NONE, 40.0, ">=", 80.0, NONE, NONE),
    "no target": (60.0, 40.0, ">=", NONE, NONE, NONE),
}


@pytest.mark.parametrize("case", BY_TARGET)
def test_by_a_target(case: str):
    value, baseline, operator, target, way, whole = BY_TARGET[case]
    frame = pd.DataFrame([{
        "value": value, "year": 2024, "baseline_value": baseline, "baseline_year": 2017, "operator": operator,
        "target_value": target, "target_year": 2030,
    }])  # fmt: skip
    judged = progress(frame)
    assert target_score(judged, attainment_share=SHARE)["score"][0] == pytest.approx(way, nan_ok=True)
    assert target_score(judged)["score"][0] == pytest.approx(whole, nan_ok=True)


def column(*values: float) -> list[list[float]]:
    return [[value] for value in values]


def flat(scores: np.ndarray) -> list[float]:
    return np.asarray(scores).ravel().tolist()


def standard(values: list[list[float]], sign: int) -> list[float]:
    x = np.asarray(values)
    return flat(standard_scale(x, [sign])(x.copy()))


TIED = 100 / 6 * 2 / math.sqrt(4 * 2**2 / 3)


def by_mean(values: list[list[float]], sign: int) -> list[float]:
    return flat(mean_difference(values, [sign]))


def by_own_base(values: list[list[float]], sign: int) -> list[float]:
    return flat(fixed_base_range(values, [sign], base=values))


# (values, +1 or −1, points): against the other areas of the phase
BY_AREAS = {
    "z: one deviation is 100/6 points": (standard, column(8, 10, 12), 1, [50 - 100 / 6, 50, 50 + 100 / 6]),
    "z: lower is better": (standard, column(8, 10, 12), -1, [50 + 100 / 6, 50, 50 - 100 / 6]),
    # two at 8 and two at 12: the deviation is √(4·2²/3), each is 2 away from the mean
    "z: ties": (standard, column(8, 12, 8, 12), 1, [50 - TIED, 50 + TIED, 50 - TIED, 50 + TIED]),
    "z: all equal": (standard, column(7, 7, 7), 1, [50, 50, 50]),
    "z: one area": (standard, column(7), 1, [50]),
    "z: missing": (standard, column(8, NONE, 12), 1, [50 - 100 / 6 / math.sqrt(2), NONE, 50 + 100 / 6 / math.sqrt(2)]),
    "均差法: all equal": (by_mean, column(7, 7), 1, [100, 100]),
    "均差法: one area": (by_mean, column(7), -1, [100]),
    "均差法: ties": (by_mean, column(5, 5, 20), 1, [50, 50, 200]),
    "均差法: lower is better": (by_mean, column(5, 15), -1, [150, 50]),
    "均差法: a mean of zero": (by_mean, column(-1, 1), 1, [NONE, NONE]),
    "定基: its own base year": (by_own_base, column(5, 10, 15), 1, [1, 50, 100]),
    "定基: lower is better": (by_own_base, column(5, 10, 15), -1, [100, 50, 1]),
    "定基: ties": (by_own_base, column(5, 15, 15), 1, [1, 100, 100]),
    "定基: all equal": (by_own_base, column(7, 7), 1, [NONE, NONE]),
    "定基: one area": (by_own_base, column(7), 1, [NONE]),
    "定基: a base of zero": (lambda v, s: flat(fixed_base_range(v, [s], lowest=[0.0], highest=[8.0])),
                         column(0, 2, 8, 10), 1, [1, 25, 100, 125]),
}  # fmt: skip


@pytest.mark.parametrize("case", BY_AREAS)
def test_by_other_areas(case: str):
    score, values, sign, points = BY_AREAS[case]
    assert score(values, sign) == pytest.approx(points, nan_ok=True)


@pytest.mark.parametrize(
    ("values", "worst", "best", "points"),
    [
        ([50, 60, 85, 90], 60, 85, [0, 0, 100, 100]),
        ([30, 20, 5, 0], 25, 5, [0, 25, 100, 100]),  # lower is better: the worst post is the larger one
        ([0, 1, 4], 0, 4, [0, 25, 100]),
        ([7, 7], 3, 11, [50, 50]),  # ties
        ([NONE], 0, 1, [NONE]),
        ([5], 5, 5, [NONE]),  # posts that are one tell nothing apart
    ],
)
def test_between_posts(values, worst, best, points):
    assert flat(100 * goalpost(values, worst, best)) == pytest.approx(points, nan_ok=True)


def test_inside_a_range_yes_and_no():
    assert flat(range_score([0, 5, 10, 15, 20, 30, NONE], 10, 20, 0, 40)) == pytest.approx(
        [0, 50, 100, 100, 100, 50, NONE], nan_ok=True
    )
    assert flat(range_score([12, 12], 12, 12, 10, 20)) == [100, 100]  # a range of one point
    assert flat(yes_no_score([1, 0, 1, NONE])) == pytest.approx([100, 0, 100, NONE], nan_ok=True)


@pytest.mark.parametrize(
    ("values", "wording", "points"),
    [
        ([10, 8], "falling", 100),
        ([10, 10], "falling", 0),  # level is no fall
        ([0, 0], "falling", 0),  # what is at zero cannot fall: as the wording says, and the default of the product
        ([0, 1], "rising", 100),  # from a baseline of zero
        ([10, 9, 8], "keeps_falling", 100),
        ([10, 7, 8], "keeps_falling", 0),  # below the baseline, but up again
        ([10, 14, 16], "slowing", 100),
        ([10, NONE, 8], "falling", 100),  # the gap is left out
        ([NONE, 8], "falling", NONE),  # one point has no movement
        ([10, 8], "keeps_falling", NONE),
    ],
)
def test_a_movement(values, wording, points):
    found = trend_target([values], list(range(2023, 2023 + len(values))), wording)
    assert found["score"][0] == pytest.approx(points, nan_ok=True)


def test_places_of_ties_all_equal_and_one_area():
    everybody = np.ones(4, dtype=bool)
    assert competition_ranks(pd.Series([90.0, 80.0, 80.0, 70.0]), direction="higher", ranked=everybody).tolist() == [
        1, 2, 2, 4,
    ]  # fmt: skip
    assert competition_ranks(pd.Series([80.0] * 4), direction="higher", ranked=everybody).tolist() == [1, 1, 1, 1]
    assert competition_ranks(pd.Series([80.0]), direction="higher", ranked=everybody[:1]).tolist() == [1]


def test_a_total_of_what_is_there():
    # weights 2 and 1, the second missing: 60 alone, two thirds covered, no rank
    found = weighted_total([[60.0, NONE]], [2, 1])
    assert found["total"][0] == 60 and found["coverage"][0] == pytest.approx(2 / 3) and not found["ranked"][0]
