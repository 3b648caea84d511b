"""Scheme files: each way of getting one wrong with its message, and the schemes that come with the product."""

import csv
import json
from collections import Counter

import pytest
import yaml
from invented_figures import invented_facts, scheme, write_schemes

from data.areas import read_areas
from data.assessment.published import read_publications
from data.assessment.read import RefusedScheme, read_schemes
from data.assessment.scheme import Scheme
from data.assessment.targets import target_for, targets_of_item
from data.definitions import read_indicators

ITEM = {"place": 1, "indicator": "LE", "dimension": "一"}
PEOPLE = {"place": 1, "indicator": "BEDK", "dimension": "一", "direction": "higher"}
LONE = {"dimensions": ["一"]}
GRADING = {"by": "quota", "names": ["甲", "乙"]}

# what is changed in a good file; the field that is named, what is said of it
WRONG = [
    ({"code": "other"}, "code", "代码other与文件名frame不一致"),
    ({"name": ""}, "name", "内容是空的"),
    ({"level": "village"}, "level", "取值“village”不在允许的范围内"),
    ({"parent": "prefecture"}, "parent", "不能在prefecture内评等"),
    ({"official": "no"}, "official", "不是true或false"),
    ({"colour": "red"}, "colour", "没有这个字段"),
    ({"minimum_coverage": 80}, "minimum_coverage", "超出允许的范围"),
    ({"phases": []}, "phases", "内容是空的"),
    ({"phases": [{"phase": "year", "periods": ["Q9"]}]}, "phases[1].periods", "“Q9”不是时期"),
    ({"phases": [{"phase": "year", "periods": [""]}] * 2}, "phases", "同一阶段写了两次"),
    ({"grading": GRADING | {"quota": [0.3, 0.3]}}, "grading.names", "有2个等次名，却有2个界限"),
    ({"grading": GRADING | {"quota": [-1]}}, "grading.quota", "名额不能为负"),
    ({"grading": {"by": "quota", "names": ["甲", "乙", "丙"], "quota": [0.5, 3]}}, "grading.quota",
     "有的是个数，有的是比例"),
    ({"grading": {"by": "quota", "names": ["甲", "乙", "丙"], "quota": [0.7, 0.6]}}, "grading.quota", "超过1"),
    ({"grading": {"by": "cut_off", "names": ["甲", "乙", "丙"], "cut_offs": [60, 80]}}, "grading.cut_offs", "从高到低"),
    ({"warning": {"red": 0.1, "amber": 0.2}}, "warning.amber", "黄色的界限高于红色"),
    ({"dimensions": ["一", "二", "三"]}, "dimensions", "维度三没有任何指标"),
    ({"dimensions": ["一", "二", "二"]}, "dimensions", "同一维度写了两次"),
    ({"items": []}, "items", "内容是空的"),
    ({"items": [ITEM | {"indicator": "XX"}], **LONE}, "items[1].indicator", "没有指标XX"),
    ({"items": [ITEM, ITEM], **LONE}, "items[2].place", "序号1写了两次"),
    ({"items": [ITEM, ITEM | {"place": 2}], **LONE}, "items[2].indicator", "指标LE（all）写了两次"),
    ({"items": [ITEM | {"dimension": "三"}]}, "items[1].dimension", "没有维度三"),
    ({"items": [ITEM | {"weight": 0}], **LONE}, "items[1].weight", "超出允许的范围"),
    ({"items": [ITEM | {"breakdown": "x"}], **LONE}, "items[1].breakdown", "没有分组x"),
    ({"items": [ITEM | {"indicator": None}], **LONE}, "items[1].name", "没有对应指标"),
    ({"items": [ITEM | {"indicator": "OOP"}], "level": "county", **LONE}, "items[1].indicator", "只到province一级"),
    ({"items": [PEOPLE], **LONE}, "items[1].scoring", "没有给指标BEDK规定目标"),
    ({"items": [PEOPLE | {"direction": None, "scoring": "goalpost"}], **LONE}, "items[1].direction",
     "没有方向"),
    ({"items": [PEOPLE | {"scoring": "goalpost", "worst": 3, "best": 3}], **LONE}, "items[1].best",
     "不同的worst与best"),
    ({"items": [PEOPLE | {"scoring": "range", "low": 3}], **LONE}, "items[1].zero_below", "递增"),
    ({"items": [PEOPLE | {"scoring": "fixed_base_range"}], **LONE}, "items[1].base_year", "须有基期"),
    ({"items": [ITEM | {"scoring": "trend"}], **LONE}, "items[1].scoring", "目标是number型，不能按trend评分"),
    ({"items": [ITEM | {"indicator": "PNEUMO"}], **LONE}, "items[1].scoring",
     "目标是trend型，不能按progress评分"),
    ({"items": [ITEM | {"target_of": "XX"}], **LONE}, "items[1].target_of", "没有指标XX"),
    ({"items": [ITEM | {"areas": {"999999": {"target": 1}}}], **LONE}, "items[1].areas.999999",
     "没有代码为999999的地区"),
    ({"minimum_coverage": "八成"}, "minimum_coverage", "“八成”不是数"),
    ({"official": "否"}, "official", "“否”不是true或false"),
    ({"items": [ITEM | {"areas": {"510000": {"baseline": 1}}}], **LONE}, "items[1].areas.510000.baseline",
     "基期年须同时"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "field", "reason"), WRONG)
def test_a_bad_file_names_file_field_and_reason(tmp_path, changes, field, reason):
    folder = write_schemes(tmp_path / "schemes", scheme())
    (folder / "frame.yaml").write_text(json.dumps(scheme() | changes, ensure_ascii=False), encoding="utf-8")
    (refused,) = read_schemes(folder)
    assert isinstance(refused, RefusedScheme), refused
    told = [problem for problem in refused.problems if problem.field == field]
    assert told, refused.problem
    assert reason in told[0].reason
    assert told[0].file.name == "frame.yaml"
    assert told[0].remedy
    assert "frame.yaml" in refused.problem


def test_a_wrong_item_is_told_once_and_not_as_an_empty_list(tmp_path):
    folder = write_schemes(tmp_path / "schemes", scheme() | {"items": [ITEM | {"weight": 0}], **LONE})
    (refused,) = read_schemes(folder)
    assert isinstance(refused, RefusedScheme)
    assert [problem.field for problem in refused.problems] == ["items[1].weight"]


def test_a_code_without_quotes_is_named_as_it_was_written(tmp_path):
    item = yaml.safe_dump(ITEM | {"areas": {510000: {"target": 1}}})
    folder = write_schemes(tmp_path / "schemes", yaml.safe_dump(scheme() | {"items": [yaml.safe_load(item)], **LONE}))
    (refused,) = read_schemes(folder)
    assert isinstance(refused, RefusedScheme)
    assert refused.problems[0].field == "items[1].areas.510000"
    assert refused.problems[0].reason == "“510000”不是文字"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("code: [", "YAML写法有误"),
        ("code: a\n\tname: b", "缩进用了制表符，只能用空格"),
        ("code: a\nname: b: c", "冒号的位置不对"),
        ("code: @a", "须加引号"),
        ("code: [a, b", "方括号没有闭合"),
        ("code: *", "星号"),
        ("- 1", "不是“字段: 值”的形式"),
        ("code: a\ncode: b", "字段code写了两次"),
        ("", "不是“字段"),
    ],
)
def test_a_file_that_is_no_scheme(tmp_path, text, reason):
    (refused,) = read_schemes(write_schemes(tmp_path / "schemes", text))
    assert isinstance(refused, RefusedScheme)
    assert reason in refused.problem


def test_one_bad_file_does_not_stop_the_others(assessed):
    told = []
    bad = scheme(code="bad", minimum_coverage=2, name="坏方案")
    connection = assessed(scheme(), bad, "code: [", facts=invented_facts(1), told=told)
    schemes = dict(connection.execute("SELECT code, problem FROM dim_scheme").fetchall())
    assert schemes["frame"] is None
    assert "minimum_coverage" in schemes["bad"]
    assert "YAML" in schemes["text"]
    results = connection.execute(
        "SELECT DISTINCT s.code FROM fact_assessment JOIN dim_scheme s USING (scheme_id)"
    ).fetchall()
    assert results == [("frame",)]
    assert any("bad" in line and "minimum_coverage" in line for line in told)


def test_a_good_file_is_read_and_told_in_full(assessed):
    connection = assessed(scheme(), facts=invented_facts(1))
    row = connection.execute("SELECT name, level, official, grading, classification FROM dim_scheme").fetchone()
    assert row[:3] == ("试方案", "province", False)
    assert json.loads(row[3])["quota"] == [0.3, 0.4]
    items = connection.execute(
        "SELECT place, indicator_id, weight, scoring, parameters FROM dim_scheme_item ORDER BY item_number"
    ).fetchall()
    assert [place for place, *_ in items] == [*map(str, range(1, 8)), "8①", "8②", "9", "10", "11", "12"]
    assert items[-1][1] == 0
    assert json.loads(items[8][4]) == {"target_of": "TCM64", "part": 2}
    assert json.loads(items[0][4]) == {}


SHIPPED = {one.code: one for one in read_schemes()}


def test_shipped_schemes_can_be_used():
    assert set(SHIPPED) == {"framework_26", "healthy_city_42", "province_cities", "counties"}
    for one in SHIPPED.values():
        assert isinstance(one, Scheme), getattr(one, "problem", "")
        assert not one.official
        assert "非官方" in one.note


def test_the_framework_is_the_list_of_26():
    listed = {
        m.number: code for code, i in read_indicators().items() for m in i.memberships if m.list == "assessment_26"
    }
    assert len(listed) == 26
    found = {item.place: item for item in SHIPPED["framework_26"].items}
    assert {place.rstrip("①②") for place in found} == {str(number) for number in listed}
    assert sum(item.weight for item in found.values()) == 26
    for number, code in listed.items():
        items = [item for place, item in found.items() if place.rstrip("①②") == str(number)]
        assert {item.target_of or item.indicator for item in items} == {code}
        for item in items:
            years = {t.year for t in targets_of_item(item, SHIPPED["framework_26"], read_indicators())}
            assert years == {2022, 2030}


def test_the_next_target_counts_until_its_year_is_over():
    framework = SHIPPED["framework_26"]
    item = next(item for item in framework.items if item.indicator == "LE")
    targets = targets_of_item(item, framework, read_indicators())
    assert [target_for(targets, "100000", year, "next").value for year in (2020, 2022, 2023, 2030, 2031)] == [
        77.7, 77.7, 79, 79, 79,
    ]  # fmt: skip
    assert target_for(targets, "100000", 2020, 2030).value == 79
    assert target_for(targets, "510000", 2020, "next") is None


def test_healthy_cities_have_all_42_and_say_what_is_missing():
    items = SHIPPED["healthy_city_42"].items
    assert [item.place for item in items] == [str(number) for number in range(1, 43)]
    assert len({item.dimension for item in items}) == 5
    held = [item for item in items if item.indicator]
    assert len(held) == 13
    assert all(item.name and item.unit for item in items if not item.indicator)
    assert len(held) / 42 < SHIPPED["healthy_city_42"].minimum_coverage


def test_published_grades_are_those_of_henan():
    (one,) = read_publications()
    assert Counter({g.grade: len(g.areas) for g in one.grades}) == {"优秀": 6, "良好": 10, "待改进": 2}
    areas = read_areas()
    assert all(areas[code].province == "410000" for grade in one.grades for code in grade.areas)
    assert [areas[code].name for code in one.grades[0].areas][:2] == ["洛阳市", "南阳市"]
    assert {areas[code].name for code in one.grades[2].areas} == {"济源市", "三门峡市"}
    everyone = {a.code for a in areas.values() if a.province == "410000" and "f" in a.layers}
    assert {code for grade in one.grades for code in grade.areas} == everyone


def test_published_grades_are_kept_without_scores(assessed):
    connection = assessed(facts=[])
    rows = connection.execute(
        "SELECT area_id, grade, grade_order, listed_order, units FROM fact_published_grade"
    ).fetchall()
    assert len(rows) == 18
    assert (410300, "优秀", 1, 1, 18) in rows
    assert (411200, "待改进", 3, 2, 18) in rows


def test_the_reference_list_was_copied_rightly(request):
    path = request.config.rootpath / "tests" / "data" / "assessment" / "healthy_city_42.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row, item in zip(rows, SHIPPED["healthy_city_42"].items, strict=True):
        assert (row["no"], row["dimension"]) == (item.place, item.dimension)
        assert row["direction"].removesuffix("_better") == item.direction
        if item.indicator is None:
            assert (row["indicator_zh"], row["unit"]) == (item.name, item.unit)
