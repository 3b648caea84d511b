"""Build one release as a DuckDB file: a pure function of the accepted batches, the definitions and the areas.

PostgreSQL gets the same release, copied from the same file, so that both engines answer the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from data import schema
from data.assessment.results import fill_assessment
from data.loading.batches import Batch, flush_to_disk
from data.loading.refusals import Refused
from data.loading.staging import Database, open_database
from data.publishing import dimensions
from data.publishing.merging import merge_batches
from data.publishing.submitting import fill_submissions, repeated_submissions
from data.quality.check import run_rules
from data.quality.form_register import form_rows
from data.release_tables import create_tables, insert_rows
from data.settings import settings


@dataclass(frozen=True)
class Release:
    """What `versions` lists of a release."""

    version: str
    published_at: datetime
    observations: int
    batches: int
    cut_off: object
    note: str | None
    previous: str | None
    rolled_up: int = 0


class Inconsistent(Refused):
    """The release just built contradicts its batches: a defect of the program, nothing was published."""

    exit_code = 4


def build_release(path: Path, release: Release, batches: list[Batch], progress: Callable[[str], None]) -> Release:
    """Write the release to `path`, checked, flushed and closed. Returns it with its counts filled in."""
    connection = open_database(path, Path(f"{path}.spill"))
    try:
        rolled_up = fill_facts(connection, batches, progress)
        run_rules(connection, progress)
        fill_assessment(connection, progress)
        _fill_periods(connection)  # the years of form 0, the phases of assessment
        progress("核对条数与主键")
        observations = verified_count(connection, batches, rolled_up)
        cut_off = _cut_off(batches)
        done = Release(
            release.version, release.published_at, observations, len(batches), cut_off, release.note,
            release.previous, rolled_up,
        )  # fmt: skip
        _fill_info(connection, done)
        connection.execute("CHECKPOINT")
    finally:
        connection.close()
    flush_to_disk(path)
    return done


def fill_facts(connection: Database, batches: list[Batch], progress: Callable[[str], None]) -> int:
    """All that a release holds but what the quality rules say of it. Returns how many rows were rolled up."""
    connection.begin()  # one flush to disk instead of one a statement
    create_tables(connection)
    _fill_dimensions(connection, batches)
    connection.commit()
    rolled_up = merge_batches(connection, batches, dimensions.indicator_ids(), progress)
    _compare_submissions(connection, batches, fill_submissions(connection, batches))
    _fill_periods(connection)
    connection.execute(COVERAGE)
    connection.execute(SHOWN_OF_BATCHES)
    return rolled_up


def _fill_dimensions(connection: Database, batches: list[Batch]) -> None:
    insert_rows(connection, schema.dim_area, dimensions.area_rows())
    insert_rows(connection, schema.dim_indicator, dimensions.indicator_rows())
    insert_rows(connection, schema.dim_target, dimensions.target_rows())
    insert_rows(connection, schema.dim_breakdown, dimensions.breakdown_rows())
    insert_rows(connection, schema.dim_batch, dimensions.batch_rows(batches))
    insert_rows(connection, schema.dim_form, form_rows(batches))


def _fill_periods(connection: Database) -> None:
    """dim_period: the periods in use that it does not have yet."""
    used = connection.execute(
        """SELECT period_id FROM fact_observation UNION SELECT period_id FROM fact_revision
        UNION SELECT period_id FROM fact_submission UNION SELECT period_id FROM fact_check WHERE period_id > 0
        UNION SELECT period_id FROM dim_assessment_phase EXCEPT SELECT period_id FROM dim_period"""
    ).fetchall()
    insert_rows(connection, schema.dim_period, dimensions.period_rows([period_id for (period_id,) in used]))


def _cut_off(batches: list[Batch]) -> date:
    """How far the figures reach; of submissions only where there are no figures."""
    figures = [batch for batch in batches if batch.manifest.content == "observations"]
    return max(batch.manifest.cut_off for batch in figures or batches)


def _compare_submissions(connection: Database, batches: list[Batch], read: int) -> None:
    expected = sum(batch.row_count for batch in batches if batch.manifest.content == "submissions")
    repeated = repeated_submissions(connection)
    if read != expected or repeated:
        raise Inconsistent(
            f"核对未通过，没有发布：报送情况应有{expected}行，读到{read}行，重复主键{repeated}个。"
            f"请保留 {settings().batches} 并报告此问题。"
        )


def _fill_info(connection: Database, release: Release) -> None:
    row = {
        "version": release.version,
        "schema_version": schema.SCHEMA_VERSION,
        "published_at": release.published_at,
        "observations": release.observations,
        "batches": release.batches,
        "cut_off": release.cut_off,
        "note": release.note,
        "previous": release.previous,
    }
    insert_rows(connection, schema.release_info, [row])


COVERAGE = """
INSERT INTO fact_coverage
SELECT o.indicator_id, o.period_id, o.breakdown_id, a.level, b.classification,
       count(*), count(*) FILTER (WHERE o.status <= 2), count(*) FILTER (WHERE b.demonstration), max(o.batch_id)
FROM fact_observation o JOIN dim_area a ON a.area_id = o.area_id JOIN dim_batch b ON b.batch_id = o.batch_id
GROUP BY o.indicator_id, o.period_id, o.breakdown_id, a.level, b.classification
ORDER BY o.indicator_id, o.period_id, o.breakdown_id, a.level, b.classification
"""

SHOWN_OF_BATCHES = """
UPDATE dim_batch SET observations =
    (SELECT coalesce(sum(c.n), 0) FROM (SELECT batch_id, count(*) AS n FROM fact_observation GROUP BY batch_id
        UNION ALL SELECT batch_id, count(*) FROM fact_submission GROUP BY batch_id) c
     WHERE c.batch_id = dim_batch.batch_id)
"""


def verified_count(connection: Database, batches: list[Batch], rolled_up: int) -> int:
    """The number of observations, once every row of every batch is found again and no key occurs twice."""
    observations, revisions, covered = connection.execute(
        "SELECT (SELECT count(*) FROM fact_observation), (SELECT count(*) FROM fact_revision),"
        " (SELECT coalesce(sum(observations), 0) FROM fact_coverage)"
    ).fetchone() or (0, 0, 0)
    # facts are sorted by key, so equal keys are neighbours: no hash of millions of keys is needed
    (repeated,) = connection.execute(
        """SELECT count(*) FROM (SELECT indicator_id i, period_id p, breakdown_id b, area_id a,
            lag(indicator_id) OVER () li, lag(period_id) OVER () lp, lag(breakdown_id) OVER () lb,
            lag(area_id) OVER () la FROM fact_observation)
        WHERE li IS NOT NULL AND (li, lp, lb, la) >= (i, p, b, a)"""
    ).fetchone() or (0,)
    expected = sum(batch.row_count for batch in batches if batch.manifest.content == "observations") + rolled_up
    if observations + revisions != expected or covered != observations or repeated:
        raise Inconsistent(
            f"核对未通过，没有发布：应有{expected}行，现有{observations}+{revisions}行，覆盖表{covered}行，"
            f"重复主键{repeated}个。请保留 {settings().batches} 并报告此问题。"
        )
    return observations


def discard_file(path: Path) -> None:
    """Remove an unfinished release and what belongs to it."""
    for leftover in (path, path.with_name(path.name + ".wal")):
        leftover.unlink(missing_ok=True)
    spill = path.with_name(path.name + ".spill")
    if spill.exists():
        for file in spill.iterdir():
            file.unlink(missing_ok=True)
        spill.rmdir()
