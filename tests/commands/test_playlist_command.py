"""`script/cockpit playlist`: list, show, set, remove."""

import pytest
import yaml
from click.testing import CliRunner

from commands.__main__ import cockpit


@pytest.fixture
def run(empty_data):
    def command(*words):
        result = CliRunner().invoke(cockpit, ["playlist", *(str(word) for word in words)], prog_name="cockpit")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout, result.stderr

    return command


def test_what_is_shown_can_be_set_again(run, tmp_path):
    code, out, _ = run("show", "default")
    assert code == 0 and yaml.safe_load(out)["entries"][0] == {"address": "/wall?layout=overview", "seconds": 60}
    file = tmp_path / "hall.yaml"
    file.write_text(out.replace("默认轮播", "一楼大厅").replace("seconds: 60", "seconds: 20"), encoding="utf-8")
    code, out, _ = run("set", "hall-1", file, "--who", "张三")
    assert code == 0 and "一楼大厅" in out and "4个画面" in out
    assert [line.split()[0] for line in run("list")[1].splitlines()] == ["代号", "default", "hall-1"]
    assert run("remove", "hall-1")[0] == 0
    assert run("remove", "hall-1")[0] == 1


def test_refusals_say_what_and_change_nothing(run, tmp_path):
    file = tmp_path / "bad.yaml"
    for text, said in (
        ("name: 厅\nentries: [{address: 'http://example.org/', seconds: 9}]", "第1个画面：只能用本系统的网址"),
        ("name: 厅\nentries: [{address: /map, seconds: 2}]", "秒数要在5–3600"),
        ("name: 厅\nplaces: []", "不认识“places”"),
        ("- 1", "要有 name 和 entries"),
        (": :\n  - {", "不是UTF-8的YAML"),
    ):
        file.write_text(text, encoding="utf-8")
        code, _, err = run("set", "hall", file)
        assert code == 1 and said in err and "没有任何改动" in err
    assert run("set", "hall", tmp_path / "none.yaml")[0] == 1
    assert run("show", "hall")[0] == 1
    assert len(run("list")[1].splitlines()) == 2
