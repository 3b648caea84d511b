"""Run rules over the release that readers see, in a database of its own: nothing of the release changes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from data import schema
from data.loading.batches import read_batches
from data.loading.lock import writer_lock
from data.loading.staging import Database, open_database, scratch_folder
from data.publishing.release import fill_facts
from data.quality.check import run_rules
from data.quality.judging import Outcomes
from data.quality.rule import RULES
from data.release_tables import create_tables
from data.settings import settings
from data.warehouse import WarehouseError, current_version

WRITTEN = (schema.dim_rule, schema.fact_check, schema.fact_rule_use, schema.fact_finding, schema.fact_score)


@contextmanager
def tried_rules(
    progress: Callable[[str], None], folder: Path = RULES, only: str | None = None
) -> Iterator[tuple[Database, Outcomes]]:
    """A database with the tables of the current release, those of quality made anew by the rules of `folder`.

    On PostgreSQL the facts are merged once more from the batches, because the rules are DuckDB's. Raises
    NothingPublished and WarehouseError.
    """
    version = current_version()
    with scratch_folder() as scratch:
        connection = open_database(scratch / "trial.duckdb", scratch / "spill")
        try:
            if settings().is_duckdb:
                _show_release(connection, settings().releases / f"{version}.duckdb", version)
            else:
                with writer_lock("试算规则"):
                    fill_facts(connection, read_batches(), progress)
            yield connection, run_rules(connection, progress, folder, only)
        finally:
            connection.close()


def _show_release(connection: Database, file: Path, version: str) -> None:
    """The tables of a release file as views, but for those that the rules fill."""
    connection.execute(f"ATTACH '{str(file).replace(chr(39), chr(39) * 2)}' AS shown (READ_ONLY)")
    found = connection.execute("SELECT schema_version FROM shown.release_info").fetchone()
    if not found or found[0] != schema.SCHEMA_VERSION:
        raise WarehouseError(f"数据版本 {version} 的表结构与程序不符。请先运行 script/cockpit publish 重新发布。")
    create_tables(connection, WRITTEN)
    for table in (*schema.DIMENSIONS, *schema.FACTS):
        if table not in WRITTEN:
            connection.execute(f"CREATE VIEW {table.name} AS SELECT * FROM shown.{table.name}")
