"""`script/cockpit findings`: a list to look at, or a file."""

import csv

import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from commands.__main__ import cockpit

UNDER_FIVE = {"indicator": "U5MR", "area": "510000", "period": "2020", "value": "8"}
INFANTS = UNDER_FIVE | {"indicator": "IMR", "value": "30"}


@pytest.fixture
def run(made_once, settled):
    settled(made_once("one_finding", ([UNDER_FIVE, INFANTS], {})))

    def command(*words):
        result = CliRunner().invoke(cockpit, ["findings", *(str(word) for word in words)], prog_name="cockpit")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout, result.stderr

    return command


def test_a_list_to_look_at(run):
    code, out, err = run("--severity", "hard")
    head, row = out.splitlines()
    assert code == 0 and head.split() == ["程度", "规则", "地区", "指标", "时期", "问题", "状态"]
    assert row.split()[:5] == ["硬规则", "K04", "四川省", "IMR", "2020"] and row.endswith("待处理")
    assert "共1条" in err
    assert run("--rule", "K02")[1] == "没有符合条件的问题。\n"


def test_files_are_whole(run, tmp_path):
    code, out, err = run("--severity", "hard", "--output", tmp_path / "a.csv")
    assert (code, out) == (0, "") and "已导出 1 条" in err
    with (tmp_path / "a.csv").open(encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    assert (row["规则"], row["上报值"], row["参照值"], row["行号"]) == ("K04", "30.0", "8.0", "2")
    run("--output", tmp_path / "a.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    assert book.sheet_names == ["问题清单", "说明"]
    assert {p.name for p in tmp_path.iterdir()} >= {"a.csv", "a.xlsx"}
    assert not list(tmp_path.glob(".*partial"))


def test_refusals(run, tmp_path):
    code, _, err = run("--severity", "deadly")
    assert code == 1 and "severity没有“deadly”" in err
    assert run("--area", "999999")[0] == 1
    code, _, err = run("--output", tmp_path / "a.docx")
    assert code == 2 and ".csv、.xlsx" in err
    code, _, err = run("--output", tmp_path / "nowhere" / "a.csv")
    assert code == 4 and "没有写出文件" in err
