"""Reports that repeat another, and digits that people made up, against plain loops."""

import math
import random
from collections import defaultdict

import pytest
from invented_release import COUNTIES, IDS, found, judged, work_of
from pydantic import ValidationError

from data.quality.kinds import copied_report, digit_test

YEARS = range(2018, 2023)
NAMES = ("all", "male", "female", "urban", "rural")


def reports(seed=3, copied=(), twins=()):
    """Reports of ten numbers a county and year; `copied` (area, year) repeat the year before, `twins` (a, b, year)."""
    draw, rows = random.Random(seed), {}
    for area in COUNTIES:
        for year in YEARS:
            for indicator in ("COUNT", "SHARE"):
                for name in NAMES:
                    n = draw.randint(5_000, 900_000)
                    row = {"value": float(n)}
                    if indicator == "SHARE":
                        x = draw.randint(300, n)
                        row = {"numerator": x, "denominator": n, "value": round(100 * x / n, 3)}
                    key = indicator, area, year, name
                    rows[key] = (
                        dict(zip(("indicator", "area", "period", "breakdown"), map(str, key), strict=True)) | row
                    )
    for area, year in copied:
        _repeat(rows, area, year, area, year - 1, draw)
    for area, other, year in twins:
        _repeat(rows, area, year, other, year, draw)
    return list(rows.values())


def _repeat(rows, area, year, from_area, from_year, draw):
    for indicator in ("COUNT", "SHARE"):
        for name in NAMES[:-1] if indicator == "SHARE" else NAMES:  # nine of ten
            source = rows[indicator, from_area, from_year, name]
            rows[indicator, area, year, name] |= {
                k: source[k] for k in ("value", "numerator", "denominator") if k in source
            }


def test_a_report_of_last_year():
    copied = {("110101", 2019), ("120203", 2022)}
    units = judged(work_of(reports(copied=copied)), copied_report)
    assert found(units, "area", "year") == copied
    assert len(units) == len(COUNTIES) * (len(YEARS) - 1)
    assert {unit["observed"] for unit in units if unit["failed"]} == {90.0}


def test_a_report_of_another_area_is_found_at_both():
    units = judged(work_of(reports(twins={("110101", "110102", 2020)})), copied_report, same_as="another_area")
    assert found(units, "area", "year") == {("110101", 2020), ("110102", 2020)}
    assert {unit["detail"] for unit in units if unit["failed"]} == {"10个数中有9个与110102（110102）相同",
                                                                    "10个数中有9个与110101（110101）相同"}  # fmt: skip


def test_a_column_of_last_year():
    rows = {(r["indicator"], r["area"], int(r["period"]), r["breakdown"]): r for r in reports()}
    for area in COUNTIES:
        if area[:2] == "12":
            rows["COUNT", area, 2020, "male"]["value"] = rows["COUNT", area, 2019, "male"]["value"]
    units = judged(work_of(list(rows.values())), copied_report, unit="column", fewest=10)
    (unit,) = [unit for unit in units if unit["failed"]]
    assert (unit["indicator"], unit["area"], unit["year"], unit["breakdown_id"]) == ("COUNT", "120000", 2020, 1)


def test_small_numbers_and_full_shares_say_nothing():
    small = [row | {"value": 8.0} for row in reports() if row["indicator"] == "COUNT"]
    full = [row | {"numerator": row["denominator"], "value": 100.0} for row in reports() if "numerator" in row]
    work = work_of(small + full)
    assert judged(work, copied_report) == judged(work, copied_report, same_as="another_area") == []


def test_a_child_that_is_all_of_its_parent_is_no_copy():
    rows = [row | {"area": "110100"} for row in reports() if row["area"] == "110101"] + reports()
    assert found(judged(work_of(rows), copied_report, same_as="another_area")) == set()


def counts(heaped=(), sizes=(1_000, 90_000)):
    draw, rows = random.Random(5), []
    for name in NAMES:
        for area in COUNTIES:
            for year in (2020, 2021):
                x = draw.randint(*sizes)
                x = 5 * round(x / 5) if (area[:2], year, name) in heaped else x
                rows.append({"indicator": "COUNT", "area": area, "period": str(year), "breakdown": name, "value": x})
    return rows


def test_last_digits_are_what_plain_loops_find():
    rows = counts(heaped={("11", 2021, "male")})
    units = judged(work_of(rows), digit_test, digit="last", threshold=3.0, fewest=10)
    groups = defaultdict(list)
    for row in rows:
        groups[row["area"][:2] + "0000", int(row["period"]), row["breakdown"]].append(row["value"])
    assert len(units) == len(groups)
    for unit in units:
        names = {0: "all", 1: "male", 2: "female", 11: "urban", 12: "rural"}
        values = groups[unit["area"], unit["year"], names[unit["breakdown_id"]]]
        rounded = sum(value % 5 == 0 for value in values)
        z = (rounded - 0.2 * len(values)) / math.sqrt(0.16 * len(values))
        assert unit["failed"] == (z > 3)
        assert unit["observed"] == pytest.approx(100 * rounded / len(values))
    assert ("110000", 2021, 1) in found(units, "area", "year", "breakdown_id")


def test_first_digits_by_benford():
    draw = random.Random(8)

    def rows(value):
        return [{"indicator": "COUNT", "area": area, "period": "2020", "breakdown": name, "value": value()}
                for area in COUNTIES for name in ("all",)]  # fmt: skip

    obeying = work_of(rows(lambda: int(10 ** draw.uniform(1, 7))))
    options = {"digit": "first", "threshold": 26.12, "fewest": 20, "least": 10, "orders": 3.0}
    (unit,) = judged(obeying, digit_test, **options)
    assert unit["failed"] == 0
    made_up = work_of(rows(lambda: draw.randint(7, 9) * 10 ** draw.randint(1, 6)))
    (unit,) = judged(made_up, digit_test, **options)
    values = made_up.connection.execute("SELECT value FROM obs WHERE indicator_id = ?", [IDS["COUNT"]]).fetchall()
    digits = [int(str(int(value))[0]) for (value,) in values]
    shares = [math.log10(1 + 1 / d) for d in range(1, 10)]
    expected = sum((digits.count(d) - len(digits) * s) ** 2 / (len(digits) * s) for d, s in enumerate(shares, 1))
    assert unit["observed"] == pytest.approx(expected)
    assert (unit["failed"], unit["area"]) == (1, "100000")


def test_counts_of_one_size_need_not_obey_benford():
    assert judged(work_of(counts(sizes=(40_000, 90_000))), digit_test, digit="first", threshold=26.12, fewest=20) == []


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        (copied_report, {"unit": "row"}),
        (copied_report, {"share": 1.2}),
        (digit_test, {"digit": "middle", "threshold": 3.0}),
        (digit_test, {"digit": "last"}),
    ],
)
def test_parameters_that_make_no_sense(kind, parameters):
    with pytest.raises(ValidationError):
        kind.Parameters(**parameters)
