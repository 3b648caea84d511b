"""From batches to what readers see, on both engines."""

from datetime import date

import pytest
from sqlalchemy import func, select, text

from data.areas import read_areas
from data.assessment.read import read_schemes
from data.definitions import read_indicators
from data.loading import load_files
from data.loading.refusals import Refused
from data.periods import parse_period
from data.publishing import next_version, publish, rollback, versions
from data.publishing.dimensions import period_of_id, spelling
from data.quality.forms import read_forms
from data.quality.rule import RULES
from data.schema import DIMENSIONS, dim_area, dim_indicator, dim_period, dim_target, fact_coverage, fact_observation
from data.warehouse import (
    NothingPublished,
    VersionGone,
    WarehouseError,
    connect,
    current_version,
    holds_older_schema,
    kept_versions,
)

LE = {"indicator": "LE", "area": "510000", "period": "2020", "value": "77.79"}


def read(version, *columns):
    with connect(version) as connection:
        return sorted(map(tuple, connection.execute(select(*columns))))


def test_a_published_row_carries_all_that_was_in_the_file(warehouse, publish_rows):
    row = {"indicator": "A65", "area": "510000", "period": "2020Q3", "breakdown": "male", "value": "16.93",
           "numerator": "14167614", "denominator": "83674866", "lower": "16.9", "upper": "17", "status": "preliminary",
           "note": '四川，"普查"'}  # fmt: skip
    version = publish_rows([LE | {"note": ""}, row])
    assert current_version() == version
    code = dict(read(version, dim_indicator.c.code, dim_indicator.c.indicator_id))
    expected = [
        (code["LE"], 202000000, 0, 510000, None, None, 77.79, None, None, 0, 1, 1, None),
        (code["A65"], 202002003, 1, 510000, 14167614, 83674866, 16.93, 16.9, 17, 1, 1, 2, '四川，"普查"'),
    ]
    assert read(version, *fact_observation.c) == sorted(expected)


def test_every_dimension_is_complete(warehouse, publish_rows):
    version = publish_rows([LE, LE | {"period": "2020-06-30"}])
    with connect(version) as connection:
        counts = {t.name: connection.scalar(select(func.count()).select_from(t)) for t in DIMENSIONS}
        nation = connection.execute(select(dim_area).where(dim_area.c.code == "100000")).mappings().one()
        chengdu = connection.execute(select(dim_area).where(dim_area.c.code == "510100")).mappings().one()
    indicators = read_indicators().values()
    assert counts == {
        "release_info": 1,
        "dim_area": len(read_areas()),
        "dim_indicator": len(indicators),
        "dim_target": sum(len(i.targets) for i in indicators),
        "dim_period": 2,
        "dim_breakdown": 14,
        "dim_batch": 1,
        "dim_form": 1 + len(read_forms()) + 1,  # all together, the calendar's, the batch's own
        "dim_rule": len(list(RULES.glob("*.yaml"))),
        "dim_scheme": len(read_schemes()),
        "dim_scheme_item": sum(len(scheme.items) for scheme in read_schemes()),
        "dim_assessment_phase": 0,  # a single indicator is no assessment
    }
    assert (nation["level"], nation["parent_code"], nation["has_polygon"]) == ("nation", None, True)
    assert (chengdu["pinyin"], chengdu["initials"], chengdu["province_code"]) == ("chengdushi", "cds", "510000")
    assert [r[0] for r in read(version, dim_period.c.code)] == ["2020", "2020-06-30"]
    life = read_indicators()["LE"]
    with connect(version) as connection:
        joined = select(dim_target.c.year, dim_target.c.value).join(
            dim_indicator, dim_indicator.c.indicator_id == dim_target.c.indicator_id
        )
        found = set(map(tuple, connection.execute(joined.where(dim_indicator.c.code == "LE"))))
    assert found == {(t.year, t.value) for t in life.targets}


def test_coverage_counts_by_level(warehouse, publish_rows):
    publish_rows([LE, LE | {"area": "110000", "value": "…"}, LE | {"area": "510100"}])
    version = publish_rows([LE | {"area": "120000"}], demonstration=True, form="演示")
    rows = read(version, fact_coverage.c.level, *[fact_coverage.c[n] for n in
                ("observations", "with_value", "demonstration", "batch_id")])  # fmt: skip
    assert rows == [("prefecture", 1, 1, 0, 1), ("province", 3, 2, 1, 2)]


def test_release_info_and_versions(warehouse, publish_rows):
    publish_rows([LE], cut_off="2024-12-31")
    second = publish_rows([LE | {"area": "110000"}], cut_off="2025-06-30")
    listed = versions()
    assert [(r.observations, r.batches, r.cut_off) for r in listed] == [
        (1, 1, date(2024, 12, 31)), (2, 2, date(2025, 6, 30))
    ]  # fmt: skip
    assert listed[1].version == second and listed[1].previous == listed[0].version


def test_a_release_is_a_pure_function_of_the_batches(warehouse, publish_rows):
    first = publish_rows([LE, LE | {"area": "110000", "value": "82.49"}])
    second = publish().version
    assert read(first, *fact_observation.c) == read(second, *fact_observation.c)


def test_version_numbers_start_again_every_month():
    assert next_version([], date(2026, 11, 1)) == "2026.11.1"
    assert next_version(["2026.10.7", "2026.11.9", "2026.11.10"], date(2026, 11, 30)) == "2026.11.11"
    assert next_version(["2026.1.9"], date(2026, 11, 1)) == "2026.11.1"


def test_rollback_goes_back_step_by_step_and_publishing_goes_on(warehouse, publish_rows, observation_file):
    shown = [publish_rows([LE | {"period": str(2020 + n)}]) for n in range(3)]
    assert rollback() == shown[1] == current_version()
    assert rollback() == shown[0] == current_version()
    with pytest.raises(Refused, match="之前没有可退回的版本"):
        rollback()
    assert rollback(shown[2]) == shown[2] == current_version()
    with pytest.raises(Refused, match="不存在或已不再保留"):
        rollback("2020.1.1")
    rollback(shown[1])
    newest = publish().version
    assert newest not in shown
    assert rollback() == shown[1]  # not the one that was rolled back from


def test_three_releases_are_kept_once_nobody_reads_the_others(warehouse, publish_rows):
    made = [publish_rows([LE | {"period": str(2015 + n)}]) for n in range(4)]
    assert kept_versions() == made  # just left: a page may still be reading
    newest = publish(grace=0).version
    assert kept_versions() == [*made[2:], newest]
    with pytest.raises(VersionGone, match="已不再保留"), connect(made[0]):
        pass


def test_a_release_that_readers_were_sent_back_to_is_not_dropped(warehouse, publish_rows):
    made = [publish_rows([LE | {"period": str(2015 + n)}]) for n in range(3)]
    rollback(made[0])
    newest = publish(grace=0).version
    assert made[0] in kept_versions() and rollback() == made[0]
    assert newest in kept_versions()


def test_nothing_published_is_said(warehouse):
    with pytest.raises(NothingPublished, match="script/cockpit load"):
        current_version()
    with pytest.raises(Refused, match="没有可发布的批次"):
        publish()
    assert kept_versions() == []


def test_a_release_of_an_older_schema_is_named_not_misread(warehouse, publish_rows, monkeypatch):
    monkeypatch.setattr("data.schema.SCHEMA_VERSION", 0)
    old = publish_rows([LE])
    monkeypatch.undo()
    monkeypatch.setenv("COCKPIT_DATA", str(warehouse.data))
    monkeypatch.setenv("COCKPIT_WAREHOUSE_URL", warehouse.url)
    with pytest.raises(WarehouseError, match=r"结构版本是 0，程序需要 \d+。.*publish"), connect(old):
        pass
    assert versions()[0].version == old
    assert holds_older_schema()  # script/server publishes again at its start
    new = publish().version
    assert not holds_older_schema()
    assert read(new, fact_observation.c.value) == [(77.79,)]


def test_a_server_that_does_not_answer_is_said(empty_data, observation_file, monkeypatch):
    from data.settings import settings

    load_files([observation_file([LE])])
    monkeypatch.setenv("COCKPIT_WAREHOUSE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    settings.cache_clear()
    with pytest.raises(WarehouseError, match="连接不上数据仓库"):
        publish()
    with pytest.raises(WarehouseError, match="连接不上数据仓库，请检查 COCKPIT_WAREHOUSE_URL"):
        current_version()


@pytest.mark.parametrize(
    "code", ["2020", "2020H2", "2020Q3", "2020Q1-3", "2020-06", "2020W53", "2020-02-29", "2019-12-31", "1990"]
)
def test_periods_come_back_from_their_ids(code):
    assert period_of_id(parse_period(code).id).code == code


def test_spelling():
    assert spelling("重庆市") == ("chongqingshi", "cqs")
    assert spelling("65岁及以上人口比重")[1].startswith("65sjys")


def test_postgres_has_keys_and_statistics(postgres_url, warehouse, publish_rows):
    if warehouse.engine != "postgresql":
        return
    version = publish_rows([LE])
    with connect(version) as connection:
        schema = connection.get_execution_options()["schema_translate_map"][None]
        unique = connection.scalars(
            text("select indexname from pg_indexes where schemaname = :s and indexdef like '%UNIQUE%'"), {"s": schema}
        ).all()
        analysed = connection.scalar(
            text("select reltuples from pg_class c join pg_namespace n on n.oid = relnamespace"
                 " where nspname = :s and relname = 'fact_observation'"), {"s": schema},
        )  # fmt: skip
    assert {"uq_fact_observation", "uq_fact_revision", "uq_dim_area"} <= set(unique)
    assert analysed == 1
