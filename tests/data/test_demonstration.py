"""Demonstration figures: the same every time, marked, never in the place of a published figure, plausible.

All checks read the written files back (conftest.py); nothing of the generator is used but `write` and `covered`.
"""

import hashlib

import duckdb
import pytest
import yaml

from data.areas import read_areas
from data.breakdowns import BY_CODE
from data.definitions import read_indicators
from data.demonstration import SMALL_CODES, SMALL_PROVINCES, covered, write
from data.loading import check_files
from data.periods import parse_period

YEARS = [str(year) for year in range(2015, 2026)]


def one(figures: duckdb.DuckDBPyConnection, statement: str, *parameters: object):
    row = figures.execute(statement, parameters).fetchone()
    assert row is not None
    return row[0]


def test_about_three_million_rows_of_more_than_a_hundred_indicators(figures):
    assert 3_000_000 <= one(figures, "select count(*) from d") <= 3_500_000
    given = {row[0] for row in figures.execute("select distinct indicator from d").fetchall()}
    assert given == set(covered())
    assert len(given) >= 110


def test_the_same_bytes_every_time(demonstration_files, tmp_path):
    again = write(tmp_path)
    assert [path.name for path in again] == [path.name for path in demonstration_files]
    for first, second in zip(demonstration_files, again, strict=True):
        for suffix in (".parquet", ".yaml"):
            digests = {hashlib.sha256(path.with_suffix(suffix).read_bytes()).hexdigest() for path in (first, second)}
            assert len(digests) == 1, first.name


def test_every_file_says_that_it_is_demonstration(demonstration_files):
    for path in demonstration_files:
        told = yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8"))
        assert told["demonstration"] is True
        assert told["verified"] is False
        assert told["organisation"] == "演示数据生成器"
        assert "演示数据" in told["source"]
        assert "不是统计数字" in told["source"]


def test_known_codes_only_and_no_key_twice(figures):
    indicators, areas = read_indicators(), read_areas()
    for column, known in (("indicator", indicators), ("area", areas), ("breakdown", BY_CODE)):
        assert {row[0] for row in figures.execute(f"select distinct {column} from d").fetchall()} <= set(known)
    for (period,) in figures.execute("select distinct period from d").fetchall():
        assert 2015 <= parse_period(period).year <= 2025
    pairs = figures.execute("select distinct indicator, breakdown from d where breakdown <> 'all'").fetchall()
    for code, breakdown in pairs:
        assert breakdown in indicators[code].breakdowns, (code, breakdown)
    assert one(figures, "select count(*) from (select distinct indicator, area, period, breakdown from d)") == one(
        figures, "select count(*) from d"
    )


def test_no_published_key_is_taken(figures):
    assert one(figures, "select count(*) from published") > 20_000
    keys = "indicator, area, period, breakdown"
    assert one(figures, f"select count(*) from d join published using ({keys})") == 0
    # Nothing of what the census counts is invented for 2020, also not for districts redrawn since.
    counted = "('POP', 'A65', 'A60', 'A0_14', 'A15_64', 'ODR', 'URB')"
    assert one(figures, f"select count(*) from d where period = '2020' and indicator in {counted}") == 0


def test_shares_intervals_and_counts_stay_within_bounds(figures):
    limits = [(i.code, i.minimum, i.maximum) for i in read_indicators().values()]
    for code, minimum, maximum in limits:
        low, high = figures.execute("select min(value), max(value) from d where indicator = ?", [code]).fetchone()
        if low is not None:
            assert minimum is None or low >= minimum, code
            assert maximum is None or high <= maximum, code
    assert one(figures, "select count(*) from d where lower > value + 1e-6 or upper < value - 1e-6") == 0
    assert one(figures, "select count(*) from d where lower is not null and upper is not null") > 1_000_000
    above = (
        "select count(*) from d join indicators i on i.code = indicator where proportion and numerator > denominator"
    )
    assert one(figures, above) == 0
    assert one(figures, "select count(*) from d where numerator < 0 or denominator < 0") == 0


def test_gaps_are_marked_and_never_zero(figures):
    states = dict(figures.execute("select status, count(*) from d group by all").fetchall())
    assert states["missing"] > 3_000
    assert 500 < states["suppressed"] < 20_000
    assert states["preliminary"] > 200_000
    silent = "select count(*) from d where (value is null) <> (status in ('missing', 'not_applicable', 'suppressed'))"
    assert one(figures, silent) == 0
    assert one(figures, "select count(*) from d where value is null and (numerator is not null or note is null)") == 0
    assert (
        one(
            figures,
            "select count(*) from d where (period like '2025%') <> (status = 'preliminary') and value is not null",
        )
        == 0
    )


def test_new_cities_start_with_their_founding(figures):
    first = (
        "select min(period) from d where indicator = 'VIS' and area = ? and value is not null and length(period) = 4"
    )
    assert one(figures, first, "659011") == "2021"
    assert one(figures, first, "659012") == "2023"
    assert one(figures, "select count(*) from d where area in ('330104', '330198', '330199')") == 0


@pytest.mark.parametrize(
    ("code", "best", "worst"),
    [("LE", "310000", "540000"), ("HL", "310000", "540000"), ("IMR", "540000", "110000"), ("TB", "540000", "110000"),
     ("VISPC", "310000", "630000"), ("NCD", "540000", "110000"), ("COSTO", "110000", "540000")],
)  # fmt: skip
def test_provinces_differ_as_provinces_do(figures, code, best, worst):
    """In every year the first of the two is well above the nation and the second well below."""
    course = "select period, value from d where indicator = ? and area = ? and breakdown = 'all' and length(period) = 4"
    high, low = (dict(figures.execute(course, [code, area]).fetchall()) for area in (best, worst))
    assert set(high) == set(low) >= set(YEARS) - {"2020"}
    assert all(high[year] > 1.04 * low[year] for year in high)


def test_courses_are_smooth_and_2020_shows(figures):
    visits = dict(
        figures.execute(
            """select period, sum(value) from d join areas on areas.code = d.area where indicator = 'VIS'
            and level = 'province' and length(period) = 4 group by all"""
        ).fetchall()
    )
    assert visits["2020"] < 0.92 * visits["2019"]
    assert visits["2022"] < visits["2021"] < visits["2023"] < visits["2025"]
    jumps = """with steps as (select area, value - lag(value) over (partition by area order by period) step from d
        where indicator = 'LE' and breakdown = 'all' and value is not null) select max(abs(step)) from steps"""
    assert one(figures, jumps) < 1.6


def test_small_is_a_part_of_the_whole(tmp_path, figures):
    small = write(tmp_path, small=True)
    figures.execute(
        "create or replace table s as select indicator::varchar indicator, area::varchar area, period::varchar period,"
        " breakdown::varchar breakdown, value from read_parquet(?)",
        [[str(path) for path in small]],
    )
    assert {row[0] for row in figures.execute("select distinct indicator from s").fetchall()} == set(SMALL_CODES)
    provinces = {row[0] for row in figures.execute("select distinct left(area, 2) || '0000' from s").fetchall()}
    assert provinces == {"100000", *SMALL_PROVINCES}
    same = """select count(*) from s join d using (indicator, area, period, breakdown)
        where s.value is not distinct from d.value"""
    assert one(figures, same) == one(figures, "select count(*) from s") > 20_000


def test_the_loader_takes_the_small_set(tmp_path, empty_data):
    small = write(tmp_path / "small", small=True)
    assert sum(landed.rows for landed in check_files(small)) > 20_000
