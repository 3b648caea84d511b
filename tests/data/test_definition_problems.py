"""A definition that contradicts itself or another one is refused: file, field, reason and remedy, all at once."""

import pytest
import yaml

from data.definitions import DefinitionError, read_actions, read_indicators

GOOD = {
    "code": "GOOD",
    "name": "好指标",
    "short_name": "好指标",
    "name_en": "Good",
    "group": "01",
    "memberships": [{"list": "assessment_26", "number": 1}],
    "definition": "达标人数占调查人数的比例。",
    "numerator": "达标人数",
    "denominator": "调查人数",
    "unit": "%",
    "multiplier": 100,
    "decimals": 1,
    "direction": "higher",
    "value_type": "number",
    "aggregation": "ratio",
    "proportion": True,
    "minimum": 0,
    "maximum": 100,
    "frequency": "年",
    "finest_level": "county",
    "breakdowns": ["male", "female"],
    "classification": "public",
    "source": "某年鉴",
    "verified": False,
    "verification": "unverified",
    "breaks": [10, 20, 30, 40, 50, 60],
}
TARGET = {
    "plan": "某规划",
    "version": "2019",
    "year": 2030,
    "kind": "number",
    "operator": ">=",
    "value": 50,
    "text": "≥50",
    "baseline_value": 30,
    "baseline_year": 2017,
    "verified": False,
    "source": "unverified",
}
MISSING = object()


def write(folder, stem="GOOD", **changes):
    content = {k: v for k, v in (GOOD | {"code": stem} | changes).items() if v is not MISSING}
    (folder / f"{stem}.yaml").write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def refusal(folder):
    with pytest.raises(DefinitionError) as caught:
        read_indicators(folder)
    return str(caught.value)


def test_the_good_file_is_accepted(tmp_path):
    write(tmp_path, targets=[TARGET])
    assert read_indicators(tmp_path)["GOOD"].targets[0].value == 50


FIELD_CASES = [
    ({"unit": MISSING}, "unit", "缺少这个字段", "补上"),
    ({"colour": "red"}, "colour", "没有这个字段", "检查拼写"),
    ({"direction": "up"}, "direction", "“up”不在允许的范围内", "'higher', 'lower'"),
    ({"group": "16"}, "group", "“16”不在允许的范围内", "改为以下之一"),
    ({"short_name": "一二三四五六七八九十一二三"}, "short_name", "太长", "不超过12个字"),
    ({"definition": " "}, "definition", "内容是空的", "填写内容"),
    ({"decimals": "一"}, "decimals", "“一”不是整数", "改写为整数"),
    ({"decimals": 9}, "decimals", "超出允许的范围", "小于等于4"),
    ({"maximum": "100%"}, "maximum", "“100%”不是数", "不带单位"),
    ({"minimum": True}, "minimum", "“True”不是数", "改写为数"),
    ({"minimum": float("nan")}, "minimum", "不是有限的数", "改写为有限的数"),
    ({"name": 65}, "name", "“65”不是文字", "加引号"),
    ({"verified": "maybe"}, "verified", "不是true或false", "改写为true或false"),
    ({"breaks": 5}, "breaks", "不是列表", "改写为列表"),
    ({"conversions": [1]}, "conversions", "不是“单位: 倍数”的形式", "改写为"),
    ({"multiplier": 0}, "multiplier", "超出允许的范围", "大于0"),
    ({"memberships": [{"list": "favourites", "number": 1}]}, "memberships[1].list", "favourites", "改为以下之一"),
    ({"memberships": ["LE"]}, "memberships[1]", "“LE”不是“字段: 值”的形式", "改写为"),
    ({"minimum": 200, "breaks": MISSING}, "minimum", "下限200大于上限100", "对调"),
    ({"denominator": MISSING}, "denominator", "按比率汇总", "改变aggregation"),
    ({"numerator": MISSING}, "numerator", "按比率汇总", "补上"),
    ({"multiplier": MISSING}, "multiplier", "按比率汇总", "补上"),
    ({"multiplier": 1000, "maximum": 1000}, "multiplier", "单位%的倍数应为100", "更正单位"),
    ({"aggregation": "sum"}, "proportion", "只有比率", "ratio"),
    ({"aggregation": "sum", "proportion": False}, "denominator", "没有分母", "删去分母"),
    ({"maximum": 120}, "maximum", "构成比的取值", "maximum: 100"),
    ({"breaks": [10, 20, 30, 40, 50]}, "breaks", "应有6个分级断点，现有5个", "6个"),
    ({"breaks": [10, 30, 20, 40, 50, 60]}, "breaks", "没有由小到大", "重排"),
    ({"breaks": [10, 20, 30, 40, 50, 160]}, "breaks", "超出minimum与maximum", "更正"),
    ({"breakdowns": ["boys"]}, "breakdowns", "没有分组boys", "male、female"),
    ({"breakdowns": ["male", "male"]}, "breakdowns", "写了两次", "删去"),
    ({"verified": True}, "verified", "没有写明出处", "seen in"),
    ({"verified": True, "verification": "unverified, not seen in any text"}, "verified", "却写unverified", "一致"),
    ({"value_type": "pair"}, "components", "两个组成指标", "两个指标代码"),
    ({"components": ["NOPE"]}, "components", "没有指标NOPE", "已有的指标代码"),
    ({"memberships": []}, "memberships", "不属于任何清单", "至少一个清单"),
    ({"code": "OTHER"}, "code", "代码OTHER与文件名GOOD不一致", "两者相同"),
    ({"code": "good"}, "code", "“good”的写法不对", "须符合"),
]


@pytest.mark.parametrize(("changes", "field", "reason", "remedy"), FIELD_CASES, ids=lambda v: str(v)[:40])
def test_a_bad_field_is_refused_with_its_name(tmp_path, changes, field, reason, remedy):
    content = {k: v for k, v in (GOOD | changes).items() if v is not MISSING}
    path = tmp_path / "GOOD.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    message = refusal(tmp_path)
    line = next(line for line in message.splitlines() if f"GOOD.yaml　字段 {field}：" in line)
    assert reason in line and remedy in line


TARGET_CASES = [
    ({"operator": "<="}, "operator", "与指标方向direction: higher相反", "更正operator或direction"),
    ({"operator": "between"}, "operator", "kind: number不能用operator between", ">=、<="),
    ({"year": 2016}, "year", "目标年2016早于基期2017", "更正"),
    ({"value": None}, "value", "应有1个目标值，现有0个", "补上"),
    ({"kind": "range", "operator": "between"}, "value", "应有2个目标值，现有1个", "补上"),
    ({"kind": "range", "operator": "between", "value_high": 40}, "value_high", "上限不大于下限", "更正"),
    ({"kind": "trend", "operator": "trend"}, "value", "应有0个目标值", "删去"),
    ({"kind": "yes_no"}, "operator", "kind: yes_no不能用operator >=", "改为：="),
    ({"kind": "text", "value": None}, "operator", "kind: text不能用operator", "null"),
    ({"kind": "relative", "baseline_year": None}, "baseline_year", "与哪一年比", "补上"),
    ({"value": 120}, "value", "超出minimum与maximum", "更正数值"),
    ({"verified": True}, "verified", "没有写明出处", "seen in"),
    ({"area": "全国"}, "area", "“全国”的写法不对", "须符合"),
    ({"text": ""}, "text", "内容是空的", "填写内容"),
    ({"operator": "≥"}, "operator", "“≥”不在允许的范围内", "'>='"),
]


@pytest.mark.parametrize(("changes", "field", "reason", "remedy"), TARGET_CASES, ids=lambda v: str(v)[:40])
def test_a_bad_target_is_refused_with_its_place(tmp_path, changes, field, reason, remedy):
    good = TARGET | {"plan": "另一规划"}
    write(tmp_path, targets=[good, TARGET | changes])
    line = next(line for line in refusal(tmp_path).splitlines() if f"字段 targets[2].{field}：" in line)
    assert reason in line and remedy in line


@pytest.mark.parametrize(("direction", "operator"), [("lower", ">="), ("range", "<"), ("none", ">=")])
def test_a_target_may_not_point_against_the_indicator(tmp_path, direction, operator):
    write(tmp_path, direction=direction, targets=[TARGET | {"operator": operator}])
    assert f"目标方向{operator}与指标方向direction: {direction}相反" in refusal(tmp_path)


def test_the_same_target_twice_is_refused(tmp_path):
    write(tmp_path, targets=[TARGET, TARGET])
    assert "同一规划、地区、年份的目标写了两次" in refusal(tmp_path)


def test_all_problems_of_all_files_are_told_at_once(tmp_path):
    write(tmp_path, "GOOD", unit=MISSING, direction="up")
    write(tmp_path, "SECOND", decimals=-1)
    (tmp_path / "THIRD.yaml").write_text("code: [", encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        read_indicators(tmp_path)
    told = {(p.file.name, p.field) for p in caught.value.problems}
    assert told == {("GOOD.yaml", "unit"), ("GOOD.yaml", "direction"), ("SECOND.yaml", "decimals")} | {
        (p.file.name, p.field) for p in caught.value.problems if p.file.name == "THIRD.yaml"
    }
    assert len(caught.value.problems) == 4 and str(caught.value).startswith("指标定义有4处问题：")


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("name", "好指标", "好指标已由GOOD.yaml使用"),
        ("memberships", [{"list": "assessment_26", "number": 1}], "assessment_26第1号已由GOOD.yaml使用"),
        ("featured", 1, "第1位已由GOOD.yaml使用"),
    ],
)
def test_what_two_files_claim_names_both(tmp_path, field, value, reason):
    write(tmp_path, "GOOD", featured=1)
    fresh = {"name": "另一个", "short_name": "另一个", "memberships": [{"list": "core_statistics", "number": 2}]}
    write(tmp_path, "ZECOND", **(fresh | {field: value}))
    message = refusal(tmp_path)
    assert f"ZECOND.yaml　字段 {field}：{reason}" in message and "（GOOD.yaml、ZECOND.yaml）" in message


def test_a_code_in_two_files_names_both(tmp_path):
    write(tmp_path, "GOOD")
    (tmp_path / "ZWEITE.yaml").write_text((tmp_path / "GOOD.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    assert "ZWEITE.yaml　字段 code：GOOD已由GOOD.yaml使用" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("content", "where", "reason"),
    [
        (b"code: GOOD\nunit: '%'\nunit: m\n", "第3行", "字段unit写了两次"),
        (b"code: GOOD\n\tunit: x\n", "第2行", "YAML写法有误"),
        ("name: 指标".encode("gb18030"), "文件", "不是UTF-8编码"),
        (b"- a\n- b\n", "文件", "内容不是“字段: 值”的形式"),
        (b"", "文件", "内容不是“字段: 值”的形式"),
    ],
)
def test_a_file_that_is_no_definition(tmp_path, content, where, reason):
    (tmp_path / "GOOD.yaml").write_bytes(content)
    message = refusal(tmp_path)
    assert f"GOOD.yaml　字段 {where}：" in message and reason in message


def test_a_folder_without_definitions(tmp_path):
    assert "这里没有指标定义" in refusal(tmp_path)


def test_actions_that_cannot_be_read(tmp_path):
    with pytest.raises(DefinitionError, match="无法读取"):
        read_actions(tmp_path / "actions.yaml")
    (tmp_path / "actions.yaml").write_text("actions:\n  - number: '1'\n    name: 行动\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match="“1”的写法不对"):
        read_actions(tmp_path / "actions.yaml")
