"""Bad rows, each with its message; one of them refuses the whole file and nothing changes."""

import csv

import pytest

from data.loading import RowsRefused, load_files
from data.loading.batches import read_batches

GOOD = {"indicator": "A65", "area": "510000", "period": "2020", "value": "16.93"}

# what is changed in a good row · the column named · words of the message
BAD = {
    "unknown indicator": ({"indicator": "A66"}, "indicator", ["没有指标“A66”", "A65"]),
    "indicator in lower case": ({"indicator": "a65"}, "indicator", ["没有指标“a65”", "是否为 A65"]),
    "indicator by name": ({"indicator": "人均预期寿命"}, "indicator", ["是指标名称", "LE"]),
    "no indicator": ({"indicator": " "}, "indicator", ["缺少指标代码"]),
    "unknown area": ({"area": "510199"}, "area", ["没有代码为 510199 的地区", "四川省成都市"]),
    "abolished area": ({"area": "540422"}, "area", ["已于2023年撤销", "540481", "米林市"]),
    "area by name": ({"area": "朝阳区"}, "area", ["是地区名称", "110105 北京市朝阳区"]),
    "short area code": ({"area": "51"}, "area", ["应为6位", "510000 四川省"]),
    "no area": ({"area": ""}, "area", ["缺少地区代码"]),
    "Hong Kong": ({"area": "810000"}, "area", ["未包括香港、澳门和台湾省数据"]),
    "no period": ({"period": ""}, "period", ["缺少时期"]),
    "not a date": ({"period": "2020年"}, "period", ["“2020年”不是时期", "2020Q3"]),
    "13th month": ({"period": "2020-13"}, "period", ["“2020-13”不是时期"]),
    "30th of February": ({"period": "2020-02-30"}, "period", ["“2020-02-30”不是时期"]),
    "after the cut-off": ({"period": "2026"}, "period", ["晚于说明文件的数据截止 2025-12-31"]),
    "unknown breakdown": ({"breakdown": "sex"}, "breakdown", ["没有分组“sex”", "male"]),
    "breakdown by label": ({"breakdown": "男"}, "breakdown", ["应写代码 male"]),
    "unknown status": ({"status": "ok"}, "status", ["“ok”不是状态", "preliminary"]),
    "text in a number": ({"value": "高"}, "value", ["“高”不是数字", "缺失写 …"]),
    "unit in a number": ({"value": "16.93%"}, "value", ["带有单位"]),
    "full-width digits": ({"value": "１６.９３"}, "value", ["全角数字"]),
    "comma as a decimal point": ({"value": "16,93"}, "value", ["不是千位分隔"]),
    "underscore": ({"value": "1_6"}, "value", ["不是数字"]),
    "nan": ({"value": "nan"}, "value", ["不是数字"]),
    "infinite": ({"value": "1e999"}, "value", ["不是数字"]),
    "text in a numerator": ({"numerator": "n/a"}, "numerator", ["不是数字"]),
    "a percentage of 120": ({"value": "120"}, "value", ["120 超出允许范围 0 至 100（%）"]),
    "a negative percentage": ({"value": "-1"}, "value", ["-1 超出允许范围"]),
    "numerator above denominator": (
        {"value": "", "numerator": "5", "denominator": "3"}, "numerator", ["分子 5 大于分母 3"],
    ),
    "negative denominator": ({"denominator": "-3"}, "denominator", ["分母 -3 小于0"]),
    "denominator of 0": ({"numerator": "0", "denominator": "0"}, "denominator", ["分母为0"]),
    "value that its parts deny": ({"numerator": "1", "denominator": "2"}, "value", ["分子÷分母×100 = 50 不符"]),
    "lower above upper": ({"lower": "20", "upper": "10"}, "lower", ["下限 20 大于上限 10"]),
    "value outside its interval": ({"lower": "17.5", "upper": "18"}, "value", ["不在区间 17.5–18 之内"]),
    "value though missing": ({"status": "missing"}, "status", ["状态为 missing", "却填了数值"]),
    "value though suppressed": ({"status": "suppressed"}, "status", ["状态为 suppressed", "却填了数值"]),
    "numerator though suppressed": (
        {"value": "×", "numerator": "3", "denominator": "9"}, "numerator", ["数值可由此推算"],
    ),
    "final without a value": ({"value": "", "status": "final"}, "value", ["状态为 final 却没有数值"]),
    "neither value nor status": ({"value": ""}, "value", ["没有数值也没有状态", "缺失不等于0"]),
    "mark against status": ({"value": "-", "status": "missing"}, "status", ["“-”与状态 missing 矛盾"]),
    "another area's name": ({"area_name": "云南省"}, "area_name", ["代码 510000 是四川省", "云南省"]),
    "another parent": (
        {"area": "510104", "parent": "510300"}, "parent", ["代码 510104（锦江区）属于 510100", "510300"],
    ),
    "mojibake: UTF-8 read as GBK": ({"note": "鍥涘窛"}, "note", ["乱码，应为“四川”"]),
    "mojibake: UTF-8 read as Latin-1": ({"note": "å\x9b\x9bå·\x9d"}, "note", ["乱码，应为“四川”"]),
    "mojibake: UTF-8 read as Windows-1252": ({"note": "ä¸­å›½"}, "note", ["乱码，应为“中国”"]),
    "replacement characters": ({"note": "四\ufffd"}, "note", ["乱码"]),
    "锟斤拷": ({"note": "锟斤拷锟斤拷"}, "note", ["乱码"]),
    "control characters": ({"note": "四川\x07"}, "note", ["乱码"]),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_row_is_refused_with_its_reason(name, empty_data, observation_file):
    change, column, words = BAD[name]
    path = observation_file([GOOD | {"area": "520000"}, GOOD | change])
    with pytest.raises(RowsRefused) as refused:
        load_files([path])
    mentioned = [reject for reject in refused.value.rejects if reject.column == column]
    assert [reject.row for reject in mentioned] == [2], refused.value.rejects
    for word in words:
        assert word in mentioned[0].reason
    assert read_batches(discarded=True) == []
    assert list((empty_data.data / "batches").iterdir()) == []


def test_the_rejects_file_names_file_row_column_and_reason(empty_data, observation_file):
    path = observation_file([GOOD, GOOD | {"area": "110000", "value": "120"}, GOOD | {"area": "120000", "period": "x"}])
    with pytest.raises(RowsRefused) as refused:
        load_files([path])
    assert refused.value.count == 2
    rejects_file = path.parent / "rows.csv.rejects.csv"
    assert refused.value.rejects_file == rejects_file
    with rejects_file.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["file"], r["row"], r["line"], r["column"], r["value"]) for r in rows] == [
        ("rows.csv", "2", "3", "value", "120"),
        ("rows.csv", "3", "4", "period", "x"),
    ]
    assert all(r["reason"] for r in rows)
    assert "发现2处错误，整个文件未装载" in str(refused.value)


def test_a_rejects_file_goes_when_the_file_is_sound(empty_data, observation_file):
    with pytest.raises(RowsRefused):
        load_files([observation_file([GOOD | {"value": "x"}])])
    path = observation_file([GOOD])
    load_files([path])
    assert not (path.parent / "rows.csv.rejects.csv").exists()


def test_a_repeated_key_names_the_row_it_repeats(empty_data, observation_file):
    path = observation_file([GOOD, GOOD | {"area": "110000"}, GOOD | {"breakdown": "all", "value": "17"}])
    with pytest.raises(RowsRefused) as refused:
        load_files([path])
    (reject,) = refused.value.rejects
    assert (reject.row, reject.value) == (3, "A65,510000,2020,all")
    assert "与第1条重复" in reject.reason


def test_every_bad_row_is_told_not_only_the_first(empty_data, observation_file):
    rows = [GOOD | {"area": "999999", "period": str(1950 + n)} for n in range(70)]
    with pytest.raises(RowsRefused) as refused:
        load_files([observation_file(rows)])
    assert refused.value.count == 70
    assert "另有65处" in str(refused.value)
