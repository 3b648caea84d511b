"""Where a finding came from: the row of the file, every published value of the figure, and the rule."""

from typing import Any

import pandas as pd
from dash import html

from components.batch_table import day
from components.figure_frame import figure_frame
from components.grade_mark import DIMENSIONS, severity_mark
from components.numbers import STATUS_WORDS, is_missing, number, shown
from components.revision_changes import revision_changes
from components.revision_table import revision_table
from components.states import nothing_to_show
from pages.quality_view import QualityView
from queries.batches import batches
from queries.revisions_of_observation import revisions_of_observation
from queries.rules_register import rules_register
from queries.submissions_of_area import submissions_of_area
from queries.view_of import Record, records

# Counts of a report on reporting, in the words of its columns.
COUNTED = {
    "expected": "应报机构", "reported": "已报机构", "on_time": "按时机构", "late_days": "迟报天数",
    "cells_required": "应填单元", "cells_filled": "已填单元", "cases_expected": "应采个案", "cases_entered": "入库个案",
    "codes_total": "分类代码", "codes_valid": "正确代码", "diagnoses_total": "诊断编码", "diagnoses_valid": "合格编码",
    "records_total": "记录", "records_duplicate": "重复记录", "records_traced": "可溯源记录", "items_sampled": "抽查项",
    "items_agreed": "相符项", "staff_counted": "统计人数", "staff_registered": "注册人数",
}  # fmt: skip
ROW, HISTORY, RULE = "quality-finding-row", "quality-finding-history", "quality-finding-rule"


def record(rows: pd.DataFrame) -> Record:
    """The first row with None for what is missing."""
    return {str(name): None if pd.isna(value) else value for name, value in rows.iloc[0].items()}


def revisions(q: QualityView, finding: Record) -> pd.DataFrame:
    """Every published value of the figure that the finding is about; no row where it is not about one figure."""
    if not (finding["indicator"] and finding["period"]):
        return pd.DataFrame()
    return q.ask(
        revisions_of_observation, indicator=finding["indicator"], area=finding["area"], period=finding["period"],
        breakdown=finding["breakdown"] or "all",
    )  # fmt: skip


def row_figure(q: QualityView, finding: Record, indicator: Record | None, history: pd.DataFrame) -> html.Section:
    """The very row: file, row number, batch, who sent it and when, and what it says."""
    if is_missing_number(finding["batch_id"]):
        reason = "这条问题说的是没有上报的内容，因此没有对应的文件和行。"
        body: Any = nothing_to_show("not_applicable", reason)
        return figure_frame(body, id=ROW, title="上报的那一行")
    known = q.ask(batches, ids=(int(finding["batch_id"]),))
    batch = record(known) if len(known) else {}
    terms: list[tuple[str, Any]] = [
        ("文件", finding["file_name"]),
        ("行号", f"第{int(finding['row_number'])}行（不含表头）" if finding["row_number"] else "整个文件"),
        ("批次", str(int(finding["batch_id"]))),
        ("报送单位", finding["organisation"]),
        ("报表", finding["form_name"]),
        ("收到", str(finding["received"] or "")),
        ("数据截止", day(batch.get("cut_off"))),
        ("装载", f"{day(batch.get('loaded_at'))}　{batch.get('loaded_by') or ''}"),
        ("来源", batch.get("source")),
        ("校验和", html.Code(batch["sha256"]) if batch.get("sha256") else None),
    ]
    terms += row_values(finding, indicator, history) + submission_values(q, finding)
    demonstration = bool(finding["demonstration"])
    return figure_frame(
        term_list(terms), id=ROW, title="上报的那一行", subtitle="文件、行号与行中数字", version=q.view.version,
        source=str(batch.get("source") or "—"), cut_off=day(batch.get("cut_off")), demonstration=demonstration,
    )  # fmt: skip


def row_values(finding: Record, indicator: Record | None, history: pd.DataFrame) -> list[tuple[str, Any]]:
    """What the row of the file says, where the figure's history still has that row."""
    if indicator is None or history.empty:
        return []
    same = (history["batch_id"] == finding["batch_id"]) & (history["row_number"] == finding["row_number"])
    if not same.any():
        return []
    row = record(history[same])
    return [
        (
            "行中数值",
            f"{shown(_float(row['value']), indicator, row['status'])}（{STATUS_WORDS.get(row['status'], '')}）",
        ),
        (indicator["numerator_label"] or "分子", number(_float(row["numerator"]), 0, mark="")),
        (indicator["denominator_label"] or "分母", number(_float(row["denominator"]), 0, mark="")),
        ("行中说明", row["note"]),
    ]


def submission_values(q: QualityView, finding: Record) -> list[tuple[str, Any]]:
    """What the row says where it is a report on reporting: due, received and whatever was counted."""
    if finding["indicator"] or not finding["period"]:
        return []
    told = q.ask(submissions_of_area, form=finding["form"], period=finding["period"], area=finding["area"])
    told = told[(told["batch_id"] == finding["batch_id"]) & (told["row_number"] == finding["row_number"])]
    if told.empty:
        return []
    row = record(told)
    dates = [("截止", row["due"]), ("收到日期", row["received"] or "未报"), ("更正日期", row["corrected"])]
    counts = [(words, row[name]) for name, words in COUNTED.items() if row[name] is not None]
    return [(words, str(day)) for words, day in dates if day] + [(words, f"{int(n):,}") for words, n in counts]


def _float(value: Any) -> float:
    return float("nan") if value is None else float(value)


def is_missing_number(value: Any) -> bool:
    return value is None or is_missing(float(value))


def term_list(terms: list[tuple[str, Any]]) -> html.Dl:
    """Terms and words; what is not known is left out."""
    return html.Dl(
        [part for term, words in terms if words not in (None, "", "—") for part in (html.Dt(term), html.Dd(words))],
        className="hc-terms",
    )


def history_figure(q: QualityView, indicator: Record | None, history: pd.DataFrame) -> html.Section | None:
    """Every published value of the figure, and what changed from one to the next."""
    if indicator is None or history.empty:
        return None
    table = revision_table(history, id=f"{HISTORY}-table", indicator=indicator)
    named = {"aria-label": "每一版数值"}
    body: list[Any] = [html.Div(table, className="hc-sideways", tabIndex=0, role="region", **named)]
    body.append(
        revision_changes(history, indicator=indicator)
        if len(history) > 1
        else html.P("只有一版，没有更正过。", className="hc-note")
    )
    return figure_frame(
        body, id=HISTORY, title="数值履历", subtitle="每一版数值与变化", unit=indicator["unit"], version=q.view.version,
        demonstration=bool(history["demonstration"].any()),
    )  # fmt: skip


# --- the rule, and where to go on -----------------------------------------------------------------------------------


def threshold_with_basis(rule: Record) -> str:
    """The threshold, and whether a public text fixes it; a threshold that says so itself is left as it is."""
    text = str(rule["threshold"])
    return text if "产品默认" in text else f"{text}（{'公布' if rule['official'] else '产品默认值'}）"


def rule_figure(q: QualityView, finding: Record) -> html.Section:
    rules = records(rules_register, viewer=q.view.viewer, version=q.view.version, key="rule")
    rule = rules.get(finding["rule"])
    if rule is None:
        reason = f"本数据版本的规则中已没有{finding['rule']}。"
        return figure_frame(nothing_to_show("missing", reason), id=RULE, title="规则")
    checked, failed = int(rule["checked"]), int(rule["failed"])
    terms = [
        ("规则", f"{finding['rule']}　{rule['name']}"),
        ("公式", rule["formula"]),
        ("阈值", threshold_with_basis(rule)),
        (
            "维度",
            f"{rule['dimension']}　计入{DIMENSIONS[rule['scored_as']]}"
            if rule["scored_as"]
            else f"{rule['dimension']}　不计分",
        ),
        ("程度", severity_mark(str(rule["severity"]))),
        ("适用", rule["applies_to"]),
        ("依据", rule["basis"]),
        ("全部核查", f"{checked:,}项，未通过{failed:,}项" if checked else None),
        ("未能核查", rule["problem"]),
    ]
    return figure_frame(term_list(terms), id=RULE, title="规则", subtitle=str(rule["name"]), version=q.view.version)
