"""`slides`: what it refuses before it opens a page. Whole files: tests/browser/test_slides_journey.py."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from commands.slides import command


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["/map", "--output", "a.pdf"], "请用.pptx结尾的文件名"),
        (["/map", "--output", "nowhere/a.pptx"], "没有目录"),
        (["/map", "--output", "a.pptx", "--time", "明天"], "看不懂的时间“明天”"),
        (["--output", "a.pptx"], "Missing argument"),
    ],
)
def test_what_cannot_be_made_is_refused_at_once(words, told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(command, words)
    assert done.exit_code == 2
    assert told in done.output
    assert list(tmp_path.iterdir()) == []
