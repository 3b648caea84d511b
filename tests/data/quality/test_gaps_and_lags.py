"""What is missing, against plain loops; and how late figures came."""

import random
from collections import defaultdict
from datetime import date

import pytest
from invented_release import COUNTIES, PREFECTURES, ZONE, course, found, judged, work_of
from pydantic import ValidationError

from data.quality.kinds import area_coverage, publication_lag, series_gap

YEARS = range(2016, 2024)


def rows_with_gaps(seed):
    """Two indicators with values missing here and there; a survey of every third year; a year that nobody has."""
    draw = random.Random(seed)
    rows = course(draw, "COUNT", YEARS) + course(draw, "SHARE", YEARS, batch=2)
    rows = [row for row in rows if row["period"] != "2019" and draw.random() > 0.1]
    rows += [row for row in course(draw, "YEARS", YEARS) if int(row["period"]) % 3 == 0]
    for row in draw.sample(rows, 20):
        row |= {"value": None, "numerator": None, "denominator": None, "status": draw.choice([3, 4, 5])}
    return rows


def gaps_by_loops(rows, share=0.5):
    given, answered = defaultdict(set), set()
    for row in rows:
        if row.get("status", 0) <= 2:
            given[row["indicator"], row["area"]].add(int(row["period"]))
        if row.get("status", 0) != 3:
            answered.add((row["indicator"], row["area"], int(row["period"])))
    expected = set()
    for indicator in {i for i, _ in given}:
        series = {area: years for (i, area), years in given.items() if i == indicator}
        for year in set().union(*series.values()):
            reaching = [area for area, years in series.items() if min(years) <= year <= max(years)]
            if sum(year in series[area] for area in reaching) >= share * len(reaching):
                expected |= {(indicator, area, year) for area in reaching}
    return len(expected), expected - answered


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_series_gap_is_what_plain_loops_find(seed):
    rows = rows_with_gaps(seed)
    units = judged(work_of(rows), series_gap, share=0.5)
    expected, missing = gaps_by_loops(rows)
    assert len(units) == expected
    assert found(units) == missing
    assert len(missing) > 10
    assert {unit["indicator"] for unit in units if unit["year"] == 2019} == {"YEARS"}  # nobody has the others
    assert all(unit["form_id"] == (2 if unit["indicator"] == "SHARE" else 1) for unit in units)


def test_a_survey_of_every_third_year_has_no_gaps():
    rows = [{"indicator": "YEARS", "area": area, "period": str(year), "value": 78.0}
            for area in COUNTIES for year in (2015, 2018, 2021, *([2019] if area == "110101" else []))]  # fmt: skip
    assert found(judged(work_of(rows), series_gap)) == set()


def test_a_value_of_another_source_fills_the_gap():
    """The census year is published, the years around it are demonstration: neither series has a hole."""
    rows = [{"indicator": "COUNT", "area": area, "period": str(year), "value": 5, "batch": 2}
            for area in COUNTIES for year in (2018, 2019, 2021, 2022) if (area, year) != ("110101", 2021)]  # fmt: skip
    rows.append({"indicator": "COUNT", "area": "110101", "period": "2021", "value": 5})
    assert found(judged(work_of(rows), series_gap)) == set()
    assert found(judged(work_of(rows), area_coverage)) == set()


def coverage_by_loops(rows, share=0.5, fewest=3):
    families = defaultdict(set)
    for area, prefecture in COUNTIES.items():
        families[prefecture[:2], "county"].add(area)
    for area, province in PREFECTURES.items():
        families[province, "prefecture"].add(area)
    first: dict[tuple[str, int], int] = {}
    given, answered = defaultdict(set), set()
    for row in rows:
        key = row["indicator"], int(row["period"]), row.get("batch", 1)
        if row.get("status", 0) <= 2:
            given[key].add(row["area"])
            who = row["area"], key[2]
            first[who] = min(first.get(who, 9999), key[1])
        if row.get("status", 0) != 3:
            answered.add((row["indicator"], row["area"], key[1]))
    expected = set()
    for (indicator, year, batch), areas in given.items():
        for family in families.values():
            if len(family) >= fewest and len(areas & family) >= share * len(family):
                expected |= {(indicator, a, year) for a in family if first.get((a, batch), 9999) <= year}
    return expected, expected - answered


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_area_coverage_is_what_plain_loops_find(seed):
    rows = rows_with_gaps(seed)
    units = judged(work_of(rows), area_coverage)
    expected, missing = coverage_by_loops(rows)
    assert {(u["indicator"], u["area"], u["year"]) for u in units} == expected
    assert found(units) == missing
    assert len(missing) > 20


def all_counties(*, but=()):
    return [{"indicator": "COUNT", "area": area, "period": str(year), "value": 5}
            for area in (*COUNTIES, ZONE) for year in YEARS if (area, year) not in but]  # fmt: skip


def test_an_area_founded_later_is_not_missing_before():
    assert (
        found(judged(work_of(all_counties(but={("120107", year) for year in YEARS if year < 2021})), area_coverage))
        == set()
    )


def test_a_zone_is_not_expected_and_a_level_that_nobody_reports_neither():
    units = judged(work_of(all_counties(but={(ZONE, 2020)})), area_coverage)
    assert found(units) == set()
    assert {unit["area"] for unit in units} == set(COUNTIES)


def test_breakdowns_only_where_asked():
    rows = [row | {"breakdown": name} for row in all_counties() for name in ("all", "male")
            if (name, row["area"], row["period"]) != ("male", "110101", "2020")]  # fmt: skip
    assert found(judged(work_of(rows), area_coverage)) == set()
    assert found(judged(work_of(rows), area_coverage, breakdowns=True), "area", "year") == {("110101", 2020)}


def test_what_is_suppressed_or_not_applicable_was_answered():
    rows = all_counties(but={("110101", 2020), ("110102", 2020)})
    rows += [{"indicator": "COUNT", "area": area, "period": "2020", "status": status}
             for area, status in (("110101", 4), ("110102", 5))]  # fmt: skip
    work = work_of(rows)
    assert found(judged(work, area_coverage)) == found(judged(work, series_gap)) == set()


def test_a_batch_that_came_late():
    rows = [{"indicator": "COUNT", "area": "110101", "period": period, "value": 5, "batch": batch}
            for batch, period in ((1, "2019"), (1, "2020"), (3, "2020Q1"), (4, "2020Q2"), (5, "2020H1"))]  # fmt: skip
    batches = {
        1: {"received": date(2021, 3, 1)},
        3: {"received": date(2020, 6, 15)},
        4: {},
        5: {"received": date(2021, 1, 1)},
    }
    days = {"year": 60, "quarter": 76}
    units = judged(work_of(rows, batches), publication_lag, days=days)
    # 2019 is repeated in the batch of 2020, batch 4 does not say when it came, half-years have no rule
    assert {(u["batch_id"], u["area"], u["observed"], u["failed"]) for u in units} == {
        (1, "110000", 60, 0),
        (3, "110000", 76, 0),
    }
    late = judged(work_of(rows, batches), publication_lag, days={"year": 59, "half": 365})
    assert {(u["batch_id"], u["failed"]) for u in late} == {(1, 1), (5, 0)}


def test_a_batch_of_several_provinces_stands_at_the_nation():
    rows = [{"indicator": "COUNT", "area": area, "period": "2020", "value": 5} for area in ("110101", "120101")]
    (unit,) = judged(work_of(rows, {1: {"received": date(2022, 1, 1)}}), publication_lag, days={"year": 365})
    assert (unit["area"], unit["observed"], unit["failed"]) == ("100000", 366, 1)


@pytest.mark.parametrize(
    ("kind", "parameters", "message"),
    [
        (publication_lag, {"days": {"year": -1}}, "不能为负"),
        (publication_lag, {"days": {}}, "要写明每种时期允许的天数"),
        (publication_lag, {"days": {"annual": 3}}, "不是时期种类"),
        (series_gap, {"share": 1.5}, "less than or equal to 1"),
        (area_coverage, {"share": 0.0}, "greater than 0"),
    ],
)
def test_parameters_that_make_no_sense(kind, parameters, message):
    with pytest.raises(ValidationError, match=message):
        kind.Parameters(**parameters)
