"""Parts of 数据质量: grades, scores in words, thresholds, changes between revisions."""

import datetime as dt

import pandas as pd
import pytest
from layouts import of_kind, words

from components.checks_table import pass_words, threshold_words
from components.finding_state import moment
from components.findings_table import page_links, when, where
from components.grade_mark import grade_mark, grade_of, score_words
from components.quality_heat_map import Column
from components.quality_trend import Line, quality_trend
from components.revision_changes import revision_changes
from components.selection import Selection

CUTS = {"A": 95.0, "B": 85.0, "C": 70.0, "D": 0.0}


@pytest.mark.parametrize(
    ("score", "grade"), [(100, "A"), (95, "A"), (94.99, "B"), (85, "B"), (84.9, "C"), (70, "C"), (69.9, "D"), (0, "D")]
)
def test_grades_begin_at_their_cut_off(score, grade):
    assert grade_of(score, CUTS) == grade


def test_what_has_no_score_has_no_grade():
    assert grade_of(float("nan"), CUTS) == "" and words(grade_mark(None)) == "—" and words(grade_mark("E")) == "—"


@pytest.mark.parametrize(
    ("score", "said"), [(100.0, "100.0"), (99.97, ">99.9"), (99.94, "99.9"), (float("nan"), "—"), (0.0, "0.0")]
)
def test_only_what_is_full_reads_full(score, said):
    assert score_words(score) == said


def test_pass_rates():
    assert pass_words(0.99999, failed=3) == ">99.9"
    assert pass_words(1.0) == "100.0"
    assert pass_words(float("nan")) == "—"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("≥98%（产品默认值，非官方标准）", "≥98%"),
        (">6；相差不到一倍的为一般", ">6"),
        ("≤0.5%（或1个单位）", "≤0.5%"),
        ("100%", "100%"),
    ],
)
def test_thresholds_in_a_cell(written, said):
    assert threshold_words(written) == said


@pytest.mark.parametrize(
    ("label", "lines"),
    [("2026年9月", ("2026", "9月")), ("2020年", ("2020", "")), ("2020年三季度", ("2020", "三季度")), ("x", ("x", ""))],
)
def test_heads_of_the_heat_map(label, lines):
    assert Column("p", label).lines == lines


def test_where_and_when():
    assert where({"file_name": "a.csv", "row_number": 7}) == "第7行　a.csv"
    assert where({"file_name": "a.csv", "row_number": 0}) == "a.csv"
    assert where({"file_name": None, "row_number": 0}) == "无上报文件"
    assert when({"period_label": "2020年", "breakdown": "male", "breakdown_label": "男"}) == "2020年　男"
    assert when({"period_label": None, "breakdown": "all", "breakdown_label": "合计"}) == ""


def test_pages_have_neighbours_only():
    assert page_links(1, 1, selection=Selection(), path="/quality") is None
    first = page_links(1, 3, selection=Selection(), path="/quality")
    assert [words(a) for a in of_kind(first, "Link")] == ["下一页 ›"]
    middle = of_kind(page_links(2, 3, selection=Selection(), path="/quality"), "Link")
    assert [a.href for a in middle] == ["/quality#quality-findings", "/quality?page=3#quality-findings"]


def test_times_of_the_log_are_told_in_chinese_time():
    assert moment(dt.datetime(2026, 11, 21, 17, 30, tzinfo=dt.UTC)) == "2026-11-22 01:30"
    assert moment(dt.datetime(2026, 11, 21, 17, 30)) == "2026-11-22 01:30"


def revisions(*rows: dict) -> pd.DataFrame:
    whole = {
        "numerator": float("nan"), "denominator": float("nan"), "lower": float("nan"), "upper": float("nan"),
        "status": "final", "batch_id": 4, "form": "表", "source": "年鉴", "note": None,
        "loaded_at": dt.datetime(2026, 1, 2),
    }  # fmt: skip
    return pd.DataFrame([whole | row for row in rows])


def test_what_changed_between_revisions():
    frame = revisions(
        {"revision": 3, "value": 12.5},
        {"revision": 2, "value": 12.5, "numerator": 125.0},
        {"revision": 1, "value": float("nan"), "status": "missing", "note": "待补"},
    )
    lines = [words(li) for li in of_kind(revision_changes(frame, indicator={"decimals": 1}), "Li")]
    assert lines[0].startswith("第2版→第3版") and "分子 125→无" in lines[0]
    assert "数值 无数据→12.5" in lines[1] and "说明 待补→无" in lines[1]


def test_a_revision_that_changed_nothing_says_so():
    frame = revisions({"revision": 2, "value": 1.0}, {"revision": 1, "value": 1.0})
    assert "数值未变" in words(revision_changes(frame, indicator={"decimals": 1}))
    higher = revisions({"revision": 2, "value": 2.5}, {"revision": 1, "value": 1.0})
    assert "数值 1.0→2.5（+1.5）" in words(revision_changes(higher, indicator={"decimals": 1}))


def test_the_trend_shows_gaps_and_which_points_are_generated():
    figure = quality_trend([Line("总分", [90.0, None, 95.0], [False, False, True])], labels=["一", "二", "三"])
    line = figure["data"][0]
    assert line["y"] == [90.0, None, 95.0] and line["connectgaps"] is False
    assert line["marker"]["color"][2] == "#FFFFFF" != line["marker"]["color"][0]
    assert "演示数据" in line["hovertext"][2] and "演示数据" not in line["hovertext"][0]
    assert "总分 95.0" in figure["layout"]["annotations"][0]["text"]
