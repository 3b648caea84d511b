"""Rule files: those of the product are sound; a bad one gets its message and never stops the others."""

import json
import re

import pytest

from data.areas import read_areas
from data.definition_problems import DefinitionError
from data.quality.kinds import known_kinds
from data.quality.rule import DIMENSIONS, RULES, read_rules
from data.quality.scheme import read_scheme
from data.schema import QUALITY_DIMENSIONS

LE = {"indicator": "LE", "area": "510000", "period": "2020", "value": "77.79"}
MISSING = object()


def only_problem(folder):
    ready, refused = read_rules(folder)
    assert not ready
    (one,) = refused
    return one.problem


def test_the_rules_of_the_product_are_sound():
    ready, refused = read_rules()
    assert [one.problem for one in refused] == []
    assert {one.rule.kind for one in ready} <= set(known_kinds())
    assert len({one.rule.code for one in ready}) == len(ready) == len(list(RULES.glob("*.yaml")))


def test_only_thresholds_fixed_by_a_public_text_are_official():
    official = {one.rule.code for one in read_rules()[0] if one.rule.official}
    # 个案入库率 ≥80%、≥85% (流动人口统计方案) · 全程可追溯 · 不重报 (2021 揭榜攻关通知)
    assert official <= {"C03", "R02", "U01"}
    for one in read_rules()[0]:
        assert one.rule.basis


def test_every_rule_is_scored_in_the_dimension_it_belongs_to():
    scored = {"完整性": "completeness", "唯一性": "completeness", "及时性": "timeliness", "准确性": "accuracy",
              "一致性（协调性）": "consistency", "可比性": "consistency", "真实性": "authenticity"}  # fmt: skip
    for one in read_rules()[0]:
        assert one.rule.scored_as in (None, scored.get(one.rule.dimension)), one.rule.code
        assert one.rule.scored_as in (None, *QUALITY_DIMENSIONS)
    hints = {one.rule.code for one in read_rules()[0] if one.rule.scored_as is None}
    assert {"R03", "F01"} <= hints


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": "magic"}, "字段 kind：没有“magic”这种算法。改为以下之一：.*row_condition"),
        ({"basis": MISSING}, "字段 basis：缺少这个字段"),
        ({"serverity": "hard"}, "字段 serverity：没有这个字段"),
        ({"severity": "terrible"}, "字段 severity：取值“terrible”不在允许的范围内。改为以下之一：.*hard"),
        ({"official": "yes"}, "字段 official：“yes”不是true或false"),
        ({"applies_to": {}}, "字段 applies_to.text：缺少这个字段"),
        ({"applies_to": {"text": "全部", "levels": ["town"]}}, r"字段 applies_to.levels\[1\]：取值“town”"),
        ({"message": "填报{value}。"}, "字段 message：句中的{value}没有内容可填；可用{observed}"),
        ({"message": "填报{observed。"}, "字段 message：花括号没有成对"),
        ({"parameters": {"checks": []}}, "字段 parameters.checks：内容是空的"),
        ({"parameters": {"checks": [{"condition": "value >= 0", "detail": "x"}], "limit": 3}},
         "字段 parameters.limit：没有这个字段"),
        ({"parameters": {"checks": [{"condition": "rate >= 0", "detail": "x"}]}},
         r"字段 parameters.checks\[1\].condition：没有“rate”这个名称"),
        ({"parameters": {"checks": [{"condition": "value / 0 > 1", "detail": "x"}]}}, "condition：算式除以0"),
        ({"parameters": {"checks": [{"condition": "__import__('os').abort()", "detail": "x"}]}},
         "condition：算式中的“__import__"),
        ({"parameters": {"checks": [{"condition": "value >= 0); DROP TABLE fact_observation", "detail": "x"}]}},
         "condition：算式“value >= 0.*写法有误"),
        ({"kind": "value_range", "parameters": {"units": [{"unit": "%", "low": 100, "high": 0}]}},
         r"字段 parameters.units\[1\]：%的下限100不小于上限0，没有数值能通过"),
        ({"kind": "value_range", "parameters": {"definitions": False}}, "字段 parameters：没有任何界限"),
        ({"kind": "total_of_parts", "parameters": {"tolerance_share": 0.1, "tolerance_units": 1, "groups": [
            {"name": "x", "parts": ["male", "mail"]}]}}, "没有分组mail；可用的有：all"),
        ({"kind": "total_of_parts", "parameters": {"tolerance_share": 0.1, "tolerance_units": 1, "groups": [
            {"name": "x", "parts": ["male", "male"]}]}}, "同一分组写了两次，合计会重复"),
        ({"kind": "total_of_parts", "parameters": {"tolerance_share": 0.1, "tolerance_units": 1, "groups": [
            {"name": "x", "parts": ["male", "female"], "total": "male"}]}}, "又是自己的分项"),
        ({"kind": "sum_of_children", "parameters": {"tolerance_share": -0.1, "tolerance_units": 1}},
         "字段 parameters.tolerance_share：“-0.1”超出允许的范围。须大于等于0"),
        ({"kind": "metadata_complete", "parameters": {"items": ["colour"], "least_share": 0.9}}, "没有colour这一项"),
        ({"kind": "metadata_match", "parameters": {}}, "没有可核对的内容"),
    ],
)  # fmt: skip
def test_a_bad_file_is_told_with_field_reason_and_remedy(rule_folder, changes, message):
    kept = {name: value for name, value in changes.items() if value is not MISSING}
    folder = rule_folder(kept)
    if MISSING in changes.values():
        path = folder / "X01.yaml"
        removed = next(name for name, value in changes.items() if value is MISSING)
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith(f"{removed}:")]
        path.write_text("\n".join(lines), encoding="utf-8")
    assert re.search(message, only_problem(folder))
    assert only_problem(folder).startswith("X01.yaml")


def test_broken_yaml_a_repeated_field_and_a_wrong_code(rule_folder):
    folder = rule_folder({"code": "X09"})
    (folder / "X09.yaml").rename(folder / "X02.yaml")
    (folder / "X03.yaml").write_text("code: X03\n  name: [", encoding="utf-8")
    (folder / "X04.yaml").write_text("code: X04\nname: a\nname: b\n", encoding="utf-8")
    (folder / "X05.yaml").write_text("just text", encoding="utf-8")
    (folder / "X06.yaml").write_bytes("name: 规则".encode("gb18030"))
    problems = {one.code: one.problem for one in read_rules(folder)[1]}
    assert "代码X09与文件名X02不一致" in problems["X02"]
    assert "YAML写法有误" in problems["X03"] and "第2行" in problems["X03"]
    assert "字段name写了两次" in problems["X04"]
    assert "内容不是“字段: 值”的形式" in problems["X05"] and "规则文件" in problems["X05"]
    assert "不是UTF-8编码" in problems["X06"]


def test_bad_rules_are_in_the_register_and_the_others_run(rule_folder, judge_files, observation_file):
    folder = rule_folder(
        "A02",
        {"code": "X01", "kind": "magic"},
        {"code": "X02", "applies_to": {"text": "某指标", "indicators": ["NOSUCH"]}},
        {"code": "X03", "parameters": {"checks": [{"condition": "value / (value - value) > 1", "detail": "x"}]}},
        {"code": "X04", "kind": "relation",
         "parameters": {"relations": [{"condition": "LE <= NOSUCH", "detail": "x"}]}},
        {"code": "X05"},
    )  # fmt: skip
    (folder / "X06.yaml").write_text("code: [", encoding="utf-8")
    judged = judge_files([observation_file([LE])], folder)
    problems = dict(judged.rows("SELECT code, problem FROM dim_rule ORDER BY rule_id"))
    assert "没有“magic”这种算法" in problems["X01"]
    assert problems["X02"].startswith("没有指标 NOSUCH。请核对规则中的指标代码")
    assert problems["X03"].startswith("有1行因除数为0没有判断")
    assert "parameters.relations：没有“NOSUCH”这个名称" in problems["X04"]
    assert "YAML写法有误" in problems["X06"]
    assert problems["A02"] is None and problems["X05"] is None
    assert judged.rule("A02")[0] == 1 and judged.rule("X05")[0] == 1
    for code in ("X01", "X02", "X03", "X04", "X06"):
        assert judged.rule(code)[:3] == (0, 0, 0)
        assert any(line.startswith(f"规则 {code}") and problems[code] in line for line in judged.told)


def test_a_kind_that_breaks_is_told_and_the_others_run(rule_folder, judge_files, observation_file, monkeypatch):
    from data.quality.kinds import metadata_match, rate_check, value_range

    monkeypatch.setattr(metadata_match, "judge", lambda *_: "SELECT CAST(NULL AS INTEGER) AS area_id, 1 AS failed")
    monkeypatch.setattr(value_range, "judge", lambda *_: "SELECT 1 / 'x' AS checked FROM nowhere")
    monkeypatch.setattr(rate_check, "judge", lambda *_: 1 / 0)
    a65 = {"indicator": "A65", "area": "510000", "period": "2020", "value": "50", "numerator": 1, "denominator": 2}
    judged = judge_files([observation_file([a65])], rule_folder("A02", "K03", "K05", {"code": "X05"}))
    assert "规则的算式不能执行" in judged.rule("A02")[3]
    assert "规则的算式不能执行" in judged.rule("K05")[3]  # a unit without an area
    assert "算法rate_check出错（ZeroDivisionError" in judged.rule("K03")[3]
    assert judged.rule("X05") == (1, 0, 0, None)


def test_what_the_register_says_of_a_rule(rule_folder, judge_files, observation_file):
    judged = judge_files([observation_file([LE])], rule_folder("K02", "K03", "A01"))
    rows = judged.rows("SELECT rule_id, code, severity, scored_as, parameters, official FROM dim_rule ORDER BY rule_id")
    assert [(number, code) for number, code, *_ in rows] == [(1, "A01"), (2, "K02"), (3, "K03")]
    assert rows[1][2:4] == ("serious", "consistency")
    assert json.loads(rows[1][4]) == {"tolerance_share": 0.005, "tolerance_units": 1}


def test_scheme_of_the_product():
    scheme = read_scheme()
    assert not scheme.official and "非官方标准" in scheme.note
    assert scheme.scheme.dimension_weights == (0.30, 0.20, 0.30, 0.15, 0.05)
    assert scheme.scheme.severity_weights == (3, 2, 1, 0)
    assert scheme.scheme.cut_offs == (95, 85, 70, 0) and scheme.scheme.grades[scheme.scheme.cap] == "C"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("completeness: 0.30", "completeness: 0.40", "dimension_weights之和为1.1，应为1"),
        ("from: 85}", "from: 96}", "grades须从高到低排列"),
        ("from: 0}", "from: 10}", "最后一等从0分起"),
        ("cap: C", "cap: E", "取值“E”不在允许的范围内"),
        ("hard: 3", "hard: -3", "severity_weights.hard：“-3.*须大于等于0"),
    ],
)
def test_a_scheme_that_contradicts_itself_is_refused(tmp_path, old, new, message):
    from data.quality.scheme import DEFAULT

    text = DEFAULT.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "scheme.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DefinitionError, match=message):
        read_scheme(path)


def test_applies_to_narrows_by_every_key(rule_folder, judge_files, observation_file):
    rows = [
        {"indicator": indicator, "area": area, "period": period, "value": 50}
        for indicator in ("LE", "BOR", "POP")
        for area in ("510000", "510100", "510104")
        for period in ("2020", "2020Q3")
    ]
    scopes = {
        "X01": {"indicators": ["LE"]},
        "X02": {"except_indicators": ["LE"]},
        "X03": {"aggregation": ["sum", "ratio"], "levels": ["province"]},
        "X04": {"groups": ["population"], "period_kinds": ["quarter"]},
        "X05": {"forms": ["检验报表"], "levels": ["county"]},
        "X06": {"forms": ["卫统1-9"]},
    }
    folder = rule_folder(*[{"code": code, "applies_to": {"text": "x"} | scope} for code, scope in scopes.items()])
    judged = judge_files([observation_file(rows)], folder)
    assert {code: judged.rule(code)[0] for code in scopes} == {
        "X01": 6, "X02": 12, "X03": 4, "X04": 3, "X05": 6, "X06": 0
    }  # fmt: skip


def test_every_rule_of_the_list_is_there():
    listed = "C01 C02 C03 C04 C05 T01 T02 T03 A01 A02 A03 A04 A05 A06 A07 K01 K02 K03 K04 K05 U01 R01 R02 R03 F01"
    dimensions = {one.rule.code: one.rule.dimension for one in read_rules()[0]}
    assert set(listed.split()) <= set(dimensions)
    assert set(dimensions.values()) <= set(DIMENSIONS)


def test_areas_of_the_register_are_what_the_tree_expects():
    """Sums go up three steps at most: county or zone, prefecture, province, nation."""
    areas = read_areas()
    levels = {"nation": 0, "province": 1, "prefecture": 2, "county": 3, "zone": 3}
    for area in areas.values():
        if area.parent:
            assert levels[areas[area.parent].level] < levels[area.level], area.code
