"""The published figures that come with the product: complete, coherent, and equal to what was published elsewhere.

Independent truth: `published_*.csv` beside this file hold what other publications print (shares of 65 and over by area,
population and ages by province, the national series in its published units), typed in their units, not computed.
"""

import csv
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest
import yaml

from data.areas import read_areas
from data.breakdowns import BY_CODE
from data.definitions import read_indicators
from data.loading import check_files
from data.periods import parse_period

HERE = Path(__file__).parent
REFERENCE = HERE.parent.parent / "data" / "reference"
FILES = sorted(path for path in REFERENCE.glob("*.csv") if not path.name.endswith(".rejects.csv"))
CENSUS = [path for path in FILES if path.name.startswith("census_2020")]
# The age cells, household and schooling cells that the census leaves blank.
TINY = {"460303", "460399", "540199"}  # 南沙, 中沙, 达孜工业园区
DIMENSIONS = {"全国": "all", "城市": "urban", "农村": "rural", "东部": "east", "中部": "central", "西部": "west"}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def observations() -> dict[tuple[str, str, str, str], dict[str, str]]:
    found = {}
    for path in FILES:
        for row in rows_of(path):
            found[row["indicator"], row["area"], row["period"], row["breakdown"]] = row | {"file": path.name}
    return found


@cache
def census() -> dict[tuple[str, str], dict[str, dict[str, str]]]:
    """Rows of 2020 by area, by indicator and breakdown."""
    found: dict = defaultdict(dict)
    for (code, area, period, part), row in observations().items():
        if period == "2020":
            found[code, part][area] = row
    return found


@cache
def about(name: str) -> dict:
    return yaml.safe_load((REFERENCE / name).with_suffix(".yaml").read_text(encoding="utf-8"))


def number(text: str | None) -> float | None:
    return float(text) if text else None


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_names_its_publication_and_stays_small(path):
    told = about(path.name)
    assert path.stat().st_size < 1_500_000
    assert len(told["source"]) > 8
    assert told["organisation"]
    assert told["form"]
    assert told["cut_off"]
    assert told["demonstration"] is False
    assert isinstance(told["verified"], bool)
    last = max(parse_period(row["period"]).start for row in rows_of(path))
    assert last <= told["cut_off"], "figures later than their cut-off"


def test_every_row_uses_known_codes_and_no_key_comes_twice():
    indicators, areas = read_indicators(), read_areas()
    total = 0
    for path in FILES:
        for row in rows_of(path):
            total += 1
            assert row["indicator"] in indicators
            assert areas[row["area"]].has_statistics
            assert row["breakdown"] in BY_CODE
    assert total == len(observations())


def test_every_area_of_the_census_is_carried_over():
    areas = read_areas()
    counted = {area for code, area, period, part in observations() if (code, period, part) == ("POP", "2020", "all")}
    levels = Counter(areas[area].level for area in counted)
    # 2,838 counties and 144 zones in the source. 大柴旦 is no statistical unit and stands under a zone's code; one row
    # called 县 is a subtotal of Chongqing's counties and would count them twice.
    assert levels == {"nation": 1, "province": 31, "prefecture": 333, "county": 2837, "zone": 144}


def test_the_nation_as_it_was_published():
    expected = {
        "all": 1_409_778_724,
        "male": 721_416_394,
        "female": 688_362_330,
        "age65": 190_635_280,
        "age60": 264_018_218,
    }
    for part, value in expected.items():
        assert float(observations()["POP", "100000", "2020", part]["value"]) == value
    share = observations()["A65", "100000", "2020", "all"]
    assert round(float(share["value"]), 2) == 13.52


@pytest.mark.parametrize(
    "part", ["all", "male", "female", "urban", "rural", "age0_14", "age15_64", "age60", "age65", "age80"]
)
def test_parts_sum_to_wholes_at_every_level(part):
    compared = wholes_against_parts("POP", part, "value")
    assert compared >= 355  # the nation, 31 provinces, prefectures with parts; fewer by the blanks


@pytest.mark.parametrize(
    "code",
    ["A0_14", "A60", "A65", "A80", "ODR", "URB", "ILLIT15", "HH1", "HH65", "MIG_COUNTY", "MIG_PROV", "MIG_OTHER", "TAP",
     "TOILET", "HSW"],
)  # fmt: skip
def test_numerators_and_denominators_sum_too(code):
    assert wholes_against_parts(code, "all", "numerator") >= 355
    assert wholes_against_parts(code, "all", "denominator") >= 355


def wholes_against_parts(code: str, part: str, field: str) -> int:
    """A plain loop: add up the children of every parent, and compare where no child is blank."""
    areas, blank = read_areas(), set()
    sums: dict[str, float] = defaultdict(float)
    counted = census()[code, part]
    for area, row in counted.items():
        parent = areas[area].parent
        if parent is None:
            continue
        value = number(row[field])
        if value is None:
            blank.add(parent)
        else:
            sums[parent] += value
    compared = 0
    for parent, total in sums.items():
        if parent not in blank:
            assert total == number(counted[parent][field]), parent
            compared += 1
    return compared


def test_ratios_are_their_counts():
    indicators, checked = read_indicators(), 0
    for path in CENSUS:
        for row in rows_of(path):
            top, bottom, value = (number(row[name]) for name in ("numerator", "denominator", "value"))
            multiplier = indicators[row["indicator"]].multiplier
            if value is not None and top is not None and bottom and multiplier:
                assert value == pytest.approx(top / bottom * multiplier, abs=5.1e-5)
                checked += 1
    assert checked == 19 * 3_346 - 50  # the blanks


def test_what_the_source_leaves_blank_is_missing_and_never_zero():
    blanks: Counter[tuple[str, str]] = Counter()
    for (code, area, _, part), row in observations().items():
        if row.get("status"):
            assert row["status"] == "missing"
            assert row["value"] == ""
            assert row["note"]
            blanks[code, part] += 1
            if code.startswith(("A65", "A60", "A80")):
                assert area in TINY
        else:
            assert row["value"] != ""
    assert blanks["POP", "age0_14"] == 4
    assert blanks["POP", "age15_64"] == 2
    assert blanks["POP", "age65"] == blanks["A65", "all"] == 3
    assert blanks["POP", "all"] == 0
    assert blanks["HSW", "all"] == 6
    assert sum(blanks.values()) == 65


def test_shares_of_the_old_as_the_census_prints_them():
    compared = 0
    for row in rows_of(HERE / "published_share_65_plus.csv"):
        if row["share_65_plus"] and row["area"] not in TINY:
            value = float(observations()["A65", row["area"], "2020", "all"]["value"])
            assert value == pytest.approx(float(row["share_65_plus"]), abs=0.0051), row["name"]
            compared += 1
    assert compared > 3_330


def test_provinces_as_the_communiques_print_them():
    rows = rows_of(HERE / "published_province_ages_2020.csv")
    assert len(rows) == 31
    for row in rows:
        area = row["area"]
        assert float(observations()["POP", area, "2020", "all"]["value"]) == float(row["population"])
        for code, name in (("A0_14", "0_14"), ("A15_59", "15_59"), ("A60", "60_plus"), ("A65", "65_plus")):
            value = float(observations()[code, area, "2020", "all"]["value"])
            assert value == pytest.approx(float(row[f"share_{name}"]), abs=0.0051), (area, code)


def test_the_national_series_in_the_units_of_the_definitions():
    indicators, left_out = read_indicators(), []
    for row in rows_of(HERE / "published_national.csv"):
        code, year = row["indicator"], row["year"]
        ours = observations()[code, "100000", year, DIMENSIONS[row["dimension"]]]
        if ours["file"].startswith("census_2020"):
            left_out.append(code)
            continue
        indicator = indicators[code]
        factor = indicator.conversions.get(row["unit"], 1)
        assert float(ours["value"]) == pytest.approx(float(row["value"]) * factor, rel=1e-12), (code, year)
        assert about(ours["file"])["verified"] is (row["read_in_a_source"] == "yes"), (code, year)
        assert ours["note"]
    # One number, one source: the census gives these three.
    assert sorted(left_out) == ["A60", "A65", "POP"]


def test_the_three_that_the_census_gives_agree_with_the_series():
    census = {code: float(observations()[code, "100000", "2020", "all"]["value"]) for code in ("A60", "A65", "POP")}
    assert round(census["A60"], 1) == 18.7
    assert round(census["A65"], 1) == 13.5
    assert 1_412_120_000 - census["POP"] == pytest.approx(2_000_000 + 340_000, abs=50_000)  # servicemen, two months


def test_life_expectancy_by_province():
    rows = {key: row for key, row in observations().items() if key[0] == "LE" and key[1] != "100000"}
    assert Counter((period, part) for _, _, period, part in rows) == {
        **{
            (year, part): 31 - (year == "1990")
            for year in ("1990", "2000", "2010")
            for part in ("all", "male", "female")
        },
        ("2020", "all"): 31,
    }
    for (_, area, year, part), row in rows.items():
        if part == "all" and year != "2020":
            male, female = (float(rows["LE", area, year, sex]["value"]) for sex in ("male", "female"))
            assert male < float(row["value"]) < female, (area, year)
    assert rows["LE", "310000", "2020", "all"]["value"] == "82.55"
    assert rows["LE", "540000", "2010", "all"]["value"] == "68.17"
    assert about("life_expectancy_2020_provinces.csv")["verified"] is False


def test_the_loader_takes_all_of_it(empty_data):
    landed = check_files(FILES)
    assert sum(result.rows for result in landed) == len(observations())
