"""Batches against each other: the same file twice, revisions, one figure from one source."""

import pytest
from sqlalchemy import select

from data.loading import FileRefused, RowsRefused, load_files
from data.loading.batches import read_batches
from data.loading.refusals import Refused
from data.publishing import discard, publish, restore
from data.schema import dim_batch, fact_observation, fact_revision
from data.warehouse import connect

KEY = {"indicator": "LE", "area": "510000", "period": "2020"}


def current(version):
    """Values by area, and which batch they are from."""
    with connect(version) as connection:
        table = fact_observation.c
        return {
            row[0]: tuple(row[1:]) for row in connection.execute(select(table.area_id, table.value, table.batch_id))
        }


def earlier(version):
    """Earlier revisions: (revision, value, batch)."""
    with connect(version) as connection:
        table = fact_revision.c
        query = select(table.revision, table.value, table.batch_id).order_by(table.revision)
        return [tuple(row) for row in connection.execute(query)]


def test_the_same_file_twice_changes_nothing(empty_data, observation_file):
    path = observation_file([KEY | {"value": "77"}])
    (first,) = load_files([path])
    before = sorted(empty_data.data.rglob("*"))
    (second,) = load_files([path])
    assert (first.batch, first.new, second.batch, second.new) == (1, True, 1, False)
    assert sorted(empty_data.data.rglob("*")) == before


def test_the_same_file_under_another_name_is_the_same_file(empty_data, observation_file):
    load_files([observation_file([KEY | {"value": "77"}])])
    (again,) = load_files([observation_file([KEY | {"value": "77"}], name="copy.csv")])
    assert not again.new


def test_a_corrected_yaml_makes_a_revision(empty_data, observation_file):
    load_files([observation_file([KEY | {"value": "77"}])])
    (again,) = load_files([observation_file([KEY | {"value": "77"}], cut_off="2025-06-30")])
    assert (again.batch, again.new) == (2, True)


def test_the_later_received_wins_whatever_the_order_of_loading(warehouse, publish_rows):
    publish_rows([KEY | {"value": "77"}], received="2026-03-01")
    version = publish_rows([KEY | {"value": "78"}], received="2026-01-01")
    assert current(version) == {510000: (77, 1)}
    assert earlier(version) == [(1, 78, 2)]
    version = publish_rows([KEY | {"value": "79", "status": "preliminary"}], received="2026-05-01")
    assert current(version) == {510000: (79, 3)}
    assert earlier(version) == [(1, 78, 2), (2, 77, 1)]


def test_a_revision_touches_only_its_own_keys(empty_data, publish_rows):
    publish_rows([KEY | {"value": "77"}, KEY | {"area": "110000", "value": "82"}], received="2026-01-01")
    version = publish_rows([KEY | {"value": "78"}], received="2026-02-01")
    assert current(version) == {510000: (78, 2), 110000: (82, 1)}


def test_a_missing_value_revises_a_value(empty_data, publish_rows):
    publish_rows([KEY | {"value": "77"}], received="2026-01-01")
    version = publish_rows([KEY | {"value": "…"}], received="2026-02-01")
    assert current(version) == {510000: (None, 2)}
    assert earlier(version) == [(1, 77, 1)]


@pytest.mark.parametrize("real_first", [True, False])
def test_demonstration_never_stands_before_a_real_figure(empty_data, publish_rows, real_first):
    real = {"demonstration": False, "organisation": "国家统计局", "received": "2026-01-01"}
    invented = {"demonstration": True, "organisation": "演示", "received": "2026-09-01"}
    first, second = (real, invented) if real_first else (invented, real)
    publish_rows([KEY | {"value": "77" if real_first else "70"}], **first)
    version = publish_rows([KEY | {"value": "70" if real_first else "77"}], **second)
    assert current(version) == {510000: (77, 1 if real_first else 2)}
    assert earlier(version) == [(1, 70, 2 if real_first else 1)]


@pytest.mark.parametrize("other", [{"organisation": "别的机构"}, {"form": "别的报表"}])
def test_another_source_of_a_figure_is_refused_by_name(empty_data, observation_file, other):
    load_files([observation_file([KEY | {"value": "77"}], name="first.csv")])
    rows = [KEY | {"area": "110000", "value": "82"}, KEY | {"value": "77"}]
    with pytest.raises(RowsRefused) as refused:
        load_files([observation_file(rows, name="second.csv", **other)])
    (reject,) = refused.value.rejects
    assert reject.row == 2
    for word in ("一数一源", "四川省", "批次1", "first.csv", "检验机构", "检验报表", "discard 1"):
        assert word in reject.reason
    assert len(read_batches(discarded=True)) == 1


def test_two_files_of_one_call_may_not_contest_either(empty_data, observation_file):
    first = observation_file([KEY | {"value": "77"}], name="first.csv")
    second = observation_file([KEY | {"value": "78"}], name="second.csv", form="别的报表")
    with pytest.raises(RowsRefused, match="一数一源"):
        load_files([first, second])
    assert read_batches() == []


def test_another_source_may_report_another_breakdown_period_or_area(empty_data, observation_file):
    load_files([observation_file([KEY | {"value": "77"}])])
    rows = [
        KEY | {"value": "77", "breakdown": "male"},
        KEY | {"value": "77", "period": "2021"},
        KEY | {"value": "77", "area": "110000"},
        KEY | {"value": "7", "indicator": "IMR"},
    ]
    (landed,) = load_files([observation_file(rows, name="second.csv", form="别的报表")])
    assert landed.rows == 4


def test_a_discarded_batch_leaves_and_returns(warehouse, publish_rows):
    first = publish_rows([KEY | {"value": "77"}], received="2026-01-01")
    publish_rows([KEY | {"value": "78"}], received="2026-02-01")
    discard(2)
    without = publish().version
    assert current(without) == current(first) == {510000: (77, 1)}
    with connect(without) as connection:
        assert connection.scalars(select(dim_batch.c.batch_id)).all() == [1]
    restore(2)
    assert current(publish().version) == {510000: (78, 2)}


def test_discard_gives_way_to_another_source_and_restore_sees_it(empty_data, observation_file):
    first = observation_file([KEY | {"value": "77"}], name="first.csv")
    load_files([first])
    discard(1)
    load_files([observation_file([KEY | {"value": "78"}], name="second.csv", form="别的报表")])
    with pytest.raises(Refused, match=r"批次1不能恢复：1个数已有别的来源.*批次2"):
        restore(1)
    with pytest.raises(FileRefused, match="已装载为批次1，但该批次已停用"):
        load_files([first])


def test_words_for_batches_that_are_not_there(empty_data, observation_file):
    with pytest.raises(Refused, match="没有批次7。现有批次：（没有）"):
        discard(7)
    load_files([observation_file([KEY | {"value": "77"}])])
    with pytest.raises(Refused, match="没有停用"):
        restore(1)
    discard(1)
    with pytest.raises(Refused, match="已经停用"):
        discard(1)
    with pytest.raises(Refused, match="没有可发布的批次"):
        publish()
