"""Rules run on invented rows: loaded as files, changed where a test needs what the loader would refuse, then judged."""

import csv
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from data.loading import load_files
from data.loading.batches import read_batches
from data.loading.staging import Database, open_database
from data.publishing.release import fill_facts
from data.quality.check import run_rules
from data.quality.rule import RULES
from data.schema import dim_rule, fact_check, fact_finding, fact_rule_use, fact_score
from data.settings import settings

DRAFT = {
    "code": "X01",
    "name": "试算规则",
    "dimension": "准确性",
    "scored_as": "accuracy",
    "kind": "row_condition",
    "severity": "serious",
    "formula": "算式",
    "threshold": "界限",
    "parameters": {"checks": [{"condition": "value >= 0", "detail": "小于0"}]},
    "applies_to": {"text": "全部"},
    "message": "填报{observed}。",
    "advice": "更正。",
    "basis": "检验用",
    "official": False,
}


class Judged(NamedTuple):
    """The release as the rules left it, what was told on the way, and where the rules are."""

    connection: Database
    told: list[str]
    folder: Path

    def run_again(self) -> "Judged":
        """Judge the facts as they are now."""
        for table in (dim_rule, fact_check, fact_rule_use, fact_finding, fact_score):
            self.connection.execute(f"DELETE FROM {table.name}")
        run_rules(self.connection, self.told.append, self.folder)
        return self

    def rows(self, sql: str, *parameters: Any) -> list[tuple]:
        return self.connection.execute(sql, list(parameters)).fetchall()

    def rule(self, code: str) -> tuple:
        """checked, failed, findings, problem of one rule."""
        (row,) = self.rows("SELECT checked, failed, findings, problem FROM dim_rule WHERE code = ?", code)
        return row

    def findings(self, code: str) -> set[tuple]:
        """indicator, area, period, breakdown and detail of everything one rule found."""
        return set(
            self.rows(
                """SELECT i.code, a.code, f.period_id, k.code, f.detail FROM fact_finding f
                JOIN dim_rule r USING (rule_id) LEFT JOIN dim_indicator i USING (indicator_id)
                JOIN dim_area a USING (area_id) JOIN dim_breakdown k USING (breakdown_id) WHERE r.code = ?""",
                code,
            )
        )


def write_rules(folder: Path, rules: tuple[str | dict[str, Any], ...]) -> Path:
    """A folder with rules of the product (by code), and drafts (what differs from DRAFT)."""
    folder.mkdir(exist_ok=True)
    for rule in rules:
        if isinstance(rule, str):
            shutil.copy(RULES / f"{rule}.yaml", folder)
        else:
            content = DRAFT | rule
            text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
            (folder / f"{content['code']}.yaml").write_text(text, encoding="utf-8")
    return folder


def judge(database: Path, files: list[Path], folder: Path, changes: tuple[str, ...] = ()) -> Judged:
    """Load the files into the data directory in force, merge, change the facts, run the rules of a folder."""
    if files:
        load_files(files)
    connection = open_database(database, database.with_suffix(".spill"))
    told: list[str] = []
    fill_facts(connection, read_batches(), told.append)
    for change in changes:
        connection.execute(change)
    run_rules(connection, told.append, folder)
    return Judged(connection, told, folder)


@pytest.fixture
def rule_folder(tmp_path: Path) -> Callable[..., Path]:
    """`rule_folder("A01", "K02", {"code": "X01", …})`: see `write_rules`."""
    return lambda *rules: write_rules(tmp_path / "rules", rules)


@pytest.fixture
def judge_files(empty_data: Any, tmp_path: Path) -> Iterator[Callable[..., Judged]]:
    """`judge_files(files, folder, changes=(SQL, …))`: see `judge`."""
    opened: list[Judged] = []

    def judge_these(files: list[Path], folder: Path, changes: tuple[str, ...] = ()) -> Judged:
        opened.append(judge(tmp_path / f"judged{len(opened)}.duckdb", files, folder, changes))
        return opened[-1]

    yield judge_these
    for judged in opened:
        judged.connection.close()


@pytest.fixture(scope="module")
def judge_published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Judged]]:
    """`judge_published(files, rules, changes)`: files as they are, judged once for all tests of a module."""
    opened: list[Judged] = []

    def judge_these(
        files: list[Path], rules: tuple[str | dict[str, Any], ...], changes: tuple[str, ...] = ()
    ) -> Judged:
        place = tmp_path_factory.mktemp("judged")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("COCKPIT_DATA", str(place / "var"))
            patch.setenv("COCKPIT_WAREHOUSE_URL", "duckdb")
            settings.cache_clear()
            opened.append(judge(place / "judged.duckdb", files, write_rules(place / "rules", rules), changes))
        settings.cache_clear()
        return opened[-1]

    yield judge_these
    for judged in opened:
        judged.connection.close()


@pytest.fixture(scope="module")
def judge_once(judge_published: Any, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Judged]:
    """`judge_once(batches, rules, changes)` for all tests of a module; batches are (rows, manifest)."""

    def judge_these(batches: Any, rules: tuple[str | dict[str, Any], ...], changes: tuple[str, ...] = ()) -> Judged:
        place = tmp_path_factory.mktemp("input")
        files = [write_file(place / f"rows{n}.csv", rows, manifest) for n, (rows, manifest) in enumerate(batches)]
        return judge_published(files, rules, changes)

    return judge_these


def write_file(path: Path, rows: list[dict[str, Any]], manifest: dict[str, Any]) -> Path:
    """Tidy rows and their YAML."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    about = {"source": "《检验用数据》", "organisation": "检验机构", "form": "检验报表", "cut_off": date(2025, 12, 31),
             "demonstration": False} | manifest  # fmt: skip
    path.with_suffix(".yaml").write_text(yaml.safe_dump(about, allow_unicode=True), encoding="utf-8")
    return path
