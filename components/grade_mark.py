"""Grades of data quality as readers see them: the letter itself, coloured only where attention is due (C and D)."""

from typing import Any

from dash import html

from components.numbers import is_missing, number
from components.plain import Node, tag

GRADES = ("A", "B", "C", "D")
DIMENSIONS = {
    "completeness": "完整性",
    "timeliness": "及时性",
    "accuracy": "准确性",
    "consistency": "一致性",
    "authenticity": "真实性抽查",
}
SEVERITIES = {"hard": "硬规则", "serious": "严重", "minor": "一般", "hint": "提示"}
CAPPED = "有硬规则未通过，等级最高为C"
NOT_SCORED = "—"


def grade_mark(grade: Any, capped: bool = False) -> html.Span:
    """The letter of a grade; a dash where nothing was scored."""
    if grade not in GRADES:
        return html.Span(NOT_SCORED, className="quiet", title="未评分")
    return html.Span(grade, className=f"hc-grade {grade.lower()}", **({"title": CAPPED} if capped else {}))


def grade_node(grade: Any, capped: bool = False) -> Node:
    """`grade_mark` for long tables (`components/plain.py`)."""
    if grade not in GRADES:
        return tag("span", NOT_SCORED, className="quiet", title="未评分")
    return tag("span", str(grade), className=f"hc-grade {grade.lower()}", title=CAPPED if capped else None)


def grade_of(score: float | None, cut_offs: dict[str, float]) -> str:
    """The grade that a score alone has (`cut_offs`: {"A": 95, "B": 85, "C": 70}); empty where there is none."""
    if is_missing(score):
        return ""
    assert score is not None
    return next((grade for grade in "ABC" if score >= cut_offs[grade]), "D")


def score_look(score: float | None, cut_offs: dict[str, float]) -> str:
    """Class of a cell that holds a score: only what would be C or D is coloured."""
    return {"C": "low", "D": "fail"}.get(grade_of(score, cut_offs), "")


def score_words(score: float | None) -> str:
    """A score to one decimal; where something failed it never reads 100.0."""
    words = number(score, 1, mark=NOT_SCORED)
    return ">99.9" if words == "100.0" and score is not None and score < 100 - 1e-9 else words


def score_cell(score: float | None, cut_offs: dict[str, float], *, strong: bool = False) -> Node:
    look = "num" if strong else f"num {score_look(score, cut_offs)}".strip()
    words = score_words(score)
    return tag("td", tag("b", words) if strong else words, className=look)


def severity_mark(severity: str) -> html.Span:
    """How bad a finding is, in a word; only what is serious is coloured."""
    return html.Span(SEVERITIES.get(severity, severity), className=f"hc-severity {severity}")


def severity_node(severity: str) -> Node:
    return tag("span", SEVERITIES.get(severity, severity), className=f"hc-severity {severity}")
