"""The sheet that tells an area what to correct (质量通报), as it is printed: sentences and three-line tables."""

from typing import Any

import pandas as pd
from dash import html

from components.finding_sentence import finding_sentence
from components.findings_table import when, where
from components.grade_mark import DIMENSIONS, SEVERITIES, score_words
from components.marks import DEMONSTRATION
from components.marks import demonstration as demonstration_mark
from components.numbers import is_missing, number

GENERATED = "由程序生成，仅供演示，不得引用"


def notice_head(title: str, by: str, *, demonstration: bool) -> list[Any]:
    """Title and the line beneath; demonstration data are named first of all."""
    parts: list[Any] = [html.H1(title), html.P(by, className="hc-by")]
    if demonstration:
        parts.append(html.P([demonstration_mark(), f"　{DEMONSTRATION}{GENERATED}"], className="hc-by hc-demo-line"))
    return parts


def score_sentence(place: str, score: Any, scheme: str) -> str:
    """Total, grade, change and dimensions of an area (a row of `quality_of_areas`) in words."""
    if score is None or is_missing(score.total):
        return f"{place}没有质量评分。"
    said = f"{place}数据质量总分{score_words(score.total)}分，{score.grade}级（{scheme}，非官方标准）"
    if not is_missing(score.previous_total):
        change = number(score.total - score.previous_total, 1, signed=True)
        said += "，与上期持平" if change == "0.0" else f"，较上期{change}分"
    parts = [f"{words}{score_words(getattr(score, code))}分" for code, words in DIMENSIONS.items()
             if not is_missing(getattr(score, code))]  # fmt: skip
    cap = "有硬规则未通过，等级以C为限。" if score.capped else ""
    return f"{said}。其中{'、'.join(parts)}。{cap}"


def count_sentence(counts: dict[str, int], explained: int) -> str:
    """How many problems of each severity, and how many were explained."""
    total = sum(counts.values())
    if not total:
        return "本期没有发现需要更正的问题。"
    kinds = "、".join(f"{SEVERITIES[code]}{n:,}个" for code, n in counts.items() if n)
    told = f"；另有{explained:,}个已说明，不再列出" if explained else ""
    return f"需核实更正的问题{total:,}个，其中{kinds}{told}。"


def problems_table(findings: pd.DataFrame, *, caption: str, with_area: bool) -> html.Table:
    """A row per finding: where, what, which row of which file, what to do."""
    names = ["序", *(["地区"] if with_area else []), "指标与时期", "问题与要求"]
    head = html.Tr([html.Th(words) for words in names])
    rows = [_problem(n, f, with_area) for n, f in enumerate(findings.to_dict("records"), 1)]
    return html.Table(
        [html.Caption(caption), html.Thead(head), html.Tbody(rows)], className="hc-table hc-notice-problems"
    )


def _problem(n: int, finding: dict[str, Any], with_area: bool) -> html.Tr:
    subject = finding["indicator_name"]
    name = subject if isinstance(subject, str) and subject else finding["form_name"]
    cells = [html.Td(str(n), className="num")]
    if with_area:
        cells.append(html.Td(str(finding["parent_name"] or "") + str(finding["area_name"])))
    told: list[Any] = [
        html.B(f"{finding['rule']} {SEVERITIES[finding['severity']]}　"),
        finding_sentence(finding),
        str(finding["advice"]),
    ]
    cells += [
        html.Td([html.Div(name), html.Div(when(finding), className="quiet")]),
        html.Td([*told, html.Div(where(finding), className="quiet")]),
    ]
    return html.Tr(cells)


def late_notice_table(late: pd.DataFrame, *, caption: str) -> html.Table:
    """A row per reporting unit that is late or missing."""
    names = ("地区", "报表与时期", "截止", "收到", "迟报", "已报/应报")
    rows = [
        html.Tr(
            [
                html.Td(f"{r.area_name} {r.organisation or ''}".strip()),
                html.Td(f"{r.form_name}　{r.period_label}"),
                html.Td(str(r.due), className="num"),
                html.Td("—" if pd.isna(r.received) else str(r.received), className="num"),
                html.Td("未报" if pd.isna(r.received) else f"{int(r.late_days)}天", className="num"),
                html.Td(f"{_count(r.reported)}/{_count(r.expected)}", className="num"),
            ]
        )
        for r in _rows(late)
    ]
    head = html.Tr([html.Th(words, className="num" if n > 1 else "") for n, words in enumerate(names)])
    return html.Table([html.Caption(caption), html.Thead(head), html.Tbody(rows)], className="hc-table")


def _rows(frame: pd.DataFrame) -> list[Any]:
    return list(frame.itertuples())


def _count(value: Any) -> str:
    return "…" if pd.isna(value) else f"{int(value):,}"
