"""Findings as the interface tells them: with a sentence, and with what people said of them."""

from typing import Any, NamedTuple

import pandas as pd

from access.viewer import Viewer
from api.plain_rows import plain_rows
from api.quality_request import QualityRequest
from components.finding_sentence import finding_sentence
from queries.areas_register import areas_register
from queries.ask import ask
from queries.batches import batches
from queries.findings import findings
from queries.findings_count import findings_count
from queries.forms_register import forms_register
from queries.indicator_definitions import indicator_definitions
from queries.scope import NATION
from queries.view_of import records
from state.corrections import corrected_findings
from state.finding_states import explained_keys, with_states

# Fields of a finding in the order in which they are told, with their headings.
FIELDS = {
    "finding": "问题编号", "severity": "程度", "rule": "规则", "rule_name": "规则名称", "dimension": "质量维度",
    "scored_as": "评分维度", "area": "行政区划代码", "area_name": "地区", "parent_name": "上级", "level": "级别",
    "form": "报表", "form_name": "报表名称", "indicator": "指标代码", "indicator_name": "指标", "unit": "计量单位",
    "period": "时期", "period_label": "时期名称", "breakdown": "人群分组", "breakdown_label": "人群",
    "sentence": "问题", "observed": "上报值", "expected": "参照值", "threshold": "阈值", "detail": "细节",
    "advice": "处理建议", "file_name": "文件", "row_number": "行号", "batch_id": "批次", "organisation": "报送单位",
    "received": "收到日期", "demonstration": "演示数据", "state": "状态", "explanation": "说明", "who": "填写人",
    "at": "填写时间", "corrected_by": "更正批次",
}  # fmt: skip


class Found(NamedTuple):
    """Rows of findings, and how many there are in all."""

    rows: list[dict[str, Any]]
    total: int


def found(wanted: QualityRequest, viewer: Viewer, *, limit: int | None) -> Found:
    """Findings asked for, from `wanted.offset`. Raises StateError where their state is asked for and not known."""
    if wanted.state == "corrected":
        corrected = _corrected(wanted, viewer)
        end = None if limit is None else wanted.offset + limit
        return Found(_told(corrected.iloc[wanted.offset : end]), len(corrected))
    at: dict[str, Any] = {"viewer": viewer, "version": wanted.version}
    asked = _asked(wanted)
    if wanted.state is not None:
        explained = _explained(asked, at)
        asked["keys" if wanted.state == "explained" else "without"] = explained
    count = int(ask(findings_count, **at, **asked)["findings"].iloc[0])
    rows = ask(findings, **at, **asked, limit=limit, offset=wanted.offset)
    return Found(_told(with_states(rows)), count)


def _asked(wanted: QualityRequest) -> dict[str, Any]:
    return {
        "area": wanted.area, "form": wanted.form, "period": wanted.period, "rule": wanted.rule,
        "dimension": wanted.dimension, "severity": wanted.severity or None, "indicator": wanted.indicator,
    }  # fmt: skip


def _explained(asked: dict[str, Any], at: dict[str, Any]) -> tuple[str, ...]:
    """Keys of those that were explained for the very number that the release has."""
    keys = explained_keys()
    if not keys:
        return ()
    told = with_states(ask(findings, **at, **asked, keys=keys, limit=None))
    return tuple(told.loc[told["state"] == "explained", "finding"])


def _corrected(wanted: QualityRequest, viewer: Viewer) -> pd.DataFrame:
    at: dict[str, Any] = {"viewer": viewer, "version": wanted.version}
    areas = records(areas_register, **at, key="code")
    inside = [
        code for code, area in areas.items()
        if wanted.area in (NATION, code, area["province_code"], area["prefecture_code"])
    ]  # fmt: skip
    rows = corrected_findings(
        areas=inside,
        indicators=list(records(indicator_definitions, **at, key="code")),
        forms=list(records(forms_register, **at, key="form")),
        batches=[int(number) for number in ask(batches, **at)["batch_id"]],
        classifications=viewer.classifications,
        form=wanted.form,
        period=wanted.period,
        rule=wanted.rule,
        dimension=wanted.dimension,
        severity=wanted.severity,
        indicator=wanted.indicator,
    )
    present = set(ask(findings, **at, keys=tuple(rows["finding"]), limit=None)["finding"]) if len(rows) else set()
    return rows[~rows["finding"].isin(present)].assign(explanation=None)


def _told(rows: pd.DataFrame) -> list[dict[str, Any]]:
    told = []
    for row in plain_rows(rows):
        whole = dict.fromkeys(FIELDS) | row | {"sentence": finding_sentence(row)}
        told.append({name: whole[name] for name in FIELDS})
    return told
