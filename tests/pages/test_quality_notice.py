"""质量通报: what one area is asked to correct, on the invented world."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from invented import area_of, world
from layouts import by_class, by_id, has_id, of_kind, rows, words

import app  # noqa: F401  (pages register with it)
from components.figure_frame import STANDING_NOTE
from data.quality.feedback import feedback_due
from pages import quality_notice as page
from state import finding_states

FORM, PERIOD, AREA = "卫统1-9", "2020", "510000"


@pytest.fixture(autouse=True)
def released(invented_release):
    finding_states.forget()
    return invented_release


def sheet(**params):
    return by_id(page.layout(**{"form": FORM, "period": PERIOD, "area": AREA} | params), page.SHEET)


def inside(code: str) -> list[dict]:
    return [
        f for f in world().findings
        if (f["form"], f["period"]) == (FORM, PERIOD) and f["severity"] != "hint"
        and code in (f["area"], area_of(f["area"])["province_code"], "100000" if code == "100000" else None)
    ]  # fmt: skip


def test_the_sheet_lists_what_to_correct_and_leaves_hints_out():
    told = rows(by_class(sheet(), "hc-notice-problems")[0])
    assert len(told) == len(inside(AREA)) > 3
    assert f"问题{len(inside(AREA))}个" in words(sheet())
    held = {f["row_number"]: f for f in inside(AREA) if f["batch_id"]}
    cell, number = next((r, int(found[1])) for r in told if (found := re.search(r"第(\d+)行　", r[-1])))
    assert held[number]["rule"] in cell[3] and area_of(held[number]["area"])["name"] in cell[1]
    assert f"advice {held[number]['rule']}" in cell[3]


def test_title_area_period_deadline_version_and_notes():
    text = words(sheet())
    assert "关于四川省2020年卫统1-9报表数据质量问题的通报" in words(of_kind(sheet(), "H1"))
    due = feedback_due(date.today())
    assert f"{due.day:%Y年%-m月%-d日}前" in text and "15个工作日，产品默认值" in text
    for said in ("数据版本：2026.11.1", STANDING_NOTE, "数据来源：", "数据截止：2020-12-31", "非官方标准"):
        assert said in text


def test_demonstration_data_are_named_first():
    assert "仅供演示，不得引用" in words(by_class(sheet(), "hc-demo-line")[0])


def test_what_was_explained_is_not_asked_for_again():
    finding = inside(AREA)[0]
    finding_states.explain(finding["finding"], "属实", "王某", about={"observed": finding["observed"]})
    assert len(rows(by_class(sheet(), "hc-notice-problems")[0])) == len(inside(AREA)) - 1
    assert "另有1个已说明" in words(sheet())


def test_late_and_missing_reports():
    text = words(sheet(period="2020-01"))
    told = [s for s in world().submissions if (s["form"], s["period"]) == (FORM, "2020-01")
            and area_of(s["area"])["province_code"] == AREA]  # fmt: skip
    absent = sum(s["received"] is None for s in told)
    late = sum(bool(s["late_days"]) for s in told)
    assert f"未报{absent}份，迟报{late}份" in text


def test_headings_are_numbered_without_holes():
    for params in ({}, {"period": "2020-01"}, {"area": "460400"}):
        heads = [words(h) for h in of_kind(sheet(**params), "H2")]
        assert [h[0] for h in heads] == list("一二三四"[: len(heads)])


def test_the_file_asks_for_the_same_and_nothing_of_the_page_is_printed_twice():
    layout = page.layout(form=FORM, period=PERIOD, area=AREA)
    link = next(a.href for a in of_kind(layout, "A") if "xlsx" in a.href)
    assert urlsplit(link).path == page.FILE
    said = {k: v[0] for k, v in parse_qs(urlsplit(link).query).items()}
    assert said == {"area": AREA, "form": FORM, "period": PERIOD, "v": "2026.11.1"}
    assert not by_class(layout, "hc-crumb") and not by_class(layout, "hc-foot")


def test_bad_parameters_are_told_and_never_fail():
    layout = page.layout(form="<b>", period="x", area="000001", page="0")
    assert len(of_kind(by_class(layout, "hc-notices")[0], "P")) == 4
    assert has_id(layout, page.SHEET)
