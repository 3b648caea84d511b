"""`script/cockpit demonstrate` writes files that `load` takes, and says where they are."""

from pathlib import Path

from click.testing import CliRunner

from commands.__main__ import cockpit


def test_small_set_goes_where_it_is_told(tmp_path):
    result = CliRunner().invoke(cockpit, ["demonstrate", "--small", "--output", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    named = [Path(line) for line in result.stdout.splitlines()]
    assert sorted(path.name for path in named) == sorted(path.name for path in (tmp_path / "out").glob("*.parquet"))
    assert all(path.with_suffix(".yaml").exists() for path in named)


def test_default_is_the_data_directory(empty_data):
    result = CliRunner().invoke(cockpit, ["demonstrate", "--small"])
    assert result.exit_code == 0, result.output
    assert list((empty_data.data / "demonstration").glob("*.parquet"))


def test_help_is_in_chinese():
    assert "演示数据" in CliRunner().invoke(cockpit, ["demonstrate", "--help"]).output
