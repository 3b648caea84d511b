"""`/healthz`: whether this worker can answer questions, for load balancers and monitoring."""

import orjson
from flask import Blueprint, Response
from sqlalchemy.exc import DBAPIError

from data.warehouse import WarehouseError, current_version, engine_name, is_alive

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """200 with the version that readers see now; 503 with the reason where the warehouse does not answer."""
    state: dict[str, str | None] = {"status": "ok", "data_version": None, "engine": engine_name()}
    status = 200
    try:
        state["data_version"] = current_version()
        if not is_alive():
            raise WarehouseError("数据仓库没有回答，请检查数据库服务。")
    except WarehouseError as error:
        status, state["status"], state["detail"] = 503, "unavailable", str(error)
    except DBAPIError:
        status, state["status"], state["detail"] = 503, "unavailable", "数据仓库没有回答，请检查数据库服务。"
    answer = Response(orjson.dumps(state), status, mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer
