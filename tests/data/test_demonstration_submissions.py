"""Demonstration submissions and planted errors: the same bytes, marked, coherent, seen as findings and revisions."""

import hashlib

import duckdb
import pytest
import yaml
from sqlalchemy import func, select

from data.areas import read_areas
from data.demonstration import SMALL_PROVINCES
from data.demonstration.slips import write_slips
from data.demonstration.submissions import write_submissions
from data.loading import check_files, load_files
from data.publishing import publish
from data.quality.forms import read_forms
from data.schema import dim_area, dim_batch, dim_form, fact_observation, fact_revision, fact_score
from data.warehouse import connect


def digests(paths):
    return [
        hashlib.sha256(path.with_suffix(ending).read_bytes()).hexdigest()
        for path in paths
        for ending in (".parquet", ".yaml")
    ]


@pytest.fixture(scope="module")
def submission_files(tmp_path_factory):
    return write_submissions(tmp_path_factory.mktemp("submissions"))


@pytest.fixture(scope="module")
def slip_files(demonstration_files):
    return write_slips(demonstration_files[0].parent)


@pytest.fixture(scope="module")
def reports(submission_files):
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("CREATE TABLE s AS SELECT * FROM read_parquet(?)", [[str(path) for path in submission_files]])
    yield connection
    connection.close()


def test_the_same_bytes_every_time(submission_files, slip_files, demonstration_files, tmp_path):
    assert digests(write_submissions(tmp_path)) == digests(submission_files)
    before = digests(slip_files)
    assert digests(write_slips(demonstration_files[0].parent)) == before


def test_every_file_says_that_it_is_demonstration(submission_files, slip_files):
    for path in (*submission_files, *slip_files):
        told = yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8"))
        assert told["demonstration"] is True
        assert told["verified"] is False
        assert "演示数据" in told["source"]
        assert "不是统计数字" in told["source"]
    for path in slip_files:
        assert "演示：录入差错" in path.with_suffix(".yaml").read_text(encoding="utf-8")


def test_about_sixty_periods_of_all_forms(reports):
    periods = dict(reports.execute("SELECT form, count(DISTINCT period) FROM s GROUP BY form").fetchall())
    kinds = {"month": 12, "year": 3, "quarter": 6}
    assert periods == {code: kinds[form.period_kind] for code, form in read_forms().items()}
    assert sum(periods.values()) == 60
    latest = reports.execute("SELECT max(period) FROM s WHERE form = '卫统1-9'").fetchone()
    assert latest == ("2026-09",)


def test_counties_report_where_counties_do_and_provinces_where_provinces_do(reports):
    areas = read_areas()
    rows = reports.execute("SELECT DISTINCT form, area FROM s").fetchall()
    provinces = {area for form, area in rows if form == "流动人口"}
    assert provinces == {code for code, a in areas.items() if a.level == "province" and a.has_statistics}
    others = {area for form, area in rows if form == "卫统1-9"}
    assert len(others) > 2_800
    assert all("c" in areas[area].layers and areas[area].has_statistics for area in others)


def test_every_report_is_coherent(reports):
    """What the loader refuses is not drawn; besides, the shares are those of a working system."""
    (late, absent) = reports.execute(
        "SELECT 1 - sum(on_time) / sum(reported), 1 - sum(reported) / sum(expected) FROM s"
    ).fetchone()
    assert 0.03 < late < 0.15
    assert 0.005 < absent < 0.05
    silent = "SELECT count(*) FROM s WHERE reported = 0 AND (cells_required IS NOT NULL OR late_days IS NOT NULL)"
    assert reports.execute(silent).fetchone() == (0,)


def test_western_provinces_are_later(reports):
    def in_time(*codes):
        return reports.execute(
            "SELECT sum(on_time) / sum(expected) FROM s WHERE form = '卫统1-9' AND left(area, 2) IN (SELECT unnest(?))",
            [list(codes)],
        ).fetchone()[0]

    assert in_time("54", "63", "65") < in_time("41", "42", "43") - 0.04 < in_time("11", "33", "44") - 0.04


def test_the_loader_takes_them_and_grades_spread(submission_files, empty_data):
    load_files(submission_files)
    version = publish().version
    of_provinces = (
        select(fact_score.c.grade, func.count())
        .join(dim_area, dim_area.c.area_id == fact_score.c.area_id)
        .join(dim_form, dim_form.c.form_id == fact_score.c.form_id)
        .where(dim_area.c.level == "province", fact_score.c.indicator_id == 0, dim_form.c.code == "卫统1-9")
        .group_by(fact_score.c.grade)
    )
    with connect(version) as connection:
        grades = dict(tuple(row) for row in connection.execute(of_provinces))
    assert sum(grades.values()) == 31 * 12
    assert grades["A"] + grades["B"] > 0.9 * 31 * 12
    assert min(grades["A"], grades["B"]) > 0.2 * 31 * 12
    assert 1 <= grades["C"] < 0.1 * 31 * 12


def test_small_is_a_part_of_the_whole(tmp_path, reports):
    small = write_submissions(tmp_path, SMALL_PROVINCES)
    assert len(small) == 3
    reports.execute("CREATE OR REPLACE TABLE t AS SELECT * FROM read_parquet(?)", [[str(path) for path in small]])
    assert reports.execute("SELECT count(*) FROM (FROM t EXCEPT FROM s)").fetchone() == (0,)
    assert reports.execute("SELECT count(DISTINCT left(area, 2)) FROM t").fetchone() == (3,)
    assert sum(landed.rows for landed in check_files(small)) > 1_000


def test_planted_errors_revise_rows_that_are_there(figures, slip_files):
    entered, corrected = slip_files
    key = "indicator, area, period, breakdown"
    for name, path in (("e", entered), ("c", corrected)):
        figures.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM read_parquet('{path}')")
    (planted, known, changed) = figures.execute(
        f"""SELECT (SELECT count(*) FROM e), count(*), count(*) FILTER (
            (e.value, e.numerator, e.status) IS DISTINCT FROM (d.value, d.numerator, d.status))
        FROM e JOIN d USING ({key})"""
    ).fetchone()
    assert planted == known
    assert 300 < planted < 600
    assert changed > 0.9 * planted
    (wrong,) = figures.execute(f"SELECT count(*) FROM c ANTI JOIN e USING ({key})").fetchone()
    (differs,) = figures.execute(
        f"SELECT count(*) FROM c JOIN d USING ({key}) WHERE c.value IS DISTINCT FROM d.value"
    ).fetchone()
    assert (wrong, differs) == (0, 0)
    (share,) = figures.execute("SELECT (SELECT count(*) FROM c) / (SELECT count(*) FROM e)").fetchone()
    assert 0.25 < share < 0.75
    kinds = [note for (note,) in figures.execute("SELECT DISTINCT note FROM e").fetchall()]
    assert len(kinds) >= 10
    assert all(note.startswith("演示：录入差错（") for note in kinds)


def test_errors_and_corrections_show_as_revisions(figures, slip_files, tmp_path, empty_data):
    clean = tmp_path / "clean.parquet"
    figures.execute(
        f"""COPY (SELECT indicator, area, period, breakdown, value, numerator, denominator, lower, upper, status FROM d
        WHERE (indicator, area, period, breakdown) IN (SELECT indicator, area, period, breakdown
            FROM read_parquet('{slip_files[0]}'))) TO '{clean}' (FORMAT parquet)"""
    )
    clean.with_suffix(".yaml").write_bytes(slip_files[0].with_suffix(".yaml").read_bytes())
    landed = load_files([clean, *slip_files])
    version = publish().version
    entered, corrected = landed[1].rows, landed[2].rows
    with connect(version) as connection:
        revised = connection.scalar(select(func.count()).select_from(fact_revision))
        rows = connection.execute(
            select(fact_observation.c.batch_id, func.count())
            .where(fact_observation.c.row_number > 0)
            .group_by(fact_observation.c.batch_id)
        )
        current = dict(tuple(row) for row in rows)
        assert connection.scalars(select(dim_batch.c.demonstration).distinct()).all() == [True]
    assert revised == entered + corrected
    assert current == {2: entered - corrected, 3: corrected}
