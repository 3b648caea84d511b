"""Addresses and parameters of the interface about assessment, for `api.openapi`."""

from typing import Any

from api.openapi_parts import AREA, SHEETS, one, operation
from data.schema import ASSESSMENT_VARIANTS

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


def assessment_paths() -> dict[str, Any]:
    """Everything below `/api/v1/assessment`."""
    ranking = ("scheme", "assessment_period", "ranked_inside", "variant", "group", "v")
    items = ("scheme", "assessment_period", "assessed_area", "variant", "v")
    told = (
        ("ranking", "Ranking", "考核总分、位次与区间、等次（产品默认方案，非官方）", ranking, "考核排名"),
        ("items", "Items", "一个地区的考核成绩单：各项数值、目标、得分、失分", items, "成绩单"),
    )
    paths: dict[str, Any] = {}
    for path, identity, words, parameters, sheet in told:
        text = {"text/csv": {"schema": {"type": "string", "description": "UTF-8（带BOM），表头为中文"}}}
        book = {SHEETS: {"schema": {"type": "string", "format": "binary", "description": f"工作表：{sheet}、说明"}}}
        for ending, content in (("csv", text), ("xlsx", book)):
            paths[f"/api/v1/assessment/{path}.{ending}"] = operation(
                f"assessment{identity}{ending.capitalize()}", TAG, f"{words}，{ending.upper()}", parameters, content,
                errors="404 410",
            )  # fmt: skip
    return paths
