"""`script/cockpit bulletin`: what it refuses; what it writes is tested with the writers."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from commands.__main__ import cockpit
from commands.bulletin import provinces_of


@pytest.fixture
def run(tmp_path: Path):
    def told(*arguments: str):
        return CliRunner().invoke(cockpit, ["bulletin", *arguments])

    return told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--output", "报告.xls"], "不认识的文件格式"),
        (["--area", "51", "--output", "报告.pdf"], "没有代码为 51 的地区"),
        (["--area", "999999", "--output", "报告.docx"], "没有代码为 999999 的地区"),
        (["--period", "去年", "--output", "报告.pdf"], "不是时期"),
        (["--time", "早上", "--output", "报告.pdf", "--provinces"], "没有目录"),
        (["--output", "无此目录/报告.pdf"], "没有目录"),
    ],
)
def test_wrong_arguments_are_refused_in_words(run, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    found = run(*arguments)
    assert found.exit_code == 2 and said in found.output
    assert not list(tmp_path.iterdir())


def test_a_set_is_the_31_provinces_with_statistics():
    codes = provinces_of()
    assert len(codes) == 31 and not {"710000", "810000", "820000"} & set(codes)
