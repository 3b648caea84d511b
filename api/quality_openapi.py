"""Addresses, parameters and shapes of the interface about data quality, for `api.openapi`."""

from typing import Any

from api.finding_rows import FIELDS
from api.openapi_parts import AREA, SHEETS, json_content, one, operation, table_files
from api.openapi_schemas import (
    CODE,
    COUNT,
    DATE,
    FLAG,
    NUMBER_OR_NULL,
    TEXT,
    TEXT_OR_NULL,
    Schema,
    list_of,
    object_of,
)
from api.quality_request import STATES
from data.schema import QUALITY_DIMENSIONS, SEVERITIES
from queries.submissions_of_area import COUNTED

TAG = "数据质量"
COUNT_OR_NULL: Schema = {"type": ["integer", "null"], "minimum": 0}
GRADE: Schema = {"type": ["string", "null"]}
TEXT_TYPE: Schema = {"type": "string"}

QUALITY_PARAMETERS: dict[str, dict[str, Any]] = {
    "form": one("form", "报表代码，如卫统1-9、流动人口；ALL为全部报表（按年）", TEXT_TYPE, example="ALL"),
    "quality_period": one("period", "时期；不写时为该报表最近有评分的时期", TEXT_TYPE, example="2020"),
    "finding_period": one("period", "时期；form为ALL时取该年开始的各期，不写时为全部", TEXT_TYPE, example="2020"),
    "inside": one("area", "地区及其下级；不写时为全国", AREA, example="510000"),
    "scored_areas": one("area", "地区本身，至多500个，用逗号分隔；与parent都不写时为全国", TEXT_TYPE, example="510000"),
    "quality_layer": one(
        "layer", "只取这一层级的地区", {"type": "string", "enum": ["province", "prefecture", "county"]}
    ),
    "rule": one("rule", "规则代码", TEXT_TYPE, example="K02"),
    "one_finding_indicator": one("indicator", "指标代码", {"type": "string"}, example="A65"),
    "dimension": one("dimension", "评分维度", {"type": "string", "enum": list(QUALITY_DIMENSIONS)}),
    "severity": one("severity", f"程度：{'、'.join(SEVERITIES)}，多个用逗号分隔", TEXT_TYPE, example="hard,serious"),
    "state": one(
        "state",
        "处理状态；不写时为这一版本中的全部问题。corrected为已被后来的批次更正、不再在这一版本中的",
        {"type": "string", "enum": list(STATES)},
    ),
    "findings_limit": one("limit", "最多条数（仅JSON）", {"type": "integer", "minimum": 1, "maximum": 1000}),
}

_COUNTED_TEXT = {"demonstration": FLAG, "note": TEXT}
_FINDING_TYPES: dict[str, Schema] = {
    "severity": {"type": "string", "enum": list(SEVERITIES)}, "observed": NUMBER_OR_NULL, "expected": NUMBER_OR_NULL,
    "batch_id": COUNT_OR_NULL, "row_number": COUNT_OR_NULL, "corrected_by": COUNT_OR_NULL, "demonstration": FLAG,
    "received": DATE, "at": {"type": ["string", "null"], "format": "date-time"},
    "state": {"type": "string", "enum": [*STATES, "unknown"]},
}  # fmt: skip
QUALITY_SCHEMAS: dict[str, Schema] = {
    "Finding": object_of(
        {name: _FINDING_TYPES.get(name, TEXT_OR_NULL) | {"description": words} for name, words in FIELDS.items()}
    ),
    "Findings": object_of(
        {"data_version": TEXT, "title": TEXT, "count": COUNT, "limit": COUNT, "offset": COUNT}
        | _COUNTED_TEXT | {"findings": list_of("Finding")}
    ),
    "QualityScore": object_of(
        {"area": CODE, "name": TEXT, "short_name": TEXT, "level": TEXT, "parent_name": TEXT, "has_statistics": FLAG}
        | dict.fromkeys((*QUALITY_DIMENSIONS, "total", "previous_total"), NUMBER_OR_NULL)
        | {"grade": GRADE, "capped": FLAG, "demonstration": FLAG}
        | dict.fromkeys(("hard_failed", "findings", "severe"), COUNT_OR_NULL)
    ),
    "QualityScores": object_of(
        {"data_version": TEXT, "form": TEXT, "period": TEXT, "scheme": TEXT, "official": FLAG, "count": COUNT}
        | _COUNTED_TEXT | {"scores": list_of("QualityScore")}
    ),
    "QualityRule": object_of(
        dict.fromkeys(("rule", "name", "dimension", "kind", "formula", "threshold", "applies_to", "message", "advice",
                       "basis"), TEXT)
        | {"scored_as": TEXT_OR_NULL, "problem": TEXT_OR_NULL, "parameters": {"type": "object"}, "official": FLAG,
           "severity": {"type": "string", "enum": list(SEVERITIES)}}
        | dict.fromkeys(("checked", "failed", "findings"), COUNT)
    ),
    "QualityRules": object_of({"data_version": TEXT, "count": COUNT, "rules": list_of("QualityRule")}),
    "Submission": object_of(
        dict.fromkeys(("form", "form_name", "period", "period_label", "area_name", "level", "organisation"), TEXT)
        | {"area": CODE, "due": DATE, "received": DATE, "corrected": DATE}
        | dict.fromkeys((*COUNTED, "batch_id", "row_number"), COUNT_OR_NULL)
        | {"note": TEXT_OR_NULL, "file_name": TEXT_OR_NULL, "demonstration": FLAG}
    ),
    "Submissions": object_of(
        {"data_version": TEXT, "form": TEXT, "period": TEXT, "area": CODE, "limit": COUNT, "offset": COUNT,
         "more": FLAG} | _COUNTED_TEXT | {"submissions": list_of("Submission")}
    ),
}  # fmt: skip


def quality_paths() -> dict[str, Any]:
    """Everything below `/api/v1/quality`, and the submissions."""
    named = ("inside", "form", "finding_period", "rule", "dimension", "severity", "one_finding_indicator", "state", "v")
    text = {"text/csv": {"schema": {"type": "string", "description": "UTF-8（带BOM），表头为中文，每行一条问题"}}}
    book = {SHEETS: {"schema": {"type": "string", "format": "binary", "description": "工作表：问题清单、说明"}}}
    sheet = {SHEETS: {"schema": {"type": "string", "format": "binary", "description": "A4横向，可直接打印"}}}
    words = "质量规则发现的问题及其处理状态"
    return {
        "/api/v1/quality/findings.json": operation(
            "qualityFindings", TAG, f"{words}，分页", (*named, "findings_limit", "offset"), json_content("Findings"),
            errors="404 410",
        ),
        "/api/v1/quality/findings.csv": operation(
            "qualityFindingsCsv", TAG, f"{words}，CSV，至多5万条", named, text, errors="404 410"
        ),
        "/api/v1/quality/findings.xlsx": operation(
            "qualityFindingsXlsx", TAG, f"{words}，XLSX，至多5万条", named, book, errors="404 410"
        ),
        "/api/v1/quality/notice.xlsx": operation(
            "qualityNotice", TAG, "质量通报：要更正什么、在哪一行、何时之前", ("inside", "form", "quality_period", "v"),
            sheet, errors="404 410",
        ),
        "/api/v1/quality/scores": operation(
            "qualityScores", TAG, "质量评分与等级（产品默认方案，非官方标准）",
            ("form", "quality_period", "parent", "quality_layer", "scored_areas", "v"), json_content("QualityScores"),
            errors="404 410",
        ),
        **_score_files(),
        "/api/v1/quality/rules": operation(
            "qualityRules", TAG, "质量规则、核查数与发现数", ("v",), json_content("QualityRules"), errors="410"
        ),
        "/api/v1/submissions": operation(
            "submissions", TAG, "应报、已报、迟报", ("form", "quality_period", "inside", "quality_layer", "v", "limit",
            "offset"), json_content("Submissions"), errors="404 410",
        ),
    }  # fmt: skip


def _score_files() -> dict[str, Any]:
    """The scorecard and its heat map as files."""
    scores = ("form", "quality_period", "parent", "quality_layer", "scored_areas", "v")
    history = ("form", "parent", "quality_layer", "dimension", "v")
    told = (
        ("scores", "Scores", "质量评分与等级（产品默认方案，非官方标准）", scores, "质量评分"),
        ("history", "History", "一个地区各下级各期的质量得分（parent必填）", history, "各期得分"),
    )
    paths: dict[str, Any] = {}
    for path, identity, words, parameters, sheet in told:
        for ending, content in table_files(sheet):
            paths[f"/api/v1/quality/{path}.{ending}"] = operation(
                f"quality{identity}{ending.capitalize()}", TAG, f"{words}，{ending.upper()}", parameters, content,
                errors="404 410",
            )  # fmt: skip
    return paths
