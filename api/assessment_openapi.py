"""Addresses and parameters of the interface about assessment, for `api.openapi`."""

from typing import Any

from api.openapi_parts import AREA, json_content, one, operation, table_files
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
from components.score_explained import REASONS, SCORINGS
from components.warning_lights import WORDS
from data.schema import ASSESSMENT_VARIANTS, STATUSES
from queries.assessed import RANKS

TAG = "考核"

ASSESSMENT_PARAMETERS: dict[str, dict[str, Any]] = {
    "scheme": one("scheme", "考核方案代码，必填", {"type": "string"}, example="framework_26"),
    "assessment_period": one(
        "period", "考核阶段：2025H1、2025Q1-3、2025；不写时为最近一个", {"type": "string"}, example="2025"
    ),
    "ranked_inside": one("parent", "在哪个地区内排名；不写时为全国", AREA, example="510000"),
    "assessed_area": one("area", "被考核的地区", AREA, example="510000"),
    "variant": one("variant", "trusted不含存疑数据", {"type": "string", "enum": list(ASSESSMENT_VARIANTS)}),
    "group": one("group", "全国排名中的分组，如东部、100–300万人", {"type": "string"}, example="东部"),
}


WHOLE_OR_NULL: Schema = {"type": ["integer", "null"]}
FLAG_OR_NULL: Schema = {"type": ["boolean", "null"]}
LIGHT: Schema = {"type": "string", "enum": list(WORDS)}
_HEAD: dict[str, Schema] = {
    "data_version": TEXT, "scheme": TEXT, "scheme_name": TEXT, "scheme_version": TEXT,
    "official": FLAG | {"description": "方案的计分公式是否由主管部门公布；随产品提供的方案都不是"},
    "dimensions": {"type": "array", "items": TEXT}, "minimum_coverage": {"type": "number"}, "period": TEXT,
    "period_label": TEXT, "phase": {"type": "string", "enum": ["half", "three_quarters", "year"]}, "cut_off": DATE,
    "variant": {"type": "string", "enum": list(ASSESSMENT_VARIANTS)},
}  # fmt: skip
_TOLD: dict[str, Schema] = {"count": COUNT, "demonstration": FLAG, "note": TEXT}
ASSESSMENT_SCHEMAS: dict[str, Schema] = {
    "AssessedArea": object_of(
        {"area": CODE, "name": TEXT, "short_name": TEXT, "level": TEXT, "parent_name": TEXT, "has_statistics": FLAG,
         "dimensions": {"type": "array", "items": NUMBER_OR_NULL, "description": "各维度得分，次序同dimensions"}}
        | dict.fromkeys(("total", "total_low", "total_high", "previous_phase_total", "previous_year_total"),
                        NUMBER_OR_NULL)
        | {"coverage": {"type": "number", "minimum": 0, "maximum": 1}, "warning": LIGHT, "crosses": FLAG}
        | dict.fromkeys(("grade", "rank_grade", "reason", "macro_region"), TEXT_OR_NULL)
        | dict.fromkeys(("items_scored", "items_met", "items_green", "items_amber", "items_red", "items_grey"), COUNT)
        | dict.fromkeys((*RANKS, "previous_phase_rank", "previous_year_rank"), WHOLE_OR_NULL)
        | {"demonstration": FLAG}
    ),
    "AssessmentRanking": object_of(
        _HEAD | {"parent": CODE, "group": TEXT} | _TOLD | {"ranking": list_of("AssessedArea")}
    ),
    "AssessedItem": object_of(
        {"item_number": COUNT, "place": TEXT, "name": TEXT, "dimension": TEXT, "weight": {"type": "number"},
         "scoring": {"type": "string", "enum": list(SCORINGS)}, "parameters": {"type": "object"}, "direction": TEXT,
         "unit": TEXT, "decimals": COUNT, "indicator": TEXT_OR_NULL, "breakdown": TEXT}
        | dict.fromkeys(("value", "lower", "upper", "target", "target_high", "baseline", "expected", "attainment",
                         "score", "lost", "gain_per_unit"), NUMBER_OR_NULL)
        | {"value_period": TEXT_OR_NULL, "status": {"type": "string", "enum": [*STATUSES]}, "carried": FLAG,
           "operator": TEXT_OR_NULL, "target_year": WHOLE_OR_NULL, "baseline_year": WHOLE_OR_NULL,
           "met": FLAG_OR_NULL, "on_track": FLAG_OR_NULL, "reason": {"enum": [*REASONS, None]}, "light": LIGHT,
           "doubtful": FLAG, "verified": FLAG, "source": TEXT_OR_NULL, "note": TEXT_OR_NULL,
           "batch_id": WHOLE_OR_NULL, "batch_row": WHOLE_OR_NULL, "demonstration": FLAG}
    ),
    "AssessmentItems": object_of(_HEAD | {"area": CODE} | _TOLD | {"items": list_of("AssessedItem")}),
}  # fmt: skip


def assessment_paths() -> dict[str, Any]:
    """Everything below `/api/v1/assessment`."""
    ranking = ("scheme", "assessment_period", "ranked_inside", "variant", "group", "v")
    items = ("scheme", "assessment_period", "assessed_area", "variant", "v")
    warned = ("scheme", "assessment_period", "ranked_inside", "v")
    told = (
        ("ranking", "Ranking", "考核总分、位次与区间、等次（产品默认方案，非官方）", ranking, "考核排名"),
        ("items", "Items", "一个地区的考核成绩单：各项数值、目标、得分、失分", items, "成绩单"),
    )
    paths: dict[str, Any] = {}
    for path, identity, words, parameters, sheet in told:
        shape = json_content(f"Assessment{identity}")
        for ending, content in (("json", shape), *table_files(sheet)):
            paths[f"/api/v1/assessment/{path}.{ending}"] = operation(
                f"assessment{identity}{ending.capitalize()}", TAG, f"{words}，{ending.upper()}", parameters, content,
                errors="404 410",
            )  # fmt: skip
    tables: tuple[tuple[str, str, str, tuple[str, ...], str], ...] = (
        ("matrix", "Matrix", "各地区各项指标的状态（达标、按进度、关注、预警、缺失、不判断）", ranking, "指标矩阵"),
        ("warnings", "Warnings", "预警和关注清单，附办理进展（提醒 → 预警 → 整改 → 复核）", warned, "预警清单"),
    )
    for path, identity, words, named, sheet in tables:
        for ending, file in table_files(sheet):
            paths[f"/api/v1/assessment/{path}.{ending}"] = operation(
                f"assessment{identity}{ending.capitalize()}", TAG, f"{words}，{ending.upper()}", named, file,
                errors="404 410",
            )  # fmt: skip
    return paths
