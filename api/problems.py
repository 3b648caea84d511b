"""Errors as RFC 9457 problem documents, in the words of whoever reads the answer: what, where, and what to do."""

import logging

import orjson
from flask import Blueprint, Response, request
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

from data.warehouse import NothingPublished, VersionGone, WarehouseError

log = logging.getLogger(__name__)
URN = "urn:healthy-china-cockpit:problem:"
MOST_SHOWN = 60  # characters of a bad value that are repeated in an answer


class Problem(Exception):
    """What is answered instead of data. `fields` names every bad parameter: parameter, value, detail."""

    def __init__(self, status: int, kind: str, title: str, detail: str, fields: list[dict[str, str]] | None = None):
        super().__init__(detail)
        self.status, self.kind, self.title, self.detail, self.fields = status, kind, title, detail, fields or []


def shortened(value: str) -> str:
    """A bad value as it may be repeated: one line, not endless."""
    line = " ".join(value.split())
    return line if len(line) <= MOST_SHOWN else line[:MOST_SHOWN] + "…"


def bad_request(fields: list[dict[str, str]]) -> Problem:
    return Problem(400, "bad-parameter", "参数有误", "；".join(f["detail"] for f in fields), fields)


def problem_response(problem: Problem) -> Response:
    body = {
        "type": URN + problem.kind,
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "instance": request.path,
    }
    if problem.fields:
        body["errors"] = problem.fields
    answer = Response(orjson.dumps(body), problem.status, mimetype="application/problem+json")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def from_warehouse(error: WarehouseError) -> Problem:
    """A release that is gone is not a failure of the service; a missing or locked warehouse is."""
    if isinstance(error, VersionGone):
        return Problem(410, "version-gone", "数据版本已不再保留", f"{error}去掉参数 v 可取当前版本。")
    kind = "nothing-published" if isinstance(error, NothingPublished) else "warehouse-unavailable"
    return Problem(503, kind, "数据仓库不可用", str(error))


_TITLES = {404: "没有这个地址", 405: "不支持这种请求方法", 413: "请求过大", 414: "网址过长"}


def handle(blueprint: Blueprint) -> None:
    """Every error below this blueprint becomes a problem document; the unexpected ones are logged, not shown."""

    @blueprint.errorhandler(Problem)
    def _problem(error: Problem) -> Response:
        return problem_response(error)

    @blueprint.errorhandler(WarehouseError)
    def _warehouse(error: WarehouseError) -> Response:
        return problem_response(from_warehouse(error))

    @blueprint.errorhandler(DBAPIError)
    def _database(error: DBAPIError) -> Response:
        log.exception("the warehouse failed to answer %s", request.path)
        detail = "数据仓库没有回答，请稍后再试；若持续出现，请管理员查看服务日志。"
        return problem_response(Problem(503, "warehouse-unavailable", "数据仓库不可用", detail))

    @blueprint.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        status = error.code or 500
        detail = "接口说明见 /api/v1/openapi.json。"
        return problem_response(Problem(status, "http", _TITLES.get(status, "请求不成立"), detail))
