"""The address that gives out codes of views, for `api.openapi`."""

from typing import Any

from api.openapi_parts import json_content
from api.openapi_schemas import TEXT, Schema, object_of
from state.issued_views import SURFACES

TAG = "校验"
_TIME: Schema = {"type": "string", "format": "date-time"}
CODES_SCHEMAS: dict[str, Schema] = {
    "CodeAsked": object_of(
        {
            "address": TEXT
            | {"description": "页面地址，从/开始；v为数据版本，一张图另写#编号", "example": "/map?indicator=LE"},
            "surface": {"type": "string", "enum": list(SURFACES), "description": "浏览器只用png、svg"},
            "time": _TIME | {"description": "文件上写的时间，带时区；只有快照程序可以写明"},
            "title": TEXT | {"description": "只有快照程序可以写明"},
        },
        "time", "title",
    ) | {"additionalProperties": False},
    "CodeIssued": object_of(
        {
            "code": {"type": "string", "pattern": "^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$"},
            "address": TEXT | {"description": "查验页面；没有公开网址时只有路径"},
            "qr": TEXT | {"description": "二维码，SVG文本"},
            "at": _TIME, "title": TEXT, "data_version": TEXT,
        }
    ),
}  # fmt: skip


def codes_paths() -> dict[str, Any]:
    """The only address below /api/v1 that writes."""
    reference = "#/components/responses/"
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "/api/v1/codes": {
            "post": {
                "operationId": "codes",
                "tags": [TAG],
                "summary": "登记一张离开本站的视图，取得校验码与二维码；同一视图、同一秒得到同一校验码",
                "requestBody": {"required": True, "content": json_content("CodeAsked")},
                "responses": {
                    "200": {"description": "校验码", "content": json_content("CodeIssued")},
                    "400": {"$ref": reference + "BadRequest"},
                    "403": {"description": "不是从本站页面发出，或令牌不对", "content": problem},
                    "410": {"$ref": reference + "Gone"},
                    "429": {"description": "登记过于频繁", "content": problem},
                    "500": {"description": "页面未能生成，没有登记", "content": problem},
                    "503": {"$ref": reference + "Unavailable"},
                },
            }
        }
    }
