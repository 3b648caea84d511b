"""`script/cockpit quality`: rules tried on what readers see, nothing changed."""

import pytest
import yaml
from click.testing import CliRunner
from sqlalchemy import func, select

from commands.__main__ import cockpit
from data.quality.rule import RULES
from data.schema import fact_finding
from data.warehouse import connect, current_version, kept_versions

HOUSEHOLDS = [
    {"indicator": "HHN", "area": area, "period": "2020", "value": value}
    for area, value in (("640200", 1000), ("640202", 400), ("640205", 300), ("640221", 200))
]


def run(*words):
    result = CliRunner().invoke(cockpit, ["quality", *map(str, words)], prog_name="cockpit")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_counts_problems_and_sentences(warehouse, publish_rows):
    version = publish_rows(HOUSEHOLDS)
    with connect(version) as connection:
        before = connection.scalar(select(func.count()).select_from(fact_finding))
    code, out, err = run("--rule", "K02")
    head, counts, sentence = out.splitlines()
    assert code == 0 and head.split() == ["规则", "名称", "核查", "不符", "问题", "用时"]
    assert counts.split()[:5] == ["K02", "下级汇总=上级值", "1", "1", "1"]
    assert sentence == (
        "K02 家庭户户数 石嘴山市 2020年 合计：下级3个之和为900，本级填报1,000，相差超过0.5%。（批次1 第1行）"
    )
    assert "规则 K02 下级汇总=上级值：核查1，不符1，列出1" in err
    assert kept_versions() == [version] == [current_version()]
    with connect(version) as connection:
        assert connection.scalar(select(func.count()).select_from(fact_finding)) == before


def test_drafts_of_a_folder(empty_data, publish_rows, tmp_path):
    publish_rows(HOUSEHOLDS)
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    draft = yaml.safe_load((RULES / "K02.yaml").read_text(encoding="utf-8"))
    draft["parameters"]["tolerance_share"] = 0.2
    (drafts / "K02.yaml").write_text(yaml.safe_dump(draft, allow_unicode=True), encoding="utf-8")
    (drafts / "K09.yaml").write_text("code: K09\nkind: magic\n", encoding="utf-8")
    code, out, _ = run("--rules", drafts)
    assert code == 0
    assert [line.split()[:4] for line in out.splitlines()[1:2]] == [["K02", "下级汇总=上级值", "1", "0"]]
    assert "规则 K09：K09.yaml" in out and "缺少这个字段" in out


@pytest.mark.parametrize("words", [("--rule", "Z99")])
def test_a_rule_that_is_not_there(empty_data, publish_rows, words):
    publish_rows(HOUSEHOLDS)
    code, _, err = run(*words)
    assert code == 2 and "中没有规则 Z99" in err


def test_nothing_published(empty_data):
    code, _, err = run()
    assert code == 4 and "还没有发布的数据" in err
