"""Everything below `/api/v1`: one blueprint, read only but for `codes`, whose errors are problem documents."""

from typing import Any

import orjson
from flask import Blueprint, Response, request

from api.problems import Problem, handle

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
outside = Blueprint("api_unknown", __name__, url_prefix="/api")
handle(blueprint)
handle(outside)


def json_answer(body: dict[str, Any]) -> Response:
    """Missing numbers (NaN) become null, dates ISO text."""
    return Response(orjson.dumps(body, option=orjson.OPT_SERIALIZE_NUMPY), mimetype="application/json")


def asked(*known: str) -> dict[str, str]:
    """The query of an address that takes each of `known` once at most. Raises Problem 400."""
    wrong = [name for name in request.args if name not in known or len(request.args.getlist(name)) > 1]
    if wrong:
        usable = "、".join(known)
        fields = [{"parameter": n[:60], "value": "", "detail": f"没有参数“{n[:60]}”，或它出现了多次"} for n in wrong]
        raise Problem(400, "bad-parameter", "参数有误", f"可用参数：{usable}，各一次。", fields)
    return {name: request.args[name].strip() for name in request.args}


@outside.route("/", defaults={"rest": ""}, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
@outside.route("/<path:rest>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def unknown(rest: str) -> Response:
    """Without this the page router would answer an unknown interface address with a page."""
    if request.method != "GET":
        raise Problem(405, "read-only", "接口只读", "数据接口只接受GET；装载数据请用 script/cockpit load。")
    raise Problem(404, "no-such-address", "没有这个接口", "可用的接口见 /api/v1/openapi.json。")
