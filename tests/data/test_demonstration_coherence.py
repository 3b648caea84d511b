"""Demonstration figures are coherent: parts make wholes at every level, and wholes meet what is published."""

import duckdb
import pytest


def one(figures: duckdb.DuckDBPyConnection, statement: str, *parameters: object):
    row = figures.execute(statement, parameters).fetchone()
    assert row is not None
    return row[0]


def test_counts_of_parts_make_the_whole(figures):
    """Every parent of ratios and sums against its children, by level; hidden children excepted."""
    rows = figures.execute(
        """with parts as (
            select d.indicator, areas.parent area, d.period, d.breakdown, sum(numerator) n, sum(denominator) m,
                sum(value) v, count(*) filter (where d.status = 'suppressed') hidden,
                count(*) filter (where areas.level = 'prefecture') prefectures
            from d join areas on areas.code = d.area group by all)
        select d.indicator, i.aggregation, areas.level, count(*),
            max(abs(case when i.aggregation = 'sum' then d.value - parts.v else
                greatest(abs(d.numerator - parts.n), abs(d.denominator - parts.m)) end))
        from d join parts using (indicator, area, period, breakdown) join indicators i on i.code = d.indicator
        join areas on areas.code = d.area
        where hidden = 0 and d.status in ('final', 'preliminary') and i.aggregation <> 'none'
        group by all"""
    ).fetchall()
    checked = {(code, level): count for code, _, level, count, _ in rows}
    assert sum(checked.values()) > 250_000
    assert {level for _, level in checked} == {"nation", "province", "prefecture"}
    assert [row for row in rows if row[4] is None or row[4] > 0.06] == []  # amounts of money have a decimal


def test_ratios_are_their_counts(figures):
    wrong = figures.execute(
        """select indicator, area, period, value, numerator, denominator from d join indicators i on i.code = indicator
        where i.aggregation = 'ratio' and value is not null
        and abs(value - numerator / denominator * multiplier) > 0.0051 * greatest(1, multiplier / 100000) limit 5"""
    ).fetchall()
    assert wrong == []


def test_what_cannot_be_summed_is_the_weighted_mean(figures):
    """LE and NCD of every area but the nation are the means of its parts, weighted by their population."""
    rows = figures.execute(
        """with people as (select area, period, value as people from d where indicator = 'POP' and breakdown = 'all'),
        parts as (
            select d.indicator, areas.parent area, d.period, sum(d.value * people) / sum(people) mean,
                sum(people) people, count(*) filter (where d.value is null) silent
            from d join areas on areas.code = d.area join people on people.area = d.area and people.period = d.period
            where d.indicator in ('LE', 'NCD') and d.breakdown = 'all' group by all)
        select d.indicator, count(*), max(abs(d.value - mean)) from d join parts using (indicator, area, period)
        join people using (area, period)
        where d.breakdown = 'all' and silent = 0 and abs(parts.people - people.people) < 1 and d.area <> '100000'
        group by all"""
    ).fetchall()
    assert {code for code, _, _ in rows} == {"LE", "NCD"}
    for code, count, difference in rows:
        assert count > 2_000, code
        # A county that sent nothing is left out of the mean, but its people count here.
        assert difference < (0.001 if code == "LE" else 0.35), code


def test_published_provinces_of_2020_are_met(figures):
    """Counties of 2020 make the published life expectancy of their province."""
    rows = figures.execute(
        """with leaves as (select d.area, d.value, areas.parent from d join areas on areas.code = d.area
            where indicator = 'LE' and period = '2020' and breakdown = 'all' and areas.parent like '%0000')
        select published.area, published.value, min(leaves.value), max(leaves.value) from leaves
        join published on published.area = leaves.parent and indicator = 'LE' and period = '2020' and breakdown = 'all'
        group by all"""
    ).fetchall()
    assert len(rows) == 31
    for area, value, low, high in rows:
        assert low < value < high, area


def test_provinces_add_up_to_every_published_national_value(figures):
    """Where the nation is published, the provinces make it, within the rounding of the publication."""
    rows = figures.execute(
        """select p.indicator, p.period, p.breakdown, p.value, i.aggregation,
            case when i.aggregation = 'ratio' then sum(d.numerator) / sum(d.denominator) * multiplier
                else sum(d.value) end made
        from published p join d using (indicator, period, breakdown) join areas on areas.code = d.area
        join indicators i on i.code = p.indicator
        where p.area = '100000' and areas.level = 'province' and i.aggregation <> 'none'
        group by p.indicator, p.period, p.breakdown, p.value, i.aggregation, multiplier"""
    ).fetchall()
    assert len(rows) > 110
    for code, period, breakdown, value, aggregation, made in rows:
        loose = 0.012 if code == "HL" and breakdown != "all" else 0.004  # towns and country follow, they do not lead
        assert made == pytest.approx(value, rel=loose), (code, period, breakdown)
        if aggregation == "sum":
            assert made == pytest.approx(value, rel=1e-9), (code, period)


@pytest.mark.parametrize(
    ("inner", "outer"), [("NMR", "IMR"), ("IMR", "U5MR"), ("A65", "A60"), ("HALE", "LE"), ("GOVSH", None)]
)
def test_parts_never_exceed_what_they_are_part_of(figures, inner, outer):
    if outer is None:  # the three payers are everybody
        total = """select max(abs(s - 100)) from (select sum(value) s from d
            where indicator in ('OOP', 'GOVSH', 'SOCSH') and area <> '100000' group by area, period)"""
        assert one(figures, total) < 0.01
        return
    joined = "from d a join d b using (area, period, breakdown) where a.indicator = ? and b.indicator = ?"
    assert one(figures, f"select count(*) {joined} and a.value is not null", inner, outer) > 30_000
    assert one(figures, f"select count(*) {joined} and a.value > b.value + 1e-9", inner, outer) == 0


def test_quarters_make_the_year(figures):
    rows = figures.execute(
        """with quarters as (select indicator, area, left(period, 4) period, sum(value) v, count(*) n from d
            where indicator in ('VIS', 'ADM') and period like '%Q%' group by all)
        select indicator, count(*), max(abs(d.value - v)), min(n) from d join quarters using (indicator, area, period)
        where d.value is not null group by all"""
    ).fetchall()
    assert {row[0] for row in rows} == {"VIS", "ADM"}
    for _, count, difference, quarters in rows:
        assert count > 13_000
        assert difference == 0
        assert quarters == 4


def test_breakdowns_make_the_whole(figures):
    """Men and women, or town and country, together: numerators and denominators of the same area and period."""
    rows = figures.execute(
        """with pairs as (select indicator, area, period, sum(numerator) n, sum(denominator) m, count(*) k from d
            where breakdown in ('male', 'female', 'urban', 'rural') and numerator is not null group by all)
        select indicator, count(*), max(abs(d.numerator - n) + abs(d.denominator - m)) from d
        join pairs using (indicator, area, period) where d.breakdown = 'all' and k = 2 and d.numerator is not null
        group by all"""
    ).fetchall()
    assert len(rows) > 20
    assert [row for row in rows if row[2] != 0] == []


def test_small_counts_cannot_be_found_by_subtraction(figures):
    """No area with 1 to 9 cases of tuberculosis shows them, and no parent has exactly one hidden child."""
    shown = "select count(*) from d where indicator = 'TB' and numerator between 1 and 9"
    assert one(figures, shown) == 0
    alone = figures.execute(
        """select parent, period from d join areas on areas.code = d.area
        where indicator = 'TB' and breakdown = 'all' and status = 'suppressed' group by all having count(*) = 1"""
    ).fetchall()
    siblings = """select count(*) from d join areas on areas.code = d.area where indicator = 'TB' and breakdown = 'all'
        and period = ? and parent = ? and numerator > 0"""
    assert [pair for pair in alone if one(figures, siblings, pair[1], pair[0])] == []
