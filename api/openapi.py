"""`/api/v1/openapi.json`: the interface described for programs, OpenAPI 3.1."""

from functools import lru_cache
from typing import Any

from flask import Response

from api.assessment_openapi import ASSESSMENT_PARAMETERS, ASSESSMENT_SCHEMAS, assessment_paths
from api.blueprint import blueprint, json_answer
from api.codes_openapi import CODES_SCHEMAS, codes_paths
from api.openapi_parts import AREA, SHEETS, json_content, one, operation, several
from api.openapi_schemas import SCHEMAS
from api.quality_openapi import QUALITY_PARAMETERS, QUALITY_SCHEMAS, quality_paths
from data.breakdowns import BREAKDOWNS

VERSION = "1.0.0"
MARK = "（演示数据列于mark列，不得引用）"


@blueprint.get("/openapi.json")
def openapi() -> Response:
    answer = json_answer(document())
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


@lru_cache
def document() -> dict[str, Any]:
    """The whole description. Paths and parameters stand beside each other here; shapes are in `openapi_schemas`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "健康中国数据驾驶舱　数据接口",
            "version": VERSION,
            "description": (
                "除登记校验码（/api/v1/codes）外均为只读。缺失值为null（CSV中为空），绝不为0；原因见status。全国性统计指标均未包括香港、澳门特别行政区"
                "和台湾省数据。错误按RFC 9457返回。查看范围与页面相同。"
            ),
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name} for name in ("观测值", "数据质量", "考核", "校验", "目录", "地图", "运行")],
        "paths": (
            _observation_paths()
            | _passport_paths()
            | quality_paths()
            | assessment_paths()
            | codes_paths()
            | _register_paths()
            | _other_paths()
        ),
        "components": {
            "schemas": SCHEMAS | QUALITY_SCHEMAS | ASSESSMENT_SCHEMAS | CODES_SCHEMAS,
            "parameters": PARAMETERS | QUALITY_PARAMETERS | ASSESSMENT_PARAMETERS,
            "responses": _problem_responses(),
        },
    }


PARAMETERS: dict[str, dict[str, Any]] = {
    "indicator": several(
        "indicator",
        "指标代码；指明area时可省略（全部指标）",
        {"type": "string", "pattern": "^[A-Z][A-Z0-9_]{1,11}$"},
        "LE",
    ),
    "parent": one("parent", "上级地区，取其下级；100000为全国", AREA, example="510000"),
    "layer": one(
        "layer",
        "下级的层级；不写时为上级的自然下一级，all为全部下级",
        {"type": "string", "enum": ["province", "prefecture", "county", "all"]},
    ),
    "area": several("area", "地区本身", AREA, "510100"),
    "period": several(
        "period", "时期，如2020、2020H1、2020Q3、2020Q1-3、2020-06；不写时为全部", {"type": "string"}, "2020"
    ),
    "breakdown": several(
        "breakdown",
        "人群分组；不写时为all（合计），*为全部分组",
        {"type": "string", "enum": [*(b.code for b in BREAKDOWNS), "*"]},
        "all",
    ),
    "one_indicator": one(
        "indicator", "指标代码", {"type": "string", "pattern": "^[A-Z][A-Z0-9_]{1,11}$"}, required=True, example="A65"
    ),
    "one_area": one("area", "地区", AREA, required=True, example="510000"),
    "one_period": one("period", "时期", {"type": "string"}, required=True, example="2020"),
    "one_breakdown": one(
        "breakdown", "人群分组", {"type": "string", "enum": [b.code for b in BREAKDOWNS], "default": "all"}
    ),
    "quality": one(
        "quality",
        "hide：不给出存疑的数值（status为withheld）；不写时给出并在quality列注明规则",
        {"type": "string", "enum": ["hide"]},
    ),
    "v": one(
        "v",
        "数据版本；写明版本的网址永远给出同样的答案，可长期缓存",
        {"type": "string", "pattern": r"^\d{4}\.\d{1,2}\.\d{1,4}$"},
        example="2026.11.1",
    ),
    "limit": one("limit", "最多行数（仅JSON）", {"type": "integer", "minimum": 1, "maximum": 10000}),
    "offset": one("offset", "跳过的行数（仅JSON）", {"type": "integer", "minimum": 0}),
    "level": one("level", "级别", {"type": "string", "enum": ["nation", "province", "prefecture", "county", "zone"]}),
    "q": one(
        "q", "名称、拼音首字母或代码", {"type": "string", "minLength": 1, "maxLength": 40}, required=True, example="cd"
    ),
    "results": one("limit", "最多条数", {"type": "integer", "minimum": 1, "maximum": 50, "default": 12}),
}


def _problem_responses() -> dict[str, Any]:
    words = {
        "BadRequest": "参数有误：错在哪里、怎样改，逐项列出",
        "NotFound": "没有这个指标或地区，或不在查看范围内",
        "Gone": "数据版本已不再保留",
        "Unavailable": "数据仓库不可用或尚未发布数据",
    }
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {name: {"description": said, "content": content} for name, said in words.items()}


def _observation_paths() -> dict[str, Any]:
    named = ("indicator", "parent", "layer", "area", "period", "breakdown", "quality", "v")
    text = {"text/csv": {"schema": {"type": "string", "description": "UTF-8（带BOM），列同Observation"}}}
    book = {SHEETS: {"schema": {"type": "string", "format": "binary", "description": "工作表：数据、说明"}}}
    return {
        "/api/v1/observations.json": operation(
            "observations", "观测值", f"观测值，分页{MARK}", (*named, "limit", "offset"), json_content("Observations"),
            errors="404 410",
        ),
        "/api/v1/observations.csv": operation(
            "observationsCsv", "观测值", f"观测值，CSV，至多100万行{MARK}", named, text, errors="404 410"
        ),
        "/api/v1/observations.xlsx": operation(
            "observationsXlsx", "观测值", f"观测值，XLSX，至多5万行{MARK}", named, book, errors="404 410"
        ),
    }  # fmt: skip


def _passport_paths() -> dict[str, Any]:
    named = ("one_indicator", "one_area", "one_period", "one_breakdown", "v")
    words = "数值溯源：一个数值的算法、批次与行、校验、修订与相邻数值；已抑制的数值不给出任何可以推算它的数字"
    text = {"text/csv": {"schema": {"type": "string", "description": "UTF-8（带BOM），每行一项：部分、序号、项目、值"}}}
    return {
        "/api/v1/passport.json": operation(
            "passport", "观测值", words, named, json_content("Passport"), errors="404 410"
        ),
        "/api/v1/passport.csv": operation(
            "passportCsv", "观测值", f"{words}，CSV", named, text, errors="404 410"
        ),
    }  # fmt: skip


def _register_paths() -> dict[str, Any]:
    text = {"text/csv": {"schema": {"type": "string", "description": "UTF-8（带BOM），表头为中文，每行一项指标"}}}
    book = {SHEETS: {"schema": {"type": "string", "format": "binary", "description": "工作表：指标目录、说明"}}}
    return {
        "/api/v1/indicators": operation(
            "indicators", "目录", "指标定义与目标", ("v",), json_content("Indicators"), errors="410"
        ),
        "/api/v1/indicators.csv": operation(
            "indicatorsCsv", "目录", "指标目录：定义、目标与数据覆盖，CSV", ("v",), text, errors="410"
        ),
        "/api/v1/indicators.xlsx": operation(
            "indicatorsXlsx", "目录", "指标目录：定义、目标与数据覆盖，XLSX", ("v",), book, errors="410"
        ),
        "/api/v1/areas": operation(
            "areas", "目录", "行政区划", ("parent", "level", "v"), json_content("Areas"), errors="410"
        ),
        "/api/v1/versions": operation("versions", "目录", "可读的数据版本", (), json_content("Versions")),
        "/api/v1/playlists": operation("playlists", "目录", "大屏的播放列表", (), json_content("Playlists")),
        "/api/v1/search": operation(
            "search", "目录", "查找地区与指标", ("q", "results", "v"), json_content("SearchResults"), errors="410"
        ),
    }


def _other_paths() -> dict[str, Any]:
    health = operation("healthz", "运行", "运行状态", (), json_content("Health"))
    health["get"]["responses"] = {
        "200": {"description": "正常", "content": json_content("Health")},
        "503": {"description": "数据仓库不可用", "content": json_content("Health")},
    }
    geometry = operation("geometry", "地图", "边界（GeoJSON，内容不变）", (), {})
    geometry["get"]["parameters"] = [
        {"name": "hash", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[0-9a-f]{6,64}$"}},
        {"name": "file", "in": "path", "required": True, "schema": {"type": "string"}, "example": "510000-county.json"},
    ]
    geometry["get"]["responses"] = {
        "200": {"description": "边界", "content": {"application/json": {"schema": {"type": "object"}}}},
        "404": {"description": "没有这个文件"},
    }
    description = operation("openapi", "运行", "本说明", (), {"application/json": {"schema": {"type": "object"}}})
    return {"/healthz": health, "/geo/{hash}/{file}": geometry, "/api/v1/openapi.json": description}
