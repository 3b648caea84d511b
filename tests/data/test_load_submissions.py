"""Files of submissions: what is derived, what is refused with which words, and nothing lost."""

import csv
from datetime import date, datetime

import duckdb
import pandas as pd
import pytest
import xlsxwriter

from data.loading import FileRefused, Refused, RowsRefused, check_files, load_files
from data.loading.batches import read_batches
from data.publishing import discard, restore

# 卫统1-9 of September 2026 was due on Tuesday 2026-10-20, 卫统4 of the second quarter on Friday 2026-07-31.
ROW = {"form": "卫统1-9", "area": "510104", "period": "2026-09", "received": "2026-10-18"}


def kept(batch=1):
    """The rows of a batch as dicts, dates as text."""
    (found,) = [b for b in read_batches(discarded=True) if b.number == batch]
    with duckdb.connect() as connection:
        answer = connection.execute("SELECT * FROM read_parquet(?) ORDER BY row_number", [str(found.rows)])
        names = [column[0] for column in answer.description]
        return [
            {n: v.isoformat() if isinstance(v, date) else v for n, v in zip(names, row, strict=True)}
            for row in answer.fetchall()
        ]


# what is changed in a good row · what follows from it
DERIVED = {
    "one unit in time": ({}, {"due": "2026-10-20", "expected": 1, "reported": 1, "on_time": 1, "late_days": 0}),
    "on the last day": ({"received": "2026-10-20"}, {"on_time": 1, "late_days": 0}),
    "a day late": ({"received": "2026-10-21"}, {"reported": 1, "on_time": 0, "late_days": 1}),
    "with a time of day": ({"received": "2026-10-21 08:15:00"}, {"received": "2026-10-21", "late_days": 1}),
    "with slashes": ({"received": "2026/10/2"}, {"received": "2026-10-02"}),
    "nothing came": (
        {"received": "", "expected": "4"},
        {"received": None, "expected": 4, "reported": 0, "on_time": 0, "late_days": None},
    ),
    "all of several in time": ({"expected": "25"}, {"reported": 25, "on_time": 25, "late_days": 0}),
    "one of several late": (
        {"expected": "25", "on_time": "24", "received": "2026-10-23"},
        {"reported": 25, "on_time": 24, "late_days": 3},
    ),
    "several late, days not told": (
        {"expected": "25", "on_time": "22", "received": "2026-10-23"}, {"on_time": 22, "late_days": None},
    ),
    "several late, days told": (
        {"expected": "25", "reported": "24", "on_time": "22", "late_days": "4", "received": "2026-10-23"},
        {"reported": 24, "on_time": 22, "late_days": 4},
    ),
    "a deadline of its own": ({"due": "2026-10-25", "received": "2026-10-24"}, {"due": "2026-10-25", "on_time": 1}),
    "form by name": ({"form": "二级以上医院月报表"}, {"form": "卫统1-9"}),
    "a quarter": (
        {"form": "卫统4", "period": "2026Q2", "received": "2026-08-01"}, {"due": "2026-07-31", "late_days": 1},
    ),
    "an organisation": ({"organisation": " 甲医院 "}, {"organisation": "甲医院"}),
    "measures": (
        {"cells_required": "1,200", "cells_filled": "1,190", "staff_counted": "…", "staff_registered": "20"},
        {"cells_required": 1200, "cells_filled": 1190, "staff_counted": None, "staff_registered": 20},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DERIVED)
def test_what_follows_from_a_row(empty_data, submission_file, case):
    changes, expected = DERIVED[case]
    load_files([submission_file([ROW | changes])])
    (row,) = kept()
    assert {name: row[name] for name in expected} == expected


def test_the_yaml_may_name_the_form(empty_data, submission_file):
    load_files([submission_file([{k: v for k, v in ROW.items() if k != "form"}], form="卫统1-9")])
    assert [row["form"] for row in kept()] == ["卫统1-9"]


# what is changed in a good row · the column named · words of the message
BAD = {
    "unknown form": ({"form": "卫统1-99"}, "form", ["报表制度中没有报表“卫统1-99”", "卫统1-9（二级以上医院月报表）"]),
    "no form": ({"form": ""}, "form", ["不知道是哪种报表", "form"]),
    "unknown area": ({"area": "510199"}, "area", ["没有代码为 510199 的地区"]),
    "no area": ({"area": " "}, "area", ["缺少地区代码"]),
    "Taiwan": ({"area": "710000"}, "area", ["未包括香港、澳门和台湾省数据"]),
    "a county where provinces report": (
        {"form": "流动人口", "period": "2026Q2", "received": "2026-07-30"}, "area", ["由各省报送", "锦江区不是省级"],
    ),
    "another area's name": ({"area_name": "武侯区"}, "area_name", ["代码 510104 是锦江区"]),
    "no period": ({"period": ""}, "period", ["缺少时期"]),
    "not a period": ({"period": "9月"}, "period", ["“9月”不是时期"]),
    "a year of a monthly form": ({"period": "2025"}, "period", ["卫统1-9 是月报", "“2025”", "2025-09"]),
    "a month of a yearly form": ({"form": "卫统1-1"}, "period", ["卫统1-1 是年报", "2025"]),
    "after the cut-off": ({"period": "2026-11", "received": ""}, "period", ["晚于说明文件的数据截止 2026-10-31"]),
    "not a day": ({"received": "2026-10-32"}, "received", ["“2026-10-32”不是日期", "2026-10-18"]),
    "a day in words": ({"received": "10月18日"}, "received", ["不是日期"]),
    "received after the cut-off": ({"received": "2026-11-03", "due": "2026-11-05"}, "received", ["晚于说明文件的截止"]),
    "received too early": ({"received": "2026-08-18"}, "received", ["早于时期的第一天 2026-09-01"]),
    "corrected before received": ({"corrected": "2026-10-17"}, "corrected", ["更正日期 2026-10-17 早于收到日期"]),
    "corrected, never received": ({"received": "", "corrected": "2026-10-17"}, "corrected", ["没有收到日期"]),
    "due before the period": ({"due": "2026-08-20", "received": ""}, "due", ["早于时期的第一天"]),
    "not a number": ({"expected": "二十"}, "expected", ["“二十”不是数字", "须为整数"]),
    "half a unit": ({"expected": "2.5"}, "expected", ["“2.5”"]),
    "a mark for units": ({"reported": "…"}, "reported", ["“…”"]),
    "a negative number": ({"cells_filled": "-3", "cells_required": "5"}, "cells_filled", ["-3 小于0"]),
    "more reported than expected": (
        {"expected": "4", "reported": "5"}, "reported", ["已报 5 家多于应报 4 家"],
    ),
    "more in time than reported": (
        {"expected": "4", "reported": "3", "on_time": "4"}, "on_time", ["按时 4 家多于已报 3 家"],
    ),
    "reported without a date": (
        {"received": "", "expected": "4", "reported": "3", "on_time": "3"}, "received", ["没有收到日期"],
    ),
    "a date, nothing reported": ({"expected": "4", "reported": "0"}, "reported", ["没有一家已报"]),
    "several, the last one late": (
        {"expected": "4", "received": "2026-10-22"}, "on_time", ["晚于截止 2026-10-20", "请填 on_time"],
    ),
    "late though in time": ({"expected": "4", "on_time": "3"}, "on_time", ["未过截止 2026-10-20"]),
    "in time though late": ({"on_time": "1", "received": "2026-10-22"}, "on_time", ["已过截止", "全部按时"]),
    "too few days": (
        {"expected": "4", "on_time": "1", "received": "2026-10-22", "late_days": "2"}, "late_days", ["不会更少"],
    ),
    "too many days": (
        {"expected": "4", "on_time": "1", "received": "2026-10-22", "late_days": "7"}, "late_days", ["太大"],
    ),
    "more filled than required": (
        {"cells_required": "10", "cells_filled": "11"}, "cells_filled", ["已填单元 11 多于应填单元 10"],
    ),
    "a part without its whole": ({"codes_valid": "10"}, "codes_valid", ["却没有代码总数（codes_total）"]),
    "mojibake": ({"note": "鍥涘窛"}, "note", ["乱码", "四川"]),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_row_is_refused_with_its_reason(empty_data, submission_file, case):
    changes, column, words = BAD[case]
    good = {"form": "卫统1-10", "area": "110101", "period": "2026-08", "received": "2026-09-18"}
    names = dict.fromkeys([*ROW, *changes])
    path = submission_file([dict.fromkeys(names, "") | good, ROW | changes], cut_off=date(2026, 10, 31))
    with pytest.raises(RowsRefused) as refused:
        load_files([path])
    assert {(reject.row, reject.column) for reject in refused.value.rejects} == {(2, column)}
    (reject,) = refused.value.rejects
    for word in words:
        assert word in reject.reason, reject.reason
    with path.with_name(path.name + ".rejects.csv").open(encoding="utf-8-sig") as file:
        (listed,) = list(csv.DictReader(file))
    assert (listed["row"], listed["line"], listed["column"], listed["reason"]) == ("2", "3", column, reject.reason)
    assert read_batches(discarded=True) == []


def test_a_key_that_occurs_twice_is_refused(empty_data, submission_file):
    twice = ROW | {"form": "二级以上医院月报表"}
    with pytest.raises(RowsRefused, match="与第1条重复：报表、地区、时期、机构都相同"):
        load_files([submission_file([ROW, twice])])
    load_files([submission_file([ROW | {"organisation": "甲医院"}, ROW | {"organisation": "乙医院"}])])


def test_nothing_is_counted_twice(empty_data, submission_file):
    """An area as a whole beside its units, and an area beside the sum of its parts."""
    with pytest.raises(RowsRefused, match="全地区合计，第2条起又逐家列出"):
        load_files([submission_file([ROW | {"organisation": "", "expected": "2"}, ROW | {"organisation": "甲医院"}])])
    parts = [ROW | {"expected": "2"}, ROW | {"area": "510105", "expected": "3"}]
    with pytest.raises(RowsRefused, match=r"成都市的家数等于其2个下级之和"):
        load_files([submission_file([*parts, ROW | {"area": "510100", "expected": "5"}])])
    load_files([submission_file([*parts, ROW | {"area": "510100", "expected": "6"}])])  # units of its own


def test_columns_of_the_other_content_are_told(empty_data, submission_file, observation_file):
    with pytest.raises(FileRefused, match="从说明文件中删去  content: submissions"):
        load_files([submission_file([{"indicator": "LE", "area": "510000", "period": "2020", "value": "77"}])])
    with pytest.raises(FileRefused, match="加一行  content: submissions"):
        load_files([submission_file([ROW], content=None)])
    with pytest.raises(FileRefused, match="content “figures”应为 observations（观测值）或 submissions（报送情况）"):
        load_files([submission_file([ROW], content="figures")])
    with pytest.raises(FileRefused, match="缺少列 received"):
        load_files([submission_file([{"form": "卫统1-9", "area": "510104", "period": "2026-09"}])])
    load_files([observation_file([{"indicator": "LE", "area": "510000", "period": "2020", "value": "77"}],
                                 content="observations")])  # fmt: skip


def test_xlsx_and_parquet_say_the_same(empty_data, submission_file):
    rows = [ROW | {"expected": 25, "on_time": 24, "received": "2026-10-23"}, ROW | {"area": "510105", "expected": 1}]
    csv_file = submission_file(rows)
    load_files([csv_file])
    book = csv_file.with_name("sheet.xlsx")
    with xlsxwriter.Workbook(book, {"default_date_format": "yyyy-mm-dd"}) as workbook:
        workbook.add_worksheet("封面").write(0, 0, "说明")
        sheet = workbook.add_worksheet("报送情况")
        names = list(dict.fromkeys(key for row in rows for key in row))
        sheet.write_row(0, 0, names)
        for number, row in enumerate(rows, 1):
            for place, name in enumerate(names):
                if name == "received":
                    sheet.write_datetime(number, place, datetime.fromisoformat(row[name]))
                else:
                    sheet.write(number, place, row.get(name))
    frame = pd.DataFrame(rows)
    frame["received"] = pd.to_datetime(frame["received"])
    frame.to_parquet(csv_file.with_name("frame.parquet"))
    for other in ("sheet.xlsx", "frame.parquet"):
        path = csv_file.with_name(other)
        path.with_suffix(".yaml").write_bytes(csv_file.with_suffix(".yaml").read_bytes())
    load_files([csv_file.with_name("sheet.xlsx"), csv_file.with_name("frame.parquet")])
    assert kept(1) == kept(2) == kept(3)


def test_the_same_file_twice_changes_nothing(empty_data, submission_file):
    path = submission_file([ROW])
    (first,), before = load_files([path]), sorted(empty_data.data.rglob("*"))
    (again,) = load_files([path])
    assert (first.batch, first.new, again.batch, again.new) == (1, True, 1, False)
    assert sorted(empty_data.data.rglob("*")) == before
    (checked,) = check_files([submission_file([ROW | {"received": "2026-10-19"}], "other.csv")])
    assert (checked.rows, checked.batch) == (1, None)


def test_one_bad_file_refuses_figures_and_submissions_together(empty_data, submission_file, observation_file):
    figures = observation_file([{"indicator": "LE", "area": "510000", "period": "2020", "value": "77"}], "figures.csv")
    with pytest.raises(RowsRefused):
        load_files([figures, submission_file([ROW | {"reported": "2"}])])
    assert read_batches(discarded=True) == []


def test_another_register_of_the_same_reports_is_refused_by_name(empty_data, submission_file):
    load_files([submission_file([ROW], "first.csv")])
    with pytest.raises(RowsRefused, match=r"一数一源：锦江区的这个数已由批次1（first.csv，检验机构《报送情况登记》）"):
        load_files([submission_file([ROW | {"received": "2026-10-19"}], "second.csv", organisation="别的机构")])
    discard(1)
    load_files([submission_file([ROW | {"received": "2026-10-19"}], "second.csv", organisation="别的机构")])
    with pytest.raises(Refused, match=r"批次1不能恢复：1个数已有别的来源.*批次2"):
        restore(1)


def test_a_batch_counts_its_rows_by_form(empty_data, submission_file):
    quarter = {"form": "卫统4", "area": "510104", "period": "2026Q2", "received": "2026-07-18"}
    load_files([submission_file([ROW, ROW | {"area": "510105"}, quarter])])
    (batch,) = read_batches()
    assert (batch.forms, batch.indicators, batch.manifest.content) == ({"卫统1-9": 2, "卫统4": 1}, {}, "submissions")
