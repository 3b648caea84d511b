"""Scores and grades of data quality, by worked examples on paper and by a plain loop."""

import random

import numpy as np
import pytest

from methods.quality_score import Scheme, grade_of, pass_rates, quality_scores, total_scores

DEFAULT = Scheme((0.30, 0.20, 0.30, 0.15, 0.05), (3, 2, 1, 0), ("A", "B", "C", "D"), (95, 85, 70, 0), 2)
COMPLETENESS, TIMELINESS, ACCURACY, CONSISTENCY, AUTHENTICITY = range(5)
HARD, SERIOUS, MINOR, HINT = range(4)


def scored(entries, hard_failed=(0,), scheme=DEFAULT):
    """entries: (cell, dimension, severity, checked, failed)."""
    columns = np.array(entries, dtype=np.int64).reshape(-1, 5).T
    return quality_scores(*columns, np.asarray(hard_failed), scheme)


def test_one_dimension_is_the_severity_weighted_mean_of_pass_rates():
    # (3·1 + 2·0.9 + 1·0.5) / 6 = 5.3 / 6
    scores = scored([(0, ACCURACY, HARD, 10, 0), (0, ACCURACY, SERIOUS, 10, 1), (0, ACCURACY, MINOR, 10, 5)])
    assert scores.dimensions[0, ACCURACY] == pytest.approx(100 * 5.3 / 6)
    assert scores.total[0] == pytest.approx(88.3333333333)
    assert scores.grade[0] == 1  # B


def test_the_total_weighs_the_dimensions_that_have_a_score():
    # 完整性 90, 及时性 80, 准确性 100, nothing else: (0.3·90 + 0.2·80 + 0.3·100) / 0.8 = 91.25
    scores = scored([(0, COMPLETENESS, SERIOUS, 100, 10), (0, TIMELINESS, SERIOUS, 10, 2), (0, ACCURACY, HARD, 7, 0)])
    assert scores.total[0] == pytest.approx(91.25)
    assert np.isnan(scores.dimensions[0, CONSISTENCY]) and np.isnan(scores.dimensions[0, AUTHENTICITY])


def test_all_five_dimensions():
    rates = {COMPLETENESS: 98, TIMELINESS: 90, ACCURACY: 96, CONSISTENCY: 80, AUTHENTICITY: 100}
    scores = scored([(0, dimension, MINOR, 100, 100 - rate) for dimension, rate in rates.items()])
    assert scores.total[0] == pytest.approx(0.3 * 98 + 0.2 * 90 + 0.3 * 96 + 0.15 * 80 + 0.05 * 100)  # 93.2
    assert scores.grade[0] == 1


def test_hints_do_not_count():
    scores = scored([(0, ACCURACY, HINT, 100, 100), (0, CONSISTENCY, MINOR, 10, 0)])
    assert np.isnan(scores.dimensions[0, ACCURACY])
    assert scores.total[0] == 100


def test_nothing_checked_has_no_score_and_no_grade():
    scores = scored([(0, ACCURACY, HARD, 0, 0)])
    assert np.isnan(scores.total[0]) and scores.grade[0] == -1 and not scores.capped[0]


def test_a_failed_hard_rule_caps_at_c():
    entries = [(cell, ACCURACY, HARD, 1000, cell) for cell in range(2)] + [(2, ACCURACY, SERIOUS, 10, 8)]
    scores = scored(entries, hard_failed=(0, 1, 1))
    assert scores.total[1] == pytest.approx(99.9)
    assert [DEFAULT.grades[grade] for grade in scores.grade] == ["A", "C", "D"]
    assert list(scores.capped) == [False, True, False]  # a D is no better than the cap


@pytest.mark.parametrize(
    ("total", "grade"),
    [(100, "A"), (95, "A"), (94.999, "B"), (85, "B"), (84.99, "C"), (70, "C"), (69.9, "D"), (0, "D")],
)
def test_cut_offs_belong_to_the_better_grade(total, grade):
    assert DEFAULT.grades[grade_of(np.array([total], dtype=float), DEFAULT.cut_offs)[0]] == grade


def test_a_total_is_not_below_a_cut_off_by_the_last_bit():
    assert grade_of(np.array([0.3 * 95 + 0.7 * 95 - 1e-12]), DEFAULT.cut_offs)[0] == 0


def test_pass_rates():
    np.testing.assert_allclose(pass_rates(np.array([4, 1, 0]), np.array([1, 0, 0])), [0.75, 1, np.nan])


def test_totals_of_nothing():
    assert np.isnan(total_scores(np.full((1, 5), np.nan), DEFAULT.dimension_weights)[0])


def test_many_cells_equal_a_plain_loop():
    draw = random.Random(20260901)
    entries = [
        (cell, draw.randrange(5), draw.randrange(4), checked := draw.randint(0, 30), draw.randint(0, checked))
        for cell in range(60)
        for _ in range(draw.randint(1, 12))
    ]
    hard_failed = [draw.choice([0, 0, 2]) for _ in range(60)]
    scores = scored(entries, hard_failed)
    for cell in range(60):
        total, weights = 0.0, 0.0
        for dimension in range(5):
            passed = [
                (DEFAULT.severity_weights[s], 1 - failed / checked)
                for c, d, s, checked, failed in entries
                if c == cell and d == dimension and checked and s != HINT
            ]
            if passed:
                score = 100 * sum(w * rate for w, rate in passed) / sum(w for w, _ in passed)
                assert scores.dimensions[cell, dimension] == pytest.approx(score)
                total += DEFAULT.dimension_weights[dimension] * score
                weights += DEFAULT.dimension_weights[dimension]
            else:
                assert np.isnan(scores.dimensions[cell, dimension])
        if weights:
            assert scores.total[cell] == pytest.approx(total / weights)
            earned = next(n for n, lowest in enumerate(DEFAULT.cut_offs) if round(total / weights, 9) >= lowest)
            assert scores.grade[cell] == (max(earned, 2) if hard_failed[cell] else earned)
        else:
            assert scores.grade[cell] == -1
