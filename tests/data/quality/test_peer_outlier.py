"""Values far from their peers: published examples, plain loops, and what must not be found."""

import json
import random
from collections import defaultdict
from pathlib import Path
from statistics import mean, median

import pytest
from invented_release import COUNTIES, INDICATORS, course, found, judged, work_of
from test_own_history import scaled

from data.quality.kinds import peer_outlier

VECTORS = Path(__file__).parents[2] / "methods" / "vectors.json"


def one_year(indicator, values, year="2020"):
    return [{"indicator": indicator, "area": area, "period": year, "value": value}
            for area, value in zip(COUNTIES, values, strict=False)]  # fmt: skip


def test_published_example_where_mad_is_zero():
    (vector,) = [v for v in json.loads(VECTORS.read_text(encoding="utf-8")) if v["method"] == "modified_z"]
    work = work_of(one_year("MONEY", vector["x"]))
    last = list(COUNTIES)[len(vector["x"]) - 1]
    expected = vector["expected_last"]
    for threshold, found_there in ((expected - 0.001, True), (expected + 0.001, False)):
        units = judged(work, peer_outlier, scale="linear", dispersion=0.0, alone=threshold, threshold=threshold)
        assert {unit["area"] for unit in units if unit["found"]} == ({last} if found_there else set())


def test_textbook_z_where_mad_is_not_zero():
    values = [3.1, 3.4, 3.2, 3.9, 3.3, 3.5, 3.0, 9.9, 3.6]
    middle = median(values)
    z = 0.6745 * (9.9 - middle) / median(abs(value - middle) for value in values)
    work = work_of(one_year("MONEY", values))
    for threshold, count in ((z - 0.01, 1), (z + 0.01, 0)):
        units = judged(work, peer_outlier, scale="linear", dispersion=0.0, alone=threshold)
        assert sum(unit["found"] for unit in units) == count


def test_two_outliers_do_not_hide_each_other():
    """Standard deviations of the WHO tool's kind let a second outlier hide the first: z would be below 3 here."""
    values = [5.0, 5.1, 4.9, 5.2, 4.8, 5.0, 5.1, 4.9, 50.0, 55.0]
    units = judged(work_of(one_year("MONEY", values)), peer_outlier, alone=3.5)
    assert {unit["observed"] for unit in units if unit["found"]} == {50.0, 55.0}


def test_all_equal_and_one_peer():
    assert not any(unit["found"] for unit in judged(work_of(one_year("MONEY", [7.0] * 14)), peer_outlier, alone=3.5))
    assert judged(work_of(one_year("MONEY", [7.0])), peer_outlier, alone=3.5) == []


def by_loops(rows, threshold=3.5, lasting=0.7, dispersion=1.0, fewest=8):
    groups: dict[tuple[str, str], dict[str, tuple[float, float]]] = defaultdict(dict)
    cells = {}
    for row in rows:
        if row.get("status", 0) <= 2 and (y := scaled(row)) is not None:
            groups[row["indicator"], row["period"]][row["area"]] = y
    for (indicator, period), some in groups.items():
        if len(some) < fewest:
            continue
        middle = median(y for y, _ in some.values())
        sizes = [abs(y - middle) for y, _ in some.values()]
        mad = median(sizes) / 0.6745 if median(sizes) > 0 else 1.253314 * mean(sizes)
        for area, (y, v) in some.items():
            cells[indicator, area, int(period)] = (y - middle) / (mad**2 + dispersion * v) ** 0.5
    failed = set()
    for indicator, area in {key[:2] for key in cells}:
        years = sorted(year for i, a, year in cells if (i, a) == (indicator, area))
        for place, year in enumerate(years):
            z = cells[indicator, area, year]
            beside = [cells[indicator, area, years[p]] for p in (place - 1, place + 1) if 0 <= p < len(years)]
            confirmed = any(other * z > 0 and abs(other) > lasting * threshold for other in beside)
            if abs(z) > threshold and beside and not confirmed:
                failed.add((indicator, area, year))
    return len(cells), failed


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_peer_outlier_is_what_plain_loops_find(seed):
    draw = random.Random(seed)
    rows = [row for indicator in INDICATORS for row in course(draw, indicator, range(2018, 2026))]
    units = judged(work_of(rows), peer_outlier)
    checked, failed = by_loops(rows)
    assert len(units) == checked
    assert found(units) == failed


def test_an_area_that_is_always_apart_is_different_not_wrong():
    rows = [
        row for year in ("2018", "2019", "2020") for row in one_year("MONEY", [5.0, 5.2, 4.9, 5.1] * 3 + [90.0], year)
    ]
    assert found(judged(work_of(rows), peer_outlier)) == set()
    rows[-1] = rows[-1] | {"value": 5.0}
    rows[12] = rows[12] | {"value": 5.0}
    assert found(judged(work_of(rows), peer_outlier), "area", "year") == {(list(COUNTIES)[12], 2019)}


def test_a_rate_of_few_events_may_be_far_from_the_rest_by_chance():
    rows = [{"indicator": "RATE", "area": area, "period": year, "numerator": x, "denominator": n, "value": 1000 * x / n}
            for year in ("2019", "2020") for area, (x, n) in zip(COUNTIES, [(200, 40_000)] * 6 + [(210, 40_000)] * 21
            + [(2 if year == "2020" else 0, 50)], strict=True)]  # fmt: skip
    assert found(judged(work_of(rows), peer_outlier, dispersion=2.0)) == set()
    many = [row if row["denominator"] > 50 else row | {"numerator": row["numerator"] * 800, "denominator": 40_000}
            for row in rows]  # fmt: skip
    assert ("RATE", list(COUNTIES)[-1], 2020) in found(judged(work_of(many), peer_outlier, dispersion=2.0))


def test_peers_of_the_same_province():
    values = [10.0, 10.1, 10.2, 10.3, 9.9, 9.8, 10.0] * 2 + [90.0, 91.0, 92.0, 89.0, 90.5, 91.5, 90.2] * 2
    before = one_year("MONEY", values, "2019")
    after = one_year("MONEY", [40.0, *values[1:]], "2020")
    work = work_of(before + after)
    assert found(judged(work, peer_outlier)) == set()
    assert found(judged(work, peer_outlier, peers="province"), "area", "year") == {(next(iter(COUNTIES)), 2020)}


def test_real_and_demonstration_figures_are_no_peers():
    rows = [row for year in ("2019", "2020") for row in one_year("MONEY", [5.0, 5.1, 4.9] * 4, year)]
    rows += [{"indicator": "MONEY", "area": "120207", "period": "2020", "value": 5000.0, "batch": 2}]
    assert "120207" not in {unit["area"] for unit in judged(work_of(rows), peer_outlier, alone=3.5)}
