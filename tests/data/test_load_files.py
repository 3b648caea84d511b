"""What kinds of files are read, and which are refused as a whole."""

import zipfile
from datetime import date, datetime

import duckdb
import pytest
import xlsxwriter

from data.loading import FileRefused, check_files, load_files
from data.loading.batches import read_batches
from data.settings import settings

HEADER = "indicator,area,period,breakdown,value,numerator,denominator,lower,upper,status,note\n"
ROW = "A65,510000,2020,all,16.93,,,,,,四川\n"
ABOUT = "source: 甲\norganisation: 乙\nform: 丙\ncut_off: 2020-11-01\ndemonstration: false\n"


@pytest.fixture
def written(tmp_path):
    """`written(name, content, about=ABOUT)` writes a file from bytes or text, and its YAML."""

    def write(name, content, about=ABOUT):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        if about is not None:
            path.with_suffix(".yaml").write_text(about, encoding="utf-8")
        return path

    return write


def landed_rows():
    """All landed rows as (indicator, area_id, period_id, breakdown_id, value, status, note), by row number."""
    (batch,) = read_batches()
    columns = "indicator, area_id, period_id, breakdown_id, value, status, note"
    return duckdb.execute(
        f"SELECT {columns} FROM read_parquet($f) ORDER BY row_number", {"f": str(batch.rows)}
    ).fetchall()


def refusal(path):
    with pytest.raises(FileRefused) as refused:
        load_files([path])
    assert read_batches(discarded=True) == []
    assert not list(settings().data.glob("loading-*")) and not list(settings().batches.glob(".landing-*"))
    return str(refused.value)


SICHUAN = ("A65", 510000, 202000000, 0, 16.93, 0, "四川")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_csv_in_the_usual_encodings(empty_data, written, encoding, newline):
    load_files([written("a.csv", (HEADER + ROW).replace("\n", newline).encode(encoding))])
    assert landed_rows() == [SICHUAN]


def test_a_large_gb18030_file_whose_characters_straddle_read_buffers(empty_data, written):
    lines = [f"A65,510000,{1950 + n % 70}{suffix},all,1,,,,,,{'说明' * 150}。\n" for n in range(70) for suffix in
             ("", "H1", "H2", "Q1", "Q2", "Q3", "Q4", *[f"-{m:02}" for m in range(1, 13)])]  # fmt: skip
    load_files([written("a.csv", (HEADER + "".join(lines)).encode("gb18030"))])
    assert {row[-1] for row in landed_rows()} == {"说明" * 150 + "。"}


def test_columns_in_any_order_and_only_the_needed_ones(empty_data, written):
    load_files([written("a.csv", "value,period,area,indicator\n16.93,2020,510000,A65\n")])
    assert landed_rows() == [(*SICHUAN[:-1], None)]


def test_a_note_of_several_lines(empty_data, written):
    load_files([written("a.csv", HEADER + ROW.replace("四川", '"四川\n说明"'))])
    assert landed_rows() == [(*SICHUAN[:-1], "四川\n说明")]


def test_yearbook_marks(empty_data, written):
    cells = ["-", "…", "...", "×", "#16.93", '"1,234"', " 0 ", "5."]
    rows = "".join(f"POP,510000,{2000 + n},all,{cell},,,,,,\n" for n, cell in enumerate(cells))
    load_files([written("a.csv", HEADER + rows)])
    assert [(row[4], row[5]) for row in landed_rows()] == [
        (None, 4), (None, 3), (None, 3), (None, 5), (16.93, 0), (1234, 0), (0, 0), (5, 0)
    ]  # fmt: skip


def test_a_ratio_without_value_is_computed_from_its_parts(empty_data, written):
    load_files([written("a.csv", HEADER + "A65,510000,2020,,,14167614,83674866,,,,\n")])
    assert landed_rows()[0][4] == pytest.approx(16.93174)


def test_xlsx_with_numbers_and_dates_as_cells(empty_data, written, tmp_path):
    written("a.csv", "")
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("普查")
        sheet.write_row(0, 0, ["indicator", "area", "period", "value", "note"])
        sheet.write_row(1, 0, ["A65", 510000, 2020, 16.93, "四川"])
        sheet.write_row(2, 0, ["A65", 510000, "2019Q3", "…"])
        sheet.write_row(3, 0, ["A65", 510000])
        sheet.write_datetime(3, 2, datetime(2020, 6, 30), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_number(3, 3, 7)
        book.add_worksheet("空表")
    load_files([tmp_path / "a.xlsx"])
    day = 2020 * 100_000 + 6_000 + date(2020, 6, 30).timetuple().tm_yday
    assert landed_rows() == [SICHUAN, ("A65", 510000, 201902003, 0, None, 3, None), ("A65", 510000, day, 0, 7, 0, None)]


def test_xlsx_with_two_tables_is_refused_unless_one_is_named(empty_data, written, tmp_path):
    written("a.csv", "")

    def book(second):
        with xlsxwriter.Workbook(tmp_path / "a.xlsx") as made:
            made.add_worksheet("说明").write(0, 0, "本表……")
            sheet = made.add_worksheet(second)
            sheet.write_row(0, 0, ["indicator", "area", "period", "value"])
            sheet.write_row(1, 0, ["A65", 510000, 2020, 16.93])

    book("表二")
    assert "2张表有内容（说明、表二）" in refusal(tmp_path / "a.xlsx")
    book("数据")
    assert load_files([tmp_path / "a.xlsx"])[0].rows == 1


@pytest.mark.parametrize("area", ["510000", "510000::DOUBLE", "'510000'"])
def test_parquet_with_typed_columns_and_nan_for_missing(empty_data, written, tmp_path, area):
    written("a.csv", "")
    duckdb.execute(
        f"""COPY (SELECT 'A65' AS indicator, {area} AS area, 2020 AS period, 16.93::DOUBLE AS value,
            'nan'::DOUBLE AS numerator, '四川' AS note) TO '{tmp_path / "a.parquet"}' (FORMAT parquet)"""
    )
    load_files([tmp_path / "a.parquet"])
    assert landed_rows() == [SICHUAN]


def test_numbers_survive_exactly(empty_data, written, tmp_path):
    numbers = [0.1, 1 / 3, 2**53 + 2.0, 1e-300, 123456789.123456789]
    text = "".join(f"POP,510000,{2000 + n},all,{number!r},,,,,,\n" for n, number in enumerate(numbers))
    load_files([written("a.csv", HEADER + text)])
    assert [row[4] for row in landed_rows()] == numbers


# ---- refused as a whole: file name, content, words of the message
BAD_FILES = {
    "empty file": ("a.csv", "", ["文件是空的"]),
    "header only": ("a.csv", HEADER, ["只有表头，没有数据行"]),
    "header and blank rows": ("a.csv", HEADER + ",,,,,,,,,,\n\n", ["没有数据"]),
    "no header": ("a.csv", ROW, ["表头有误", "缺少列 indicator、area、period"]),
    "unknown column": ("a.csv", "indicator,area,period,value,年份\nA65,510000,2020,1,2\n", ["不认识的列 年份"]),
    "repeated column": ("a.csv", "indicator,area,period,value,value\nA65,510000,2020,1,2\n", ["出现了两次"]),
    "nothing to load": ("a.csv", "indicator,area,period,note\nA65,510000,2020,x\n", ["缺少列 value"]),
    "semicolons": ("a.csv", (HEADER + ROW).replace(",", ";"), ["英文逗号分隔"]),
    "tabs": ("a.csv", (HEADER + ROW).replace(",", "\t"), ["英文逗号分隔"]),
    "UTF-16": ("a.csv", (HEADER + ROW).encode("utf-16"), ["UTF-16"]),
    "binary": ("a.csv", HEADER.encode() + b"\x00\x01\x02", ["二进制"]),
    "damaged UTF-8": ("a.csv", (HEADER + ROW + ROW + ROW).encode()[:-2] + b"\xff\n", ["第4行", "不是 UTF-8"]),
    "Latin-1": ("a.csv", (HEADER + ROW.replace("四川", "Señor Müller")).encode("latin-1"), ["第2行", "不是 GB18030"]),
    "two encodings": (
        "a.csv", (HEADER + ROW).encode() + ROW.encode("gb18030") * 2, ["混用了 UTF-8 与 GB18030"],
    ),
    "XLSX named CSV": ("a.csv", b"PK\x03\x04" + b"x" * 100, [".xlsx"]),
    "XLS named XLSX": ("a.xlsx", b"\xd0\xcf\x11\xe0" + b"x" * 100, ["XLSX 文件不完整或已损坏"]),
    "text named XLSX": ("a.xlsx", "hello", ["XLSX 文件不完整或已损坏"]),
    "text named Parquet": ("a.parquet", "hello, this is no Parquet", ["Parquet 文件不完整或已损坏"]),
    "another kind": ("a.pdf", "x", ["不支持 .pdf"]),
    "more cells than columns": ("a.csv", HEADER + "A65,510000,2020,all,1,234,,,,,,,\n", ["多于表头的列", "放在引号内"]),
    "fewer cells than columns": ("a.csv", HEADER + "A65,510000\n", ["少于表头的列"]),
    "a surplus cell that is empty": ("a.csv", HEADER + ROW + "POP,510000,2020,,1,234,,,,,,\n", ["第2条", "多于表头"]),
    "a last line cut off": ("a.csv", HEADER + ROW + "A65,110000,2020,all,1", ["第2条", "被截断"]),
    "an open quote": ("a.csv", HEADER + ROW + 'A65,110000,2020,all,1,,,,,,"四\n' + ROW, ["引号不成对"]),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_with_its_reason(name, empty_data, written):
    file_name, content, words = BAD_FILES[name]
    message = refusal(written(file_name, content))
    assert file_name in message
    for word in words:
        assert word in message


def test_a_file_that_is_not_there(empty_data, tmp_path):
    assert "没有这个文件" in refusal(tmp_path / "none.csv")


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.95])
def test_a_truncated_xlsx(empty_data, written, tmp_path, kept):
    written("a.csv", "")
    with xlsxwriter.Workbook(tmp_path / "whole.xlsx") as book:
        sheet = book.add_worksheet()
        for row in range(500):
            sheet.write_row(row, 0, ["A65", 510000, row, 16.93])
    whole = (tmp_path / "whole.xlsx").read_bytes()
    (tmp_path / "a.xlsx").write_bytes(whole[: int(len(whole) * kept)])
    assert "XLSX 文件不完整或已损坏" in refusal(tmp_path / "a.xlsx")


def test_an_xlsx_whose_sheet_is_damaged_inside(empty_data, written, tmp_path):
    written("a.csv", "")
    with xlsxwriter.Workbook(tmp_path / "whole.xlsx") as book:
        book.add_worksheet().write_row(0, 0, ["indicator", "area", "period", "value"])
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as whole, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as damaged:
        for item in whole.namelist():
            content = whole.read(item)
            damaged.writestr(item, content[: len(content) // 2] if "sheet1" in item else content)
    refusal(tmp_path / "a.xlsx")


def test_a_truncated_parquet(empty_data, written, tmp_path):
    written("a.csv", "")
    rows = "SELECT 'A65' indicator, 510000 area, 2020 period, 1 AS value FROM range(9999)"
    duckdb.execute(f"COPY ({rows}) TO '{tmp_path / 'b.parquet'}'")
    whole = (tmp_path / "b.parquet").read_bytes()
    (tmp_path / "a.parquet").write_bytes(whole[: len(whole) // 2])
    assert "Parquet 文件不完整或已损坏" in refusal(tmp_path / "a.parquet")


def test_a_file_of_5_gb_is_refused_before_it_is_read(empty_data, written, monkeypatch):
    path = written("a.csv", HEADER + ROW)
    with path.open("r+b") as file:
        file.truncate(5 * 1024**3)  # sparse: takes no room
    monkeypatch.setattr("data.loading.load.read_manifest", lambda file: pytest.fail("went on reading"))
    message = refusal(path)
    assert "5.0 GiB，超过上限 4.0 GiB" in message and "拆成几个文件，或改用 Parquet" in message


def test_check_does_the_same_without_landing(empty_data, written):
    (checked,) = check_files([written("a.csv", HEADER + ROW)])
    assert (checked.rows, checked.batch, checked.new) == (1, None, True)
    assert read_batches() == []
    with pytest.raises(FileRefused):
        check_files([written("b.csv", HEADER)])


def test_one_bad_file_of_two_keeps_both_out(empty_data, written):
    good, bad = written("good.csv", HEADER + ROW), written("bad.csv", HEADER)
    with pytest.raises(FileRefused):
        load_files([good, bad])
    assert read_batches() == []


# ---- the YAML beside it
BAD_YAML = {
    "no YAML": (None, ["缺少说明文件 a.yaml", "source: 《", "demonstration: false"]),
    "without source": (ABOUT.replace("source: 甲\n", ""), ["缺少 source", "例如  source: 《中国人口普查分县资料"]),
    "without organisation": (ABOUT.replace("organisation: 乙\n", ""), ["缺少 organisation"]),
    "without form": (ABOUT.replace("form: 丙\n", ""), ["缺少 form"]),
    "without cut_off": (ABOUT.replace("cut_off: 2020-11-01\n", ""), ["缺少 cut_off", "2020-11-01"]),
    "without demonstration": (ABOUT.replace("demonstration: false\n", ""), ["缺少 demonstration"]),
    "empty source": (ABOUT.replace("甲", ""), ["缺少 source"]),
    "unknown key": (ABOUT + "publisher: 丁\n", ["不认识的字段 publisher", "organisation"]),
    "not a date": (ABOUT.replace("2020-11-01", "2020年11月"), ["cut_off “2020年11月”不是日期"]),
    "not yes or no": (ABOUT.replace("false", "maybe"), ["demonstration “maybe”应为 true 或 false"]),
    "unknown classification": (ABOUT + "classification: secret\n", ["“secret”", "restricted"]),
    "cut off after receipt": (ABOUT + "received: 2020-10-01\n", ["晚于收到日期 received 2020-10-01"]),
    "no YAML syntax": ("source: 甲\n  form: [", ["行不符合 YAML 写法"]),
    "only a sentence": ("普查数据", ["应为“字段: 值”的形式"]),
    "mojibake": (ABOUT.replace("甲", "锟斤拷"), ["乱码"]),
}


@pytest.mark.parametrize("name", BAD_YAML)
def test_a_bad_yaml_is_refused_with_key_and_example(name, empty_data, written):
    about, words = BAD_YAML[name]
    message = refusal(written("a.csv", HEADER + ROW, about))
    assert "a.yaml" in message
    for word in words:
        assert word in message


def test_every_missing_key_is_told_at_once(empty_data, written):
    message = refusal(written("a.csv", HEADER + ROW, "note: x\n"))
    assert all(f"缺少 {key}" in message for key in ("source", "organisation", "form", "cut_off", "demonstration"))


def test_a_yaml_in_gb18030_and_its_optional_keys(empty_data, written):
    path = written("a.csv", HEADER + ROW)
    more = "received: 2022-06-01\ndue: 2022-06-30\nclassification: internal\nverified: false\nnote: 摘录\n"
    path.with_suffix(".yaml").write_bytes((ABOUT + more).encode("gb18030"))
    load_files([path])
    about = read_batches()[0].manifest
    assert (about.source, about.received, about.due) == ("甲", date(2022, 6, 1), date(2022, 6, 30))
    assert (about.classification, about.verified, about.note) == ("internal", False, "摘录")
