"""Rules run on invented rows: loaded as files, changed where a test needs what the loader would refuse, then judged."""

import shutil
from collections.abc import Callable, Iterator
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
    """The release as the rules left it, and what was told on the way."""

    connection: Database
    told: list[str]

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


@pytest.fixture
def rule_folder(tmp_path: Path) -> Callable[..., Path]:
    """`rule_folder("A01", "K02", {"code": "X01", …})`: a folder with rules of the product, and drafts."""

    def make(*rules: str | dict[str, Any]) -> Path:
        folder = tmp_path / "rules"
        folder.mkdir(exist_ok=True)
        for rule in rules:
            if isinstance(rule, str):
                shutil.copy(RULES / f"{rule}.yaml", folder)
            else:
                content = DRAFT | rule
                text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
                (folder / f"{content['code']}.yaml").write_text(text, encoding="utf-8")
        return folder

    return make


@pytest.fixture
def judge_files(empty_data: Any, tmp_path: Path) -> Iterator[Callable[..., Judged]]:
    """`judge_files(files, folder, changes=(SQL, …))`: load, merge, change the facts, run the rules of a folder."""
    opened: list[Database] = []

    def judge(files: list[Path], folder: Path, changes: tuple[str, ...] = ()) -> Judged:
        if files:
            load_files(files)
        connection = open_database(tmp_path / f"judged{len(opened)}.duckdb", tmp_path / f"spill{len(opened)}")
        opened.append(connection)
        told: list[str] = []
        fill_facts(connection, read_batches(), told.append)
        for change in changes:
            connection.execute(change)
        run_rules(connection, told.append, folder)
        return Judged(connection, told)

    yield judge
    for connection in opened:
        connection.close()
