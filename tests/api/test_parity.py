"""What is loaded comes out again, the same through the interface, the command line and the query, on every engine."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from flask import Flask
from python_calamine import CalamineWorkbook

from access.viewer import LOCAL
from api.observation_columns import NAMES
from commands.export import command
from data.warehouse import connect
from queries import ask
from queries.observations import observations

ROWS = [
    {"indicator": "A65", "area": "510104", "period": "2020", "numerator": 120, "denominator": 1000, "value": 12},
    {"indicator": "A65", "area": "510105", "period": "2020", "value": 14.25, "note": "=1+1"},
    {"indicator": "A65", "area": "510106", "period": "2020", "status": "suppressed"},
    {"indicator": "A65", "area": "510107", "period": "2020", "value": 0},
    {"indicator": "A65", "area": "110101", "period": "2020", "value": 30},
]


@pytest.fixture
def published(warehouse, publish_rows: Callable) -> str:
    ask.forget()
    yield publish_rows(ROWS, demonstration=True, source="＠《检验用数据》")
    ask.forget()


def table(payload: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(payload.decode("utf-8-sig"), newline="")))


def exported(output: Path, *options: str) -> str:
    done = CliRunner().invoke(command, [*options, "--output", str(output)])
    assert done.exit_code == 0, done.output
    return done.output


def test_interface_command_and_query_agree(server: Flask, published: str, tmp_path: Path):
    client = server.test_client()
    asked = "indicator=A65&parent=510000&layer=county&period=2020"
    options = ("--indicator", "A65", "--parent", "510000", "--layer", "county", "--period", "2020")
    online = client.get(f"/api/v1/observations.csv?{asked}").data
    said = exported(tmp_path / "a.csv", *options)
    assert (tmp_path / "a.csv").read_bytes() == online
    assert "4 行" in said and published in said

    told = client.get(f"/api/v1/observations.json?{asked}").json["observations"]
    with connect(published) as connection:
        asked_of_query = {"parent": "510000", "layer": "county", "periods": ("2020",), "breakdowns": ("all",)}
        frame = observations(connection, viewer=LOCAL, indicators=("A65",), **asked_of_query)
    for column in ("area", "value", "numerator", "denominator", "status", "note", "source", "cut_off", "batch_id"):
        own = [None if pd.isna(v) else (str(v) if column == "cut_off" else v) for v in frame[column]]
        assert [row[column] for row in told] == own

    values = {row["area"]: (row["value"], row["status"], row["mark"]) for row in table(online)}
    assert values == {
        "510104": ("12", "final", "演示数据"),
        "510105": ("14.25", "final", "演示数据"),
        "510106": ("", "suppressed", "演示数据"),
        "510107": ("0", "final", "演示数据"),
    }
    assert {row["note"] for row in table(online)} == {"", "'=1+1"}
    assert {row["source"] for row in table(online)} == {"'＠《检验用数据》"}


def test_every_format_of_the_command_has_the_same_rows(server: Flask, published: str, tmp_path: Path):
    options = ("--indicator", "A65", "--area", "510104,510106", "--area", "110101")
    for ending in ("csv", "xlsx", "parquet"):
        exported(tmp_path / f"a.{ending}", *options)
    plain = table((tmp_path / "a.csv").read_bytes())
    assert [row["area"] for row in plain] == ["110101", "510104", "510106"]
    typed = pd.read_parquet(tmp_path / "a.parquet")
    assert list(typed.columns) == NAMES
    assert typed["value"].isna().tolist() == [False, False, True]
    assert typed["value"].dropna().tolist() == [30.0, 12.0]
    book = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx"))
    head, *cells = book.get_sheet_by_name("数据").to_python()
    assert [row[head.index("value")] for row in cells] == [30.0, 12.0, ""]


def test_a_refused_export_leaves_nothing(published: str, tmp_path: Path):
    target = tmp_path / "a.csv"
    for options, words, code in (
        (["--indicator", "XX", "--parent", "100000"], "没有代码为XX的指标", 1),
        (["--indicator", "A65", "--parent", "51"], "不是6位行政区划代码", 1),
        (["--indicator", "A65"], "请用parent", 1),
    ):
        done = CliRunner().invoke(command, [*options, "--output", str(target)])
        assert (done.exit_code, words in done.output) == (code, True), done.output
    done = CliRunner().invoke(
        command, ["--indicator", "A65", "--parent", "100000", "--output", str(tmp_path / "a.doc")]
    )
    assert done.exit_code == 2 and ".parquet" in done.output
    done = CliRunner().invoke(
        command, ["--indicator", "A65", "--parent", "100000", "--output", str(tmp_path / "none" / "a.csv")]
    )
    assert done.exit_code == 4 and "不能写到" in done.output
    assert list(tmp_path.glob("*a.*")) == []


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_full_disk_leaves_the_file_that_was_there(
    published: str, tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
):
    target = tmp_path / f"a.{ending}"
    target.write_text("before")

    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("commands.export.csv_parts", full)
    monkeypatch.setattr("commands.export.write_xlsx", full)
    monkeypatch.setattr("commands.export.write_parquet", full)
    done = CliRunner().invoke(command, ["--indicator", "A65", "--parent", "510000", "--output", str(target)])
    assert done.exit_code == 4 and "检查磁盘空间" in done.output
    assert target.read_text() == "before"
    assert [path.name for path in tmp_path.glob(f".a*{ending}*")] == []
