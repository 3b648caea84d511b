"""Submissions in a release, on every engine: the latest report of every unit, nothing twice, figures undisturbed."""

from datetime import date

import pytest
from sqlalchemy import func, select

from data.loading import load_files
from data.loading.refusals import Refused
from data.publishing import discard, publish, restore, versions
from data.schema import dim_area, dim_batch, dim_form, dim_period, fact_observation, fact_submission, release_info
from data.warehouse import connect

ROW = {"form": "卫统1-9", "area": "510104", "period": "2026-09", "received": "2026-10-18"}
INVENTED = {"demonstration": True, "organisation": "演示数据生成器"}


def shown(version):
    """What readers see: (form, area, period, organisation) → (expected, on_time, batch)."""
    s = fact_submission.c
    query = (
        select(dim_form.c.code, dim_area.c.code, dim_period.c.code, s.organisation, s.expected, s.on_time, s.batch_id)
        .join(dim_form, dim_form.c.form_id == s.form_id)
        .join(dim_area, dim_area.c.area_id == s.area_id)
        .join(dim_period, dim_period.c.period_id == s.period_id)
    )
    with connect(version) as connection:
        return {tuple(row[:4]): tuple(row[4:]) for row in connection.execute(query.select_from(fact_submission))}


def test_the_latest_report_of_every_unit(warehouse, publish_submissions):
    version = publish_submissions([ROW | {"expected": "3"}, ROW | {"area": "510105"}], received=date(2026, 11, 5))
    first = {("卫统1-9", "510104", "2026-09", ""): (3, 3, 1), ("卫统1-9", "510105", "2026-09", ""): (1, 1, 1)}
    assert shown(version) == first
    # loaded later, received earlier: does not come before what is there
    version = publish_submissions([ROW | {"expected": "2"}], received=date(2026, 11, 3))
    assert shown(version) == first
    version = publish_submissions([ROW | {"expected": "4"}], received=date(2026, 11, 8))
    assert shown(version) == first | {("卫统1-9", "510104", "2026-09", ""): (4, 4, 3)}
    discard(3)
    assert shown(publish().version) == first
    restore(3)
    restored = publish().version
    assert shown(restored)["卫统1-9", "510104", "2026-09", ""] == (4, 4, 3)
    with connect(restored) as connection:
        rows = connection.execute(
            select(dim_batch.c.row_count, dim_batch.c.observations).order_by(dim_batch.c.batch_id)
        )
        assert [tuple(row) for row in rows] == [(2, 1), (1, 0), (1, 1)]


def test_figures_and_their_counts_are_undisturbed(warehouse, publish_rows, publish_submissions):
    publish_rows([{"indicator": "LE", "area": "510000", "period": "2020", "value": "77"}])
    version = publish_submissions([ROW])
    (release,) = [r for r in versions() if r.version == version]
    assert (release.observations, release.batches, release.cut_off) == (1, 2, date(2025, 12, 31))
    with connect(version) as connection:
        assert connection.scalar(select(func.count()).select_from(fact_observation)) == 1
        assert connection.scalar(select(release_info.c.cut_off)) == date(2025, 12, 31)
        assert connection.scalars(select(dim_form.c.form_id)).all() == sorted(
            connection.scalars(select(dim_form.c.form_id)).all()
        )


def test_a_release_of_submissions_alone(warehouse, publish_submissions):
    version = publish_submissions([ROW])
    assert len(shown(version)) == 1
    (release,) = versions()
    assert (release.observations, release.cut_off) == (0, date(2026, 10, 31))


def test_demonstration_stays_out_of_a_province_with_real_reports(empty_data, publish_submissions):
    """Per form and period: else invented counties would be summed with real ones."""
    elsewhere = [ROW | {"area": "110101"}, ROW | {"period": "2026-08"}, ROW | {"form": "卫统1-10"}]
    publish_submissions([ROW, ROW | {"area": "510105"}, *elsewhere], received=date(2026, 11, 20), **INVENTED)
    real = publish_submissions([ROW | {"organisation": "甲医院"}], received=date(2026, 11, 2))
    assert shown(real) == {
        ("卫统1-9", "510104", "2026-09", "甲医院"): (1, 1, 2),
        ("卫统1-9", "110101", "2026-09", ""): (1, 1, 1),
        ("卫统1-9", "510104", "2026-08", ""): (1, 0, 1),  # due on 20 September
        ("卫统1-10", "510104", "2026-09", ""): (1, 1, 1),
    }
    with connect(real) as connection:
        marks = dict(tuple(row) for row in connection.execute(select(dim_form.c.code, dim_form.c.demonstration)))
    assert marks["卫统1-9"] and marks["卫统1-10"] and not marks["卫统4"]


def test_an_area_is_told_as_a_whole_or_by_its_units(empty_data, publish_submissions):
    publish_submissions([ROW | {"expected": "2"}], received=date(2026, 11, 1))
    units = [ROW | {"organisation": "甲医院"}, ROW | {"organisation": "乙医院"}]
    version = publish_submissions(units, received=date(2026, 11, 2))
    key = ("卫统1-9", "510104", "2026-09")
    assert shown(version) == {(*key, "甲医院"): (1, 1, 2), (*key, "乙医院"): (1, 1, 2)}
    version = publish_submissions([ROW | {"organisation": "丙医院"}], received=date(2026, 11, 3))
    assert set(shown(version)) == {(*key, "甲医院"), (*key, "乙医院"), (*key, "丙医院")}
    version = publish_submissions([ROW | {"expected": "3"}], received=date(2026, 11, 4))
    assert shown(version) == {(*key, ""): (3, 3, 4)}


def test_forms_of_a_register_are_those_of_its_rows(empty_data, publish_submissions):
    version = publish_submissions([ROW], classification="internal")
    with connect(version) as connection:
        forms = {r.code: r for r in connection.execute(select(dim_form)).all()}
    assert "报送情况登记" not in forms
    assert forms["卫统1-9"].classification == "internal"
    assert forms["卫统4"].classification == "public"
    assert forms["ALL"].form_id == 0


def test_a_form_that_left_the_calendar_is_named(empty_data, submission_file, monkeypatch):
    load_files([submission_file([ROW])])
    from data.quality import form_register
    from data.quality.forms import read_forms

    without = {code: form for code, form in read_forms().items() if code != "卫统1-9"}
    monkeypatch.setattr(form_register, "read_forms", lambda: without)
    with pytest.raises(Refused, match=r"批次1（rows.csv）用到的报表 卫统1-9 已不在报表制度中.*discard 1"):
        publish()
