"""Rules that compare an area with its own other periods, against plain loops."""

import math
import random
from collections import defaultdict
from itertools import pairwise
from statistics import mean, median

import pytest
from invented_release import COUNTIES, INDICATORS, course, found, judged, work_of
from pydantic import ValidationError

from data.quality.kinds import change, history_outlier, swapped_breakdowns, unit_shift

YEARS = range(2015, 2025)


def scaled(row):
    """y and v of a row, or None: written once more from the text of data/quality/value_scale.py."""
    aggregation, unit, multiplier, decimals, proportion, _, _ = INDICATORS[row["indicator"]]
    x, n, value = row.get("numerator"), row.get("denominator"), row["value"]
    rounding = 10 ** (-2 * decimals) / 12
    if x is not None and n:
        if proportion:
            share = min(max((x + 0.5) / (n + 1), 0.0001), 0.9999)
            return math.log(share / (1 - share)), 1 / (x + 0.5) + 1 / (n - x + 0.5)
        return math.log((x + 0.5) / n), 1 / (x + 0.5)
    if aggregation == "sum" and decimals == 0:
        return math.log(value + 0.5), 1 / (value + 0.5)
    if proportion or unit == "%":
        whole = multiplier or 100
        y = math.log((value / whole + 0.0005) / (1.0005 - value / whole))
        return y, rounding * (1 / (value + 0.05) + 1 / (1.0005 * whole - value)) ** 2
    return (math.log(value / (multiplier or 1)), rounding / value**2) if value > 0 else None


def usual(course, place):
    """What the neighbours of course[place] lead one to expect."""
    before, after = course[max(place - 2, 0) : place], course[place + 1 : place + 3]
    if not before:
        near = course[1:4]
    elif not after:
        near = course[max(place - 3, 0) : place]
    else:
        readings = [mean(before), mean(after), median(before + after)]
        return min(readings, key=lambda reading: abs(course[place] - reading))
    return median(near) if len(near) > 1 else None


def history_by_loops(rows, threshold=6.0, least=0.05, dispersion=1.5, floor=0.002, fewest=8):
    """(checked, found) of the product's outlier against own history."""
    cells = {}
    for row in rows:
        if row.get("status", 0) <= 2 and (y := scaled(row)) is not None:
            cells[row["indicator"], row["area"], int(row["period"]), row.get("batch", 1)] = y
    courses = defaultdict(list)
    for indicator, area, year, batch in sorted(cells):
        courses[indicator, area, batch].append(year)
    steps = defaultdict(list)
    for (indicator, area, batch), years in courses.items():
        for before, year in pairwise(years):
            step = cells[indicator, area, year, batch][0] - cells[indicator, area, before, batch][0]
            steps[indicator, batch, year].append(step)
    apart, chance = {}, {}
    for (indicator, area, batch), years in courses.items():
        common = [sum(median(s) for (i, b, y), s in steps.items() if (i, b) == (indicator, batch) and y <= year)
                  for year in years]  # fmt: skip
        rest = [cells[indicator, area, y, batch][0] - c for y, c in zip(years, common, strict=True)]
        noise = [cells[indicator, area, y, batch][1] for y in years]
        for place, year in enumerate(years):
            if (expected := usual(rest, place)) is not None:
                sides = [noise[p] for p in (place - 1, place + 1) if 0 <= p < len(years)]
                apart[indicator, area, year, batch] = rest[place] - expected
                chance[indicator, area, year, batch] = dispersion * (0.5 * noise[place] + 0.8 * mean(sides))
    groups = defaultdict(list)
    for indicator, area, year, batch in apart:
        groups[indicator, year, batch].append(area)
    checked, broken = 0, set()
    for (indicator, year, batch), some in groups.items():
        if len(some) < fewest:
            continue
        sizes = [abs(apart[indicator, area, year, batch]) for area in some]
        spread = max(floor, 1.4826 * median(sizes) if median(sizes) > 0 else 1.253314 * mean(sizes))
        checked += len(some)
        for area in some:
            key = indicator, area, year, batch
            if abs(apart[key]) > threshold * math.sqrt(spread**2 + chance[key]) and abs(apart[key]) >= least:
                broken.add(key[:3])
    return checked, broken


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_history_outlier_is_what_plain_loops_find(seed):
    draw = random.Random(seed)
    rows = [row for indicator in INDICATORS for row in course(draw, indicator, YEARS)]
    rows += [row | {"batch": 2, "area": f"12{row['area'][2:]}"} for row in course(draw, "YEARS", range(2025, 2030))]
    rows = list({(r["indicator"], r["area"], r["period"]): r for r in rows}.values())
    units = judged(work_of(rows), history_outlier, threshold=6.0)
    checked, broken = history_by_loops(rows)
    assert len(units) == checked > 1000
    assert found(units) == broken
    assert len(broken) > 20


def steady(indicator="COUNT", years=YEARS, slips=()):
    """Counties of sizes that hardly change, but for `slips`: {(area, year): factor}."""
    draw, slips = random.Random(9), dict(slips)
    rows = []
    for area in COUNTIES:
        size = draw.randint(20_000, 900_000)
        for year in years:
            value = round(size * draw.uniform(0.99, 1.01) * slips.get((area, year), 1))
            rows.append({"indicator": indicator, "area": area, "period": str(year), "value": value})
    return rows


@pytest.mark.parametrize("year", [2015, 2016, 2019, 2023, 2024])
@pytest.mark.parametrize("factor", [10, 0.1, 1.7])
def test_a_slip_is_found_where_it_is_and_nowhere_else(year, factor):
    work = work_of(steady(slips={("110101", year): factor}))
    (unit,) = [u for u in judged(work, history_outlier, threshold=6.0) if u["failed"]]
    assert (unit["area"], unit["year"]) == ("110101", year)
    assert unit["expected"] == pytest.approx(unit["observed"] / factor, rel=0.05)
    assert unit["severity"] == (2 if factor == 1.7 else 1)
    changed = judged(work, change, hint=0.3, explain=0.5)
    assert found(changed, "area", "year") == {("110101", year)}


def test_a_change_for_good_is_no_slip_but_a_change():
    slips = {("120203", year): 2.5 for year in range(2020, 2025)}
    work = work_of(steady(slips=slips))
    assert found(judged(work, history_outlier, threshold=6.0)) == set()
    assert found(judged(work, change, hint=0.3, explain=0.5), "area", "year") == {("120203", 2020)}


def test_what_happens_everywhere_is_expected_everywhere():
    slips = {(area, year): 3 ** (year - 2015) for area in COUNTIES for year in YEARS}
    work = work_of(steady(slips=slips))
    assert found(judged(work, history_outlier, threshold=6.0)) == set()
    assert found(judged(work, change, hint=0.3, explain=0.5)) == set()


def test_few_events_may_double_by_chance():
    rows = [
        {"indicator": "RATE", "area": area, "period": str(year), "numerator": x, "denominator": 1000, "value": float(x)}
        for area in COUNTIES
        for year, x in zip(range(2018, 2024), (4, 3, 5, 11 if area == "110103" else 4, 3, 4), strict=True)
    ]
    work = work_of(rows)
    assert found(judged(work, history_outlier, threshold=6.0)) == set()
    assert found(judged(work, change, hint=0.3, explain=0.5)) == set()


def test_a_change_between_the_limits_is_a_hint():
    work = work_of(steady(slips={("110101", 2024): 1.42}))
    (unit,) = [u for u in judged(work, change, hint=0.3, explain=0.5) if u["found"]]
    assert (unit["failed"], unit["severity"]) == (0, 3)


def test_missing_and_zero_are_not_the_same():
    rows = steady()
    gone = [row if row["area"] != "110101" or row["period"] != "2020" else row | {"value": None, "status": 3}
            for row in rows]  # fmt: skip
    assert found(judged(work_of(gone), history_outlier, threshold=6.0)) == set()
    zero = [row if row["area"] != "110101" or row["period"] != "2020" else row | {"value": 0} for row in rows]
    assert found(judged(work_of(zero), history_outlier, threshold=6.0), "area", "year") == {("110101", 2020)}


def test_all_equal_and_too_few_periods_find_nothing():
    equal = [row | {"value": 500} for row in steady()]
    assert found(judged(work_of(equal), history_outlier, threshold=6.0)) == set()
    two = work_of(steady(years=range(2015, 2017), slips={("110101", 2016): 10}))
    assert judged(two, history_outlier, threshold=6.0) == []


def test_real_and_demonstration_figures_are_never_one_series():
    rows = steady(years=range(2015, 2020))
    rows += [row | {"batch": 2, "value": row["value"] * 10} for row in steady(years=range(2020, 2025))]
    work = work_of(rows)
    assert found(judged(work, history_outlier, threshold=6.0)) == set()
    assert found(judged(work, change, hint=0.3, explain=0.5)) == set()
    assert found(judged(work, unit_shift)) == set()


@pytest.mark.parametrize("year", [2015, 2019, 2024])
def test_a_province_in_another_unit(year):
    slips = {(area, year): 1e-4 for area in COUNTIES if area[:2] == "12"}
    units = judged(work_of(steady("MONEY", slips=slips)), unit_shift)
    assert found(units, "indicator", "area", "year") == {("MONEY", "120000", year)}
    (unit,) = [u for u in units if u["failed"]]
    assert unit["observed"] == pytest.approx(1e-4, rel=0.02)


def test_a_unit_changed_for_good_is_found_where_it_begins():
    slips = {(area, year): 10 for area in COUNTIES if area[:2] == "12" for year in range(2020, 2025)}
    assert found(judged(work_of(steady(slips=slips)), unit_shift), "area", "year") == {("120000", 2020)}


def test_threefold_is_no_unit():
    slips = {(area, 2020): 3 for area in COUNTIES if area[:2] == "12"}
    assert found(judged(work_of(steady(slips=slips)), unit_shift)) == set()


def by_sex(exchanged=(), ratio=1.3):
    draw, rows = random.Random(4), []
    for area in COUNTIES:
        size = draw.randint(50_000, 90_000)
        for year in YEARS:
            parts = {"male": (size * 1.04, 0.2 * ratio), "female": (size, 0.2)}
            names = ("female", "male") if (area, year) in exchanged else ("male", "female")
            for name, (number, share) in zip(names, parts.values(), strict=True):
                denominator = round(number * draw.uniform(0.999, 1.001))
                numerator = round(denominator * share * draw.uniform(0.99, 1.01))
                rows.append({"indicator": "SHARE", "area": area, "period": str(year), "breakdown": name,
                             "numerator": numerator, "denominator": denominator,
                             "value": round(100 * numerator / denominator, 3)})  # fmt: skip
    return rows


def test_exchanged_sexes():
    exchanged = {("110105", 2015), ("120201", 2019), ("120204", 2024)}
    units = judged(work_of(by_sex(exchanged)), swapped_breakdowns, pair=["male", "female"])
    assert found(units, "area", "year") == exchanged
    assert len(units) == len(COUNTIES) * len(YEARS)


def test_without_a_difference_nothing_can_be_told():
    rows = [row | {"denominator": 60_000} for row in by_sex({("110105", 2019)}, ratio=1.0)]
    assert found(judged(work_of(rows), swapped_breakdowns, pair=["male", "female"])) == set()


@pytest.mark.parametrize(
    ("kind", "parameters", "message"),
    [
        (change, {"hint": 0.5, "explain": 0.3}, "低于“提示”的界限"),
        (change, {"hint": -1, "explain": 0.3}, "greater than 0"),
        (history_outlier, {"threshold": 6.0, "least": 1.0, "serious_factor": 1.5}, "“严重”的界限低于"),
        (history_outlier, {"threshold": 6.0, "colum": "value"}, "Extra inputs"),
        (swapped_breakdowns, {"pair": ["male", "men"]}, "两个不同的分组代码"),
        (swapped_breakdowns, {"pair": ["male", "male"]}, "两个不同的分组代码"),
        (swapped_breakdowns, {"pair": ["male", "female"], "gain": 10.0, "fit": 20.0}, "fit不小于gain"),
        (unit_shift, {"tolerance": 0.6}, "less than 0.5"),
    ],
)
def test_contradictory_parameters_are_refused(kind, parameters, message):
    with pytest.raises(ValidationError, match=message):
        kind.Parameters(**parameters)
