"""The reporting calendar: the forms of the published list, and their deadlines worked out by hand."""

import csv
from datetime import date
from pathlib import Path

import pytest

from data.definition_problems import DefinitionError
from data.periods import parse_period
from data.quality.due_dates import due_date
from data.quality.forms import form_named, read_forms

# form, name and due rule as the published calendar lists them
LISTED = """\
卫统1-1,卫生机构年报表-医院类,次年1月20日前网络直报
卫统1-2,卫生机构年报表-乡镇卫生院类,次年1月20日前
卫统1-3,卫生机构年报表-诊所类,次年1月20日前
卫统1-4,卫生机构年报表-村卫生室,次年1月20日前
卫统1-5,卫生机构年报表-急救中心,次年1月20日前
卫统1-6,卫生机构年报表-疾病预防控制中心,次年1月20日前
卫统1-7,卫生机构年报表-卫生监督机构,次年1月20日前
卫统1-8,卫生机构年报表-其他卫生机构,次年1月20日前
卫统1-9,二级以上医院月报表,次月20日前网络直报
卫统1-10,其他医疗机构月报表,次月20日前网络直报
卫统4,出院病人调查表（住院病案首页）,季后1个月内
流动人口,全员流动人口统计报表＋跨省个案,2/1、5/1、8/1、11/1前（时点12/31、3/31、6/30、9/30）
"""


def test_the_forms_are_those_of_the_list():
    forms = read_forms()
    assert [(f.code, f.name, f.due_rule) for f in forms.values()] == [tuple(r) for r in csv.reader(LISTED.splitlines())]
    assert {code for code, form in forms.items() if form.reporting_level == "province"} == {"流动人口"}


def test_what_was_not_read_itself_says_so():
    for form in read_forms().values():
        assert form.source
        if form.code.startswith("卫统"):
            assert not form.verified
            assert "待核验" in form.basis
    assert "待核验" not in read_forms()["流动人口"].basis


def test_a_form_is_found_by_code_and_by_name():
    assert form_named("卫统4") is form_named("出院病人调查表（住院病案首页）") is read_forms()["卫统4"]
    assert form_named("卫统9") is None


# Deadlines looked up on calendars of the State Council's announcements, not computed.
@pytest.mark.parametrize(
    ("form", "period", "named", "due"),
    [
        ("卫统1-1", "2024", "2025-01-20", "2025-01-20"),  # a Monday
        ("卫统1-1", "2023", "2024-01-20", "2024-01-22"),  # a Saturday
        ("卫统1-9", "2024-01", "2024-02-20", "2024-02-20"),  # Spring Festival 2024 ended on 17 February
        ("卫统1-9", "2026-01", "2026-02-20", "2026-02-24"),  # Spring Festival 2026: 15 to 23 February
        ("卫统1-10", "2025-12", "2026-01-20", "2026-01-20"),
        ("卫统1-9", "2026-08", "2026-09-20", "2026-09-20"),  # a Sunday made up for National Day: a working day
        ("卫统4", "2025Q1", "2025-04-30", "2025-04-30"),
        ("卫统4", "2024Q4", "2025-01-31", "2025-02-05"),  # Spring Festival 2025: 28 January to 4 February
        ("卫统4", "2026Q2", "2026-07-31", "2026-07-31"),
        ("流动人口", "2024Q4", "2025-02-01", "2025-02-05"),
        ("流动人口", "2025Q1", "2025-05-01", "2025-05-06"),  # Labour Day 2025: 1 to 5 May
        ("流动人口", "2025Q2", "2025-08-01", "2025-08-01"),
        ("流动人口", "2025Q3", "2025-11-01", "2025-11-03"),
    ],
)
def test_deadlines(form, period, named, due):
    found = due_date(read_forms()[form], parse_period(period))
    assert (found.named, found.day, found.certain) == (date.fromisoformat(named), date.fromisoformat(due), True)
    assert (found.remark is None) == (named == due)
    if found.remark:
        assert "顺延" in found.remark
        assert "产品默认" in found.remark


def test_a_deadline_stays_where_the_form_says_so():
    form = read_forms()["流动人口"].model_copy(update={"on_holiday": "stays"})
    assert due_date(form, parse_period("2025Q1")).day == date(2025, 5, 1)


def test_beyond_the_known_holidays_only_weekends_count_and_it_is_said():
    found = due_date(read_forms()["卫统1-1"], parse_period("2048"))
    assert found.day == date(2049, 1, 20)  # a Wednesday
    assert not found.certain
    assert "2049年节假日安排未知，仅按周末推算" in (found.remark or "")
    assert due_date(read_forms()["卫统1-1"], parse_period("2049")).day == date(2050, 1, 20)
    assert due_date(read_forms()["卫统1-1"], parse_period("2050")).day == date(2051, 1, 20)
    assert due_date(read_forms()["卫统1-1"], parse_period("2052")).day == date(2053, 1, 20)
    saturday = due_date(read_forms()["卫统1-9"], parse_period("2050-07"))
    assert (saturday.named, saturday.day) == (date(2050, 8, 20), date(2050, 8, 22))


def test_a_period_of_another_kind_has_no_deadline():
    with pytest.raises(ValueError, match="month"):
        due_date(read_forms()["卫统1-9"], parse_period("2025"))


def write(folder: Path, text: str) -> Path:
    path = folder / "forms.yaml"
    path.write_text(text, encoding="utf-8")
    return path


SOUND = """\
on_holiday: stays
forms:
- code: 甲
  name: 甲表
  scope: 医院
  period_kind: month
  due: {months: 1, day: 20}
  due_rule: 次月20日前
  reporting_level: county
  source: 检验
  edition: 2026年
  official: false
  verified: true
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("period_kind: month", "period_kind: monthly", r"forms\[1\].period_kind：取值“monthly”不在允许的范围内"),
        ("day: 20", "day: 31", r"due.day：截止日“31”不是每月都有的日期.*last"),
        ("months: 1", "months: -1", r"due.months"),
        ("  scope: 医院\n", "", r"forms\[1\].scope：缺少这个字段"),
        ("  scope: 医院\n", "  scope: 医院\n  deadline: 20\n", r"deadline：没有这个字段"),
        ("on_holiday: stays\n", "", r"on_holiday：缺少|on_holiday"),
        ("official: false", "official: 否", r"official：“否”不是true或false"),
        ("forms:\n", "forms: 无\nothers:\n", r"forms：应为报表的列表"),
    ],
)
def test_what_is_wrong_with_the_file_is_told(tmp_path, old, new, said):
    assert list(read_forms(write(tmp_path, SOUND))) == ["甲"]
    read_forms.__globals__["_read_forms"].cache_clear()
    with pytest.raises(DefinitionError, match=said):
        read_forms(write(tmp_path, SOUND.replace(old, new)))


def test_two_forms_of_one_name_are_refused(tmp_path):
    again = SOUND + SOUND.partition("forms:\n")[2].replace("code: 甲", "code: 乙")
    with pytest.raises(DefinitionError, match=r"forms\[2\].name：“甲表”已用于另一报表"):
        read_forms(write(tmp_path, again))
