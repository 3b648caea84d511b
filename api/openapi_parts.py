"""What descriptions of addresses are put together from, for `api.openapi` and `api.quality_openapi`."""

from typing import Any

AREA = {"type": "string", "pattern": "^[0-9]{6}$"}
SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADERS = {
    "ETag": {"description": "配合If-None-Match，未变时答304", "schema": {"type": "string"}},
    "X-Data-Version": {"description": "所答的数据版本", "schema": {"type": "string"}},
}


def several(name: str, words: str, items: dict[str, Any], example: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "description": words + "；多个值用逗号分隔或重复参数",
        "schema": {"type": "array", "items": items},
        "style": "form",
        "explode": False,
        "example": [example],
    }


def one(name: str, words: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": words, "schema": schema, **more}


def operation(
    identity: str, tag: str, summary: str, parameters: tuple[str, ...], content: dict[str, Any], *, errors: str = ""
) -> dict[str, Any]:
    """A GET with its problem answers; `errors` names those that may occur besides 400 and 503."""
    reference = "#/components/responses/"
    responses: dict[str, Any] = {
        "200": {"description": summary, "headers": HEADERS, "content": content},
        "304": {"description": "与客户端所持的相同"},
        "400": {"$ref": reference + "BadRequest"},
        "503": {"$ref": reference + "Unavailable"},
    }
    responses |= {c: {"$ref": reference + n} for c, n in (("404", "NotFound"), ("410", "Gone")) if c in errors}
    return {
        "get": {
            "operationId": identity,
            "tags": [tag],
            "summary": summary,
            "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in parameters],
            "responses": dict(sorted(responses.items())),
        }
    }


def json_content(schema: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def table_files(sheet: str) -> tuple[tuple[str, dict[str, Any]], ...]:
    """The two files of a table, ending and content: CSV, and XLSX whose first sheet is `sheet`."""
    text = {"text/csv": {"schema": {"type": "string", "description": "UTF-8（带BOM），表头为中文"}}}
    book = {SHEETS: {"schema": {"type": "string", "format": "binary", "description": f"工作表：{sheet}、说明"}}}
    return ("csv", text), ("xlsx", book)
