"""The notice sheet: every problem with its row, deadline and advice; what was explained beside it; fit for paper."""

import re
import zipfile
from datetime import date
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from invented import area_of, world
from python_calamine import CalamineWorkbook
from two_releases import CURRENT
from visible import VIEWERS, findings_seen, is_inside

from api.notice_file import DEMONSTRATION, LATE, PROBLEMS, Notice, write_notice
from data.periods import parse_period
from data.quality.feedback import feedback_due
from state.finding_states import explain

ADDRESS = "/api/v1/quality/notice.xlsx?area=510000&form=ALL&period=2020"


@pytest.fixture(autouse=True)
def no_states(data):
    yield
    for file in data.glob("state.sqlite*"):
        file.unlink()


def sheet(content: bytes, name: str) -> tuple[list[str], list[dict]]:
    """The lines above the table, and its rows by heading."""
    columns = [c.words for c in (PROBLEMS if name == "问题" else LATE)]
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(name).to_python()
    head = next(n for n, row in enumerate(rows) if list(row) == columns)
    table = [dict(zip(columns, row, strict=True)) for row in rows[head + 1 :] if row[0] != "" and row[1] != ""]
    return [row[0] for row in rows[:head]], table


def truth(viewer="everything"):
    return [
        f for f in findings_seen(VIEWERS[viewer])
        if is_inside(area_of(f["area"]), ("510000",)) and f["severity"] != "hint" and f["period"]
        and parse_period(f["period"]).start.year == 2020
    ]  # fmt: skip


def test_every_problem_has_its_row_and_deadline(client: FlaskClient):
    answer = client.get(ADDRESS)
    lines, rows = sheet(answer.data, "问题")
    wanted = truth()
    assert len(rows) == len(wanted) > 50
    assert lines[:2] == ["四川省　2020年　数据质量通报", DEMONSTRATION]
    assert any(f"数据版本：{CURRENT}" in line and "数据截止：2020-12-31" in line for line in lines)
    due = feedback_due(date.today()).day
    assert {row["办理期限"] for row in rows} == {due} and any(str(due) in line and "工作日" in line for line in lines)
    one = next(f for f in wanted if f["batch_id"] and f["observed"] and f["expected"])
    row = next(r for r in rows if (r["行"], r["文件"]) == (one["row_number"], f"{one['batch_id']}.csv"))
    assert (row["上报值"], row["参照值"], row["规则"]) == (one["observed"], one["expected"], one["rule"])
    assert row["地区"] == area_of(one["area"])["name"] and row["处理建议"] == f"advice {one['rule']}"
    assert row["状态"] == "待处理"
    missing = [r for r in rows if r["文件"] == ""]
    assert missing and all(r["行"] == "" for r in missing)


def test_explained_ones_keep_their_place_without_a_deadline(client: FlaskClient):
    chosen = next(f for f in truth() if f["batch_id"])
    tag = client.get(ADDRESS).headers["ETag"]
    explain(chosen["finding"], "=1+1", "张三", chosen)
    answer = client.get(ADDRESS, headers={"If-None-Match": tag})
    assert answer.status_code == 200 and "immutable" not in answer.headers["Cache-Control"]
    _, rows = sheet(answer.data, "问题")
    told = [r for r in rows if r["状态"] == "已说明"]
    assert [(r["行"], r["说明"], r["办理期限"]) for r in told] == [(chosen["row_number"], "'=1+1", "")]


def test_late_and_missing_reports_have_their_sheet(client: FlaskClient):
    _, rows = sheet(client.get(ADDRESS).data, "迟报未报")
    wanted = [
        s for s in world().submissions
        if is_inside(area_of(s["area"]), ("510000",)) and parse_period(s["period"]).start.year == 2020
        and (s["received"] is None or (s["late_days"] or 0) > 0)
    ]  # fmt: skip
    assert len(rows) == len(wanted)
    assert sum(r["情况"] == "未报" for r in rows) == sum(s["received"] is None for s in wanted)


def test_it_is_made_for_paper(client: FlaskClient):
    with zipfile.ZipFile(BytesIO(client.get(ADDRESS).data)) as book:
        xml = book.read("xl/worksheets/sheet1.xml").decode()
        names = book.read("xl/workbook.xml").decode()
    assert 'paperSize="9"' in xml and 'orientation="landscape"' in xml and 'fitToHeight="0"' in xml
    assert "第&amp;P页 共&amp;N页" in xml and "演示数据" in re.search("<oddFooter>.*?</oddFooter>", xml)[0]
    assert "Print_Titles" in names


def test_others_see_their_own(client: FlaskClient, looking):
    looking(VIEWERS["public only"])
    _, rows = sheet(client.get(ADDRESS).data, "问题")
    assert len(rows) == len(truth("public only")) < len(truth())


def test_a_notice_without_problems_says_so():
    file = BytesIO()
    write_notice(Notice("标题", ["一行"], False, [], 0, [], 0), file)
    file.seek(0)
    words = CalamineWorkbook.from_filelike(file).get_sheet_by_name("问题").to_python()
    assert any("没有发现需要更正的问题" in str(row[0]) for row in words)
    assert not any(DEMONSTRATION in str(row[0]) for row in words)


def test_a_list_that_was_cut_says_so():
    file = BytesIO()
    row = dict.fromkeys((c.name for c in PROBLEMS), None) | {"number": 1, "area_name": "=甲"}
    write_notice(Notice("标题", [], False, [row], 8, [], 0), file)
    file.seek(0)
    rows = CalamineWorkbook.from_filelike(file).get_sheet_by_name("问题").to_python()
    assert any("另有7条未列出" in str(r[0]) for r in rows)
    assert any(r[1] == "'=甲" for r in rows)
