"""Wholes without a figure of their own, summed from their parts: against plain loops over the register."""

import pytest
from sqlalchemy import select

from data.areas import read_areas
from data.definitions import read_indicators
from data.schema import dim_indicator, fact_observation
from data.warehouse import connect

NINGXIA = "640000"


def parts_of(code):
    """Areas whose parent is `code` and that are statistical units: counties, zones, prefectures."""
    return [area.code for area in read_areas().values() if area.parent == code and area.has_statistics]


def leaves(code):
    below = parts_of(code)
    return [leaf for part in below for leaf in leaves(part)] if below else [code]


def figures(version, indicator):
    """(numerator, denominator, value, status, note, row number) by area."""
    columns = ("numerator", "denominator", "value", "status", "note", "row_number")
    query = select(fact_observation.c.area_id, *[fact_observation.c[name] for name in columns]).join(
        dim_indicator, dim_indicator.c.indicator_id == fact_observation.c.indicator_id
    )
    with connect(version) as connection:
        rows = connection.execute(query.where(dim_indicator.c.code == indicator))
        return {f"{row[0]:06}": tuple(row[1:]) for row in rows}


def share(area, numerator, denominator):
    return {"indicator": "A65", "area": area, "period": "2020", "numerator": numerator, "denominator": denominator}


def shares(codes):
    return [share(code, 10 + n, 100 + 3 * n) for n, code in enumerate(codes)]


def test_ratios_are_recomputed_from_sums_up_to_the_province(warehouse, publish_rows):
    rows = shares(leaves(NINGXIA))
    found = figures(publish_rows(rows), "A65")
    given = {row["area"]: (row["numerator"], row["denominator"]) for row in rows}
    wholes = [NINGXIA, *parts_of(NINGXIA)]
    assert set(found) == {*given, *wholes}  # and not the nation: 30 provinces are wanting
    for whole in wholes:
        numerator = sum(given[leaf][0] for leaf in leaves(whole))
        denominator = sum(given[leaf][1] for leaf in leaves(whole))
        assert found[whole][:2] == (numerator, denominator)
        assert found[whole][2] == pytest.approx(numerator / denominator * 100)
        assert found[whole][3:] == (2, "由下级汇总", 0)


def test_counts_are_summed_and_a_nation_is_complete_with_its_31(empty_data, publish_rows):
    provinces = parts_of("100000")
    assert len(provinces) == 31
    rows = [{"indicator": "POP", "area": code, "period": "2020", "value": int(code)} for code in provinces]
    assert figures(publish_rows(rows), "POP")["100000"][2] == sum(map(int, provinces))


@pytest.mark.parametrize("change", [{"value": "…"}, {"value": "×"}, {"value": "-"}, None])
def test_one_part_without_a_value_and_there_is_no_whole(empty_data, publish_rows, change):
    counties = leaves(NINGXIA)
    rows = shares(counties)
    broken = read_areas()[counties[0]].parent
    rows[0:1] = [{k: rows[0][k] for k in ("indicator", "area", "period")} | change] if change else []
    found = figures(publish_rows(rows), "A65")
    assert broken not in found and NINGXIA not in found
    assert set(parts_of(NINGXIA)) - {broken} <= set(found)


def test_a_figure_of_its_own_stands_even_where_it_is_missing(empty_data, publish_rows):
    first, second, *_ = parts_of(NINGXIA)
    own = [share(first, 1, 2), {"indicator": "A65", "area": second, "period": "2020", "value": "…"}]
    found = figures(publish_rows(shares(leaves(NINGXIA)) + own), "A65")
    assert found[first][:4] == (1, 2, 50, 0)
    assert found[second][2:4] == (None, 3)
    assert NINGXIA not in found


def test_values_alone_make_no_ratio_and_an_index_is_never_summed(empty_data, publish_rows):
    counties = leaves(NINGXIA)
    shares_only = [{"indicator": "A65", "area": code, "period": "2020", "value": 10} for code in counties]
    lives = [{"indicator": "LE", "area": code, "period": "2020", "value": 77} for code in counties]
    version = publish_rows(shares_only + lives)
    assert read_indicators()["LE"].aggregation == "none"
    for indicator in ("A65", "LE"):
        assert set(figures(version, indicator)) == set(counties)


def test_real_and_demonstration_are_not_mixed(empty_data, publish_rows):
    prefecture = parts_of(NINGXIA)[0]
    counties = leaves(prefecture)
    publish_rows(shares(counties[:1]), demonstration=True, organisation="演示")
    found = figures(publish_rows(shares(counties[1:])), "A65")
    assert prefecture not in found


def test_zones_count_and_so_does_an_area_that_is_no_statistical_unit(empty_data, publish_rows):
    areas = read_areas()
    zoned = next(area.parent for area in areas.values() if area.level == "zone" and len(leaves(area.parent)) > 2)
    counties = leaves(zoned)
    without = figures(publish_rows(shares([c for c in counties if areas[c].level != "zone"])), "A65")
    assert zoned not in without
    haixi, extra = areas["632857"].parent, share("632857", 7, 70)
    rows = shares(leaves(haixi))
    found = figures(publish_rows([*rows, extra], form="青海"), "A65")
    assert found[haixi][:2] == (sum(r["numerator"] for r in rows) + 7, sum(r["denominator"] for r in rows) + 70)


def test_each_breakdown_and_period_is_summed_by_itself(empty_data, publish_rows):
    prefecture = parts_of(NINGXIA)[0]
    counties = leaves(prefecture)
    complete = [row | {"breakdown": "male"} for row in shares(counties)]
    partial = [row | {"period": "2021"} for row in shares(counties)[1:]]
    assert prefecture in figures(publish_rows(complete + partial), "A65")
    version = publish_rows([row | {"period": "2022", "breakdown": "female"} for row in shares(counties)[1:]])
    query = select(fact_observation.c.period_id, fact_observation.c.breakdown_id)
    with connect(version) as connection:
        rows = connection.execute(query.where(fact_observation.c.area_id == int(prefecture)))
        assert [tuple(row) for row in rows] == [(202000000, 1)]
